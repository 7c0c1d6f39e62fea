"""Who and what the project's assets are owed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yoake.build.credits import FONT
from yoake.reporting.records import AssetContent

Key = tuple[str, str, str, str, str]
FIELDS = ("kind", "name", "licence", "url", "text")


@dataclass(frozen=True, slots=True)
class Credited:
    """Somebody's work, and how many assets have it in them."""

    kind: str
    name: str
    licence: str
    url: str
    text: str
    assets: int


@dataclass(frozen=True, slots=True)
class Maker:
    """A provider, with the model it used where it says so."""

    provider: str
    model: str
    assets: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Credits and makers."""

    credits: tuple[Credited, ...]
    """By kind and name, each once."""
    makers: tuple[Maker, ...]
    """The one with most assets first."""


def provenance(contents: Iterable[AssetContent], game: Mapping[str, Any] | None) -> Provenance:
    """Credits of the assets and of the integrated game, and what made them."""
    credited: Counter[Key] = Counter()
    makers: Counter[tuple[str, str]] = Counter()
    for content in contents:
        for credit in content.credits:
            credited[_key(credit)] += 1
        if content.facts.get("step") == "package" and content.suffix:
            credited[FONT.kind, FONT.name, FONT.licence, FONT.url, FONT.text] += 1  # each build carries a subset
        if content.provider:
            makers[content.provider, content.model] += 1
    listed = (game or {}).get("credits")
    for credit in listed if isinstance(listed, list) else ():
        if isinstance(credit, dict):
            credited.setdefault(_key(credit), 0)
    return Provenance(
        credits=tuple(Credited(*key, count) for key, count in sorted(credited.items()) if key[1]),
        makers=tuple(Maker(*key, count) for key, count in sorted(makers.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _key(credit: Mapping[str, Any]) -> Key:
    kind, name, licence, url, text = (str(credit.get(field) or "") for field in FIELDS)
    return kind, name, licence, url, text
