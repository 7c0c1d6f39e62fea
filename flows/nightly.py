"""`nightly`: every project that is marked for it, one after the other, yesterday's failures first.

The projects share the same GPUs, so that running them side by side would only end them all late. A night that is too
short has repaired what went wrong before it made anything new.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from prefect import flow, get_run_logger
from prefect.artifacts import acreate_markdown_artifact
from prefect.runtime import deployment, flow_run
from prefect.states import Completed, Failed

from flows.generate_game import generate_game
from flows.night_parameters import NightParameters, stop_at
from flows.night_part import part_of
from flows.night_plan import NightProject, plan_night
from flows.notify import VARIABLE
from flows.notify_night import NightPart, night_message, tell_of_night
from flows.refusals import refused
from flows.rerun import look_back
from flows.until import local_now
from yoake.catalog.clock import now
from yoake.errors import YoakeError
from yoake.store.paths import Layout

NIGHT = ".night.lock"
"""Held by the night; no project can be called so."""


@flow(
    name="nightly",
    flow_run_name=lambda: f"night of {local_now():%Y-%m-%d}",
    description="Makes every project marked for the night, yesterday's failures first",
    validate_parameters=True,
)
async def nightly(night: NightParameters) -> Any:
    """Runs one night.

    Args:
        night: which projects, on what, and until when.
    """
    logger = get_run_logger()
    with _alone(Path(night.out)) as alone:
        if not alone:
            told = "Another night is still under way with the same output folder; this one makes nothing."
            logger.warning(told)
            return Completed(name="Skipped", message=told)
        try:
            await look_back("nightly", night.notify)
        except YoakeError as error:
            return refused(error)
        return await _night(night)


async def _night(night: NightParameters) -> Any:
    logger = get_run_logger()
    until, began = stop_at(night.stop_starting_at, _due()), now()
    parts: list[NightPart] = []

    def left_out(name: str, why: str) -> None:
        logger.warning("%s is left out of the night: %s", name, why)
        parts.append(NightPart(name, name, troubles=(why,)))

    projects = await asyncio.to_thread(plan_night, night, left_out)
    if not projects and not parts:
        told = "No project is marked `nightly: true`."
        logger.info(told)
        return Completed(message=told)
    how_many = f"{len(projects)} project{'' if len(projects) == 1 else 's'}"
    hour = f", nothing new after {until:%H:%M}" if until else ""
    logger.info("%s%s: %s", how_many, hour, ", ".join(p.project for p in projects))
    for project in projects:
        if project.repairs:
            logger.info("%s: first %d that went wrong or were rejected", project.project, len(project.repairs))
            state = await _run(project, until, only=list(project.repairs))
            if _told_to_end(state):
                return state
    states = []
    for project in projects:
        states.append(await _run(project, until))
        if _told_to_end(states[-1]):
            return states[-1]
        parts.append(await asyncio.to_thread(part_of, project, states[-1], began, logger.warning))
    language = projects[0].language if projects else "en"
    subject, body = night_message(parts, language)
    await acreate_markdown_artifact(key="yoake-night", markdown=_markdown(parts), description=subject)
    await tell_of_night(night.notify or os.environ.get(VARIABLE) or None, parts, language, logger.warning)
    logger.info("%s\n%s", subject, body)
    if not projects:
        return Failed(message=f"No project could be made: {', '.join(part.project for part in parts)}")
    if bad := [p.project for p, state in zip(projects, states, strict=True) if state.is_failed()]:
        return Failed(message=f"{subject} ({', '.join(bad)})")
    return Completed(message=subject)


async def _run(project: NightProject, until: datetime | None, only: list[str] | None = None) -> Any:
    asked = {"until": until, "only": only or []}
    if only is None and project.repairs:
        asked["redo"] = []  # has been redone first; what could not be made better is not tried twice in a night
    return await generate_game(project.run.model_copy(update=asked), return_state=True)


def _told_to_end(state: Any) -> bool:
    """Whether a person cancelled the night, or its process goes down: no other project is begun."""
    return bool(state.is_cancelled() or state.is_crashed())


def _due() -> datetime:
    """When the night was to begin: one that begins late, or goes on after a crash, has the same end."""
    if deployment.id is None:
        return local_now()
    return flow_run.scheduled_start_time.astimezone()


@contextmanager
def _alone(out: Path) -> Iterator[bool]:
    """Holds the night; the operating system lets go of it when the process dies, however it dies."""
    locks = Layout(out).locks
    locks.mkdir(parents=True, exist_ok=True)
    lock = FileLock(locks / NIGHT)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _markdown(parts: list[NightPart]) -> str:
    lines = ["| project | made | up to date | in trouble | left | waits for review |", "|---|---:|---:|---:|---:|---:|"]
    for part in parts:
        bad = sum(part.counts.get(s, 0) for s in ("failed", "blocked", "placeholder", "skipped"))
        lines.append(
            f"| {part.project} | {part.counts.get('made', 0)} | {part.counts.get('up-to-date', 0)} | {bad} "
            f"| {part.counts.get('left', 0)} | {part.waiting} |"
        )
    return "\n".join(lines) + "\n"
