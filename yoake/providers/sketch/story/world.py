"""The world setting: era, themes, and the places that become backgrounds."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from yoake.providers.sketch.story.scripts import places as place_rows
from yoake.providers.sketch.story.subject import Subject, genre_name
from yoake.texts.models import Place, PlaceKind, WorldSetting
from yoake.words import Language

DEFAULT_COUNT = 6
_MOST = 40
_OLDEN = ("fantasy", "historical")
_MODERN_FIRST = ("street", "cafe")
"""Kinds of place whose second name suits an older world."""
_FURTHER = "東西南北奥"
_KINDS_OF_GENRE: dict[str, tuple[PlaceKind, ...]] = {
    "school_fantasy": ("classroom", "rooftop", "library", "street", "shrine", "school", "park", "seaside", "room"),
    "school_romance": ("classroom", "park", "street", "rooftop", "seaside", "cafe", "school", "station", "library"),
    "mystery": ("street", "library", "castle", "cafe", "station", "room", "park", "seaside", "rooftop"),
    "fantasy": ("castle", "forest", "street", "library", "shrine", "seaside", "cafe", "room"),
    "science_fiction": ("station", "rooftop", "library", "street", "seaside", "room", "cafe", "park"),
    "ghost_story": ("classroom", "station", "street", "library", "school", "shrine", "room", "seaside"),
    "historical": ("street", "shrine", "castle", "cafe", "seaside", "forest", "room", "library", "station"),
    "everyday": ("cafe", "street", "park", "seaside", "station", "room", "shrine", "library"),
}


def make_world(
    title: str,
    genre: str,
    subject: Subject,
    asked: Sequence[Mapping[str, Any]],
    count: int,
    language: Language,
    seed: int,
) -> WorldSetting:
    """A world for the subject.

    Args:
        title: of the game.
        genre: in a person's words; the plot's own genre where empty.
        subject: what the story is about.
        asked: places that must be there, in order: `kind`, and any of `id name description`.
        count: how many places at least (40 at most).
        language: of all texts.
        seed: decides what was not asked for.
    """
    briefs = list(asked[:_MOST])
    taken: set[str] = {str(b["id"]) for b in briefs if b.get("id")}
    more = _more_kinds([b["kind"] for b in briefs], min(count, _MOST), subject, random.Random(seed))
    briefs.extend({"kind": kind} for kind in more)
    rows = place_rows()
    seen: dict[PlaceKind, int] = {}
    made = []
    for brief in briefs:
        kind: PlaceKind = brief["kind"]
        of_kind = rows[kind][::-1] if subject.plot.genre in _OLDEN and kind in _MODERN_FIRST else rows[kind]
        made.append(_place(brief, of_kind, seen.get(kind, 0), taken, language))
        seen[kind] = seen.get(kind, 0) + 1
    return WorldSetting(
        title=title[:80],
        genre=(genre or genre_name(subject.plot.genre, language))[:80],
        era=subject.plot.era,
        summary=subject.plot.world,
        themes=list(subject.plot.themes),
        places=made,
    )


def _more_kinds(wanted: list[PlaceKind], count: int, subject: Subject, rng: random.Random) -> list[PlaceKind]:
    """Kinds for the places that nobody asked for: one of the story's heart, then what the genre calls for."""
    there = set(wanted)
    heart = [] if there & set(subject.plot.heart) else [subject.plot.heart[0]]
    others: list[PlaceKind] = list(place_rows())
    rng.shuffle(others)
    order: list[PlaceKind] = list(dict.fromkeys([*heart, *_KINDS_OF_GENRE[subject.plot.genre], *others]))
    fresh = [kind for kind in order if kind not in there]
    missing = max(0, count - len(wanted))
    return [*fresh, *order, *order, *order][:missing]


def _place(brief: Mapping[str, Any], rows: list[list[str]], nth: int, taken: set[str], language: Language) -> Place:
    row: list[Any] = rows[nth % len(rows)]
    part = nth // len(rows)
    at = 1 if language == "ja" else 2
    name = str(brief.get("name") or row[at])
    if part and not brief.get("name"):
        name = f"{name}・{_FURTHER[(part - 1) % len(_FURTHER)]}" if language == "ja" else f"{name}, part {part + 1}"
    proposal = str(brief.get("id") or row[0])
    number = 1
    while not brief.get("id") and proposal in taken:
        number += 1
        proposal = f"{row[0]}_{number}"
    taken.add(proposal)
    return Place(
        id=proposal,
        name=name[:1].upper() + name[1:],
        kind=brief["kind"],
        description=str(brief.get("description") or row[at + 2]),
    )
