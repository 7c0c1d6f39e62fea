"""Turns: how a piece of work waits for its place on a GPU, a CPU slot or an API, and gives it back as soon as it can.

The scheduler decides; a thread that makes an asset only takes its turn and returns it. Downloading, checking and
storing come after, while the next asset is at work on the place already.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from yoake.errors import YoakeError
from yoake.scheduler.demand import Grant


class Turns(Protocol):
    """Hands out places; safe to use from many threads."""

    def now(self) -> float:
        """The run's time, in its own seconds (`Demand.estimate_seconds` and the like are in them)."""

    def take(self, address: str) -> Grant:
        """Returns once the asset has its place.

        Raises:
            YoakeError: `run.stopping`, or why it will never have one.
        """

    def give_back(self, address: str) -> None:
        """Says that the asset's place is free again."""

    def trouble(self, service: str, error: YoakeError) -> None:
        """Says that a service did not answer."""

    def not_freed(self, service: str, model: str) -> None:
        """Says that a model that was to leave VRAM is still there."""


class NoTurns:
    """For work outside a scheduled run: every place is free at once."""

    def now(self) -> float:
        """Real seconds."""
        return time.monotonic()

    def take(self, address: str) -> Grant:
        """Grants."""
        return Grant(address, "", "cpu", None)

    def give_back(self, address: str) -> None:
        """Nobody waits for it."""

    def trouble(self, service: str, error: YoakeError) -> None:
        """The error itself says it."""

    def not_freed(self, service: str, model: str) -> None:
        """The error itself says it."""


@dataclass(slots=True)
class Turn:
    """A place that is held now."""

    grant: Grant
    _turns: Turns
    _taken: float
    _back: float | None = None

    def give_back(self) -> None:
        """Frees the place; the second call does nothing. Any thread may call it."""
        if self._back is None:
            self._back = self._turns.now()
            self._turns.give_back(self.grant.asset)

    @property
    def held_seconds(self) -> float:
        """How long the place was held, or has been until now, in the run's own seconds."""
        return (self._turns.now() if self._back is None else self._back) - self._taken

    def trouble(self, error: YoakeError) -> None:
        """Says that the service did not answer."""
        self._turns.trouble(self.grant.service, error)

    def not_freed(self, service: str, model: str) -> None:
        """Says that a model that was to make room is still in VRAM."""
        self._turns.not_freed(service, model)


@contextmanager
def turn_of(turns: Turns, address: str) -> Iterator[Turn]:
    """`with turn_of(turns, address) as turn:` holds the place to the end of the block, or to `turn.give_back()`."""
    grant = turns.take(address)
    turn = Turn(grant, turns, turns.now())
    try:
        yield turn
    finally:
        turn.give_back()
