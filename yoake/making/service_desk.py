"""The clients of a run's services: one event loop in a thread of its own, called from the threads that make assets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from yoake.errors import UnreachableError, YoakeError
from yoake.making.cards import Cards
from yoake.providers.base import Product
from yoake.providers.clients import ServiceAddress, client_for
from yoake.providers.service import Condition, ServiceClient, Work
from yoake.scheduler.demand import Grant
from yoake.vram.attribution import TELLS_MODELS_APART, held_by, reader_for
from yoake.vram.meter import PeakMeter

T = TypeVar("T")
CONDITION_SECONDS = 15.0
UNLOAD_SECONDS = 90.0
CLOSE_SECONDS = 10.0
SOMETHING = "*"
"""Stands for whatever a service holds in VRAM that has no name here."""
TRACE_GB = 0.25
"""Less than this in VRAM is no model."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a service made, and what that took of its GPU."""

    product: Product
    peak_vram_gb: float | None
    """The most that its model was seen to use; none where nobody could tell."""


class ServiceDesk:
    """Calls services by their names in the node file. Close it when the run is over.

    Args:
        addresses: all services that may be asked; nothing is contacted before the first call.
        cards: the GPUs they work on.
    """

    def __init__(self, addresses: Iterable[ServiceAddress] = (), cards: Cards | None = None) -> None:
        self._cards = cards or Cards()
        self.addresses = {a.name: a for a in addresses}
        self._clients: dict[str, ServiceClient] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._making: set[Future[Served]] = set()
        self._stopping = threading.Event()

    def make(self, grant: Grant, work: Work) -> Served:
        """Has the service of a grant make an asset; returns when its file is in the work's folder.

        Raises:
            TimeoutError: it took longer than `work.timeout_seconds`; the job is cancelled at the service.
            YoakeError: whatever the client says; `run.stopping` when the run is stopped meanwhile.
        """
        future = self._submit(self._made(grant, work))
        with self._lock:
            self._making.add(future)
            if self._stopping.is_set():
                future.cancel()
        try:
            return future.result(timeout=work.timeout_seconds)
        except FutureTimeout:
            future.cancel()
            raise
        except CancelledError as error:
            if self._stopping.is_set():
                raise YoakeError("run.stopping", "The run is being stopped.") from error
            # a library has broken the call off by itself: that must not look as if somebody wanted it
            raise UnreachableError(
                "service.unreachable", f"The call to {grant.service} was broken off.", transient=True
            ) from error
        finally:
            with self._lock:
                self._making.discard(future)

    def make_room(self, grant: Grant, not_freed: Callable[[str, str], None]) -> None:
        """Frees the VRAM that a grant needs, for real; returns once it is free.

        Args:
            not_freed: told (service, model) where a model stays.

        Raises:
            YoakeError: `service.unreachable`, `service.not-freed`, `vram.not-free`.
        """
        for number, (service, model) in enumerate(grant.free_first):
            try:
                self._submit(self._client(service).unload(None if model == SOMETHING else model or None)).result(
                    timeout=UNLOAD_SECONDS
                )
            except BaseException:
                for stays in grant.free_first[number:]:
                    not_freed(*stays)
                raise
        if grant.free_first:
            self._submit(self._cards.wait_for_room(grant.service, grant.vram_gb)).result(timeout=UNLOAD_SECONDS)

    def place_of(self, service: str) -> str:
        """What decides how much fits at a service: the size of its GPU (`12 GB`), else its own name."""
        return self._cards.place_of(service)

    def pause(self, seconds: float) -> None:
        """Waits, since a service asks for that.

        Raises:
            YoakeError: `run.stopping` when the run is stopped meanwhile.
        """
        if self._stopping.wait(seconds):
            raise YoakeError("run.stopping", "The run is being stopped.")

    async def condition(self, service: str) -> Condition:
        """What a service says of itself; from any event loop.

        Raises:
            YoakeError: `service.unreachable`.
        """
        return await self._soon(service, self._client(service).condition())

    async def holdings(self, service: str, models: Sequence[str]) -> dict[str, float]:
        """What a service has in VRAM, in GB by model; what cannot be told apart or is unknown is `SOMETHING`.

        Args:
            models: those that matter.

        Raises:
            YoakeError: `service.unreachable`.
        """
        return await self._soon(service, self._holdings(service, models))

    def cancel_all(self) -> None:
        """Breaks off everything that is being made, at the services too."""
        with self._lock:
            self._stopping.set()
            making = list(self._making)
        for future in making:
            future.cancel()

    def close(self) -> None:
        """Closes the connections and ends the thread."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        self.cancel_all()
        for client in self._clients.values():
            self._submit(client.close()).result(timeout=CLOSE_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(CLOSE_SECONDS)
        self._loop = self._thread = None

    async def _made(self, grant: Grant, work: Work) -> Served:
        client = self._client(grant.service)
        if grant.vram_gb <= 0:
            return Served(await client.make(work), None)
        card = await self._cards.card(grant.service)
        read = reader_for(
            client,
            work.model,
            gpu=card.index if card is not None else None,
            others=[self._client(name) for name in self._cards.neighbours(grant.service)],
            beside_gb=grant.beside_gb,
        )
        async with PeakMeter(read) as meter:

            def done_there() -> None:
                meter.stop()  # what comes next on the GPU is not this work's
                work.done_there()

            product = await client.make(replace(work, done_there=done_there))
        return Served(product, meter.peak_gb or await self._seen_after(client, work.model))

    async def _seen_after(self, client: ServiceClient, model: str | None) -> float | None:
        """What a model holds once its work is over: for work that is done before a second look at it."""
        if client.kind not in TELLS_MODELS_APART:
            return None
        with suppress(YoakeError):  # measuring never breaks what is measured
            return await held_by(client, model) or None
        return None

    async def _holdings(self, service: str, models: Sequence[str]) -> dict[str, float]:
        client = self._client(service)
        whole = await held_by(client) or 0.0
        found: dict[str, float] = {}
        if client.kind in TELLS_MODELS_APART and whole > 0:
            held = await asyncio.gather(*(held_by(client, model) for model in models))
            found = {model: gb for model, gb in zip(models, held, strict=True) if gb}
        rest = whole - sum(found.values())
        return {**found, SOMETHING: rest} if rest > TRACE_GB else found

    async def _soon(self, service: str, question: Coroutine[Any, Any, T]) -> T:
        """The answer to a question that needs no time; a service that does not answer in time is as good as gone."""
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._submit(question)), CONDITION_SECONDS)
        except TimeoutError as error:
            raise UnreachableError(
                "service.unreachable",
                f"{service} does not answer within {CONDITION_SECONDS:g} s.",
                next_step="Restart it, or look why it hangs.",
                transient=True,
            ) from error

    def _client(self, service: str) -> ServiceClient:
        with self._lock:
            if service not in self._clients:
                self._clients[service] = client_for(self.addresses[service])
            return self._clients[service]

    def _submit(self, call: Coroutine[Any, Any, T]) -> Future[T]:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._run, args=(self._loop,), name="services", daemon=True)
                self._thread.start()
            loop = self._loop
        return asyncio.run_coroutine_threadsafe(call, loop)

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        loop.close()
