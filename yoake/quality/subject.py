"""What a check is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yoake.words import AssetType, Category, Language


@dataclass(frozen=True, slots=True)
class Subject:
    """One made file, and what it is meant to be."""

    path: Path
    media_type: str
    asset_type: AssetType
    category: Category
    alpha: bool | None = None
    """For pictures: whether the background is to be transparent; none where either will do."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What the provider said of it: `silent` (voice), `loop` (music)."""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """The spec's own values (`quality:`), by the names of the table."""
    language: Language = "ja"
    schema: str | None = None
    """For texts: name of the schema that the document follows."""
