"""What is to be said and how: the line, who says it, and the numbers of VOICEVOX's audio query."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from yoake.errors import InvalidRequestError
from yoake.providers.base import Request
from yoake.providers.sketch.speech.voice import Voice, adjusted, coloured
from yoake.providers.sketch.speech.wording import spoken
from yoake.texts.models import Character, Expression

_LARGEST_SETTING_BYTES = 4_000_000
_FURTHEST_PITCH = 0.15
"""VOICEVOX's own editor goes no further: beyond, voices break."""
_INTONATION: Mapping[Expression, float] = {
    "normal": 1.0, "happy": 1.15, "sad": 0.8, "angry": 1.2, "surprised": 1.3, "shy": 0.9, "worried": 0.95,
    "laughing": 1.25, "serious": 0.9, "sleepy": 0.7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one character."""

    text: str
    """As it stands in the game."""
    words: str
    """What is said of it; empty where nothing can be said (`……`, an emoji)."""
    speaker: str
    """The character's id."""
    expression: Expression
    character: Character | None
    cast: tuple[Character, ...]
    """Everybody in the setting: their names are read as the setting says."""
    style: int | None
    """The VOICEVOX style that the spec or the setting asks for."""
    voice: Voice
    """Speed, pitch and level; the other fields are the embedded voice's."""

    def prosody(self) -> dict[str, float]:
        """Fields of the audio query. `pitchScale` is in octaves."""
        pitch = self.voice.pitch_semitones / 12
        return {
            "speedScale": round(self.voice.speed, 4),
            "pitchScale": round(min(_FURTHEST_PITCH, max(-_FURTHEST_PITCH, pitch)), 4),
            "intonationScale": _INTONATION[self.expression],
        }


def line_of(request: Request) -> Line:
    """The line that a request asks for; its parameters mean what they mean to the embedded voice.

    Raises:
        InvalidRequestError: `speech.no-text`, `speech.parameter`.
    """
    item: dict[str, Any] = dict(request.item or {})
    text = item.get("text", request.params.get("text"))
    if not isinstance(text, str):
        raise InvalidRequestError(
            "speech.no-text",
            f"{request.address} has no text to say.",
            next_step="Give it a parameter text, or let it depend on a dialogue or a scenario.",
        )
    name = str(request.params.get("character") or item.get("speaker") or "narrator")
    expression = _expression(item.get("expression") or request.params.get("expression") or "normal")
    cast = _cast(request)
    character = next((c for c in cast if c.id == name), None)
    traits = character.voice if character else None
    plain = Voice(
        gender=character.gender if character else "female",
        pitch_semitones=traits.pitch_semitones if traits else 0.0,
        speed=traits.speed if traits else 1.0,
        formant=1.0,
        tilt_db=0.0,
        breath=0.0,
        accent=0,
    )
    asked = request.params.get("speaker_id")
    if asked is not None and (isinstance(asked, bool) or not isinstance(asked, int)):
        raise InvalidRequestError(
            "speech.parameter",
            f"{request.address}: speaker_id must be a whole number, and is {str(asked)[:40]!r}.",
        )
    return Line(
        text=text,
        words=spoken(text, request.language),
        speaker=name,
        expression=expression,
        character=character,
        cast=cast,
        style=asked if asked is not None else (traits.style_id if traits else None),
        voice=coloured(adjusted(plain, request.params), expression),
    )


def _expression(named: object) -> Expression:
    for expression in get_args(Expression):
        if named == expression:
            return expression  # type: ignore[no-any-return]
    raise InvalidRequestError(
        "speech.parameter",
        f"{str(named)[:40]!r} is not an expression.",
        next_step=f"The expressions are {', '.join(get_args(Expression))}.",
    )


def _cast(request: Request) -> tuple[Character, ...]:
    """Everybody of the character settings upstream; other documents have none."""
    found: dict[str, Character] = {}
    for upstream in request.inputs_of("application/json"):
        if upstream.path.stat().st_size > _LARGEST_SETTING_BYTES:
            continue
        try:
            document = json.loads(upstream.path.read_bytes())
        except (ValueError, RecursionError):
            continue  # what cannot be read is not a character setting
        people = document.get("characters") if isinstance(document, dict) else None
        for person in people if isinstance(people, list) else ():
            try:
                character = Character.model_validate(person)
            except ValidationError:
                continue  # a scenario's list of ids, say
            found.setdefault(character.id, character)
    return tuple(found.values())
