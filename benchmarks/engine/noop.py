"""A project of many assets and a provider that does nothing, so that only the engine is measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from flows.embedded import Ended, run_embedded
from flows.listener import Listener
from flows.live_run import LiveRun
from flows.open_run import open_project, prepare
from flows.outlook import look
from flows.parameters import RunParameters
from yoake.making.workshop import run_inline
from yoake.providers.base import Product, Request
from yoake.providers.registry import register
from yoake.workspace.promise import promise_of
from yoake.workspace.workspace import Workspace

WIDTH = 50
"""Specs side by side; each depends on one of the row before, so the graph has depth."""


class Inline:
    """Stands where worker processes stand: forecasts are worked out in one, as in every run; the rest is done here."""

    def __init__(self) -> None:
        self._aside: ProcessPoolExecutor | None = None

    def run(self, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Calls `function(*args)`."""
        if self._aside is not None and function in (look, promise_of):
            return self._aside.submit(function, *args).result()
        return run_inline(function, *args, **options)

    def start(self) -> None:
        """Starts the process, which imports what it needs."""
        self._aside = ProcessPoolExecutor(1, get_context("spawn"))
        self._aside.submit(abs, 0)

    def stay_here(self) -> None:
        """Nothing is forecast of a single asset."""

    def close(self) -> None:
        """Ends the process."""
        if self._aside is not None:
            self._aside.shutdown(cancel_futures=True)


def make_nothing(request: Request) -> Product:
    """Writes the smallest text that passes its check."""
    path = request.folder / "text.json"
    path.write_text(json.dumps({"text": f"これは {request.address} です。{request.prompt}"}, ensure_ascii=False))
    return Product(path, "application/json")


def write_project(path: Path, assets: int, *, edited: int | None = None, deep: bool = True, prompt: str = "文") -> None:
    """Writes a project file of so many assets; the prompt of number `edited` differs.

    Args:
        deep: whether half of those beyond the first row depend on one of the row before.
        prompt: of all others; Prefect remembers what it made in another folder with an equal one.
    """
    rows = []
    for i in range(assets):
        after = f", depends_on: [a{i - WIDTH}]" if deep and i >= WIDTH and i % 2 else ""
        own = "新しい" if i == edited else prompt
        rows.append(f"- {{id: a{i}, type: text_gen, provider: noop, prompt: {own}{after}}}\n")
    path.write_text("tasks:\n" + "".join(rows), encoding="utf-8")


def opened(path: Path, out: Path) -> tuple[RunParameters, Workspace]:
    """The project opened for a run."""
    register("noop", make_nothing)
    run = RunParameters(project_file=str(path), out=str(out))
    return run, open_project(run)


def make_all(
    run: RunParameters, workspace: Workspace, listener: Listener | None = None
) -> tuple[LiveRun, Ended | None]:
    """Makes whatever has to be made."""
    inline: Any = Inline()
    live = prepare(run, workspace, inline, listener or Listener())
    return live, run_embedded(live, run, inline) if live.has_work else None
