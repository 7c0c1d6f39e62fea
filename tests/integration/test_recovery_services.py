"""Whole runs at services that fail: too little VRAM, lost replies, kills; nothing is paid twice or tried for ever."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Yoake, poll
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock, Gpu
from tests.simulators.suno import CREDITS_A_SONG, SunoSimulator

PICTURES = """
title: 夜の話
tasks:
  - {id: park, type: image_gen, workflow: background, params: {place: park, kind: park}}
  - {id: cafe, type: image_gen, workflow: background, params: {place: cafe, kind: cafe}}
"""
SONG = """
title: 夜の話
tasks:
  - {id: theme, type: bgm_gen, provider: suno, params: {mood: calm}}
"""


@dataclass
class Services:
    """Simulated services and the node file that names them."""

    folder: Path
    gpu: Gpu
    comfyui: ComfyUiSimulator
    suno: SunoSimulator

    @property
    def nodes(self) -> Path:
        return self.folder / "nodes.yaml"

    def write(self, game: str, **suno: str) -> None:
        services = {
            "comfyui": {"kind": "comfyui", "url": self.comfyui.url, "gpu": "gpu-0"},
            "suno": {"kind": "suno", "url": self.suno.url, "settings": {"poll_seconds": "0.05", **suno}},
        }
        gpus = {"gpu-0": {"vram_gb": self.gpu.vram_gb}}
        models = {"sdxl": {"vram_gb": 7, "load_seconds": 9}}
        content = {"gpus": gpus, "services": services, "models": models}
        self.nodes.write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML
        (self.folder / "game.yaml").write_text(game, encoding="utf-8")

    @property
    def pictures(self) -> list[str]:
        """How the jobs at ComfyUI ended, in order."""
        return [e.outcome for e in self.gpu.journal.entries() if e.service == "comfyui"]


Run = Callable[..., Any]


@contextmanager
def services(folder: Path, vram_gb: float = 24, speed: float = 300) -> Iterator[Services]:
    with ExitStack() as stack:
        gpu = Gpu("gpu-0", vram_gb, Clock(speed))
        comfyui = stack.enter_context(ComfyUiSimulator("comfyui", gpu=gpu))
        suno = stack.enter_context(SunoSimulator("suno", clock=gpu.clock))
        yield Services(folder, gpu, comfyui, suno)


@pytest.fixture
def run(yoake: Yoake, prefect_api: str) -> Run:
    def generate(there: Services, *more: str) -> Any:
        env = {"PREFECT_API_URL": prefect_api}
        return yoake("generate", "game.yaml", "--nodes", there.nodes, *more, env=env)

    return generate


def killed(there: Services, prefect_api: str, when: Callable[[], bool]) -> None:
    """Starts a run and kills it, without a warning, as soon as something is so."""
    env = {**os.environ, "PREFECT_API_URL": prefect_api, "PYTHONPATH": str(ROOT), "HOME": str(there.folder)}
    command = [sys.executable, "-m", "cli.main", "generate", "game.yaml", "--nodes", str(there.nodes)]
    log = there.folder / "killed.log"
    with log.open("wb") as out:
        started = subprocess.Popen(command, cwd=there.folder, env=env, stdout=out, stderr=out)
    poll(when, lambda: log.read_text("utf-8"), 120)
    started.send_signal(signal.SIGKILL)
    started.wait()


@contextmanager
def catalog(folder: Path) -> Iterator[sqlite3.Connection]:
    with sqlite3.connect(folder / "out" / ".yoake" / "catalog.sqlite") as connection:
        yield connection
    connection.close()


def has_row(folder: Path, table: str) -> bool:
    """Whether a run under way has written into a table of its catalog, which may not be there yet."""
    try:
        with catalog(folder) as rows:
            return bool(rows.execute(f"select count(*) from {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return False


def test_a_small_gpu_makes_less_remembers_it_and_makes_it_in_full_when_it_has_grown(tmp_path: Path, run: Run):
    with services(tmp_path, vram_gb=9) as there:
        there.write(PICTURES)
        ran = run(there)
        assert ran.code == 0, ran.out + ran.err
        assert sorted(there.pictures) == ["done", "done", "out-of-memory"], "the second asset did not run out of memory"
        assert "2 made" in ran.out
        assert "degraded" in ran.out
        assert "resolution 768 instead of 1024" in ran.out
        with catalog(tmp_path) as rows:
            assert rows.execute("select degraded from product").fetchall() == [(1,), (1,)]
            assert rows.execute("select resolution from experience where provider = 'comfyui'").fetchall() == [("768",)]

        still = run(there, "--redo", "degraded")
        assert still.code == 0, still.out + still.err
        assert there.pictures.count("done") == 2, "what is there was not made once more"
        assert there.pictures.count("out-of-memory") == 2, "one try for both"

        there.gpu.vram_gb = 24
        there.write(PICTURES)
        full = run(there, "--redo", "degraded")
        assert full.code == 0, full.out + full.err
        assert there.pictures.count("done") == 4
        with catalog(tmp_path) as rows:
            assert rows.execute("select degraded from product").fetchall() == [(0,), (0,)]


def test_a_server_that_stumbles_is_asked_again(tmp_path: Path, run: Run):
    with services(tmp_path) as there:
        there.write(PICTURES)
        there.comfyui.faults.script("POST /prompt", "5xx", "html")
        ran = run(there)
        assert ran.code == 0, ran.out + ran.err
        assert there.pictures.count("done") == 2


def test_a_song_is_paid_once_whatever_happens(tmp_path: Path, run: Run, prefect_api: str):
    with services(tmp_path, speed=30) as there:
        there.write(SONG)
        there.suno.faults.script("POST /api/custom_generate", "lost-reply")
        killed(there, prefect_api, lambda: len(there.suno.account.orders) == 1)
        there.gpu.clock.speed = 600
        ran = run(there)
        assert ran.code == 0, ran.out + ran.err
        assert there.suno.account.paid == CREDITS_A_SONG
        with catalog(tmp_path) as rows:
            assert rows.execute("select kind, state from service_job").fetchall() == [("suno", "made")]
        again = run(there, "--redo", "theme")
        assert again.code == 0, again.out + again.err
        assert there.suno.account.paid == 2 * CREDITS_A_SONG, "a person has asked for another one"


def test_what_failed_at_suno_waits_for_a_person(tmp_path: Path, run: Run):
    with services(tmp_path) as there:
        there.write(SONG)
        there.suno.faults.script("song", "error")
        assert run(there).code == 1
        assert "suno.failed" in run(there).out
        assert there.suno.account.paid == CREDITS_A_SONG
        ran = run(there, "--redo", "theme")
        assert ran.code == 0, ran.out + ran.err
        assert there.suno.account.paid == 2 * CREDITS_A_SONG


def test_patience_is_shown_where_it_is_asked_for(tmp_path: Path, run: Run):
    with services(tmp_path) as there:
        there.write(SONG)
        there.suno.faults.script("order", "429:1")
        ran = run(there)
        assert ran.code == 0, ran.out + ran.err
        with catalog(tmp_path) as rows:
            tries = rows.execute("select outcome, error_code from attempt order by id").fetchall()
        assert tries == [("again", "suno.rate"), ("made", None)]


def test_another_provider_takes_over_where_quota_is_gone(tmp_path: Path, run: Run):
    with services(tmp_path) as there:
        there.write(SONG.replace("provider: suno,", "provider: suno, workflow: bgm, fallback: comfyui,"))
        there.suno.faults.script("order", "quota")
        ran = run(there)
        assert ran.code == 0, ran.out + ran.err
        assert "provider comfyui instead of suno" in ran.out
        assert there.pictures == ["done"]


def test_a_picture_that_was_being_made_when_the_run_was_killed_is_fetched(tmp_path: Path, run: Run, prefect_api: str):
    with services(tmp_path, speed=3) as there:
        there.write("\n".join(PICTURES.splitlines()[:-1]))
        killed(there, prefect_api, lambda: has_row(tmp_path, "service_job"))
        there.gpu.clock.speed = 600
        ran = run(there)
        assert ran.code == 0, ran.out + ran.err
        assert there.pictures == ["done"]


def test_what_kills_its_run_is_left_alone_until_a_person_asks(tmp_path: Path, run: Run, prefect_api: str):
    with services(tmp_path, speed=3) as there:
        there.write("\n".join(PICTURES.splitlines()[:-1]))
        killed(there, prefect_api, lambda: has_row(tmp_path, "lost_attempt"))
        there.gpu.clock.speed = 600
        with catalog(tmp_path) as rows:
            assert rows.execute("select address, count from lost_attempt").fetchall() == [("park", 1)]
            rows.execute("update lost_attempt set count = 3")
        ran = run(there)
        assert ran.code == 1
        assert "make.poison" in ran.out
        again = run(there, "--redo", "park")
        assert again.code == 0, again.out + again.err
        with catalog(tmp_path) as rows:
            assert rows.execute("select * from lost_attempt").fetchall() == []
