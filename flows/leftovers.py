"""What a run leaves behind on the Prefect server when its process is killed: subflow runs that say they run."""

from __future__ import annotations

from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.runtime import flow_run
from prefect.states import Crashed


async def end_leftovers() -> int:
    """Marks the subflow runs of this flow run's earlier tries as crashed; to be called before it has any of its own.

    Asks the server nothing at a first try.

    Returns:
        How many there were.
    """
    if not flow_run.id or (flow_run.run_count or 0) < 2:
        return 0
    under_way = [StateType.PENDING, StateType.RUNNING]
    wanted = FlowRunFilter(
        parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[UUID(flow_run.id)]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=under_way)),
    )
    async with get_client() as client:
        found = await client.read_flow_runs(flow_run_filter=wanted)
        for left in found:
            await client.set_flow_run_state(left.id, Crashed(message="Its process was killed with that of the game."))
    return len(found)
