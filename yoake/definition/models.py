"""The project file as data: `Project`, `TaskSpec`, `GameBrief` (docs/project-file.md explains every key)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, model_validator

from yoake.texts.models import Expression, Mood, PlaceKind, SoundKind, TimeOfDay
from yoake.words import AssetType, Category, Language

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""Ids of specs, characters, outfits...: safe as file names and script labels."""
ShortName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,22}$")]
"""Ids that go into the ids of specs: `char_expression_CHARACTER_OUTFIT` is a `Name` too."""
ReviewMode = Literal["none", "after", "gate"]
OnFailure = Literal["placeholder", "skip", "fail"]
Target = Literal["web", "renpy"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


LIST_TAG, COUNT_TAG = "(list)", "(count)"


def _list_or_count(value: Any) -> str | None:
    """Which of the two a value is meant to be, so that a mistake in it is told once and not for both."""
    if isinstance(value, list):
        return LIST_TAG
    return COUNT_TAG if isinstance(value, int | float) and not isinstance(value, bool) else None


_ListOrCount = Discriminator(_list_or_count)


class Defaults(_Model):
    """Values that every spec of a type takes where it names none itself."""

    provider: str | None = Field(None, max_length=64)
    fallback: str | None = Field(None, max_length=64)
    on_failure: OnFailure | None = None
    review: ReviewMode | None = None
    timeout_seconds: float | None = Field(None, gt=0, le=86_400)
    params: dict[str, Any] = Field(default_factory=dict)


class TaskSpec(_Model):
    """One entry of `tasks:`, or one that the brief was decomposed into."""

    id: Name
    type: AssetType
    depends_on: list[Name] = Field(default_factory=list)
    workflow: Name | None = Field(None, description="for pictures, video, music and sound: workflows/comfyui/NAME")
    template: Name | None = Field(None, description="for llm_gen: workflows/prompts/NAME")
    prompt: str | None = Field(None, max_length=4000)
    params: dict[str, Any] = Field(default_factory=dict)
    category: Category | None = None
    foreach: str | None = Field(
        None,
        pattern=r"^[a-z][a-z0-9_]{0,63}\.[a-z][a-z0-9_]{0,63}$",
        description="one asset an element of an upstream result: `dialogue.lines`",
    )
    provider: str | None = Field(None, max_length=64)
    candidates: int = Field(1, ge=1, le=16)
    review: ReviewMode = "none"
    fallback: str | None = Field(None, max_length=64, description="who makes it where `provider` could not")
    on_failure: OnFailure = "placeholder"
    priority: int = Field(0, ge=-100, le=100, description="higher goes first among equals")
    timeout_seconds: float | None = Field(None, gt=0, le=86_400)
    estimate_seconds: float | None = Field(None, gt=0, le=86_400)
    model: str | None = Field(None, max_length=80)
    vram_gb: float | None = Field(None, ge=0, le=1024)
    quality: dict[str, float] = Field(default_factory=dict, description="thresholds of the automatic check to change")
    locked: bool = False


class CharacterBrief(_Model):
    """A person of the brief; what is left out is invented."""

    id: ShortName
    name: str | None = Field(None, min_length=1, max_length=40)
    role: str | None = Field(None, min_length=1, max_length=80)
    gender: Literal["female", "male"] | None = None
    age_group: Literal["child", "teen", "adult", "elder"] | None = None
    personality: str | None = Field(None, min_length=1, max_length=400)


_Cast = Annotated[list[CharacterBrief], Field(min_length=1, max_length=24), Tag(LIST_TAG)]
_CastSize = Annotated[int, Field(ge=1, le=24), Tag(COUNT_TAG)]
_Places = Annotated[list[PlaceKind], Field(min_length=1, max_length=40), Tag(LIST_TAG)]
_PlaceCount = Annotated[int, Field(ge=1, le=40), Tag(COUNT_TAG)]
_Parts = Annotated[list[Name], Field(max_length=64), Tag(LIST_TAG)]
_PartCount = Annotated[int, Field(ge=0, le=44), Tag(COUNT_TAG)]
_Moods = Annotated[list[Mood], Field(max_length=10), Tag(LIST_TAG)]
_Kinds = Annotated[list[SoundKind], Field(max_length=34), Tag(LIST_TAG)]
_KindCount = Annotated[int, Field(ge=0, le=200), Tag(COUNT_TAG)]


class GameBrief(_Model):
    """`game:`: what the game is about and how much there is of everything."""

    genre: str = Field("学園", min_length=1, max_length=80)
    theme: str | None = Field(None, min_length=1, max_length=400)
    characters: Annotated[_Cast | _CastSize, _ListOrCount] = Field(2, description="people, or how many")
    expressions: list[Expression] = Field(["normal", "happy", "sad"], min_length=1, max_length=10)
    outfits: list[ShortName] = Field(["uniform"], min_length=1, max_length=8)
    backgrounds: Annotated[_Places | _PlaceCount, _ListOrCount] = Field(
        4, description="kinds of place (`classroom`), or how many"
    )
    times_of_day: list[TimeOfDay] = Field(["day"], min_length=1, max_length=4)
    chapters: int = Field(1, ge=1, le=20)
    scenes_per_chapter: int = Field(3, ge=1, le=12)
    lines_per_scene: int = Field(6, ge=2, le=60)
    endings: int = Field(2, ge=1, le=8)
    events: int = Field(0, ge=0, le=40, description="event pictures")
    bgm: Annotated[_Moods | _KindCount, _ListOrCount] = Field(2, description="moods, or how many")
    se: Annotated[_Kinds | _KindCount, _ListOrCount] = Field(3, description="kinds of sound effect, or how many")
    ui: Annotated[_Parts | _PartCount, _ListOrCount] = Field(4, description="parts of the interface, or how many")
    videos: Annotated[int, Field(ge=0, le=20)] = 0
    voice: bool = True
    targets: list[Target] = Field(["web", "renpy"], max_length=2)
    play_through: bool = Field(True, description="play the built games automatically, to every ending")


class Project(_Model):
    """A whole project file."""

    project: str = Field(pattern=r"^[a-z0-9_-]{1,64}$")
    title: str = Field(min_length=1, max_length=120, description="as shown in the game; left out, `project`")
    language: Language = "ja"
    seed: int = Field(42, ge=0, lt=2**32)
    nightly: bool = False
    defaults: dict[AssetType, Defaults] = Field(default_factory=dict)
    game: GameBrief | None = None
    tasks: list[TaskSpec] = Field(default_factory=list, max_length=20_000)

    @model_validator(mode="before")
    @classmethod
    def _title_defaults_to_project(cls, data: Any) -> Any:
        if isinstance(data, dict) and "title" not in data and "project" in data:
            return {**data, "title": data["project"]}
        return data
