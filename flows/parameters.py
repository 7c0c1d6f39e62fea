"""What a run is started with: the form in the Prefect UI, and the same fields from the command line."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class RunParameters(BaseModel):
    """One run of one project."""

    model_config = ConfigDict(extra="forbid", title="Run")
    project_file: str = Field(title="Project file", description="the project's YAML file", min_length=1)
    nodes: str = Field(
        "embedded", title="Node file", description="what hardware and services there are: a name or a file"
    )
    out: str = Field("out", title="Output folder", description="where assets and games go")
    only: list[str] = Field(
        default_factory=list, title="Only", description="categories, tasks or assets to make; empty: everything"
    )
    redo: list[str] = Field(
        default_factory=list,
        title="Again",
        description="tasks or assets to make again although up to date; degraded: all made with less than was asked",
    )
    notify: str | None = Field(
        None,
        title="Notify",
        description="Prefect notification block that tells a person of failures: its type and its name",
        pattern=r"^[a-z0-9-]{1,100}/[a-z0-9-]{1,100}$",
        examples=["slack-webhook/main"],
    )
    verify: bool = Field(False, title="Verify", description="read every stored file instead of trusting its date")
