"""Music, voices, effects and clips: how many, and how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yoake.reporting.records import AssetContent, AssetState
from yoake.reporting.stories import Story

MOST = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of music, an effect or a clip."""

    name: str
    seconds: float
    placeholder: bool
    loop: bool
    size: str
    """`1280 x 720` for a clip; empty for a sound."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one character says."""

    name: str
    utterances: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one category; the first so many of them, and the sums over all."""

    shown: tuple[Piece, ...]
    count: int
    seconds: float

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True)
class Sounds:
    """Everything that is heard, and the clips."""

    music: Pieces
    effects: Pieces
    clips: Pieces
    voices: tuple[Part, ...]


def sounds(assets: Sequence[AssetState], contents: Mapping[str, AssetContent], story: Story) -> Sounds:
    """What there is to hear, and for how long."""
    parts: dict[str, list[float]] = {}
    for one in assets:
        if one.category == "voice" and one.sha256 and one.address in contents:
            who = contents[one.address].facts.get("character")
            parts.setdefault(who if isinstance(who, str) else one.spec, []).append(_seconds(contents[one.address]))
    cast = {c.id: i for i, c in enumerate(story.cast)}
    who_first = sorted(parts, key=lambda name: (cast.get(name, len(cast)), name))
    return Sounds(
        music=_pieces("bgm", "mood", assets, contents),
        effects=_pieces("se", "kind", assets, contents),
        clips=_pieces("video", "", assets, contents),
        voices=tuple(Part(story.name_of(name), len(parts[name]), sum(parts[name])) for name in who_first),
    )


def _pieces(category: str, named: str, assets: Sequence[AssetState], contents: Mapping[str, AssetContent]) -> Pieces:
    found = [(a, contents[a.address]) for a in assets if a.category == category and a.sha256 and a.address in contents]
    shown = []
    for one, content in found[:MOST]:
        facts = content.facts
        name = facts.get(named)
        width, height = facts.get("width"), facts.get("height")
        sized = category == "video" and isinstance(width, int) and isinstance(height, int)
        shown.append(
            Piece(
                name=name if isinstance(name, str) and name else one.item or one.spec,
                seconds=_seconds(content),
                placeholder=one.status == "placeholder",
                loop=facts.get("loop") is True,
                size=f"{width} × {height}" if sized else "",
            )
        )
    return Pieces(tuple(shown), len(found), sum(_seconds(content) for _, content in found))


def _seconds(content: AssetContent) -> float:
    value: Any = content.facts.get("duration_seconds")
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e6 else 0.0
