"""`python -m benchmarks clients`: assets a second through each client, and whether its memory stays flat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.clients.makes import AT_ONCE, EARLY
from benchmarks.table import show
from tests.conformance.service_cases import CASES

ROOT = Path(__file__).parents[2]
CALLS, QUICK_CALLS = 10_000, 1_500


def measured(name: str, calls: int) -> dict[str, Any]:
    """One client at its simulator, each in a process of its own.

    Raises:
        RuntimeError: it failed.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    serving = [sys.executable, "-m", "benchmarks.clients.service", name]
    with subprocess.Popen(
        serving, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdin
        assert service.stdout
        url = service.stdout.readline().strip()
        command = [sys.executable, "-m", "benchmarks.clients.makes", name, url, str(calls)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        service.stdin.close()
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stdout}\n{done.stderr[-4000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def row(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """A client as a line of the table."""
    return {
        "client": name,
        "assets": found["assets"],
        "calls": found["calls"],
        "assets / s": found["assets"] / found["seconds"],
        "assets / CPU s": found["assets"] / found["cpu_seconds"],
        "loop ms an asset": 1000 * found["loop_seconds"] / found["assets"],
        "media ms an asset": 1000 * (found["cpu_seconds"] - found["loop_seconds"]) / found["assets"],
        f"MB at {EARLY:,} calls": round(found["early_mb"], 1),
        "MB at the end": round(found["late_mb"], 1),
    }


def main(quick: bool) -> None:
    """Measures and shows."""
    rows = []
    for case in CASES:
        rows.append(row(case.name, measured(case.name, QUICK_CALLS if quick else CALLS)))
        print(f"{case.name}: done", file=sys.stderr, flush=True)
    note = (
        f"{AT_ONCE} assets at once. CPU: of the client's process alone, its work on pictures and sounds included.\n"
        "Loop: the client itself (HTTP, JSON, waiting); media: decoding, levelling, scaling and writing, in threads.\n"
        "Assets / s also waits for the simulator, which computes its pictures and sounds on the same machine."
    )
    show("clients", "Clients at services that take no time", rows, note)
