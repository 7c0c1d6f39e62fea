"""Names of text results: schema name to model, and the parts of a result that others refer to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from yoake.texts.models import CharacterSetting, Dialogue, Scenario, WorldSetting


class FreeText(BaseModel):
    """Result of a plain prompt, without a template of its own schema."""

    model_config = ConfigDict(extra="allow", frozen=True)
    text: str = Field(min_length=1, max_length=100_000)


SCHEMAS: dict[str, type[BaseModel]] = {
    "character_setting": CharacterSetting,
    "world_setting": WorldSetting,
    "scenario": Scenario,
    "dialogue": Dialogue,
    "text": FreeText,
}
COLLECTIONS: dict[str, tuple[str, ...]] = {
    "character_setting": ("characters",),
    "world_setting": ("places", "themes"),
    "scenario": ("chapters", "scenes", "lines", "endings", "events"),
    "dialogue": ("lines",),
    "text": (),
}
"""Which collections of a result a `foreach` may run over."""


def collection(document: Mapping[str, Any], name: str) -> list[Any]:
    """The elements of a result's collection, in order; empty where it has none.

    Scenes and lines of a scenario lie inside its chapters, so they are gathered from there.
    """
    if name == "scenes" and "chapters" in document:
        return [scene for chapter in document["chapters"] for scene in chapter.get("scenes", ())]
    if name == "lines" and "chapters" in document:
        return [line for scene in collection(document, "scenes") for line in scene.get("lines", ())]
    found = document.get(name, [])
    return list(found) if isinstance(found, list) else []


def part_of(document: Any, path: str) -> Any:
    """The part of a result that a manifest's `uses` names, such as `characters/hero`.

    A step into a list picks the element whose `id` is the step. Returns the whole document where the path leads
    nowhere, so that an unknown name makes an asset depend on everything rather than on nothing.
    """
    at = document
    for step in path.split("/"):
        if isinstance(at, Mapping) and step in at:
            at = at[step]
        elif isinstance(at, list):
            found = [x for x in at if isinstance(x, Mapping) and x.get("id") == step]
            if not found:
                return document
            at = found[0]
        else:
            return document
    return at
