"""Reads what a model wrote: parsed, put right where that is mechanical, validated, with the words for asking again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from yoake.providers.base import Request
from yoake.texts.models import CharacterSetting, Dialogue, Scenario, WorldSetting
from yoake.texts.registry import SCHEMAS

_FENCE = re.compile(r"\A```[a-zA-Z]*\s*\n(.*?)\n?```\Z", re.DOTALL)
_MOST_TOLD = 12


class WrongAnswerError(ValueError):
    """An answer that cannot be used.

    Args:
        problems: one sentence each, for the model.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_answer(text: str, schema: str, request: Request, documents: Mapping[str, Any]) -> BaseModel:
    """The document of an answer.

    Raises:
        WrongAnswerError: it is no JSON, does not follow the schema or contradicts what it builds on.
    """
    try:
        raw = json.loads(_bare(text))
    except (ValueError, RecursionError) as error:
        raise WrongAnswerError([f"The answer is no JSON: {error}."]) from error
    if not isinstance(raw, dict):
        raise WrongAnswerError(["The answer is not one JSON object."])
    if schema == "dialogue":
        _named(raw, request)
    try:
        document = SCHEMAS[schema].model_validate(raw)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise WrongAnswerError(
            [f"{'.'.join(map(str, p['loc'])) or 'document'}: {p['msg']}." for p in problems[:_MOST_TOLD]]
        ) from error
    if problems_found := list(_contradictions(document, request, documents))[:_MOST_TOLD]:
        raise WrongAnswerError(problems_found)
    return document


def meta_of(document: BaseModel, schema: str) -> dict[str, Any]:
    """What downstream providers are told of the text: the same as of an embedded one."""
    if isinstance(document, CharacterSetting):
        return {"schema": schema, "characters": [c.id for c in document.characters]}
    if isinstance(document, WorldSetting):
        return {"schema": schema, "places": [p.id for p in document.places]}
    if isinstance(document, Scenario):
        return {"schema": schema, "scenes": len(document.scenes), "endings": [e.id for e in document.endings]}
    if isinstance(document, Dialogue):
        return {"schema": schema, "scene": document.scene, "lines": len(document.lines)}
    return {"schema": schema}


def _bare(text: str) -> str:
    """Without the code fence that models put around JSON when no grammar keeps them from it."""
    fenced = _FENCE.match(text.strip())
    return fenced.group(1) if fenced else text


def _named(raw: dict[str, Any], request: Request) -> None:
    """The scene's id is known, and line ids must be unique in the whole game: neither is left to the model."""
    scene = (request.item or {}).get("id")
    lines = raw.get("lines")
    if not isinstance(scene, str):
        return
    raw["scene"] = scene
    for number, line in enumerate(lines if isinstance(lines, list) else (), 1):
        if isinstance(line, dict):
            line["id"] = f"{scene[:42]}_l{number:02d}"


def _contradictions(document: BaseModel, request: Request, documents: Mapping[str, Any]) -> Iterator[str]:
    people, places = _ids(documents, "character_setting", "characters"), _ids(documents, "world_setting", "places")
    if isinstance(document, CharacterSetting):
        asked = request.params.get("characters")
        wanted = (
            {str(one.get("id")) if isinstance(one, Mapping) else str(one) for one in asked or ()}
            if _many(asked)
            else set()
        )
        if missing := sorted(wanted - {c.id for c in document.characters}):
            yield f"These people were asked for and are missing: {', '.join(missing)}."
    elif isinstance(document, Dialogue) and people:
        yield from _strangers({line.speaker for line in document.lines if line.speaker}, people, "speaker")
    elif isinstance(document, Scenario):
        if people:
            named = {c for s in document.scenes for c in s.characters} | {
                c for e in document.events for c in e.characters
            }
            yield from _strangers(
                named | {line.speaker for line in document.lines if line.speaker}, people, "character"
            )
        if places:
            yield from _strangers(
                {s.place for s in document.scenes} | {e.place for e in document.events}, places, "place"
            )


def _many(asked: object) -> bool:
    return isinstance(asked, list | tuple)


def _strangers(named: set[str], known: set[str], what: str) -> Iterator[str]:
    if strangers := sorted(named - known):
        yield f"There is no {what} {', '.join(strangers[:8])}; use only {', '.join(sorted(known))}."


def _ids(documents: Mapping[str, Any], document: str, collection: str) -> set[str]:
    found = documents.get(document)
    listed = found.get(collection) if isinstance(found, Mapping) else None
    return {str(one["id"]) for one in listed or () if isinstance(one, Mapping) and "id" in one}
