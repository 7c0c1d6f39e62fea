"""What a night is started with: the form in the Prefect UI."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from flows.parameters import NodeFileName, NotifyBlock, OutputFolder

Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class NightParameters(BaseModel):
    """One night."""

    model_config = ConfigDict(extra="forbid", title="Night")
    projects: list[Annotated[str, StringConstraints(min_length=1, max_length=1000)]] = Field(
        default_factory=list,
        title="Projects",
        description="Project files of the folder; empty: all that say `nightly: true`.",
        max_length=200,
    )
    nodes: NodeFileName = "embedded"
    out: OutputFolder = "out"
    stop_starting_at: Hour | None = Field(
        "07:00",
        title="Start nothing new after",
        description="Local time, HH:MM. What has been started is finished; the rest waits for the next night.",
        examples=["07:00"],
    )
    redo_degraded: bool = Field(
        True, title="Redo degraded", description="Make again in full what was made with less than was asked for."
    )
    notify: NotifyBlock = None


def stop_at(hour: str | None, began: datetime) -> datetime | None:
    """When a night that began then starts nothing new: the next time that its clock shows the hour.

    Args:
        hour: `HH:MM`; none for a night without an end.
        began: in the time zone that the hour is meant in.
    """
    if hour is None:
        return None
    named = time.fromisoformat(hour)
    found = began.replace(hour=named.hour, minute=named.minute, second=0, microsecond=0)
    return found if found > began else found + timedelta(days=1)
