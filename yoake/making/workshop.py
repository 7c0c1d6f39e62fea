"""What making an asset needs besides the order: the store, the catalog, a place to work, and processes to work in."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yoake.catalog.catalog import Catalog
from yoake.making.service_desk import ServiceDesk
from yoake.making.turns import NoTurns, Turns
from yoake.store.base import AssetStore
from yoake.store.local import disk_error
from yoake.store.paths import Layout

Runner = Callable[..., Any]
"""Runs a pure function with picklable arguments, in another process where there is one: `runner(fn, *args)`.

Takes the keyword `timeout_seconds` and raises TimeoutError when it passes, and the keyword `light` for what takes so
little that it may be done here, without a time-out, while the processes are still starting."""


def run_inline(
    function: Callable[..., Any], *args: Any, timeout_seconds: float | None = None, light: bool = False
) -> Any:
    """The runner without processes: calls the function here (a call cannot be broken off, so no time-out)."""
    del timeout_seconds, light
    return function(*args)


def unheard(address: str, share: float, step: str) -> None:
    """Nobody watches."""


def untold(sentence: str) -> None:
    """Nobody listens."""


def unasked(address: str) -> None:
    """Nobody gives out places."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Shared by all orders of a run; safe to use from many threads."""

    layout: Layout
    store: AssetStore
    catalog: Catalog
    run: Runner = run_inline
    hosts: frozenset[str] = frozenset()
    """Hosts that `external_api` may call."""
    turns: Turns = field(default_factory=NoTurns)
    """Where work gets its places."""
    desk: ServiceDesk = field(default_factory=ServiceDesk)
    """The external services."""
    progress: Callable[[str, float, str], None] = unheard
    """Told an asset's address, its done share (0 to 1) and what is being done; from any thread."""
    falls_back: Callable[[str], None] = unasked
    """Told the address of an asset whose next place is to be at its fallback provider; from any thread."""

    @contextmanager
    def folder(self, run_id: str) -> Iterator[Path]:
        """A fresh private folder, gone afterwards.

        Raises:
            YoakeError: `store.full`, `store.read-only`.
        """
        path = self.layout.work / run_id / uuid.uuid4().hex
        try:
            path.mkdir(parents=True)
        except OSError as error:
            raise disk_error(error, "a working folder") from error
        try:
            yield path
        finally:
            try:
                path.rmdir()  # mostly it is empty again: its one file was moved into the store
            except OSError:
                shutil.rmtree(path, ignore_errors=True)
