"""Milliseconds a task through the engine, beside bare Prefect `.submit` from a sync flow on the same server."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.engine.noop import make_all, opened, write_project
from benchmarks.table import show
from flows.server import start_server


def bare(tasks: int) -> float:
    """Seconds in the body of a sync flow that submits so many empty tasks and waits for them."""
    from prefect import flow, task
    from prefect.futures import wait

    @task
    def nothing(i: int) -> int:
        return i

    spent = 0.0

    @flow(name="bare")
    def many() -> None:
        nonlocal spent
        began = time.perf_counter()
        wait([nothing.submit(i) for i in range(tasks)])
        spent = time.perf_counter() - began

    many()
    return spent


def measure(tasks: int) -> dict[str, object]:
    """One row: bare and engine at one size."""
    from flows import generate_game

    baseline = bare(tasks)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "bench.yaml"
        write_project(project, tasks)
        run, workspace = opened(project, Path(folder) / "out")
        body = 0.0
        inner = generate_game.LiveRun.drive

        async def timed(self: object, start: object) -> None:
            nonlocal body
            began = time.perf_counter()
            await inner(self, start)  # type: ignore[arg-type]
            body = time.perf_counter() - began

        generate_game.LiveRun.drive = timed  # type: ignore[method-assign, assignment]
        try:
            live, _ = make_all(run, workspace)
        finally:
            generate_game.LiveRun.drive = inner  # type: ignore[method-assign]
            workspace.close()
        assert live.state.counts() == {"made": tasks}
    return {
        "tasks": tasks,
        "bare .submit ms": 1000 * baseline / tasks,
        "engine ms": 1000 * body / tasks,
        "ratio": body / baseline,
    }


def main(quick: bool) -> None:
    """Measures and shows."""
    with tempfile.TemporaryDirectory() as home:
        server = start_server(Path(home))
        server.wait()
        os.environ["PREFECT_API_URL"] = server.api
        os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"
        try:
            bare(20)  # imports and the first connection are not the subject
            rows = [measure(n) for n in ((40, 400) if quick else (40, 400, 2000))]
        finally:
            server.stop()
            del os.environ["PREFECT_API_URL"]
    show(
        "engine-overhead",
        "ms a task: the engine beside bare Prefect .submit (sync flow, thread pool, SQLite server)",
        rows,
        "The engine's task writes, checks, stores (fsync) and records a file; the bare one returns a number.",
    )
