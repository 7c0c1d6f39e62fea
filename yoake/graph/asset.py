"""One produced file or record, and the state it is in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from yoake.definition.models import TaskSpec
from yoake.words import Category

AssetStatus = Literal[
    "waiting", "up-to-date", "to-make", "made", "placeholder", "skipped", "failed", "blocked", "left",
]  # fmt: skip
"""waiting: an upstream is not settled. left: not asked for by `--only`. blocked: something it needs failed."""
SETTLED: frozenset[AssetStatus] = frozenset(
    ("up-to-date", "made", "placeholder", "skipped", "failed", "blocked", "left")
)
HAS_FILE: frozenset[AssetStatus] = frozenset(("up-to-date", "made", "placeholder"))


@dataclass(frozen=True, slots=True)
class Record:
    """What the catalog knows of a made asset's content."""

    sha256: str
    size: int
    media_type: str
    suffix: str
    """With its dot: `.png`."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    credits: tuple[Mapping[str, str], ...] = ()
    seconds: float = 0.0
    placeholder: bool = False
    degraded: bool = False


@dataclass(slots=True)
class Asset:
    """One asset of the expanded graph, addressed `task_id` or `task_id/item`."""

    address: str
    spec: TaskSpec
    category: Category
    item_name: str | None
    params: Mapping[str, Any]
    item: Mapping[str, Any] | None
    order: int
    """Place among the spec's assets."""
    status: AssetStatus = "waiting"
    fingerprint: str = ""
    record: Record | None = None
    inputs: tuple[Asset, ...] = ()
    """The upstream assets it uses, known once they are settled."""
    identity: Mapping[str, Any] = field(default_factory=dict)
    """What its fingerprint is made of, part by part."""
    reason: str = ""
    """Why it has to be made, or why it is not there."""
    redo: bool = False
    """Whether a person has asked for it again (`--redo`)."""
    before: Record | None = None
    """What is there already and is to be replaced only by something better: it was made with less than is asked for."""
    locked: bool = False
    """Whether a lock keeps its content as it is."""
    held: bool = False
    """Whether it has its file and waits for a person before anything may use it (`review: gate`)."""
    candidates: tuple[Asset, ...] = ()
    """The tries that it is chosen from; empty where it is made by itself."""
    of: Asset | None = None
    """The asset that this is a candidate of."""
    number: int = 0
    """Which candidate this is, from 1; 0 for an asset itself."""

    @property
    def media_key(self) -> str:
        """Its content, for digests downstream: the hash, or that it is missing."""
        return self.record.sha256 if self.record else "missing"
