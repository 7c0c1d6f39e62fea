"""A deployed run that is told to end (SIGTERM): it ends as after Ctrl-C, with nothing left running at the services.

A worker sends SIGTERM when a person cancels a run in the Prefect UI, and when it is stopped itself. Prefect's own
handler raises in whichever coroutine has its turn: that breaks one subflow and leaves the others, and the jobs at the
services, until the worker kills the process half a minute later (measured; docs/adr/0009-runs-that-die.md).
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Cancelled, Crashed

from flows.live_run import LiveRun

Handler = Callable[[int, FrameType | None], None]
_handlers: list[Handler] = []
"""Of the runs of this process, the innermost last."""


@contextmanager
def stops_when_told(live: LiveRun, break_off: Callable[[], None]) -> Iterator[None]:
    """From here to the end of the block, SIGTERM stops the run: nothing new starts, and what runs is broken off.

    Args:
        break_off: ends what the worker processes are at; called in a thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread alone; whoever runs this in another one has to call `stop`
        return
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if not live.stopping:
            live.listener.said("The run is told to end; it stops what it has begun.")
            live.stop()
            loop.run_in_executor(None, break_off)

    def told(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop)

    before = signal.getsignal(signal.SIGTERM)
    _handlers.append(told)
    hold()
    try:
        yield
    finally:
        _handlers.remove(told)
        signal.signal(signal.SIGTERM, before)


def hold() -> None:
    """Takes SIGTERM back: each subflow that begins gives it to Prefect. To be called first thing in a subflow."""
    if _handlers and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _handlers[-1])


async def end_state(told: str) -> State[Any]:
    """The state of a run that was stopped: `Cancelled` where a person wanted that.

    A process that was told to end because its worker or its machine goes down has crashed instead: such a run goes on
    by itself, once there is a worker again.

    Args:
        told: what became of the assets, in words.
    """
    async with get_client() as client:
        outermost = await client.read_flow_run(UUID(flow_run.root_flow_run_id or flow_run.id))
    if outermost.deployment_id is None:
        return Cancelled(message=f"Stopped by a person: {told}")
    state = outermost.state
    if state is not None and (state.is_cancelling() or state.is_cancelled()):
        return Cancelled(message=f"Cancelled by a person: {told}")
    return Crashed(message=f"Its process was told to end, by the worker or the machine; it goes on later: {told}")
