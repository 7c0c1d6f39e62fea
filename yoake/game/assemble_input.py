"""What integration starts from (`AssembleInput`) and what it hands on (`Assembled`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yoake.game.model import Game
from yoake.providers.base import Credit
from yoake.texts.models import CharacterSetting, Dialogue, Scenario, WorldSetting
from yoake.words import AssetType, Category, Language


@dataclass(frozen=True, slots=True)
class MadeAsset:
    """One finished asset, with what is known about what it shows or sounds like."""

    address: str
    """`task_id` or `task_id/item`."""
    spec_id: str
    type: AssetType
    category: Category
    media_type: str
    sha256: str
    """Lower-case hex digest of the file."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    """`Product.meta` of its provider: `character`, `expression`, `place`, `mood`..."""
    params: Mapping[str, Any] = field(default_factory=dict)
    """The spec's parameters, asked where `meta` does not say."""
    item: Mapping[str, Any] | None = None
    """The element of an upstream result that it was made for: a line, an event picture."""
    placeholder: bool = False
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class AssembleInput:
    """Everything a game is put together from."""

    project: str
    title: str
    language: Language
    scenario: Scenario
    characters: CharacterSetting | None = None
    world: WorldSetting | None = None
    dialogues: tuple[Dialogue, ...] = ()
    """Each replaces the lines of its scene."""
    assets: tuple[MadeAsset, ...] = ()
    """In the order of the task graph: of two pictures of the same thing the later, more finished one is used."""


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A picture that the story asks for and that nobody made."""

    name: str
    """What a stand-in may be called: `background/missing_rooftop.png`."""
    category: Category
    label: str
    """Words for the stand-in: the name of the person or place, as written in the story."""
    why: str
    """One sentence for the report."""
    meta: Mapping[str, str]
    """What the stand-in must say of itself so that it takes the place."""
    width: int
    height: int

    def stand_in(self, sha256: str) -> MadeAsset:
        """The asset for a PNG stand-in; add it to the input and assemble again."""
        spec = self.name.rsplit("/", 1)[1].rsplit(".", 1)[0]
        return MadeAsset(
            address=spec,
            spec_id=spec,
            type="image_gen",
            category=self.category,
            media_type="image/png",
            sha256=sha256,
            meta=dict(self.meta),
            placeholder=True,
        )


@dataclass(frozen=True, slots=True)
class Assembled:
    """A valid game, and what it had to do without."""

    game: Game
    missing: tuple[MissingFile, ...]
