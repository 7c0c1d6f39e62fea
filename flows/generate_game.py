"""`generate-game`: everything a project needs, made and built."""

from __future__ import annotations

from typing import Any

from prefect import flow, get_run_logger, tags
from prefect.context import TagsContext
from prefect.states import Completed, Failed

from flows import registry
from flows.artifacts import write_artifacts
from flows.generate_category import generate_category
from flows.live_run import LiveRun
from flows.notify import notifier_for
from flows.open_run import opened, run_status
from flows.parameters import RunParameters
from flows.stopping import end_state
from yoake.words import QUEUE_OF_TYPE, Category


@flow(
    name="generate-game",
    description="Makes every asset of a project that is missing or changed, and builds the game",
    validate_parameters=True,
)
async def generate_game(run: RunParameters, run_id: str | None = None) -> Any:
    """Makes a game from a project file.

    Args:
        run: what to make.
        run_id: a run that this process has prepared already (the command line does that); else it is opened here.
    """
    live = registry.find(run_id)
    if live is not None:
        return await _generate(live, run)
    async with opened(run) as own:
        return await _generate(own, run)


async def _generate(live: LiveRun, run: RunParameters) -> Any:
    project = live.workspace.project.project
    logger = get_run_logger()
    now = live.state.counts()
    logger.info("%s: %d up to date, %d to make now", project, now.get("up-to-date", 0), now.get("to-make", 0))

    async def start(category: Category) -> Any:
        queues = {QUEUE_OF_TYPE[s.type] for s in live.workspace.specs_of(category)}
        with TagsContext(current_tags=set()), tags(f"project:{project}", *(f"queue:{q}" for q in sorted(queues))):
            return await generate_category(run, category, live.run_id, return_state=True)

    def said(sentence: str) -> None:
        logger.warning(sentence)
        live.listener.said(sentence)

    notifier = notifier_for(run, project, live.workspace.project.title, live.workspace.project.language, said)
    live.alarm = notifier.service_lost
    await live.drive(start)
    await write_artifacts(live)
    if not live.stopping:
        await notifier.run_ended(live.state.assets.values())
    counts = live.state.counts()
    told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    match run_status(live):
        case "interrupted":
            return await end_state(told)
        case "failures" if counts.get("failed") or counts.get("blocked"):
            return Failed(message=told)
        case "failures":
            return Completed(name="Placeholder", message=told)
        case _:
            return Completed(message=told)
