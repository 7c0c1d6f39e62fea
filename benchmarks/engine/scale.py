"""How a run's time grows with its assets: cold, no-op, one edit, load and rank; doit and Snakemake beside it.

Seconds are of whole processes, start included, unless the row says "in process"; `start s` is what the process takes
to import what that run uses, measured alone. One edit changes the prompt of an asset on which no other depends.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.engine.noop import write_project
from benchmarks.engine.peers import Peer, peers
from benchmarks.table import show
from flows.server import start_server

ROOT = Path(__file__).parents[2]
SIZES = (1, 60, 400, 4_000, 10_000)
QUICK_SIZES = (60, 400)
COMMAND = [sys.executable, "-m", "benchmarks.engine.command", "generate"]
IMPORTS = {"no-op": "import cli.main, cli.generate", "one edit": "import cli.main, cli.generate, flows.generate_game"}
"""What a run imports before it can do anything, by its name; a cold run as one edit."""

LAUNCHER = """
import os, sys, time
began = time.perf_counter()
only_errors = [(os.POSIX_SPAWN_DUP2, 2, 1)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=only_errors)
_, status, used = os.wait4(child, 0)
print(time.perf_counter() - began, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
"""Starts a command from a small process: a child's peak counts from what it was forked from."""


class Bench:
    """Runs processes and gathers rows.

    Args:
        api: address of a running Prefect server.
        home: a folder for its client.
    """

    def __init__(self, api: str, home: Path, repeats: int) -> None:
        self.rows: list[dict[str, Any]] = []
        self.repeats = repeats
        self.alone = {
            k: v for k, v in os.environ.items() if k not in ("PREFECT_API_URL", "YOAKE_CATALOG", "COLUMNS")
        } | {"PREFECT_LOGGING_LEVEL": "ERROR", "PYTHONPATH": str(ROOT)}
        self.served = {**self.alone, "PREFECT_API_URL": api, "PREFECT_HOME": str(home)}
        self.starts = {
            name: self.median(lambda code=code: [sys.executable, "-c", code])[0]  # type: ignore[misc]
            for name, code in IMPORTS.items()
        }

    def median(
        self,
        command: Callable[[], list[str]],
        *,
        folder: Path = ROOT,
        served: bool = True,
        repeats: int | None = None,
    ) -> tuple[float, float]:
        """Median seconds and the largest peak in MB; `command` is asked anew each time and may prepare things."""
        found = [
            ended(command(), folder, self.served if served else self.alone) for _ in range(repeats or self.repeats)
        ]
        return statistics.median(s for s, _ in found), max(mb for _, mb in found)

    def add(self, run: str, tool: str, assets: int, seconds: float, start: float, peak_mb: float) -> None:
        """One row."""
        beyond = max(0.0, seconds - start)
        self.rows.append(
            {
                "run": run,
                "tool": tool,
                "assets": assets,
                "seconds": round(seconds, 3),
                "start s": round(start, 3),
                "beyond start s": round(beyond, 3),
                "ms an asset": 1000 * beyond / assets,
                "peak MB": round(peak_mb),
            }
        )

    def yoake(self, folder: Path, assets: int) -> None:
        """Every run of ours at one size."""
        project, out = folder / "bench.yaml", folder / "out"
        given = [str(project), "--out", str(out)]
        last = _leaf(assets)

        def edited() -> list[str]:
            nonlocal last
            last -= 2
            write_project(project, assets, edited=last if assets > 1 else 0)
            return [*COMMAND, *given]

        write_project(project, assets)
        cold = self.inside("run", project, out)
        self.add("cold", "Yoake in process", assets, cold["seconds"], 0.0, cold["peak_mb"])
        seconds, peak = self.median(lambda: [*COMMAND, *given])
        self.add("no-op", "Yoake", assets, seconds, self.starts["no-op"], peak)
        inside = self.inside("run", project, out)
        self.add("no-op", "Yoake in process", assets, inside["seconds"], 0.0, inside["peak_mb"])
        loaded = self.inside("load", project, out)
        self.add("load and rank", "Yoake in process", assets, loaded["seconds"], 0.0, loaded["peak_mb"])
        if assets > 1:
            seconds, peak = self.median(edited)
            self.add("one edit", "Yoake", assets, seconds, self.starts["one edit"], peak)
            edited()
            inside = self.inside("run", project, out)
            self.add("one edit", "Yoake in process", assets, inside["seconds"], 0.0, inside["peak_mb"])
            seconds, peak = self.median(edited, served=False, repeats=1)
            self.add("one edit, own server", "Yoake", assets, seconds, self.starts["one edit"], peak)

    def inside(self, kind: str, project: Path, out: Path) -> dict[str, Any]:
        """What a process that measures itself found."""
        command = [sys.executable, "-m", "benchmarks.engine.one_run", kind, str(project), str(out)]
        done = subprocess.run(command, cwd=ROOT, env=self.served, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def peer(self, peer: Peer, folder: Path, assets: int) -> None:
        """No-op and one edit of another tool at one size."""
        last = _leaf(assets)

        def edited() -> list[str]:
            nonlocal last
            last -= 2
            peer.edit(folder, last)
            return [*peer.program, *peer.again]

        start, _ = self.median(lambda: [*peer.program, "--version"])
        peer.prepare(folder, assets)
        repeats = self.repeats if assets < 4_000 else 1
        seconds, peak = self.median(lambda: [*peer.program, *peer.again], folder=folder, repeats=repeats)
        self.add("no-op", peer.name, assets, seconds, start, peak)
        if assets > 1:
            seconds, peak = self.median(edited, folder=folder, repeats=repeats)
            self.add("one edit", peer.name, assets, seconds, start, peak)


def ended(command: list[str], folder: Path, env: Mapping[str, str]) -> tuple[float, float]:
    """Seconds until a command has ended, and its peak memory in MB.

    Raises:
        RuntimeError: it failed.
    """
    launched = [sys.executable, "-I", "-S", "-c", LAUNCHER, *command]
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(launched, cwd=folder, env=dict(env), stdout=subprocess.PIPE, stderr=said, check=False)
        seconds, peak_kb, code = done.stdout.split()[-3:]
        if int(code):
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {said.read()[-2000:].decode(errors='replace')}")
    return float(seconds), int(peak_kb) / 1024


def _leaf(assets: int) -> int:
    """An even number: no asset depends on one of those (`noop.write_project`)."""
    return assets // 2 // 2 * 2


def main(quick: bool) -> None:
    """Measures and shows."""
    others, missing = peers()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "prefect"
        server = start_server(home)
        try:
            server.wait()
            bench = Bench(server.api, home, 1 if quick else 3)
            for assets in QUICK_SIZES if quick else SIZES:
                for tool in (None, *others):
                    folder = Path(scratch) / f"{tool.name if tool else 'yoake'}-{assets}"
                    folder.mkdir()
                    if tool is None:
                        bench.yoake(folder, assets)
                    else:
                        bench.peer(tool, folder, assets)
        finally:
            server.stop()
    order = ["cold", "no-op", "one edit", "one edit, own server", "load and rank"]
    rows = sorted(bench.rows, key=lambda r: (order.index(r["run"]), r["tool"], r["assets"]))
    note = "One edit is against a running Prefect server; 'own server' starts and ends one. Peak: the main process."
    show("scale", "Runs by size, a provider that makes nothing", rows, "\n".join([note, *missing]))
