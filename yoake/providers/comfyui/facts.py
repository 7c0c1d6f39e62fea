"""What a made asset says of itself (`Product.meta`): whom or what it shows, so that later assets find and follow it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from yoake.library.manifest import Workflow
from yoake.providers.base import Request
from yoake.providers.comfyui.prompts import context_of
from yoake.providers.comfyui.upstream import chosen_pictures, wish

_TOLD = (
    "character", "characters", "outfit", "expression", "pose", "place", "kind", "time_of_day", "weather", "part",
    "mood", "motion",
)  # fmt: skip
"""Parameters, or values of the element it is for, that are facts about the result."""
_OWN = frozenset(("width", "height", "slice", "duration_seconds"))
"""Facts of a file, which no variation takes over."""


def facts_of(workflow: Workflow, request: Request, path: Path) -> dict[str, Any]:
    """The facts of a finished asset.

    A variation keeps what the picture that it varies says of itself. A person's looks come from the setting, so that
    pictures further down, which do not read it, still know them.

    Args:
        path: the finished file.
    """
    pictures = chosen_pictures(workflow, request)
    before = pictures.get(workflow.post.upstream or "")
    facts = {k: v for k, v in before.meta.items() if k not in _OWN} if before is not None else {}
    for name in _TOLD:
        value = wish(request, name)
        if value is not None:
            facts[name] = list(value) if isinstance(value, tuple) else value
    if request.category == "event" and (request.item or {}).get("id"):
        facts["event"] = str((request.item or {})["id"])
    known = context_of(workflow, request, pictures)
    person = known["character"] if facts.get("character") else {}
    facts |= {key: person[key] for key in ("appearance", "gender", "age_group") if person.get(key)}
    if facts.get("place") and known["place"].get("kind"):
        facts.setdefault("kind", known["place"]["kind"])
    if workflow.makes == "image":
        with Image.open(path) as picture:
            facts["width"], facts["height"] = picture.size
    return facts
