"""`build-game`: puts the game together from what there is, and builds it."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.generate_game import make_game
from flows.open_run import opened
from flows.parameters import NodeFileName, NotifyBlock, OutputFolder, ProjectFile, RunParameters
from flows.refusals import refused
from flows.run_names import project_name
from yoake.errors import YoakeError

BUILD = "build"
"""The category of games."""


@flow(
    name="build-game",
    flow_run_name=lambda: f"{project_name()} build",
    description="Builds the game from the assets that there are; what is missing gets a placeholder",
    validate_parameters=True,
)
async def build_game(
    project_file: ProjectFile, nodes: NodeFileName = "embedded", out: OutputFolder = "out", notify: NotifyBlock = None
) -> Any:
    """Builds a project's game and makes nothing else.

    Args:
        project_file: the project's YAML file.
        nodes: what hardware and services there are.
        out: where assets and games are.
        notify: the notification block that tells a person of failures.
    """
    run = RunParameters(project_file=project_file, nodes=nodes, out=out, only=[BUILD], notify=notify)
    try:
        async with opened(run, as_is=True) as live:
            return await make_game(live, run)
    except YoakeError as error:
        return refused(error)
