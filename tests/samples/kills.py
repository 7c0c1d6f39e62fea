"""A deployed game whose worker, flow process or server is killed -9 while it is made."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.conftest import poll
from tests.samples.prefect_machine import PrefectMachine
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock, Gpu

Victim = Literal["flow", "server", "worker", "worker and flow"]
GAME = """
title: 夜の話
seed: {seed}
defaults: {{image_gen: {{provider: comfyui}}}}
game:
  characters: [{{id: hero, role: 主人公}}]
  expressions: [normal, happy]
  outfits: [uniform]
  backgrounds: 2
  times_of_day: [day]
  chapters: 1
  scenes_per_chapter: 2
  endings: 1
  bgm: 1
  se: 2
  targets: [web]
"""
JOBS = 11
"""Jobs at ComfyUI that this game takes."""
LIMIT_SECONDS = 240.0


@dataclass
class Killed:
    """Games made on one machine, and what is killed meanwhile."""

    machine: PrefectMachine
    gpu: Gpu
    comfyui: ComfyUiSimulator
    runs: dict[str, str] = field(default_factory=dict)
    """Game -> its flow run."""
    before: dict[str, int] = field(default_factory=dict)

    def start(self, name: str, seed: int = 3) -> str:
        """Triggers a game.

        Returns:
            The flow run's id.
        """
        folder = self.machine.folder
        (folder / f"{name}.yaml").write_text(GAME.format(seed=seed), encoding="utf-8")
        run = {"project_file": f"{name}.yaml", "nodes": str(folder / "nodes.yaml"), "out": str(folder / name)}
        self.before[name] = self._done()
        self.runs[name] = self.machine.trigger({"run": run})
        return self.runs[name]

    def kill(self, name: str, victim: Victim, after: int) -> None:
        """Kills something once so many of the game's jobs are done, and brings back what does not come by itself."""
        self.wait(lambda: self._done() - self.before[name] >= after, name)
        assert self.machine.state(self.runs[name]) == "RUNNING", "it was killed too late"
        match victim:
            case "flow":
                self.machine.kill_flow()
                self.machine.wait_for(self.runs[name], ["CRASHED"], LIMIT_SECONDS)
            case "server":
                self.machine.kill_server()
                self.machine.start_server()
            case "worker":
                self.machine.kill_worker()
                self.machine.start_worker()
            case "worker and flow":
                self.machine.kill_worker()
                self.machine.kill_flow()
                self.machine.start_worker()
                self.machine.wait_for(self.runs[name], ["CRASHED"], LIMIT_SECONDS)

    def finished(self, name: str) -> None:
        """Waits for the end of a game, and looks that it is whole and nothing was made twice.

        Raises:
            AssertionError: it is not.
        """
        run = self.runs[name]
        self.wait(lambda: self.machine.has_ended(run), name)
        assert self.machine.run(run)["state_name"] == "Completed", self.machine.run(run)["state"]["message"]
        assert list((self.machine.folder / name).glob("*/assets/build/build_web*")), "there is no game"
        assert self.rows(name, "select address, status from asset where status not in ('made', 'up-to-date')") == []
        twice = "select address from attempt where outcome = 'made' group by address, fingerprint having count(*) > 1"
        assert self.rows(name, twice) == [], "made again"
        left = self.machine.client.post(
            "/flow_runs/filter", json={"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}
        )
        assert [r["name"] for r in left.json() if r["parent_task_run_id"]] == [], "subflow runs that never end"

    def wait(self, so: Callable[[], bool], name: str) -> None:
        """Waits until something is so, while the game is made."""

        def why() -> str:
            state = self.machine.run(self.runs[name])["state"]
            return f"{state['name']} {state['message']}, {self._done()} jobs\n{self.machine.log('worker')[-3000:]}"

        poll(so, why, LIMIT_SECONDS)

    def rows(self, name: str, query: str) -> list[tuple[object, ...]]:
        """What the catalog of a game says."""
        catalog = sqlite3.connect(self.machine.folder / name / ".yoake" / "catalog.sqlite")
        try:
            return catalog.execute(query).fetchall()
        finally:
            catalog.close()

    def outcomes(self) -> list[str]:
        """How the jobs at ComfyUI ended, in order."""
        return [entry.outcome for entry in self.gpu.journal.entries()]

    def _done(self) -> int:
        return self.outcomes().count("done")


@contextmanager
def machine_for_kills(folder: Path, speed: float, silent_seconds: float | None = None) -> Iterator[Killed]:
    """A machine with a worker, the deployment and a simulated ComfyUI.

    Args:
        speed: simulated seconds of the GPU in a real one.
        silent_seconds: as in `PrefectMachine.deploy`.
    """
    gpu = Gpu("gpu-0", 24, Clock(speed))
    with ComfyUiSimulator("comfyui", gpu=gpu) as comfyui, PrefectMachine(folder) as machine:
        content = {
            "gpus": {"gpu-0": {"vram_gb": 24}},
            "services": {"comfyui": {"kind": "comfyui", "url": comfyui.url, "gpu": "gpu-0"}},
            "models": {"sdxl": {"vram_gb": 7, "load_seconds": 9}},
        }
        (folder / "nodes.yaml").write_text(json.dumps(content), encoding="utf-8")  # JSON is YAML
        machine.deploy(silent_seconds)
        machine.start_worker()
        yield Killed(machine, gpu, comfyui)
