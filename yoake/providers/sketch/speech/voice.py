"""Who speaks how: every character has a voice, and every expression colours it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from yoake.errors import InvalidRequestError
from yoake.texts.models import Character, Expression

Gender = Literal["female", "male"]
AgeGroup = Literal["child", "teen", "adult", "elder"]


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice, told as differences from Open JTalk's Mei, whose pitch lies about 330 Hz."""

    gender: Gender
    pitch_semitones: float
    speed: float
    formant: float
    """Above 1: a smaller throat, a lighter voice; below 1: a larger one."""
    tilt_db: float
    """Change of level per octave above 1 kHz: positive is bright, negative is soft."""
    breath: float
    """Share of breath in the sound, 0 to 0.3."""
    accent: int
    """Picks among the engine's variants, where it has some."""
    gain_db: float = 0.0


_KINDS: dict[tuple[Gender, AgeGroup], Voice] = {
    ("female", "child"): Voice("female", 1.0, 1.04, 1.12, 0.6, 0.02, 0),
    ("female", "teen"): Voice("female", -2.0, 1.04, 1.04, 0.6, 0.02, 0),
    ("female", "adult"): Voice("female", -5.5, 1.0, 0.98, 0.0, 0.02, 0),
    ("female", "elder"): Voice("female", -7.0, 0.86, 0.95, -1.0, 0.07, 0),
    ("male", "child"): Voice("male", -1.5, 1.04, 1.06, 0.0, 0.02, 0),
    ("male", "teen"): Voice("male", -11.5, 1.02, 0.9, 0.6, 0.01, 0),
    ("male", "adult"): Voice("male", -15.0, 0.98, 0.86, 0.3, 0.01, 0),
    ("male", "elder"): Voice("male", -14.5, 0.84, 0.85, -1.0, 0.06, 0),
}

_COLOURS: dict[Expression, tuple[float, float, float, float]] = {
    "normal": (1.0, 0.0, 0.0, 0.0),
    "happy": (1.06, 1.0, 1.0, 0.4),
    "sad": (0.86, -1.2, -2.5, -0.8),
    "angry": (1.1, 0.4, 2.5, 1.0),
    "surprised": (1.13, 2.2, 1.5, 0.5),
    "shy": (0.9, 0.6, -2.5, -0.6),
    "worried": (0.95, 0.3, -1.0, -0.3),
    "laughing": (1.1, 1.6, 1.5, 0.6),
    "serious": (0.93, -1.0, 0.0, 0.0),
    "sleepy": (0.8, -1.6, -3.0, -1.0),
}
"""Speed (factor), pitch (semitones), level (dB), tilt (dB an octave)."""


def voice_of(character: Character) -> Voice:
    """The voice of a character whose setting is known; its id makes it unlike others of its age."""
    traits = character.voice
    voice = _personal(_KINDS[character.gender, character.age_group], character.id)
    return replace(
        voice, pitch_semitones=voice.pitch_semitones + traits.pitch_semitones, speed=voice.speed * traits.speed
    )


def voice_for(name: str, speaker: int | None) -> Voice:
    """A voice for a character of whom only the id is known (and perhaps a speaker's number): always the same one."""
    random = Random(_number(f"{name}/{'' if speaker is None else speaker}"))
    gender: Gender = "female" if random.random() < 0.5 else "male"
    age: AgeGroup = "adult" if random.random() < 0.35 else "teen"
    return _personal(_KINDS[gender, age], f"{name}/{speaker}")


def adjusted(voice: Voice, params: Mapping[str, Any]) -> Voice:
    """With the spec's own `pitch` (semitones) and `speed` (factor).

    Raises:
        InvalidRequestError: `speech.parameter` for a value that is no number or out of bounds.
    """
    pitch = _bounded(params, "pitch", 0.0, -12.0, 12.0)
    return replace(
        voice,
        pitch_semitones=voice.pitch_semitones + pitch,
        speed=voice.speed * _bounded(params, "speed", 1.0, 0.5, 2.0),
    )


def coloured(voice: Voice, expression: Expression) -> Voice:
    """As the voice sounds in a mood."""
    speed, pitch, gain, tilt = _COLOURS[expression]
    return replace(
        voice,
        speed=min(2.0, max(0.5, voice.speed * speed)),
        pitch_semitones=min(12.0, max(-20.0, voice.pitch_semitones + pitch)),
        gain_db=voice.gain_db + gain,
        tilt_db=voice.tilt_db + tilt,
        breath=voice.breath + (0.05 if expression in ("shy", "sleepy", "sad") else 0.0),
    )


def _personal(voice: Voice, name: str) -> Voice:
    random = Random(_number(name))
    return replace(
        voice,
        pitch_semitones=voice.pitch_semitones + random.uniform(-1.4, 1.4),
        speed=voice.speed * random.uniform(0.95, 1.06),
        formant=voice.formant * random.uniform(0.965, 1.035),
        tilt_db=voice.tilt_db + random.uniform(-1.5, 1.2),
        breath=voice.breath + random.choice((0.0, 0.0, 0.02, 0.05)),
        accent=random.randrange(1000),
    )


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _bounded(params: Mapping[str, Any], name: str, default: float, low: float, high: float) -> float:
    value = params.get(name, default)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InvalidRequestError(
            "speech.parameter",
            f"The parameter {name} must be a number from {low:g} to {high:g}, and is {str(value)[:40]!r}.",
        )
    return float(value)
