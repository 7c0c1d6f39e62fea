"""What a run leaves in the Prefect UI at its end: a summary in markdown and a table of its assets."""

from __future__ import annotations

import asyncio

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.runtime import flow_run

from flows.artifact_summary import Places, summary
from flows.artifact_table import rows_of
from flows.artifact_words import key_of
from flows.live_run import LiveRun


async def write_artifacts(live: LiveRun) -> None:
    """Writes both artifacts of the run."""
    workspace = live.workspace
    project = workspace.project.project
    places = Places(project, workspace.project.title, workspace.layout.project(project), flow_run.ui_url or "")
    assets = list(live.state.assets.values())
    await acreate_markdown_artifact(
        key=key_of(project, "summary"), markdown=summary(assets, places), description=f"{project}: what was made"
    )
    attempts = await asyncio.to_thread(workspace.catalog.attempts, live.run_id)
    await acreate_table_artifact(
        key=key_of(project, "assets"), table=rows_of(assets, attempts), description=f"{project}: the assets of this run"
    )
