"""A run as it is seen in the Prefect UI while it goes on: what it says, how far it is, its pictures as they come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from prefect import get_run_logger

from flows.artifact_pictures import Pictures
from flows.artifact_progress import TROUBLES, Progress
from flows.artifacts import write_artifacts
from flows.listener import Listener
from flows.live_run import LiveRun
from tasks.asset_line import one_line
from yoake.graph.asset import Asset
from yoake.graph.run_state import RunState

END_SECONDS = 10.0
"""How long a run waits at its end for what is still to be shown."""
Logger = logging.Logger | logging.LoggerAdapter[Any]


class Narrator(Listener):
    """Says in the flow run's log what the run says, and passes everything on.

    Args:
        inner: who listened before.
        settled: told every asset that is done with.
        tells_troubles: whether the log says which assets are in trouble; else their own task runs do, in the same log.
    """

    def __init__(
        self, inner: Listener, logger: Logger, settled: Callable[[Asset], None], *, tells_troubles: bool = False
    ) -> None:
        self.inner, self._logger, self._settled = inner, logger, settled
        self._tells_troubles = tells_troubles

    def planned(self, state: RunState) -> None:
        """The run starts."""
        self.inner.planned(state)

    def started(self, asset: Asset) -> None:
        """Work on an asset begins."""
        self.inner.started(asset)

    def progressed(self, address: str, share: float, step: str) -> None:
        """A service tells how far it is."""
        self.inner.progressed(address, share, step)

    def expects(self, seconds_left: float) -> None:
        """A new forecast of the run's end."""
        self.inner.expects(seconds_left)

    def settled(self, asset: Asset, seconds: float) -> None:
        """An asset is done with."""
        self.inner.settled(asset, seconds)
        self._settled(asset)
        if self._tells_troubles and asset.status in TROUBLES and asset.of is None:
            self._logger.warning("%s", one_line(f"{asset.address}: {asset.status}: {asset.reason}"))

    def said(self, sentence: str) -> None:
        """Something a person should read."""
        self.inner.said(sentence)
        self._logger.info("%s", one_line(sentence))


@asynccontextmanager
async def shown(live: LiveRun, *, has_subflows: bool = False) -> AsyncIterator[None]:
    """`async with shown(live):` around everything that a flow run does with its run.

    Args:
        has_subflows: whether the task runs are those of subflows, whose logs are their own.

    Nothing that goes wrong here breaks the run or holds it up: it is said once, and the rest of the run is not shown.
    """
    logger = get_run_logger()
    pictures, progress = Pictures(live), Progress(live, lambda s: logger.info("%s", s))
    before = live.listener
    offer = pictures.offer if live.is_watched else _unshown
    live.listener = Narrator(before, logger, offer, tells_troubles=has_subflows)
    over = asyncio.Event()
    beside = [("progress", progress.keep), ("pictures", pictures.keep)] if live.is_watched else []
    kept = [asyncio.create_task(_beside(work(over), what, logger)) for what, work in beside]
    try:
        yield
        await _beside(write_artifacts(live), "summary", logger)
        over.set()
        if kept:
            await asyncio.wait(kept, timeout=END_SECONDS)
    finally:
        for task in kept:
            task.cancel()
        await asyncio.gather(*kept, return_exceptions=True)
        live.listener = before


def _unshown(asset: Asset) -> None:
    """Nobody looks."""


async def _beside(work: Coroutine[Any, Any, None], what: str, logger: Logger) -> None:
    """Does something that the run does not depend on; where it cannot be done, that is said."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the run is about assets, and goes on whatever Prefect's server answers
        told = one_line(f"{type(error).__name__}: {error}")
        logger.warning("The %s cannot be shown in Prefect any more: %s", what, told)
