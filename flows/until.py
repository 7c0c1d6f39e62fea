"""The hour after which a run starts nothing new."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flows.live_run import LiveRun


def local_now() -> datetime:
    """The time on this machine's clock, in its time zone."""
    return datetime.now().astimezone()


@contextmanager
def drains_at(live: LiveRun, until: datetime | None) -> Iterator[None]:
    """From here to the end of the block nothing new is started once it is that late; what is left says so.

    Args:
        until: none for a run without an end.
    """
    if until is None:
        yield
        return
    reason = f"nothing new is started after {until:%H:%M}"
    seconds = (until - local_now()).total_seconds()
    if seconds <= 0:
        live.drain(reason)
        yield
        leave_rest(live)
        return
    timer = asyncio.get_running_loop().call_later(seconds, live.safely, live.drain, reason)
    try:
        yield
    finally:
        timer.cancel()
    leave_rest(live)


def leave_rest(live: LiveRun) -> None:
    """Says of all that was not begun in time that it is left, and why."""
    if live.draining:
        for asset in live.state.assets.values():
            if asset.status == "to-make":
                asset.status, asset.reason = "left", live.draining
