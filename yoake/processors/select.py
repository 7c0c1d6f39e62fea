"""`select`: one part of a JSON result."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from yoake.processors.base import OneInput, Processor, suggestion, wrong_parameter
from yoake.processors.documents import read_json, write_json, write_text
from yoake.processors.inputs import is_json, the_one
from yoake.providers.base import Product, Request

_POSITION = re.compile(r"-?[0-9]{1,6}\Z")


class SelectParams(OneInput):
    """Which part, and how it is written."""

    path: str = Field(
        min_length=1,
        max_length=400,
        description="steps with dots between them: a key, the position of a list's element (from 0; -1 is the last) "
        "or its id, such as chapters.0.scenes or characters.hero.name",
    )
    format: Literal["json", "text"] = Field("json", description="text writes the words alone, where it is a text")


def select(request: Request, params: SelectParams) -> Product:
    """Takes one part out of a document."""
    source = the_one(request, is_json, params.input)
    at = read_json(request, source)
    steps = params.path.split(".")
    for count, step in enumerate(steps):
        at = _step(request, at, step, ".".join(steps[:count]) or "the document")
    if params.format == "json":
        return Product(write_json(request, at), "application/json", dict(source.meta))
    if not isinstance(at, str):
        raise wrong_parameter(request, f"select: {params.path} of {source.address} is no text", "Use format: json")
    return Product(write_text(request, at), "text/plain", dict(source.meta))


def _step(request: Request, at: Any, step: str, where: str) -> Any:
    if isinstance(at, dict):
        if step in at:
            return at[step]
        known = list(at)
    elif isinstance(at, list):
        if _POSITION.match(step) and -len(at) <= int(step) < len(at):
            return at[int(step)]
        known = []
        for element in at:
            if isinstance(element, dict) and isinstance(element.get("id"), str):
                if element["id"] == step:
                    return element
                known.append(element["id"])
        known += [f"positions 0 to {len(at) - 1}"] if at else []
    else:
        known = []
    raise wrong_parameter(
        request,
        f"select: path: there is no {step[:60]!r} in {where}",
        suggestion(step, (" ".join(name.split())[:60] for name in known)),
    )


SELECT = Processor(SelectParams, select)
