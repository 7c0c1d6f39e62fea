"""The limits that a run shares with others: other runs of Yoake, and anybody's tasks with the tags of our resources.

Inside one run the scheduler decides, and nothing waits for a limit; between runs Prefect's tag limits do
(docs/nodes.md, docs/adr/0005-limits-between-runs.md).
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Iterable
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import httpx
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from flows.lease_line import LeaseLine
from flows.limits import Limits, rate_limit, tag_limit, waiting_limit

CLOSE_SECONDS = 10.0
"""How long giving everything back may take; what the server did not hear of by then ends with its lease."""


class Leases:
    """What a live run may use, of what others use too. Belongs to one event loop.

    Asks the server nothing until something is wanted. A resource whose tag limit the server does not have (nobody ran
    `yoake setup`, or the run has its own server) is held from the first look on.

    Args:
        resources: GPUs and services, by the names that are the tags of their limits.
        on_granted: told the resource once it is this run's; a good moment to wake the driver.
        on_lost: told the resource and a sentence when it is no longer this run's without having been given back, or
            when the server cannot be asked for it. Jobs that run on it may now overlap with somebody else's.
        flow_run_id: the flow run that Prefect shall name as the holder.

    Example, in the driver (`flows.sharing.share` holds and releases the scheduler's resources accordingly):

        self.leases = Leases(shared_resources(machine), lambda _: self._wake.set(), self._lease_lost)
        try:
            while not self._over():
                share(self.scheduler, self.leases)      # before every `grants`, in the same turn of the loop
                for grant in self.scheduler.grants(now): ...
                await self._wait(at_most=60 where something is held)
        finally:
            ...                                          # once nothing runs any more
            await self.leases.close()

        def _lease_lost(self, resource: str, why: str) -> None:
            self.listener.said(why)
            self._wake.set()

    and `await self.leases.spend("suno")` just before a call of a service with `per_minute`.
    """

    def __init__(
        self,
        resources: Iterable[str],
        on_granted: Callable[[str], None],
        on_lost: Callable[[str, str], None],
        *,
        flow_run_id: UUID | None = None,
    ) -> None:
        self._names = list(resources)
        self._on_granted, self._on_lost = on_granted, on_lost
        self._flow_run_id = flow_run_id
        self._wanted: set[str] = set()
        self._lines: dict[str, LeaseLine] = {}
        self._free: set[str] = set()
        self._rates: set[str] = set()
        self._opening: asyncio.Task[None] | None = None
        self._running: list[asyncio.Task[None]] = []
        self._limits: Limits | None = None
        self._failure: BaseException | None = None
        self._settings = ExitStack()
        self._context = contextvars.copy_context()

    @property
    def resources(self) -> list[str]:
        """Everything that is shared, in the order given."""
        return self._names

    def want(self, resource: str) -> None:
        """Says that there is work for it; it is asked for in the background, until it is granted."""
        if resource in self._wanted:
            return
        self._wanted.add(resource)
        self._open()
        if resource in self._lines:
            self._lines[resource].want()
        elif resource in self._free:
            asyncio.get_running_loop().call_soon(self._on_granted, resource)

    def idle(self, resource: str) -> None:
        """Says that there is no work for it and nothing runs on it; it is given back a little later."""
        self._wanted.discard(resource)
        if resource in self._lines:
            self._lines[resource].idle()

    def held(self, resource: str) -> bool:
        """Whether jobs may start on it now.

        Raises:
            Exception: a defect that ended the waiting in the background.
        """
        if self._failure is not None:
            raise self._failure
        line = self._lines.get(resource)
        return resource in self._free if line is None else line.held_since is not None

    def should_yield(self, resource: str, *, switch: bool = False) -> bool:
        """Whether it is time to give way: then start nothing more on it and, once nothing runs, call `give_way`.

        Args:
            resource: what is held.
            switch: whether the next job would have to load another model.
        """
        return resource in self._lines and self._lines[resource].should_yield(switch=switch)

    def give_way(self, resource: str) -> None:
        """Gives it back at once; if there is work it is asked for again after others had their chance."""
        if resource in self._lines:
            self._lines[resource].give_way()

    async def spend(self, service: str) -> None:
        """Takes one call of the service's rate limit (`suno-rate`), waiting for it; at once where there is none.

        Keep it to the driver's own tasks: it ends only when the call may be made, or when it is cancelled.
        """
        self._open()
        task = asyncio.get_running_loop().create_task(self._spend(service), context=self._context)
        try:
            await task
        finally:
            task.cancel()

    async def close(self) -> None:
        """Gives everything back. Call it once nothing runs any more, however the run ended."""
        if self._opening is None:
            return
        self._opening.cancel()
        for line in self._lines.values():
            line.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.gather(self._opening, *self._running, return_exceptions=True)
        except TimeoutError:
            self._on_lost(
                "", "The Prefect server could not be told that this run is over; its leases end by themselves."
            )
        finally:
            if self._limits is not None:
                await self._limits.close()
            self._context.run(self._settings.close)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _open(self) -> asyncio.Task[None]:
        if self._opening is None:
            # Prefect's client would sleep for 2, 4, 8... seconds inside a call where the server is busy
            patience = temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0})
            self._context.run(self._settings.enter_context, patience)
            self._opening = self._start(self._look_up())
        return self._opening

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, context=self._context)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failure = error
            self._on_lost("", f"Nothing more can be reserved: {type(error).__name__} {error}.")

    async def _look_up(self) -> None:
        """One look at all limits, then a line for each resource that has one."""
        limits = self._limits = Limits(self._flow_run_id)
        known = await self._persistent(limits.all)
        active = {name for name, limit in known.items() if limit.active}
        self._rates = {name for name in active if known[name].decay > 0}
        for name in self._names:
            if tag_limit(name) not in active:
                self._free.add(name)
                if name in self._wanted:
                    self._on_granted(name)
                continue
            shows_waiting = waiting_limit(name) in active
            line = self._lines[name] = LeaseLine(name, limits, shows_waiting, self._on_granted, self._on_lost)
            if name in self._wanted:
                line.want()
            self._running.append(self._start(line.run()))

    async def _spend(self, service: str) -> None:
        await asyncio.shield(self._open())
        limits, name = self._limits, rate_limit(service)
        if limits is None or name not in self._rates:
            return
        while (seconds := await self._persistent(lambda: limits.wait_for_call(name))) > 0:
            await asyncio.sleep(seconds)

    async def _persistent(self, call: Callable[[], Any]) -> Any:
        """Asks until there is an answer."""
        pause = 0.2
        while True:
            try:
                return await call()
            except httpx.HTTPError:
                await asyncio.sleep(pause)  # the server is busy or being restarted
                pause = min(10.0, pause * 2)
