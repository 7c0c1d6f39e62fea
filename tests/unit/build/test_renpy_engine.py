from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from tests.unit.build.test_routes import game
from yoake.build.renpy import lint_renpy, play_renpy
from yoake.build.renpy.engine import NO_RENPY, NO_XVFB, run_group, workbench
from yoake.build.renpy.lint import problems_in

PARSE_ERROR = """\ufeffI'm sorry, but errors were detected in your script.


File "game/script.rpy", line 3: expected 'in' not found.
    for name, image in x:
              ^

Ren'Py Version: Ren'Py 8.0.3.22090809u
"""
LINT = """\ufeffRen'Py 8.0.3.22090809u lint report, generated at: Sun Nov 22 23:21:15 2026

game/chapter_01.rpy:4 'bg beach' is not an image.

game/chapter_01.rpy:9 The jump is to nonexistent label 'nowhere'.


Statistics:

The game contains 11 dialogue blocks.
"""
TRACEBACK = """
Full traceback:
  File "game/gui.rpy", line 52, in script
    style default:
  File "/usr/share/games/renpy/renpy/ast.py", line 2924, in execute
    self.apply()
AttributeError: 'StoreModule' object has no attribute 'text_font'
"""


def test_problems_are_sentences_with_their_place():
    assert problems_in(PARSE_ERROR) == ["script.rpy, line 3: expected 'in' not found."]
    assert problems_in(LINT) == [
        "chapter_01.rpy, line 4: 'bg beach' is not an image.",
        "chapter_01.rpy, line 9: The jump is to nonexistent label 'nowhere'.",
    ]
    assert problems_in(TRACEBACK)[-1] == "AttributeError: 'StoreModule' object has no attribute 'text_font'"


def test_without_renpy_or_xvfb_the_tests_are_skipped_with_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("yoake.build.renpy.lint.find_program", lambda name: None)
    monkeypatch.setattr("yoake.build.renpy.play.find_program", lambda name: None)
    assert lint_renpy(tmp_path).skipped == NO_RENPY
    assert play_renpy(tmp_path, game([[]]), tmp_path).skipped == NO_RENPY
    monkeypatch.setattr("yoake.build.renpy.play.find_program", lambda name: "x" if name == "renpy" else None)
    assert play_renpy(tmp_path, game([[]]), tmp_path).skipped == NO_XVFB


def test_the_time_limit_ends_the_whole_group(tmp_path: Path):
    script = "import subprocess,sys,time; p=subprocess.Popen([sys.executable,'-c','import time; time.sleep(60)']); "
    script += "print(p.pid, flush=True); time.sleep(60)"
    start = time.monotonic()
    status, output = run_group([sys.executable, "-c", script], os.environ, tmp_path, 2)
    assert status is None
    assert time.monotonic() - start < 20
    child = Path(f"/proc/{int(output)}/stat")
    assert not child.exists() or child.read_text().rsplit(")", 1)[1].split()[0] == "Z"


def test_nothing_is_written_outside_the_bench(tmp_path: Path):
    (tmp_path / "game").mkdir()
    with workbench(tmp_path) as (copy, env):
        bench = copy.parent
        assert copy != tmp_path
        inside = ("HOME", "TMPDIR", "RENPY_PATH_TO_SAVES", "PYTHONPATH", "XDG_RUNTIME_DIR")
        assert all(Path(env[name]).is_relative_to(bench) for name in inside)
        assert "DISPLAY" not in env
    assert not bench.exists()
