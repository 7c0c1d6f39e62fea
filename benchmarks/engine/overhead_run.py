"""So many empty tasks, one way, in a process of its own: prints when what happened as JSON (`time.time()`).

`python -m benchmarks.engine.overhead_run bare|same|assets|engine TASKS`
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.listener import Listener
from yoake.graph.asset import Asset

WARM_UP = 20
"""Tasks beforehand: imports and the first connection are not the subject."""


def bare(tasks: int) -> dict[str, float]:
    """Empty tasks from a sync flow, as Prefect comes."""
    from prefect import task

    @task
    def nothing(i: int) -> int:
        return i

    return _submitted(nothing, tasks)


def same(tasks: int) -> dict[str, float]:
    """Empty tasks with the options that an asset's task has, its name, and its one line in the log."""
    from prefect import get_run_logger, task

    from tasks.policy import ASSET_TASK

    options = {
        **ASSET_TASK,
        "cache_key_fn": lambda _context, _parameters: uuid.uuid4().hex,
        "task_run_name": "text_gen {i}",
    }

    @task(**options)
    def nothing(i: int) -> int:
        get_run_logger().info("%s: made by nobody, seed %d, %.2f s, %d bytes", i, i, 0.0, 0)
        return i

    return _submitted(nothing, tasks)


def _unused() -> str:
    """A prompt that nothing was made with yet; in kana, or the check says that it is not Japanese."""
    return "文" + "".join("あいうえおかきくけこ"[int(digit)] for digit in str(uuid.uuid4().int))


def assets(tasks: int) -> dict[str, float]:
    """As many assets by the same Prefect tasks as Yoake's, submitted all at once by a flow: everything but the driver.

    None depends on another here; nothing decides, settles or publishes.
    """
    from prefect import flow
    from prefect.futures import wait
    from prefect.utilities.annotations import quote

    from benchmarks.engine.noop import opened, write_project
    from tasks import workbench
    from tasks.text import text_gen
    from yoake.graph.run_state import Selection
    from yoake.making.workshop import Workshop

    when: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "bench.yaml"
        write_project(project, tasks, deep=False, prompt=_unused())
        _, workspace = opened(project, Path(folder) / "out")
        run_id = str(uuid.uuid4())
        workbench.lay_out(run_id, Workshop(workspace.layout, workspace.store, workspace.catalog))
        orders = [workspace.order(asset, run_id) for asset in workspace.take_stock(Selection()).start()]

        @flow(name="assets")
        def many(count: int) -> None:
            when["began"] = time.time()
            wait([text_gen.submit(order=quote(order)) for order in orders[-count:]])
            when["ended"] = time.time()

        try:
            many(tasks)
            over = time.time()
            made = len(workspace.catalog.products(workspace.project.project))
        finally:
            workspace.close()
        if made != tasks:
            raise RuntimeError(f"{made} of {tasks} assets were made")
    return {**when, "exited": over}


def engine(tasks: int) -> dict[str, float]:
    """As many assets by Yoake: each makes a file, checks, stores and records it."""
    from benchmarks.engine.noop import make_all, opened, write_project

    watch = _Watch()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "bench.yaml"
        write_project(project, tasks, prompt=_unused())
        run, workspace = opened(project, Path(folder) / "out")
        try:
            live, _ = make_all(run, workspace, watch)
            over = time.time()
        finally:
            workspace.close()
        if live.state.counts() != {"made": tasks}:
            raise RuntimeError(f"of {tasks} assets: {live.state.counts()}")
    return {"began": watch.first, "ended": watch.last, "exited": over}


class _Watch(Listener):
    """Notes when the first asset was begun and the last one was over."""

    first = 0.0
    last = 0.0

    def started(self, asset: Asset) -> None:
        """An asset got its place."""
        self.first = self.first or time.time()

    def settled(self, asset: Asset, seconds: float) -> None:
        """An asset is done with."""
        self.last = time.time()


def _submitted(nothing: Any, tasks: int) -> dict[str, float]:
    from prefect import flow
    from prefect.futures import wait

    when: dict[str, float] = {}

    @flow(name="empty")
    def many(count: int) -> None:
        when["began"] = time.time()
        wait([nothing.submit(i) for i in range(count)])
        when["ended"] = time.time()

    many(WARM_UP)
    many(tasks)
    return {**when, "exited": time.time()}


WAYS: dict[str, Callable[[int], dict[str, float]]] = {
    "bare": bare, "same": same, "assets": assets, "engine": engine,
}  # fmt: skip


def main() -> None:
    """Measures and prints."""
    way, tasks = sys.argv[1:]
    cpu = time.process_time()
    found = WAYS[way](int(tasks))
    print(json.dumps({**found, "cpu": time.process_time() - cpu}))


if __name__ == "__main__":
    main()
