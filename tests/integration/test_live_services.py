"""Whole runs at services that answer over real HTTP: turns, VRAM, failures of services, kills; a fast clock."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ROOT, Yoake, poll
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock, Gpu
from tests.simulators.ollama import OllamaSimulator
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.store.paths import Layout

GAME = """
title: 夜の話
tasks:
  - {id: people, type: llm_gen, template: character_setting}
  - {id: world, type: llm_gen, template: world_setting}
  - {id: hero, type: image_gen, workflow: character_fullbody, depends_on: [people], params: {character: hero}}
  - id: faces
    type: image_gen
    workflow: expression_variation
    depends_on: [hero]
    params: {character: hero, expressions: [happy, sad]}
  - {id: park, type: image_gen, workflow: background, depends_on: [world], params: {place: park, kind: park}}
  - {id: cafe, type: image_gen, workflow: background, depends_on: [world], params: {place: cafe, kind: cafe}}
"""
ASSETS = ["cafe", "faces/happy", "faces/sad", "hero", "park", "people", "world"]


@dataclass
class Night:
    """Simulated services and the node file that names them."""

    gpus: list[Gpu]
    comfyui: list[ComfyUiSimulator]
    ollama: OllamaSimulator
    nodes: Path

    def jobs(self, service: str) -> list[str]:
        return [e.outcome for gpu in self.gpus for e in gpu.journal.entries() if e.service == service]

    @property
    def outcomes(self) -> set[str]:
        return {e.outcome for gpu in self.gpus for e in gpu.journal.entries(None)}


@contextmanager
def night(folder: Path, gpus: int, vram_gb: float, *, llm_on_gpu: bool, speed: float = 300) -> Iterator[Night]:
    clock = Clock(speed)
    cards = [Gpu(f"gpu-{i}", vram_gb, clock) for i in range(gpus)]
    with ExitStack() as stack:
        comfyui = [stack.enter_context(ComfyUiSimulator(f"comfyui-{i}", gpu=gpu)) for i, gpu in enumerate(cards)]
        elsewhere = Gpu("elsewhere", 64, clock, cards[0].journal)
        ollama = stack.enter_context(OllamaSimulator("ollama", gpu=cards[0] if llm_on_gpu else elsewhere))
        services = {s.name: {"kind": "comfyui", "url": s.url, "gpu": s.gpu.name} for s in comfyui}
        services["ollama"] = {"kind": "ollama", "url": ollama.url, "slots": 2}
        if llm_on_gpu:
            services["ollama"]["gpu"] = "gpu-0"
        nodes = folder / "nodes.yaml"
        models = {"sdxl": {"vram_gb": 10, "load_seconds": 9}, "llama3-8b": {"vram_gb": 7, "load_seconds": 6}}
        content = {"gpus": {g.name: {"vram_gb": vram_gb} for g in cards}, "services": services, "models": models}
        nodes.write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML
        (folder / "game.yaml").write_text(GAME, encoding="utf-8")
        yield Night(cards, comfyui, ollama, nodes)


def made(text: str) -> list[str]:
    return sorted(line.split()[1] for line in text.splitlines() if line.startswith("made "))


def test_one_small_gpu_is_shared_by_turns(yoake: Yoake, tmp_path: Path, prefect_api: str):
    with night(tmp_path, 1, 12, llm_on_gpu=True) as services:
        ran = yoake("generate", "game.yaml", "--nodes", services.nodes, env={"PREFECT_API_URL": prefect_api})
        assert ran.code == 0, ran.out + ran.err
        assert made(ran.out) == ASSETS
        assert services.outcomes == {"done"}, "nothing ran out of memory"
        assert services.jobs("comfyui-0") == ["done"] * 5
        entries = services.gpus[0].journal.entries(None)
        moves = [(e.service, e.kind) for e in entries if e.kind in ("load", "release")]
        assert moves[:3] == [("ollama", "load"), ("ollama", "release"), ("comfyui-0", "load")], (
            "the language model has left before the pictures' model comes"
        )
        jobs = [e for e in entries if e.kind == "job" and e.service == "comfyui-0"]
        assert all(a.ended is not None and a.ended <= b.begun for a, b in pairwise(jobs))

        catalog = Catalog(catalog_url("sqlite", Layout(tmp_path / "out").data))
        run = catalog.runs("game")[0]
        attempts = catalog.attempts(run.id)
        learned = {row.model: row for row in catalog.experience() if row.model}
        catalog.close()
        assert {a.service for a in attempts} == {"comfyui-0", "ollama"}
        assert run.forecast["makespan_seconds"] > 0
        assert learned["llama3-8b"].peak_vram_gb == pytest.approx(7, rel=0.1)
        assert learned["sdxl"].peak_vram_gb > 6

        again = yoake("generate", "game.yaml", "--nodes", services.nodes, env={"PREFECT_API_URL": prefect_api})
        assert "Everything was up to date" in again.out
        assert len(services.jobs("comfyui-0")) == 5


def test_a_service_that_dies_leaves_its_work_to_its_peer(yoake: Yoake, tmp_path: Path, prefect_api: str):
    with night(tmp_path, 2, 24, llm_on_gpu=False) as services:
        services.comfyui[0].faults.script("POST /prompt", "crash")
        ran = yoake("generate", "game.yaml", "--nodes", services.nodes, env={"PREFECT_API_URL": prefect_api})
        assert ran.code == 0, ran.out + ran.err
        assert made(ran.out) == ASSETS, ran.out
        assert "comfyui-0" in ran.out
        assert services.jobs("comfyui-1") == ["done"] * 5


def test_killed_at_work_and_started_again(tmp_path: Path, prefect_api: str, yoake: Yoake):
    with night(tmp_path, 1, 24, llm_on_gpu=False, speed=30) as services:
        environment = {**os.environ, "PREFECT_API_URL": prefect_api, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
        command = [sys.executable, "-m", "cli.main", "generate", "game.yaml", "--nodes", str(services.nodes)]
        log = tmp_path / "first.log"
        with log.open("wb") as out:
            first = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=out, stderr=out)
        poll(lambda: services.jobs("comfyui-0").count("done") >= 2, lambda: log.read_text("utf-8"), 120)
        first.send_signal(signal.SIGKILL)
        first.wait()
        finished = made(log.read_text("utf-8"))
        services.gpus[0].clock.speed = 600
        second = yoake("generate", "game.yaml", "--nodes", services.nodes, env={"PREFECT_API_URL": prefect_api})
        assert second.code == 0, second.out + second.err
        assert not set(finished) & set(made(second.out)), "nothing that was finished is made again"
        assert services.outcomes <= {"done", "cancelled", "failed", "running"}
        third = yoake("generate", "game.yaml", "--nodes", services.nodes, env={"PREFECT_API_URL": prefect_api})
        assert "Everything was up to date" in third.out


def test_ctrl_c_takes_the_jobs_back_and_the_next_run_goes_on(tmp_path: Path, prefect_api: str, yoake: Yoake):
    with night(tmp_path, 1, 24, llm_on_gpu=False, speed=10) as services:
        environment = {**os.environ, "PREFECT_API_URL": prefect_api, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
        command = [sys.executable, "-m", "cli.main", "generate", "game.yaml", "--nodes", str(services.nodes)]
        log = tmp_path / "first.log"
        with log.open("wb") as out:
            first = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=out, stderr=out)
        poll(lambda: "running" in services.jobs("comfyui-0"), lambda: log.read_text("utf-8"), 120)
        first.send_signal(signal.SIGINT)
        assert first.wait(60) == 130, log.read_text("utf-8")
        assert "Traceback" not in log.read_text("utf-8")
        poll(lambda: "running" not in services.jobs("comfyui-0"), lambda: str(services.jobs("comfyui-0")))
        assert services.jobs("comfyui-0")[-1] == "cancelled", "the service does not work on for nobody"
        services.gpus[0].clock.speed = 600
        second = yoake("generate", "game.yaml", "--nodes", services.nodes, env={"PREFECT_API_URL": prefect_api})
        assert second.code == 0, second.out + second.err
        finished = made(log.read_text("utf-8"))
        assert sorted({*finished, *made(second.out)}) == ASSETS
        assert not set(finished) & set(made(second.out))


def test_two_runs_share_one_gpu(tmp_path: Path, prefect_api: str, yoake: Yoake):
    """Pictures in one run, texts in the other: the two models do not fit together, and neither run knows the other."""
    server = {"PREFECT_API_URL": prefect_api}
    with night(tmp_path, 1, 12, llm_on_gpu=True, speed=60) as services:
        assert yoake("setup", "--nodes", services.nodes, env=server).code == 0
        texts = "".join(f"  - {{id: world_{i}, type: llm_gen, template: world_setting}}\n" for i in range(4))
        pictures = "".join(
            f"  - {{id: park_{i}, type: image_gen, workflow: background, params: {{kind: park}}}}\n" for i in range(4)
        )
        (tmp_path / "texts.yaml").write_text(f"tasks:\n{texts}", encoding="utf-8")
        (tmp_path / "pictures.yaml").write_text(f"tasks:\n{pictures}", encoding="utf-8")
        environment = {**os.environ, **server, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
        runs, logs = [], []
        for name in ("pictures", "texts"):
            command = [sys.executable, "-m", "cli.main", "generate", f"{name}.yaml", "--out", name]
            logs.append(tmp_path / f"{name}.log")
            with logs[-1].open("wb") as out:
                runs.append(
                    subprocess.Popen(
                        [*command, "--nodes", str(services.nodes)],
                        cwd=tmp_path,
                        env=environment,
                        stdout=out,
                        stderr=out,
                    )
                )
        for run, log in zip(runs, logs, strict=True):
            assert run.wait(180) == 0, log.read_text("utf-8")
        assert services.outcomes == {"done"}, "nothing ran out of memory"
        assert services.jobs("comfyui-0") == ["done"] * 4
        assert services.jobs("ollama") == ["done"] * 4
        entries = [e for e in services.gpus[0].journal.entries() if e.ended is not None]
        for picture in (e for e in entries if e.service == "comfyui-0"):
            for text in (e for e in entries if e.service == "ollama"):
                assert picture.ended <= text.begun or text.ended <= picture.begun, "one run at a time has the GPU"
