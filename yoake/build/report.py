"""What a build test found: one report for lint and for play-throughs, of both engines."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from yoake.definition.models import Target


class PlayThrough(BaseModel):
    """One way through the game."""

    model_config = ConfigDict(extra="forbid")
    choices: list[int] = Field(description="index of the option picked at each menu, in order")
    ending: str | None = Field(description="id of the ending that was reached")
    lines: int = Field(description="lines that were shown")
    seconds: float
    screenshots: list[str] = Field(default_factory=list, description="file names beside the report")


class BuildReport(BaseModel):
    """Result of a build test; `problems` is empty exactly where the test passed."""

    model_config = ConfigDict(extra="forbid")
    target: Target
    step: Literal["lint", "play"]
    problems: list[str] = Field(default_factory=list)
    plays: list[PlayThrough] = Field(default_factory=list)
    skipped: str | None = Field(None, description="why it could not be done here, where a tool is missing")
