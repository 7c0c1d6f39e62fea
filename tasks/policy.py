"""What all asset tasks share: retries with backoff, what is worth retrying, the cache key, and the body."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from prefect import Task, get_run_logger
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TaskRunContext
from prefect.results import get_result_store
from prefect.states import Cancelled, Completed, Failed

from tasks.asset_line import coded, line_of, one_line, why
from tasks.own_words import OWN_WORDS
from tasks.workbench import workshop_of
from yoake.errors import YoakeError
from yoake.making.make import make
from yoake.making.order import Order
from yoake.recovery.table import RETRY_DELAYS, STOPPING, action_for


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

    Returns:
        The outcome, or a state that says by name and message how the asset is less than it was ordered: `Degraded`,
        `Placeholder`, `Skipped`; `Failed` where nothing stands in for it; `Cancelled` where the run is stopped.

    Raises:
        YoakeError: the asset could not be made, and another try follows after a pause.
    """
    logger = get_run_logger()
    context = TaskRunContext.get()
    number = context.task_run.run_count if context else 1
    last = number > len(RETRY_DELAYS)
    try:
        outcome = make(order, workshop_of(order), number=number, last=last, told=lambda s: logger.warning(one_line(s)))
    except YoakeError as error:
        if action_for(error) == "retry" and not last:
            pause = RETRY_DELAYS[number - 1]
            logger.warning("%s: %s; tried again in %g s", order.address, coded(error), pause)
            raise
        stopped = error.code == STOPPING
        logger.log(logging.INFO if stopped else logging.ERROR, "%s: %s", order.address, coded(error))
        return _end((Cancelled if stopped else Failed)(message=coded(error), data=_unremembered(error)))
    name = "Degraded" if outcome.kind == "made" and (outcome.record or {}).get("degraded") else outcome.kind.title()
    line = line_of(order, outcome)
    if name == "Made":
        logger.info("%s", line)
        return _end(Completed(message=line, data=outcome.to_json()))
    logger.warning("%s", line)
    told = outcome.to_json()
    return _end(Completed(name=name, message=why(outcome), data=told if name == "Degraded" else _unremembered(told)))


def _end(state: State[Any]) -> State[Any]:
    """The end of a task run that has said it."""
    if context := TaskRunContext.get():
        OWN_WORDS.told(context.task_run.id)
    return state


def _unremembered(told: object) -> Any:
    """The data of a state; not under the asset's own key, where Prefect would take it for the asset next time."""
    return get_result_store().create_result_record(told, key=uuid.uuid4().hex)
