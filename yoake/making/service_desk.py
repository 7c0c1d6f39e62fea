"""The clients of a run's services: one event loop in a thread of its own, called from the threads that make assets."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, TypeVar

from yoake.errors import YoakeError
from yoake.providers.base import Product
from yoake.providers.clients import ServiceAddress, client_for
from yoake.providers.service import Condition, ServiceClient, Work

T = TypeVar("T")
CONDITION_SECONDS = 15.0
UNLOAD_SECONDS = 90.0
CLOSE_SECONDS = 10.0


class ServiceDesk:
    """Calls services by their names in the node file. Close it when the run is over.

    Args:
        addresses: all services that may be asked; nothing is contacted before the first call.
    """

    def __init__(self, addresses: Iterable[ServiceAddress] = ()) -> None:
        self.addresses = {a.name: a for a in addresses}
        self._clients: dict[str, ServiceClient] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._making: set[Future[Product]] = set()
        self._stopping = False

    def make(self, service: str, work: Work) -> Product:
        """Has a service make an asset; returns when its file is in the work's folder.

        Raises:
            TimeoutError: it took longer than `work.timeout_seconds`; the job is cancelled at the service.
            YoakeError: whatever the client says; `run.stopping` when the run is stopped meanwhile.
        """
        future = self._submit(self._made(service, work))
        with self._lock:
            self._making.add(future)
            if self._stopping:
                future.cancel()
        try:
            return future.result(timeout=work.timeout_seconds)
        except FutureTimeout:
            future.cancel()
            raise
        except CancelledError as error:
            raise YoakeError("run.stopping", "The run is being stopped.") from error
        finally:
            with self._lock:
                self._making.discard(future)

    def unload(self, service: str, model: str | None) -> None:
        """Frees a model's VRAM at a service for real.

        Raises:
            YoakeError: `service.unreachable`, `service.not-freed`.
        """
        self._submit(self._client(service).unload(model)).result(timeout=UNLOAD_SECONDS)

    async def condition(self, service: str) -> Condition:
        """What a service says of itself; from any event loop.

        Raises:
            YoakeError: `service.unreachable`.
        """
        return await asyncio.wait_for(
            asyncio.wrap_future(self._submit(self._client(service).condition())), CONDITION_SECONDS
        )

    def cancel_all(self) -> None:
        """Breaks off everything that is being made, at the services too."""
        with self._lock:
            self._stopping = True
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

    async def _made(self, service: str, work: Work) -> Product:
        return await self._client(service).make(work)

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
