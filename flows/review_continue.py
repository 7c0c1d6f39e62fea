"""What goes on once a gate was decided: the run that waits for it by itself, else a new one."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.exceptions import ObjectNotFound

from flows.review_parameters import ReviewParameters
from yoake.errors import YoakeError
from yoake.workspace.lock import project_lock
from yoake.workspace.workspace import Workspace

DEPLOYMENT = "generate-game/generate-game"
AWAITING = frozenset(("waiting", "failures"))
"""The status of a run that ended by itself, with gates open (`flows.open_run.run_status`)."""
ENDING_SECONDS = 10.0
"""A run that is at work may just be ending; after that it is one that looks for decisions itself."""
LOOK_SECONDS = 0.5
SOON = timedelta(minutes=1)
"""A run scheduled for later (tomorrow night) is not what a person waits for."""
LOOKED_AT = 50
OF_ITS_TIME = ("redo", "until")
"""What was asked of the run that waits and does not hold for the one that goes on with it."""


async def go_on(client: PrefectClient, workspace: Workspace, ask: ReviewParameters) -> str:
    """Sees to it that somebody makes what was held back; returns who, in a sentence.

    Args:
        ask: where project file and output folder are as this process sees them: a run that was started in a
            terminal may have named them from where the terminal was.
    """
    project = workspace.project.project
    deadline = time.monotonic() + ENDING_SECONDS
    while True:
        last = await asyncio.to_thread(_waiting_run, workspace)
        if last is not None:
            break
        if not await asyncio.to_thread(_is_busy, workspace):
            return f"The last run of {project} does not wait for this; the next run takes it up."
        if time.monotonic() >= deadline:
            return f"The run of {project} that is under way takes it up."
        await asyncio.sleep(LOOK_SECONDS)
    command = f"yoake generate {last.settings.get('project_file', project)}"
    try:
        deployment = await client.read_deployment_by_name(DEPLOYMENT)
    except ObjectNotFound:
        return f"The server has no deployment {DEPLOYMENT}; go on with: {command}"
    except httpx.HTTPError as error:
        return f"The run could not be started ({type(error).__name__}); go on with: {command}"
    if await _is_scheduled(client, deployment.id, project):
        return f"A run of {project} is scheduled already and takes it up."
    places = ask.model_dump(include={"project_file", "nodes", "out"})
    number = await asyncio.to_thread(_last_decision, workspace)
    run = await client.create_flow_run_from_deployment(
        deployment.id,
        name=project,
        parameters={"run": {k: v for k, v in last.settings.items() if k not in OF_ITS_TIME} | places},
        tags=[f"project:{project}"],
        idempotency_key=f"after-review:{last.id}:{number}",
    )
    return f"The run {run.name} goes on with it."


def _waiting_run(workspace: Workspace) -> Any | None:
    """The project's last whole run, where it ended by itself; one that was stopped by a person stays so.

    A category that was run by itself meanwhile is part of the game that waits.
    """
    runs = workspace.catalog.runs(workspace.project.project, LOOKED_AT)
    whole = next((run for run in runs if not run.settings.get("only")), next(iter(runs), None))
    return whole if whole is not None and whole.status in AWAITING else None


def _is_busy(workspace: Workspace) -> bool:
    try:
        with project_lock(workspace.layout, workspace.project.project):
            return False
    except YoakeError as error:
        if error.code != "run.busy":
            raise
        return True


def _last_decision(workspace: Workspace) -> int:
    return max((d.id for d in workspace.catalog.reviews.decisions(workspace.project.project)), default=0)


async def _is_scheduled(client: PrefectClient, deployment_id: Any, project: str) -> bool:
    """Whether a run that has not begun will see the decision."""
    found = await client.read_flow_runs(
        deployment_filter=DeploymentFilter.model_validate({"id": {"any_": [deployment_id]}}),
        flow_run_filter=FlowRunFilter.model_validate(
            {
                "tags": {"all_": [f"project:{project}"]},
                "state": {"type": {"any_": ["SCHEDULED", "PENDING"]}},
            }
        ),
        limit=LOOKED_AT,
    )
    soon = datetime.now(UTC) + SOON
    return any(run.expected_start_time is None or run.expected_start_time <= soon for run in found)
