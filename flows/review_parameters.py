"""What a review is started with: the form in the Prefect UI."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from flows.parameters import NodeFileName, OutputFolder, ProjectFile


class ReviewParameters(BaseModel):
    """What to ask about."""

    model_config = ConfigDict(extra="forbid", title="Review")
    project_file: ProjectFile
    asset: str | None = Field(
        None, title="Asset", description="The address of one asset; empty: everything that waits.", max_length=160
    )
    nodes: NodeFileName = "embedded"
    out: OutputFolder = "out"
