"""Reads the upstream documents that a text request builds on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from yoake.errors import InvalidRequestError
from yoake.providers.base import Request
from yoake.texts.models import CharacterSetting, Scenario, WorldSetting


@dataclass(frozen=True, slots=True)
class Upstream:
    """What is already known of the story; each may be missing."""

    characters: CharacterSetting | None = None
    world: WorldSetting | None = None
    scenario: Scenario | None = None


# A key that only one of the schemas has at its top.
_KINDS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("chapters", "scenario", Scenario),
    ("places", "world", WorldSetting),
    ("characters", "characters", CharacterSetting),
)


def read_upstream(request: Request) -> Upstream:
    """The character setting, world setting and scenario among the inputs; the first of each kind counts.

    Raises:
        InvalidRequestError: `story.input-invalid`, where an input looks like one of them and is none.
    """
    found: dict[str, Any] = {}
    for one in request.inputs_of("application/json"):
        try:
            document = json.loads(one.path.read_bytes())
        except ValueError as error:
            raise _invalid(request, one.address, str(error)) from error
        if not isinstance(document, dict):
            continue
        for key, name, model in _KINDS:
            if key in document:
                try:
                    found.setdefault(name, model.model_validate(document))
                except ValidationError as error:
                    first = error.errors(include_url=False)[0]
                    where = ".".join(map(str, first["loc"]))
                    raise _invalid(request, one.address, f"{where}: {first['msg']}") from error
                break
    return Upstream(**found)


def _invalid(request: Request, address: str, why: str) -> InvalidRequestError:
    return InvalidRequestError(
        "story.input-invalid",
        f"{request.address}: the text of {address} cannot be read ({why}).",
        next_step=f"Make {address} again, or correct it by hand.",
    )
