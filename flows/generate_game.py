"""`generate-game`: everything a project needs, made and built."""

from __future__ import annotations

import logging
from typing import Any

from prefect import flow, get_run_logger, tags
from prefect.context import TagsContext
from prefect.states import Completed, Failed

from flows import registry
from flows.artifact_progress import described
from flows.ends import told_counts, told_reasons
from flows.generate_category import generate_category
from flows.live_run import LiveRun
from flows.open_run import opened, run_status
from flows.parameters import RunParameters
from flows.people import people_take_part
from flows.refusals import refused
from flows.run_names import project_name
from flows.shown import shown
from flows.stopping import end_state
from flows.until import drains_at
from tasks.asset_line import duration, one_line
from yoake.errors import YoakeError
from yoake.words import QUEUE_OF_TYPE, Category

ENDED = {True: logging.INFO, False: logging.WARNING}


@flow(
    name="generate-game",
    flow_run_name=lambda: project_name(),
    description="Makes every asset of a project that is missing or changed, and builds the game",
    validate_parameters=True,
)
async def generate_game(run: RunParameters) -> Any:
    """Makes a game from a project file.

    Args:
        run: What to make, and of which project.
    """
    live = registry.current()
    if live is not None:
        return await make_game(live, run)
    try:
        async with opened(run) as own:
            return await make_game(own, run)
    except YoakeError as error:
        return refused(error)


async def make_game(live: LiveRun, run: RunParameters) -> Any:
    """Drives an opened run to its end, with a subflow for each category.

    Returns:
        The state of the flow run.
    """
    project = live.workspace.project.project
    logger = get_run_logger()
    began = live.places.tempo.now()
    logger.info("%s: %s", project, described(live.state.counts(), live.places.to_make))

    async def start(category: Category) -> Any:
        queues = {QUEUE_OF_TYPE[s.type] for s in live.workspace.specs_of(category)}
        with TagsContext(current_tags=set()), tags(f"project:{project}", *(f"queue:{q}" for q in sorted(queues))):
            state = await generate_category(run, [category], return_state=True)
        logger.log(ENDED[state.is_completed()], "%s: %s", category, one_line(f"{state.name}: {state.message}"))
        return state

    async with shown(live, has_subflows=True), people_take_part(live, run):
        with drains_at(live, run.until):
            await live.drive(start)
    told = told_counts(live.state.counts())
    took = duration(live.places.tempo.real(live.places.tempo.now() - began))
    logger.info("%s: %s, in %s; it is in %s", project, told, took, live.workspace.layout.project(project))
    assets = list(live.state.assets.values())
    gates = ", ".join(a.address for a in assets if a.held)
    waits = f"waits for the review of {gates}: yoake review {project}"
    match run_status(live):
        case "interrupted":
            return await end_state(told)
        case ended if failed := [a for a in assets if a.status == "failed"]:
            also = {"waiting": f"; {waits}", "out-of-time": f"; {live.draining}"}.get(ended, "")
            return Failed(message=f"{told}. {told_reasons(failed)}{also}")
        case "failures":
            stand_ins = [a for a in assets if a.status in ("placeholder", "blocked", "skipped")]
            return Completed(name="Placeholder", message=f"{told}. {told_reasons(stand_ins)}")
        case "out-of-time":
            return Completed(name="OutOfTime", message=f"{told}; {live.draining}")
        case "waiting":
            return Completed(name="AwaitingReview", message=f"{told}; {waits}")
        case _:
            if less := [a for a in assets if a.status == "made" and a.record is not None and a.record.degraded]:
                return Completed(name="Degraded", message=f"{told}. {told_reasons(less)}")
            return Completed(message=told)
