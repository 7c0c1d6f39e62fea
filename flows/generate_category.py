"""`generate-category`: the assets of one category, as a subflow of `generate-game` or by itself."""

from __future__ import annotations

from typing import Any

from prefect import flow, get_run_logger
from prefect.context import SyncClientContext, TagsContext
from prefect.states import Cancelled, Completed, Failed
from prefect.utilities.annotations import quote

from flows import registry
from flows.live_run import LiveRun
from flows.open_run import opened
from flows.parameters import RunParameters
from flows.stopping import end_state, hold
from tasks.registry import ANEW, TASKS
from yoake.words import Category


@flow(
    name="generate-category",
    flow_run_name="{category}",
    description="Makes what is missing in one category of a game",
    validate_parameters=True,
)
async def generate_category(run: RunParameters, category: Category, run_id: str | None = None) -> Any:
    """Makes the assets of one category.

    Inside `generate-game` (`run_id` names a run of this process) it takes what the common scheduler hands it; started
    by itself it makes what is missing in the category, and what that needs.
    """
    hold()  # this subflow has just given SIGTERM to Prefect
    live = registry.find(run_id)
    if live is not None:
        return await work_off(live, category)
    async with opened(run.model_copy(update={"only": [category]})) as own:
        await own.drive(lambda needed: work_off(own, needed))
        if own.stopping:
            return await end_state(f"{category} is not complete")
        return _result([asset for line in own.lines.values() for asset in line.troubles], category)


async def work_off(live: LiveRun, category: Category) -> Any:
    """Submits a category's granted jobs as task runs until the line is closed."""
    line = live.lines[category]
    logger = get_run_logger()
    # one client for all worker threads: without it each task builds its own, at 64 ms (docs/adr/0002);
    # no tags: each tag on a task run costs calls to the API
    with SyncClientContext.get_or_create(), TagsContext(current_tags=set()):
        line.begun.set()
        while (job := await line.jobs.get()) is not None:
            asset = job.asset
            if live.stopping:
                live.dropped(job)
                continue
            task = (ANEW if job.refresh else TASKS)[asset.spec.type]
            live.submitted(job, task.submit(order=quote(job.order), wait_for=live.upstream_futures(job)))
    logger.info("%s: %d made, %d in trouble", category, line.made, len(line.troubles))
    if live.stopping and live.state.open_by_category.get(category):
        return Cancelled(message=f"stopped before {category} was complete")
    return _result(line.troubles, category)


def _result(troubles: list[Any], category: str) -> Any:
    failed = [a for a in troubles if a.status == "failed"]
    if failed:
        more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        return Failed(message=f"{failed[0].address}: {failed[0].reason}{more}")
    if troubles:
        return Completed(name="Placeholder", message=f"{len(troubles)} of {category} are placeholders or left out")
    return Completed(message=f"{category} is complete")
