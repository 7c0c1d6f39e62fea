"""`generate-category`: the assets of a category, as a subflow of `generate-game`, or of some by itself."""

from __future__ import annotations

from typing import Annotated, Any

from prefect import flow, get_run_logger
from prefect.context import SyncClientContext, TagsContext
from prefect.runtime import flow_run
from prefect.states import Cancelled
from prefect.utilities.annotations import quote
from pydantic import Field

from flows import registry
from flows.ends import counted, end_of_category, told_counts
from flows.live_run import LiveRun
from flows.open_run import opened
from flows.parameters import RunParameters
from flows.people import people_take_part
from flows.refusals import refused
from flows.run_names import project_of
from flows.shown import shown
from flows.stopping import end_state, hold
from tasks.registry import ANEW, TASKS
from yoake.errors import YoakeError
from yoake.words import CATEGORIES, Category

Categories = Annotated[
    list[Category],
    Field(
        title="Categories", description="What to make; and what that needs.", min_length=1, max_length=len(CATEGORIES)
    ),
]


def _run_name() -> str:
    given = flow_run.get_parameters()
    named = " ".join(str(c) for c in given.get("categories", ()))
    return named if registry.current() is not None else f"{project_of(given)} {named}"


@flow(
    name="generate-category",
    flow_run_name=_run_name,
    description="Makes what is missing in a category of a game",
    validate_parameters=True,
)
async def generate_category(run: RunParameters, categories: Categories) -> Any:
    """Makes the assets of one category, or of several.

    Inside `generate-game` it takes what the common scheduler hands it; started by itself it makes what is missing in
    the categories, and what that needs.

    Args:
        run: Which project. What it says under Only does not count here.
        categories: Which categories; the subflow of a game has one.
    """
    hold()  # this subflow has just given SIGTERM to Prefect
    live = registry.current()
    if live is not None:
        return await work_off(live, categories[0])
    try:
        async with opened(run.model_copy(update={"only": [*categories]})) as own:
            async with shown(own), people_take_part(own, run):
                await own.drive(lambda needed: work_off(own, needed))
            told = ", ".join(categories)
            if own.stopping:
                return await end_state(f"{told}: not complete")
            return end_of_category([*own.state.assets.values()], told)
    except YoakeError as error:
        return refused(error)


async def work_off(live: LiveRun, category: Category) -> Any:
    """Submits a category's granted jobs as task runs until the line is closed."""
    line = live.lines[category]
    logger = get_run_logger()
    # one client for all worker threads: without it each task builds its own, at 64 ms (docs/adr/0002);
    # no tags: each tag on a task run costs calls to the API
    with SyncClientContext.get_or_create(), TagsContext(current_tags=set()):
        line.flow_run_id = flow_run.id
        line.begun.set()
        while (job := await line.jobs.get()) is not None:
            asset = job.asset
            if live.stopping:
                live.dropped(job)
                continue
            task = (ANEW if job.refresh else TASKS)[asset.spec.type]
            live.submitted(job, task.submit(order=quote(job.order), wait_for=live.upstream_futures(job)))
    assets = [a for a in live.state.assets.values() if a.category == category]
    logger.info("%s: %s", category, told_counts(counted(assets)))
    if live.stopping and live.state.open_by_category.get(category):
        return Cancelled(message=f"stopped before {category} was complete")
    return end_of_category(assets, category)
