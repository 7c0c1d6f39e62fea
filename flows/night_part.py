"""What became of one project in a night, from the catalog; and its report, ready for the morning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flows.night_plan import TROUBLED, NightProject
from flows.notify_night import NightPart
from flows.open_run import open_project
from yoake.errors import YoakeError
from yoake.reporting.write import write_report


def part_of(project: NightProject, state: Any, began: str, said: Callable[[str], None]) -> NightPart:
    """Writes the project's report and gathers what is told of it.

    Args:
        state: of its flow run.
        began: when the night began, on the catalog's clock.
        said: told in a sentence that the report could not be written.
    """
    try:
        workspace = open_project(project.run)
    except YoakeError as error:
        return NightPart(project.project, project.title, troubles=(str(error),))
    try:
        catalog, name = workspace.catalog, project.project
        rows = catalog.assets(name)
        troubles = [f"{a}: {row.reason}" for a, row in rows.items() if row.status in TROUBLED]
        if not troubles and (state.is_failed() or state.is_crashed()):
            troubles = [state.message or state.name]
        degraded = catalog.degraded(name)
        report = ""
        try:
            page = write_report(
                catalog, workspace.store, workspace.layout, name, title=project.title, language=project.language
            )
            report = str(page)
        except YoakeError as error:
            said(f"The report of {name} could not be written: {error}")
        return NightPart(
            name,
            project.title,
            counts=counts_of([run.counts or {} for run in catalog.runs(name, 2) if run.started_at >= began]),
            degraded=sum(row.fingerprint in degraded for row in rows.values()),
            waiting=len(catalog.reviews.waiting(name)),
            troubles=troubles,
            report=report,
        )
    finally:
        workspace.close()


def counts_of(runs: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """What a night did for a project, by status: what was repaired first has been made, not found up to date.

    Args:
        runs: the counts of its runs in this night, newest first.
    """
    if not runs:
        return {}
    counts = dict(runs[0])
    repaired = min(sum(run.get("made", 0) for run in runs[1:]), counts.get("up-to-date", 0))
    if repaired:
        counts["made"] = counts.get("made", 0) + repaired
        counts["up-to-date"] -= repaired
    return counts
