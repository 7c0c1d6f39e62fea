"""What a night has to do: which projects, and what of each is repaired before anything new is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flows.night_parameters import NightParameters
from flows.open_run import open_project
from flows.parameters import RunParameters
from flows.projects import listed_projects, project_path
from yoake.definition.problems import ProjectFileError
from yoake.errors import YoakeError
from yoake.words import Language
from yoake.workspace.workspace import Workspace

TROUBLED = frozenset(("failed", "blocked", "skipped", "placeholder"))


@dataclass(frozen=True, slots=True)
class NightProject:
    """One project of a night."""

    run: RunParameters
    project: str
    title: str
    language: Language
    repairs: tuple[str, ...] = field(default=())
    """What the last runs could not make, what people have rejected, and what was made with less: made first."""


def plan_night(night: NightParameters, left_out: Callable[[str, str], None]) -> list[NightProject]:
    """The projects of a night in the order of their files.

    Args:
        left_out: told of a file that cannot be used, and why; it does not stop the others.
    """
    found: dict[str, NightProject] = {}
    for name in night.projects or listed_projects():
        try:
            path = project_path(name)
            run = RunParameters(
                project_file=str(path),
                nodes=night.nodes,
                out=night.out,
                redo=["degraded"] if night.redo_degraded else [],
                notify=night.notify,
            )
            workspace = open_project(run)
        except (YoakeError, ProjectFileError) as error:
            left_out(name, str(error))
            continue
        try:
            project = workspace.project
            if not night.projects and not project.nightly:
                continue
            if project.project in found:
                other = Path(found[project.project].run.project_file).name
                left_out(name, f"{other} is the project {project.project} too.")
                continue
            found[project.project] = NightProject(
                run, project.project, project.title, project.language, tuple(repairs_of(workspace, night.redo_degraded))
            )
        finally:
            workspace.close()
    return list(found.values())


def repairs_of(workspace: Workspace, redo_degraded: bool) -> list[str]:
    """Addresses of what is to be made before anything new, in the order of the catalog."""
    project, catalog = workspace.project.project, workspace.catalog
    specs = {spec.id for spec in workspace.specs}
    degraded = catalog.degraded(project) if redo_degraded else frozenset()
    asked_anew = {
        decision.address: decision.kind in ("reject", "redo") and decision.sha256
        for decision in catalog.reviews.decisions(project)
    }
    return [
        address
        for address, row in catalog.assets(project).items()
        if address.partition("/")[0] in specs
        and row.category != "build"
        and (row.status in TROUBLED or row.fingerprint in degraded or asked_anew.get(address) == row.sha256)
    ]
