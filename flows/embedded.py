"""A whole run from the command line: prepare, start what is missing, drive, leave nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flows.early import Interruption, held_interruptions
from flows.live_run import LiveRun
from flows.open_run import under_way
from flows.parameters import RunParameters
from flows.processes import Processes
from flows.server import PrefectServer, check_server, client_settings, configured_url, start_server

FLUSH_SECONDS = 30.0
"""How long the server may take to write what the run sent before it is ended all the same."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    state: str
    """The flow run's state by name: Completed, Placeholder, Failed, Cancelled."""
    server_url: str
    flow_run_id: uuid.UUID | None
    unwritten: int = 0
    """Task runs that the server had not written when it was ended; 0 unless the machine is badly overloaded."""


def run_embedded(
    live: LiveRun, run: RunParameters, processes: Processes, said: Callable[[str], None] | None = None
) -> Ended:
    """Drives a prepared run; starts a Prefect server for it where none is configured.

    Args:
        said: told in a sentence what is being waited for.

    Raises:
        BaseException: whatever the run broke off with, a `YoakeError` where the server does not start or the run's
            folders cannot be written.
    """
    home = live.workspace.layout.prefect
    own: PrefectServer | None = None
    url = configured_url()
    live.is_watched = url is not None
    if url is None:
        own = start_server(home)
        os.environ["PREFECT_API_URL"] = url = own.api
        os.environ["PREFECT_HOME"] = str(home)
    os.environ.update(client_settings(home))
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")  # the terminal shows progress instead
    if live.is_single and live.workspace.node.dask is None:
        processes.stay_here()
    else:
        processes.start()
    try:
        with held_interruptions(live.listener.said) as interruption:
            from flows.generate_game import generate_game  # imports Prefect, while the server comes up

            interruption.heed()
            if own is None:
                check_server(url)
            else:
                if said:
                    said("starting Prefect")
                own.wait(heed=interruption.heed)
            interruption.heed()
            with under_way(live, run):
                state = asyncio.run(_interruptible(live, processes, generate_game, run, interruption))
        unwritten = _flush(url, live.task_runs, state) if own is not None else 0
        return Ended(state.name or state.type.value, url.removesuffix("/api"), _flow_run_id(state), unwritten)
    finally:
        try:
            processes.close()
        finally:
            if own is not None:
                own.stop()
                os.environ.pop("PREFECT_API_URL", None)


async def _interruptible(
    live: LiveRun, processes: Processes, flow: Any, run: RunParameters, interruption: Interruption
) -> Any:
    """Runs the flow; the first Ctrl-C lets nothing new start and breaks off what runs."""
    from prefect import tags

    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        live.listener.said("Stopping; the next run goes on from here.")
        live.stop()
        loop.run_in_executor(None, processes.close)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupt)
    if interruption.wanted:
        interrupt()
    with tags(f"project:{live.workspace.project.project}"):
        named = flow.with_options(flow_run_name=live.workspace.project.project)
        state = await named(run, return_state=True)
    if (error := broken_by(state)) is not None and not live.stopping:
        raise error
    return state


def broken_by(state: Any) -> BaseException | None:
    """What a flow run broke off with; none where it came to its end, be that a bad one."""
    from prefect.results import ResultRecord

    found = state.data.result if isinstance(state.data, ResultRecord) else state.data
    return found if isinstance(found, BaseException) else None


def _flush(url: str, task_runs: int, state: Any) -> int:
    """Sends what is still in this process, and waits until the server has written every task run.

    Returns:
        How many it had not written by the deadline.
    """
    import httpx
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all(timeout=FLUSH_SECONDS)
    APILogWorker.drain_all(timeout=FLUSH_SECONDS)
    flow_run_id = str(_flow_run_id(state))
    query = {
        "flow_runs": {"parent_flow_run_id": {"any_": [flow_run_id]}},
        "task_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]}}},
    }
    deadline, written = time.monotonic() + FLUSH_SECONDS, 0
    with httpx.Client(timeout=10.0, trust_env=False) as client:
        while time.monotonic() < deadline:
            answer = client.post(f"{url}/task_runs/count", json=query)
            if answer.status_code == 200:
                written = int(answer.json())
                if written >= task_runs:
                    return 0
            time.sleep(0.2)  # between two looks at what the server has written
    return task_runs - written


def _flow_run_id(state: Any) -> uuid.UUID | None:
    found = getattr(state.state_details, "flow_run_id", None)
    return uuid.UUID(str(found)) if found else None
