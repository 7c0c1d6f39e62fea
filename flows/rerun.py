"""What a run that is tried again looks back at: how often it crashed, and what its dead process left on the server."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect import get_run_logger
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.runtime import flow_run
from prefect.states import Crashed

from flows.notify import VARIABLE, try_to_send
from yoake.errors import YoakeError

CRASHES = 3
WITHIN = timedelta(hours=1)
BY_ITSELF = "The run had crashed; it goes on where it was."
"""What the automation says that starts a crashed run again (deployments/automations.yaml); a person says otherwise."""


async def look_back(title: str, notify: str | None) -> None:
    """To be called by a run that has begun, before it has subflow runs. Asks the server nothing at a first try.

    Args:
        title: of the game, for a message.
        notify: the block that tells people; else the one that `YOAKE_NOTIFY` names.

    Raises:
        YoakeError: `run.crash-loop`; a person has been told.
    """
    if not flow_run.id or (flow_run.run_count or 0) < 2:
        return
    own = UUID(flow_run.id)
    async with get_client() as client:
        await _end_left(client, own)
        states = await client.read_flow_run_states(own)
    if not keeps_crashing(states, datetime.now(UTC)):
        return
    error = YoakeError(
        "run.crash-loop",
        f"This run crashed {CRASHES} times within an hour and does not start again by itself.",
        next_step="Look at its log, then press Retry.",
    )
    if block := notify or os.environ.get(VARIABLE):
        await try_to_send(block, title, str(error), get_run_logger().warning)
    raise error


def keeps_crashing(states: Sequence[State], now: datetime) -> bool:
    """Whether a run crashed too often, and it was no person who started it again.

    Args:
        states: all it has had.
    """
    ordered = sorted(states, key=lambda state: state.timestamp)
    crashes = [s for s in ordered if s.type == StateType.CRASHED and s.timestamp > now - WITHIN]
    started = [s for s in ordered if s.type == StateType.SCHEDULED]
    return len(crashes) >= CRASHES and bool(started) and started[-1].message == BY_ITSELF


async def _end_left(client: PrefectClient, own: UUID) -> None:
    """Marks the subflow runs of earlier tries that say they run as crashed."""
    parents = [own]
    while parents:  # a night has games below it, and these their categories
        wanted = FlowRunFilter(
            parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=parents),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING])),
        )
        parents = []
        for left in await client.read_flow_runs(flow_run_filter=wanted):
            await client.set_flow_run_state(left.id, Crashed(message="Its process was killed with that of the game."))
            parents.append(left.id)
