"""What all asset tasks share: retries with backoff, what is worth retrying, the cache key, and the body."""

from __future__ import annotations

from typing import Any

from prefect import Task, get_run_logger
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TaskRunContext
from prefect.states import Completed

from tasks.workbench import workshop_of
from yoake.errors import YoakeError
from yoake.making.make import make
from yoake.making.order import Order
from yoake.recovery.table import RETRY_DELAYS, action_for


def fingerprint_key(_context: TaskRunContext, parameters: dict[str, Any]) -> str:
    """`cache_key_fn`: the asset's fingerprint, so that a result is found again by content and by nothing else."""
    order: Order = parameters["order"]
    return f"yoake-{order.fingerprint}"


async def helps(_task: Task[Any, Any], _task_run: TaskRun, state: State[Any]) -> bool:
    """`retry_condition_fn`: whether the table of recovery says to try again after a pause.

    All that needs no pause (another seed, less, a peer) was tried before the task run failed. A crash of unknown kind
    is not retried.
    """
    error = await state.aresult(raise_on_failure=False)
    return isinstance(error, YoakeError) and action_for(error) == "retry"


def run_name(parameters: dict[str, Any]) -> str:
    """`task_run_name`: the asset's type and address."""
    order: Order = parameters["order"]
    return f"{order.request.type} {order.address}"


ASSET_TASK: dict[str, Any] = {
    "task_run_name": run_name,
    "retries": len(RETRY_DELAYS),
    "retry_delay_seconds": list(RETRY_DELAYS),
    "retry_condition_fn": helps,
    "persist_result": True,
    "result_serializer": "json",
    "cache_key_fn": fingerprint_key,
}
"""Keyword arguments of `@task` for every asset type."""


def carry_out(order: Order) -> Any:
    """The body of every asset task: makes the asset, says so in one log line, and returns the outcome as JSON.

    Raises:
        YoakeError: the asset could not be made and nothing stands in for it.
    """
    context = TaskRunContext.get()
    number = context.task_run.run_count if context else 1
    outcome = make(order, workshop_of(order), number=number, last=number > len(RETRY_DELAYS))
    record = outcome.record or {}
    get_run_logger().info(
        "%s: %s by %s, seed %d, %.2f s, %s bytes%s",
        order.address,
        outcome.kind,
        outcome.service or order.provider,
        order.request.seed,
        record.get("seconds", 0.0),
        record.get("size", 0),
        f" - {outcome.note}" if outcome.note else "",
    )
    if outcome.kind == "made":
        return outcome.to_json()
    return Completed(name=outcome.kind.capitalize(), message=outcome.note, data=outcome.to_json())
