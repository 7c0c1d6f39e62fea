"""What a run is started with: the form in the Prefect UI, and the same fields from the command line."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from flows.projects import offered

ProjectFile = Annotated[
    str,
    Field(
        title="Project",
        description="The project's YAML file.",
        min_length=1,
        max_length=1000,
        json_schema_extra=offered,
    ),
]
NodeFileName = Annotated[
    str,
    Field(
        title="Node file",
        description="What hardware and services there are: `embedded` needs nothing; `single-gpu`, `dual-gpu`, "
        "`cluster`, or a file.",
        min_length=1,
        max_length=1000,
    ),
]
OutputFolder = Annotated[
    str, Field(title="Output folder", description="Where assets and games go.", min_length=1, max_length=1000)
]
NotifyBlock = Annotated[
    str | None,
    Field(
        title="Notify",
        description="Notification block that tells a person what needs them: its type and its name.",
        pattern=r"^[a-z0-9-]{1,100}/[a-z0-9-]{1,100}$",
        examples=["slack-webhook/main"],
    ),
]


class RunParameters(BaseModel):
    """One run of one project."""

    model_config = ConfigDict(extra="forbid", title="Run")
    project_file: ProjectFile
    nodes: NodeFileName = "embedded"
    out: OutputFolder = "out"
    only: list[str] = Field(
        default_factory=list,
        title="Only",
        description="Categories, tasks or assets to make; empty: everything.",
        max_length=1000,
    )
    redo: list[str] = Field(
        default_factory=list,
        title="Again",
        description="Tasks or assets to make again although up to date; `degraded`: all made with less than was asked.",
        max_length=1000,
    )
    api: Literal["now", "night"] = Field(
        "now",
        title="Calls of paid and limited APIs",
        description="now: made in this run. night: left for the nightly run, which makes them in one batch.",
    )
    until: AwareDatetime | None = Field(
        None,
        title="Start nothing new after",
        description="What has begun by then is finished; the rest is left for the next run.",
    )
    linger_minutes: float = Field(
        0.0,
        title="Wait for reviews (minutes)",
        description="How long a run stays that only waits for people; then it ends, and goes on when they decide.",
        ge=0,
        le=1440,
    )
    notify: NotifyBlock = None
    verify: bool = Field(False, title="Verify", description="Read every stored file instead of trusting its date.")
