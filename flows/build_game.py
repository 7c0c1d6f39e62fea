"""`build-game`: puts the game together from what there is, and builds it."""

from __future__ import annotations

from typing import Any

from prefect import flow
from pydantic import BaseModel, ConfigDict

from flows.generate_game import make_game
from flows.open_run import opened
from flows.parameters import NodeFileName, NotifyBlock, OutputFolder, ProjectFile, RunParameters
from flows.refusals import refused
from flows.run_names import project_name
from yoake.errors import YoakeError

BUILD = "build"
"""The category of games."""


class BuildParameters(BaseModel):
    """One build of one project."""

    model_config = ConfigDict(extra="forbid", title="Build")
    project_file: ProjectFile
    nodes: NodeFileName = "embedded"
    out: OutputFolder = "out"
    notify: NotifyBlock = None


@flow(
    name="build-game",
    flow_run_name=lambda: f"{project_name()} build",
    description="Builds the game from the assets that there are; what is missing gets a placeholder",
    validate_parameters=True,
)
async def build_game(build: BuildParameters) -> Any:
    """Builds a project's game and makes nothing else.

    Args:
        build: Which project, and where its assets are.
    """
    run = RunParameters(**build.model_dump(), only=[BUILD])
    try:
        async with opened(run, as_is=True) as live:
            return await make_game(live, run)
    except YoakeError as error:
        return refused(error)
