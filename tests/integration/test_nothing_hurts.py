"""kill -9 at any moment, Ctrl-C, a full disk, two runs at once: nothing finished is lost or made twice."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT, Yoake, need

GAME = """
title: 消えない約束
game:
  characters: [{id: hero}]
  expressions: [normal, happy]
  backgrounds: [park]
  scenes_per_chapter: 1
  lines_per_scene: 3
  endings: 1
  bgm: [daily]
  se: [click, bell]
  ui: [textbox]
  targets: [web]
  play_through: false
"""
KILLS = 5


def start(folder: Path, *args: str, api: str) -> subprocess.Popen[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment = {**clean, "PYTHONPATH": str(ROOT), "PREFECT_API_URL": api, "HOME": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "cli.main", *args],
        cwd=folder, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def files(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and "report" not in p.parts
    }


def made_more_than_once(out: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(out / ".yoake" / "catalog.sqlite") as connection:
        query = "select address, count(*) from attempt where outcome = 'made' group by fingerprint having count(*) > 1"
        return connection.execute(query).fetchall()


def test_killed_at_random_moments_the_game_is_the_same(tmp_path: Path, prefect_api: str, yoake: Yoake):
    need("npm")
    (tmp_path / "game.yaml").write_text(GAME, encoding="utf-8")
    undisturbed = yoake("generate", "game.yaml", "--out", "calm", env={"PREFECT_API_URL": prefect_api})
    assert undisturbed.code == 0, undisturbed.out + undisturbed.err
    moments = random.Random(20261122)
    finished: set[str] = set()
    for _ in range(KILLS):
        run = start(tmp_path, "generate", "game.yaml", "--out", "wild", api=prefect_api)
        assert run.stdout is not None
        after = moments.randint(0, 4)
        for line in run.stdout:
            if line.startswith("made "):
                finished.add(line.split()[1])
                after -= 1
            if after < 0:
                break
        time.sleep(moments.random() * 0.5)  # the moment itself is what is random
        run.kill()
        run.wait()
        run.stdout.close()
    last = yoake("generate", "game.yaml", "--out", "wild", env={"PREFECT_API_URL": prefect_api})
    assert last.code == 0, last.out + last.err
    again = {line.split()[1] for line in last.out.splitlines() if line.startswith("made ")}
    assert finished & again == set()
    assert made_more_than_once(tmp_path / "wild") == []
    assert files(tmp_path / "wild" / "game") == files(tmp_path / "calm" / "game")


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(tmp_path: Path, prefect_api: str, yoake: Yoake):
    (tmp_path / "game.yaml").write_text(GAME.replace("targets: [web]", "targets: []"), encoding="utf-8")
    run = start(tmp_path, "generate", "game.yaml", api=prefect_api)
    assert run.stdout is not None
    made = set()
    for line in run.stdout:
        if line.startswith("made "):
            made.add(line.split()[1])
            if len(made) == 3:
                break
    os.killpg(run.pid, signal.SIGINT)  # a terminal sends it to every process of the command
    rest = run.stdout.read()
    assert run.wait(60) == 130
    assert "Traceback" not in rest
    made |= {line.split()[1] for line in rest.splitlines() if line.startswith("made ")}
    on = yoake("generate", "game.yaml", env={"PREFECT_API_URL": prefect_api})
    assert on.code == 0, on.out + on.err
    assert not made & {line.split()[1] for line in on.out.splitlines() if line.startswith("made ")}


def test_a_second_run_of_the_same_project_leaves_with_a_sentence(tmp_path: Path, prefect_api: str, yoake: Yoake):
    many = GAME.replace("[park]", "[park, school, cafe, street, shrine, forest, library, castle]")  # it is long at work
    (tmp_path / "game.yaml").write_text(many.replace("targets: [web]", "targets: []"), encoding="utf-8")
    first = start(tmp_path, "generate", "game.yaml", api=prefect_api)
    assert first.stdout is not None
    while not first.stdout.readline().startswith("made "):
        assert first.poll() is None
    second = yoake("generate", "game.yaml", env={"PREFECT_API_URL": prefect_api})
    assert second.code == 1
    assert "Another run of game is at work" in second.err
    first.stdout.read()
    assert first.wait(120) == 0


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_loses_nothing(tmp_path: Path, prefect_api: str, yoake: Yoake):
    project = tmp_path / "game.yaml"
    project.write_text(
        "tasks:\n- {id: hero, type: image_gen, workflow: character_fullbody, params: {character: hero}}\n"
        + "".join(
            f"- {{id: bg_{kind}, type: image_gen, workflow: background, params: {{place: {kind}, kind: {kind}}}}}\n"
            for kind in ("cafe", "forest", "school", "shrine", "street", "castle", "library", "park")
        ),
        encoding="utf-8",
    )
    with small_disk(tmp_path / "disk", 2) as disk:
        (disk / "ballast").write_bytes(b"x" * 700_000)
        full = yoake("generate", project, "--out", disk / "out", env={"PREFECT_API_URL": prefect_api})
        assert full.code == 1, full.out + full.err
        assert "store.full" in full.out
        assert "Traceback" not in full.out + full.err
        made = {line.split()[1] for line in full.out.splitlines() if line.startswith("made ")}
        shutil.copytree(disk / "out", tmp_path / "moved", copy_function=shutil.copy2)
    on = yoake("generate", project, "--out", tmp_path / "moved", env={"PREFECT_API_URL": prefect_api})
    assert on.code == 0, on.out + on.err
    assert not made & {line.split()[1] for line in on.out.splitlines() if line.startswith("made ")}


def test_the_project_file_may_change_while_the_run_goes_on(tmp_path: Path, prefect_api: str):
    project = tmp_path / "game.yaml"
    project.write_text(GAME.replace("targets: [web]", "targets: []"), encoding="utf-8")
    run = start(tmp_path, "generate", "game.yaml", api=prefect_api)
    assert run.stdout is not None
    while not run.stdout.readline().startswith("made "):
        assert run.poll() is None
    project.write_text("tasks: [", encoding="utf-8")
    rest = run.stdout.read()
    assert run.wait(120) == 0, rest
    assert "the project file was changed meanwhile" in rest


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, yoake: Yoake):
    (tmp_path / "game.yaml").write_text(GAME, encoding="utf-8")
    (tmp_path / "out").write_text("a file is in the way")
    ran = yoake("generate", "game.yaml")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert "error" in ran.err


def test_a_read_only_disk_is_a_sentence(tmp_path: Path, yoake: Yoake):
    (tmp_path / "game.yaml").write_text(GAME, encoding="utf-8")
    with small_disk(tmp_path / "disk", 2) as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        ran = yoake("generate", "game.yaml", "--out", disk / "out")
    assert ran.code == 1
    assert "Read-only" in ran.err
    assert "Traceback" not in ran.err
