"""What a report shows for review: assets that wait, and those with candidates, each with small pictures of them."""

from __future__ import annotations

import mimetypes
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yoake.catalog.catalog import Catalog
from yoake.errors import YoakeError
from yoake.reporting.records import AssetContent, AssetState
from yoake.reporting.thumbnails import CANDIDATE, Thumbnail, Thumbnails
from yoake.store.base import AssetStore

MOST_CHOICES = 40
"""Assets that are shown; of the others it is said how many there are."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the contents that an asset may have."""

    number: int
    """Of the candidate; 0 for the asset itself."""
    score: float
    chosen: bool
    thumbnail: Thumbnail | None
    """None for what is no picture, or is gone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An asset that waits for a person, or that has candidates."""

    address: str
    waits: str
    """gate, after, or empty where it does not wait."""
    variants: tuple[Variant, ...]
    """Its candidates; the asset itself where it has none and is a picture."""


@dataclass(frozen=True, slots=True)
class Choices:
    """All of them, those that wait first."""

    shown: tuple[Choice, ...]
    more: int


def choices(
    catalog: Catalog,
    project: str,
    assets: Collection[AssetState],
    known: Mapping[str, AssetContent],
    store: AssetStore,
    thumbnails: Thumbnails,
) -> Choices:
    """What there is to look at and to choose from.

    Args:
        assets: the project's present ones.
        known: what is known of their contents.
    """
    there = {asset.address for asset in assets}
    waiting = {row.address: row for row in catalog.reviews.waiting(project)}
    variants: dict[str, list[Any]] = {}
    for row in catalog.reviews.candidates(project):
        if row.address in there or row.address in waiting:
            variants.setdefault(row.address, []).append(row)
    listed = [*waiting, *(address for address in variants if address not in waiting)]
    shown = []
    for address in listed[:MOST_CHOICES]:
        row = waiting.get(address)
        found = [
            Variant(c.number, c.score, bool(c.chosen), _small(store, thumbnails, c.sha256, c.suffix, c.media_type))
            for c in variants.get(address, ())
        ]
        if not found and row is not None:
            content = known.get(address)
            media_type = content.media_type if content is not None else ""
            picture = _small(store, thumbnails, row.sha256, row.suffix, media_type)
            found = [Variant(0, 0.0, False, picture)] if picture is not None else []
        shown.append(Choice(address, row.mode if row is not None else "", tuple(found)))
    return Choices(tuple(shown), len(listed) - len(shown))


def _small(store: AssetStore, thumbnails: Thumbnails, sha256: str, suffix: str, media_type: str) -> Thumbnail | None:
    kind = media_type or mimetypes.guess_type(f"file{suffix}")[0] or ""
    if not kind.startswith("image/") or kind == "image/svg+xml":
        return None
    try:
        path: Path = store.local(sha256, suffix)
    except (YoakeError, OSError):
        return None  # gone from a remote storage: the page shows its number alone
    return thumbnails.make(path, CANDIDATE)
