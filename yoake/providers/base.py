"""What a provider is asked (`Request`) and what it answers (`Product`).

A provider never sees Prefect, the store or the catalog: it reads the inputs it is given and writes one file
into the folder it is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from yoake.words import AssetType, Category, Language


@dataclass(frozen=True, slots=True)
class Input:
    """One upstream asset that a request uses."""

    spec: str
    """Id of the task spec that made it."""
    address: str
    """`task_id` or `task_id/item`."""
    path: Path
    """The file, read only."""
    media_type: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What its provider said of it (`Product.meta`)."""
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a provider needs to make one asset; picklable, so that it can travel to a worker process."""

    project: str
    title: str
    language: Language
    address: str
    type: AssetType
    category: Category
    workflow: str | None
    template: str | None
    prompt: str | None
    params: Mapping[str, Any]
    """The spec's parameters with the manifest's defaults filled in; a fan-out item sets its own (`expression`)."""
    item: Mapping[str, Any] | None
    """The element of an upstream result that a `foreach` fan-out is for (a scene, a line), else none."""
    seed: int
    """0 <= seed < 2**32."""
    inputs: tuple[Input, ...]
    folder: Path
    """An empty private folder to write the product into."""
    notes: tuple[str, ...] = ()
    """What reviewers missed in earlier versions, oldest first: untrusted text, for the prompt and nothing else."""

    def inputs_of(self, media_prefix: str) -> list[Input]:
        """The inputs whose media type starts with `media_prefix` (`image/`), in order."""
        return [i for i in self.inputs if i.media_type.startswith(media_prefix)]


CreditKind = Literal["voice", "font", "soundfont", "model", "music", "software"]


@dataclass(frozen=True, slots=True)
class Credit:
    """Who must be named, and under which licence, for what went into an asset."""

    kind: CreditKind
    name: str
    licence: str
    url: str = ""
    text: str = ""
    """The exact words that the licence wants shown, where it wants some."""


@dataclass(frozen=True, slots=True)
class Product:
    """One made file, inside `Request.folder`."""

    path: Path
    media_type: str
    meta: dict[str, Any] = field(default_factory=dict)
    """JSON-serialisable facts that downstream providers need (a character's look, a place's kind)."""
    credits: tuple[Credit, ...] = ()
