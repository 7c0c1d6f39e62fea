"""What a no-op asset costs through the live driver, beside bare Prefect `.submit` on the same server.

Four ways: `bare` returns a number; `same` does so from a task with an asset task's options (retries, cache key,
persisted result) and its one log line, which is what Prefect itself takes of the difference; `assets` submits Yoake's
own asset tasks all at once, each of which makes, checks, stores (fsync) and records a file, with no driver; `engine` is
the whole: the scheduler, the turns, the subflows, the graph. Engine over assets is what the driver costs. Each way runs
in a process of its own against one server with the settings of `deployments/prefect-server.env`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.engine.overhead_run import WARM_UP, WAYS
from benchmarks.table import show
from flows.server import client_settings, start_server

ROOT = Path(__file__).parents[2]
SIZES, QUICK_SIZES = (40, 400, 2000), (40, 400)
GOAL_TASKS, GOAL_RATIO, GOAL_EXIT_SECONDS, GOAL_VISIBLE_SECONDS = 2000, 1.15, 10.0, 20.0
PATIENCE_SECONDS = 180.0


def visible(api: str) -> int:
    """How many task runs the server shows as completed, those that stand for subflows left out."""
    import httpx

    query = {"task_runs": {"state": {"type": {"any_": ["COMPLETED"]}}, "subflow_runs": {"exists_": False}}}
    answer = httpx.post(f"{api}/task_runs/count", json=query, timeout=30.0, trust_env=False)
    return int(answer.raise_for_status().json())


def measure(way: str, tasks: int, api: str, home: Path) -> dict[str, Any]:
    """One process; then waits until the server shows everything.

    Raises:
        RuntimeError: the process failed, or its runs never all became visible.
    """
    env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | client_settings(home / way)
    env |= {"PREFECT_API_URL": api, "PREFECT_HOME": str(home / way), "PYTHONPATH": str(ROOT)}
    env["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
    before = visible(api)
    command = [sys.executable, "-m", "benchmarks.engine.overhead_run", way, str(tasks)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    gone = time.time()
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}\n{done.stderr[-4000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    expected = before + tasks + (WARM_UP if way in ("bare", "same") else 0)
    while (now := visible(api)) < expected:
        if time.time() - gone > PATIENCE_SECONDS:
            raise RuntimeError(f"{way}: {now - before} of {expected - before} task runs visible")
        time.sleep(0.2)  # between two looks at what the server has written
    return {
        "body ms": 1000 * (found["ended"] - found["began"]) / tasks,
        "CPU ms": 1000 * found["cpu"] / tasks,
        "flow exit s": found["exited"] - found["ended"],
        "process exit s": gone - found["ended"],
        "all visible s": max(time.time(), gone) - found["ended"],
    }


def main(quick: bool) -> None:
    """Measures and shows."""
    rows: list[dict[str, Any]] = []
    sizes = QUICK_SIZES if quick else SIZES
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        server = start_server(home / "server")
        try:
            server.wait()
            for tasks in sizes:
                found = {way: measure(way, tasks, server.api, home) for way in WAYS}
                for way, values in found.items():
                    over = {
                        f"over {base}": values["body ms"] / found[base]["body ms"]
                        for base in ("bare", "same", "assets")
                    }
                    rows.append({"tasks": tasks, "way": way, **values, **over})
        finally:
            server.stop()
    largest = rows[-1]
    aimed = [
        (f"body {largest['over bare']:.2f}x bare `.submit` of nothing (at most {GOAL_RATIO})",
         largest["over bare"] <= GOAL_RATIO),
        (f"body {largest['over assets']:.2f}x bare `.submit` of the same asset tasks (at most {GOAL_RATIO})",
         largest["over assets"] <= GOAL_RATIO),
        (f"the flow exits {largest['flow exit s']:.1f} s after its last task (at most {GOAL_EXIT_SECONDS:g})",
         largest["flow exit s"] <= GOAL_EXIT_SECONDS),
        (f"all runs are visible after {largest['all visible s']:.1f} s (at most {GOAL_VISIBLE_SECONDS:g})",
         largest["all visible s"] <= GOAL_VISIBLE_SECONDS),
    ]  # fmt: skip
    show(
        "engine-overhead",
        "A no-op asset through the driver, and Prefect alone (SQLite server)",
        rows,
        "CPU: of the client process, imports and start included. Exits and visibility: seconds after the last task.",
        more={"goals": [{"goal": text, "met": met, "tasks": largest["tasks"]} for text, met in aimed]},
    )
    console = Console(width=160)
    for text, met in aimed:
        told = f"{largest['tasks']:,} tasks: {text}"
        console.print(f"[{'green' if met else 'red'}]{'met   ' if met else 'MISSED'}[/] {told}")
    if largest["tasks"] < GOAL_TASKS:
        console.print(f"The goals are for {GOAL_TASKS:,} tasks: run it without --quick.", style="dim")


if __name__ == "__main__":
    main("--quick" in sys.argv)
