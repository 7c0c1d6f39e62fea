"""A night by Yoake: the real flow, subflows, tasks, store and catalog, with simulated services."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.live.machine import SimulatedMachine
from benchmarks.live.metrics import eta_errors
from benchmarks.live.night import Night
from benchmarks.live.products import picture, sound, text
from benchmarks.live.project import write_project
from benchmarks.live.services import install
from flows.embedded import run_embedded
from flows.listener import Listener
from flows.live_run import LiveRun
from flows.open_run import open_project, prepare
from flows.parameters import RunParameters
from flows.processes import Processes
from flows.tempo import Tempo
from yoake.making.produce import produce
from yoake.quality.check import Subject, check
from yoake.words import CATEGORY_OF_TYPE, AssetType

SAMPLE_REAL_SECONDS = 0.05


class CheckingProcesses(Processes):
    """Worker processes for checks and forecasts, as in any run; simulated CPU work only sleeps, and does so here."""

    def run(
        self, function: Callable[..., Any], *args: Any, timeout_seconds: float | None = None, light: bool = False
    ) -> Any:
        """Calls `function(*args)`."""
        if function is produce:
            return function(*args)
        return super().run(function, *args, timeout_seconds=timeout_seconds, light=light)


def warm_up() -> None:
    """Checks one file of each kind: what a process imports once is seconds of a night, and would count 60-fold here."""
    with tempfile.TemporaryDirectory() as place:
        made: tuple[tuple[str, bytes, str, AssetType], ...] = (
            ("a.png", picture("a"), "image/png", "image_gen"),
            ("a.wav", sound("a"), "audio/wav", "voice_gen"),
            ("a.json", text("a"), "application/json", "llm_gen"),
        )
        for name, data, media_type, asset_type in made:
            path = Path(place) / name
            path.write_bytes(data)
            category = CATEGORY_OF_TYPE[asset_type]
            check(Subject(path=path, media_type=media_type, asset_type=asset_type, category=category))


def run_ours(night: Night, scale: float) -> tuple[SimulatedMachine, dict[str, Any]]:
    """Makes the night; the Prefect server is the configured one.

    Raises:
        RuntimeError: not everything was made.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        project, nodes = write_project(night, folder)
        run = RunParameters(project_file=str(project), nodes=str(nodes), out=str(folder / "out"))
        machine = SimulatedMachine(night, scale)
        install(machine)
        workspace = open_project(run)
        processes = CheckingProcesses(2)
        try:
            processes.start().result().run(warm_up)
            live = prepare(run, workspace, processes, Listener(), Tempo(scale))
            samples, sampling = _sampler(live, machine)
            began = time.monotonic()
            run_embedded(live, run, processes)
            over = time.monotonic()
            sampling.set()
        finally:
            processes.close()
            workspace.close()
        counts = live.state.counts()
        if counts != {"made": len(night.jobs())}:
            reasons = [f"{a.address}: {a.reason}" for a in live.state.assets.values() if a.status != "made"]
            raise RuntimeError(f"of {len(night.jobs())} assets: {counts}; {[*machine.violations, *reasons][:5]}")
    first, last = min(e.start for e in machine.journal), max(e.end for e in machine.journal)
    return machine, {
        "startup_real_seconds": (first - machine.of_real(began)) / scale,
        "exit_real_seconds": (machine.of_real(over) - last) / scale,
        "eta_errors": eta_errors(samples, first, last),
    }


def _sampler(live: LiveRun, machine: SimulatedMachine) -> tuple[list[tuple[float, float]], threading.Event]:
    samples: list[tuple[float, float]] = []
    stop = threading.Event()

    def sample() -> None:
        while not stop.wait(SAMPLE_REAL_SECONDS):
            left = live.eta()
            if left is not None:
                samples.append((machine.now(), left))

    threading.Thread(target=sample, daemon=True).start()
    return samples, stop
