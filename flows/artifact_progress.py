"""How far a run is, as a progress artifact that moves while the run goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from prefect.artifacts import acreate_progress_artifact, aupdate_progress_artifact

from flows.artifact_words import at, key_of
from flows.live_run import LiveRun
from flows.open_run import run_status
from tasks.asset_line import duration

LOOK_SECONDS = 2.0
"""Seconds between two looks; each that has something new to show is a call of the API."""
TEXT_SECONDS = 30.0
"""Seconds after which the words are renewed even where not one percent was added."""
MOST = 99.0
"""Percent of a run that has not ended."""
TROUBLES = ("failed", "blocked", "placeholder", "skipped")


class Progress:
    """Shows one run's progress; to be used in the context of its flow run.

    Args:
        said: told the first forecast, in a sentence.
    """

    def __init__(self, live: LiveRun, said: Callable[[str], None]) -> None:
        self._live, self._said = live, said
        self._began = live.places.tempo.now()
        self._id: UUID | None = None
        self._shown, self._words, self._renewed = 0.0, "", 0.0
        self._is_forecast_told = False

    async def keep(self, over: asyncio.Event) -> None:
        """Shows what is new until the run is over, and then how it has ended: all of it, unless something is left.

        A run that ends before the first look shows only its end.
        """
        loop = asyncio.get_running_loop()
        while not await happens(over, LOOK_SECONDS):
            self._tell_forecast()
            share = max(self._shown, percent(self._live.places.tempo.now() - self._began, self._live.eta()))
            words = self._described()
            is_old = words != self._words and loop.time() - self._renewed >= TEXT_SECONDS
            if self._id is None or share - self._shown >= 1.0 or is_old:
                await self._show(share, words)
                self._renewed = loop.time()
        is_whole = run_status(self._live) in ("done", "failures")
        await self._show(100.0 if is_whole else self._shown, self._described(is_over=True))

    async def _show(self, share: float, words: str) -> None:
        self._shown, self._words = share, words
        if self._id is None:
            key = key_of(self._live.workspace.project.project, "progress")
            self._id = await acreate_progress_artifact(progress=share, key=key, description=words)
        else:
            await aupdate_progress_artifact(self._id, progress=share, description=words)

    def _described(self, *, is_over: bool = False) -> str:
        live = self._live
        left = live.eta()
        seconds = None if is_over or left is None else live.places.tempo.real(left)
        return described(live.state.counts(), live.places.to_make, seconds)

    def _tell_forecast(self) -> None:
        left = self._live.eta()
        if left is None or self._is_forecast_told:
            return
        self._is_forecast_told = True
        seconds = self._live.places.tempo.real(left)
        if seconds >= LOOK_SECONDS:
            self._said(f"It will be done about {at(seconds, datetime.now())}, in {duration(seconds)}.")


async def happens(event: asyncio.Event, seconds: float) -> bool:
    """Waits for an event, but not for longer than so many seconds; whether it has happened."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True


def percent(gone_seconds: float, left_seconds: float | None) -> float:
    """How much of a run is over by its forecast, 0 to 99 %; 0 before there is one."""
    if left_seconds is None or gone_seconds <= 0:
        return 0.0
    return min(MOST, 100.0 * gone_seconds / (gone_seconds + left_seconds))


def described(counts: dict[str, int], to_make: int, seconds_left: float | None = None) -> str:
    """How far a run is in words, and when it will be done: `12 made, 28 to make; done about 03:12`.

    Args:
        counts: assets by status.
        to_make: assets that are to be made still, as far as can be foreseen.
    """
    troubled = sum(counts.get(status, 0) for status in TROUBLES)
    parts = [f"{counts.get('made', 0)} made"]
    if to_make:
        parts.append(f"{to_make} to make")
    if troubled:
        parts.append(f"{troubled} in trouble")
    if kept := counts.get("up-to-date", 0):
        parts.append(f"{kept} up to date")
    told = ", ".join(parts)
    return told if seconds_left is None else f"{told}; done about {at(seconds_left, datetime.now())}"
