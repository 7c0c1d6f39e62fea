"""Where the threads that make assets wait for their grants, which the run's event loop hands out."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from flows.tempo import Tempo
from yoake.errors import YoakeError
from yoake.scheduler.demand import Grant


class Desk(Protocol):
    """Who decides; called on the event loop."""

    def asked(self, address: str) -> None:
        """An asset that has no grant wants one (again)."""

    def place_free(self, address: str) -> None:
        """An asset has given its place back."""

    def service_trouble(self, service: str, error: YoakeError) -> None:
        """A service did not answer."""

    def model_stayed(self, service: str, model: str) -> None:
        """A model that was to leave VRAM is still there."""


@dataclass
class _Wait:
    offer: Future[Grant]
    asked: bool
    """Whether the loop knows that the asset wants a grant."""


class TurnBoard:
    """The `Turns` of a live run.

    Args:
        tempo: the run's clock.
    """

    def __init__(self, tempo: Tempo | None = None) -> None:
        self._tempo = tempo or Tempo()
        self._lock = threading.Lock()
        self._waits: dict[str, _Wait] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._desk: Desk | None = None
        self._call: Callable[..., None] | None = None
        self._closed: YoakeError | None = None

    # -- for the event loop ----------------------------------------------------------------------------------------

    def open(self, loop: asyncio.AbstractEventLoop, desk: Desk, call: Callable[..., None]) -> None:
        """Begins to pass on what the threads say.

        Args:
            call: calls a method of the desk and deals with what it raises.
        """
        self._loop, self._desk, self._call = loop, desk, call

    def expect(self, address: str) -> None:
        """An asset will come to wait, and its grant follows without its asking."""
        with self._lock:
            self._waits.setdefault(address, _Wait(Future(), asked=True))

    def offer(self, grant: Grant) -> None:
        """Hands a grant to whoever waits for it, or comes to."""
        with self._lock:
            wait = self._waits.setdefault(grant.asset, _Wait(Future(), asked=True))
        wait.offer.set_result(grant)

    def refuse(self, address: str, error: YoakeError) -> None:
        """Says that an asset will never have a place."""
        with self._lock:
            wait = self._waits.setdefault(address, _Wait(Future(), asked=True))
        wait.offer.set_exception(error)

    def forget(self, address: str) -> None:
        """An asset that never came for its grant has ended all the same (its result was remembered)."""
        with self._lock:
            self._waits.pop(address, None)

    def close(self, error: YoakeError) -> None:
        """Nobody gets a place any more."""
        with self._lock:
            self._closed = error
            waiting = [w.offer for w in self._waits.values() if not w.offer.done()]
        for offer in waiting:
            offer.set_exception(error)

    # -- for the threads -------------------------------------------------------------------------------------------

    def now(self) -> float:
        """The run's time, in its own seconds."""
        return self._tempo.now()

    def take(self, address: str) -> Grant:
        """Returns once the asset has its place.

        Raises:
            YoakeError: `run.stopping`, or why it will never have one.
        """
        with self._lock:
            wait = self._waits.setdefault(address, _Wait(Future(), asked=False))
            must_ask, wait.asked = not wait.asked, True
            if self._closed is not None and not wait.offer.done():
                wait.offer.set_exception(self._closed)
        if must_ask and not wait.offer.done():
            self._tell("asked", address)
        try:
            return wait.offer.result()
        finally:
            with self._lock:
                self._waits.pop(address, None)

    def give_back(self, address: str) -> None:
        """Says that the asset's place is free again."""
        self._tell("place_free", address)

    def trouble(self, service: str, error: YoakeError) -> None:
        """Says that a service did not answer."""
        self._tell("service_trouble", service, error)

    def not_freed(self, service: str, model: str) -> None:
        """Says that a model that was to leave VRAM is still there."""
        self._tell("model_stayed", service, model)

    def _tell(self, what: str, *details: object) -> None:
        if self._loop is not None and self._call is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._call, getattr(self._desk, what), *details)
