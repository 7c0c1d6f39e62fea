"""`python -m benchmarks live`: the same nights by Yoake, by stock Prefect and by Dask, and what the difference is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.live.one_run import WAYS
from benchmarks.table import show, table
from flows.server import start_server

ROOT = Path(__file__).parents[2]
CLOCK = 60.0
LIMIT_SECONDS = 1800.0
PLAIN, FAN_OUT = "plain", "fan-out"


@dataclass(frozen=True)
class Case:
    """One night, run one way on one kind of server."""

    way: str
    specs: int
    shape: str
    database: str = "SQLite"
    seed: int = 0
    clock: float = CLOCK


QUICK = [Case(way, 100, PLAIN) for way in WAYS]
FULL = [
    *(Case(way, 100, shape) for shape in (PLAIN, FAN_OUT) for way in WAYS),
    Case("prefect", 100, PLAIN, "PostgreSQL"),
    Case("yoake", 100, PLAIN, "PostgreSQL"),
    *(Case(way, 400, shape) for shape in (PLAIN, FAN_OUT) for way in ("yoake", "dask")),
]
"""Stock Prefect at 400 specs takes most of an hour for a ratio that 100 specs tell already."""


def run(case: Case, api: str, home: Path) -> dict[str, Any]:
    """Runs a case in a process of its own.

    Raises:
        RuntimeError: it failed or took too long.
    """
    env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    env |= {
        "PREFECT_API_URL": api,
        "PREFECT_HOME": str(home),
        "PREFECT_LOGGING_LEVEL": "ERROR" if case.way == "prefect" else "INFO",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PYTHONPATH": str(ROOT),
    }
    given = [case.way, str(case.specs), str(case.seed), case.shape, str(case.clock)]
    command = [sys.executable, "-m", "benchmarks.live.one_run", *given]
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(given)}\n{done.stdout}\n{done.stderr[-4000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def servers(needed: set[str]) -> Iterator[dict[str, tuple[str, Path]]]:
    """A Prefect server for each database that is needed: name -> (API, a home for its clients)."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        found = {}
        running = []
        try:
            for database in sorted(needed):
                if database == "PostgreSQL":
                    continue
                running.append(start_server(folder / database))
                running[-1].wait()
                found[database] = (running[-1].api, folder / "client")
            if "PostgreSQL" not in needed:
                yield found
                return
            from tests.integration.servers import postgres

            folder.chmod(0o755)  # it is another user's process that works below
            with postgres(folder / "postgresql") as url:
                os.environ["YOAKE_PREFECT_DATABASE"] = url.replace("postgresql://", "postgresql+asyncpg://")
                try:
                    running.append(start_server(folder / "PostgreSQL-server"))
                finally:
                    del os.environ["YOAKE_PREFECT_DATABASE"]
                running[-1].wait()
                found["PostgreSQL"] = (running[-1].api, folder / "client")
                yield found
                running.pop().stop()
        finally:
            for server in running:
                server.stop()


def row(case: Case, found: dict[str, Any]) -> dict[str, Any]:
    """A case as a line of the table; ratios and shares on the fast clock, where overhead weighs `clock` times."""
    bound = found["bound_seconds"]
    return {
        "by": case.way,
        "specs": case.specs,
        "fan-out": case.shape == FAN_OUT,
        "server": case.database if case.way != "dask" else "-",
        "clock": case.clock,
        "assets": found["assets"],
        "bound s": round(bound),
        "simulated / bound": found["simulated_seconds"] / bound,
        "live / bound": found["makespan_seconds"] / bound,
        "GPU idle %": 100 * found["idle_share"],
        "loads": f"{found['loads']} ({found['least_loads']})",
        "hand-over ms": found["handover_real_ms"],
        "follow-up ms": found["late_real_ms"],
        "start s": found["startup_real_seconds"],
        "violations": len(found["violations"]),
    }


def forecasts(cases: Sequence[tuple[Case, dict[str, Any]]]) -> list[dict[str, Any]]:
    """How far the live runs' forecasts were off, in percent of the run."""
    return [
        {
            "specs": case.specs,
            "fan-out": case.shape == FAN_OUT,
            "server": case.database,
            **{when: 100 * error for when, error in found["eta_errors"].items()},
        }
        for case, found in cases
        if "eta_errors" in found
    ]


def gaps(cases: Sequence[tuple[Case, dict[str, Any]]]) -> list[dict[str, Any]]:
    """What lies between the simulated and the live night, in the night's seconds and as a share of the bound."""
    return [
        {
            "specs": case.specs,
            "fan-out": case.shape == FAN_OUT,
            "server": case.database,
            "simulated s": found["simulated_seconds"],
            "live s": found["makespan_seconds"],
            "gap s": found["makespan_seconds"] - found["simulated_seconds"],
            "gap real s": (found["makespan_seconds"] - found["simulated_seconds"]) / case.clock,
            "hand-overs, all GPUs s": found["handover_sum_seconds"],
            "idle, all GPUs s": found["idle_share"] * 2 * found["makespan_seconds"],
            "start real s": found["startup_real_seconds"],
            "exit real s": found["exit_real_seconds"],
        }
        for case, found in cases
        if case.way == "yoake"
    ]


def goals(cases: Sequence[tuple[Case, dict[str, Any]]]) -> list[tuple[str, bool]]:
    """What is asked for, and whether it is so."""
    ours = [found for case, found in cases if case.way == "yoake"]
    worst = max(f["makespan_seconds"] / f["bound_seconds"] for f in ours)
    idle = max(f["idle_share"] for f in ours)
    missed = max(f["eta_errors"]["worst after 10 %"] for f in ours)
    broken = sum(len(f["violations"]) for f in ours)
    return [
        (f"live nights take at worst {worst:.3f} of the bound (at most 1.10)", worst <= 1.10),
        (f"GPUs idle with suitable work ready: at worst {idle:.2%} (at most 1 %)", idle <= 0.01),
        (f"forecasts after the first tenth are off by {missed:.1%} at worst (at most 5 %)", missed <= 0.05),
        (f"VRAM, exclusions and rates: {broken} violations (none)", broken == 0),
    ]


def main(quick: bool) -> None:
    """Measures and shows."""
    cases = QUICK if quick else FULL
    found: list[tuple[Case, dict[str, Any]]] = []
    with servers({case.database for case in cases if case.way != "dask"}) as there:
        for case in cases:
            api, home = there[case.database]
            found.append((case, run(case, api, home)))
            print(f"{case.way}, {case.specs} specs, {case.shape}, {case.database}: done", file=sys.stderr, flush=True)
    aimed = goals(found)
    more: dict[str, list[dict[str, Any]]] = {
        "forecasts": forecasts(found),
        "gaps": gaps(found),
        "goals": [{"goal": text, "met": met} for text, met in aimed],
    }
    show(
        "live",
        f"Nights on a clock of 1:{CLOCK:g}, two GPUs of 24 GB",
        [row(*one) for one in found],
        "Overhead is real time, so it weighs as often as the clock is fast. Hand-over: from a GPU's job to its next;\n"
        "follow-up: from an asset's last dependency to its start where its place was free; medians, in real ms.",
        more=more,
    )
    console = Console(width=160)
    console.print(table("How far forecasts were off, in % of the run", more["forecasts"]))
    console.print(table("From the simulated to the live night", more["gaps"]))
    for text, met in aimed:
        console.print(f"[{'green' if met else 'red'}]{'met   ' if met else 'MISSED'}[/] {text}")
