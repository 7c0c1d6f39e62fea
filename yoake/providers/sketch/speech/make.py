"""Makes speech: one line of one character becomes one Ogg Vorbis file."""

from __future__ import annotations

import json
from typing import Any, get_args

from pydantic import ValidationError

from yoake.errors import InvalidRequestError
from yoake.providers.base import Credit, Input, Product, Request
from yoake.providers.sketch.sound.levels import to_loudness
from yoake.providers.sketch.sound.ogg import MEDIA_TYPE, Samples, write_ogg
from yoake.providers.sketch.speech import english, japanese
from yoake.providers.sketch.speech.timbre import RATE, colour, engine_pitch, engine_speed, resize, sigh, trim
from yoake.providers.sketch.speech.voice import Voice, adjusted, coloured, voice_for, voice_of
from yoake.providers.sketch.speech.wording import spoken
from yoake.texts.models import Character, Expression
from yoake.words import Language

LOUDNESS_LUFS = -20.0
CEILING_DB = -1.5
_LARGEST_SETTING_BYTES = 4_000_000
_EXPRESSION_TO_LEVEL = 0.6
"""How much of an expression's change of level is left: a whisper must still be heard over the music."""


def speech(request: Request) -> Product:
    """Say one line.

    The text is the `text` of the request's item (a line) or of its parameters; the voice is that of the character in
    an upstream character setting, else one derived from the parameters `character` and `speaker_id`; the parameters
    `pitch` (semitones), `speed` (factor) and `expression` change it.

    Raises:
        InvalidRequestError: `speech.no-text`, `speech.parameter`.
        MissingToolError: `espeak.missing`.
        YoakeError: `espeak.failed`.
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
    voice = coloured(adjusted(_voice(request, name), request.params), expression)
    words = spoken(text, request.language)
    sound = _say(words, voice, request.language, request.seed) if words else None
    silent = sound is None
    if sound is None:
        sound = sigh(request.seed)
    path = request.folder / "speech.ogg"
    write_ogg(path, sound, RATE, quality=0.4)
    meta = {
        "character": name,
        "text": text,
        "expression": expression,
        "duration_seconds": round(len(sound) / RATE, 3),
        "silent": silent,
    }
    credits: tuple[Credit, ...] = japanese.CREDITS if request.language == "ja" else english.CREDITS
    return Product(path, MEDIA_TYPE, meta, () if silent else credits)


def _say(words: str, voice: Voice, language: Language, seed: int) -> Samples | None:
    speed = engine_speed(voice.speed, voice.formant)
    pitch = engine_pitch(voice.pitch_semitones, voice.formant)
    if language == "ja":
        raw, rate = japanese.speak(words, speed, pitch)
    else:
        raw, rate = english.speak(words, voice, speed, pitch)
    if not len(raw):
        return None
    sound = trim(colour(resize(raw, rate, voice.formant), voice.tilt_db, voice.breath, seed))
    if not len(sound):
        return None
    return to_loudness(sound, RATE, LOUDNESS_LUFS + _EXPRESSION_TO_LEVEL * voice.gain_db, CEILING_DB)


def _expression(named: object) -> Expression:
    for expression in get_args(Expression):
        if named == expression:
            return expression  # type: ignore[no-any-return]
    raise InvalidRequestError(
        "speech.parameter",
        f"{str(named)[:40]!r} is not an expression.",
        next_step=f"The expressions are {', '.join(get_args(Expression))}.",
    )


def _voice(request: Request, name: str) -> Voice:
    for upstream in request.inputs_of("application/json"):
        if character := _character(upstream, name):
            return voice_of(character)
    speaker = request.params.get("speaker_id")
    return voice_for(name, speaker if isinstance(speaker, int) else None)


def _character(upstream: Input, name: str) -> Character | None:
    """The character of that id in a character setting; none where the input is another kind of document."""
    if upstream.path.stat().st_size > _LARGEST_SETTING_BYTES:
        return None
    try:
        document = json.loads(upstream.path.read_bytes())
    except ValueError:
        return None
    people = document.get("characters") if isinstance(document, dict) else None
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict) and person.get("id") == name:
            try:
                return Character.model_validate(person)
            except ValidationError:
                return None
    return None
