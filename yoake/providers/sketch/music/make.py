"""Makes background music: a mood and a seed become a loop in Ogg Vorbis."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, cast

from yoake.errors import InvalidRequestError
from yoake.providers.base import Credit, Product, Request
from yoake.providers.sketch.music import fluid, plain
from yoake.providers.sketch.music.compose import compose
from yoake.providers.sketch.music.moods import MOODS
from yoake.providers.sketch.music.wording import MOOD_NAMES, mood_of
from yoake.providers.sketch.sound.levels import loudness, to_loudness
from yoake.providers.sketch.sound.ogg import MEDIA_TYPE, write_ogg
from yoake.providers.sketch.sound.space import reverberate, room
from yoake.texts.models import Mood

RATE = 44_100
LOUDNESS_LUFS = -18.0
CEILING_DB = -1.5
"""True peak before encoding: Vorbis overshoots by up to half a decibel, and -1 dB is promised."""

_BARS = (2, 64)
_SECONDS = (4.0, 180.0)
_TIMGM = Credit(
    kind="soundfont",
    name="TimGM6mb",
    licence="GPL-2.0",
    url="https://packages.debian.org/timgm6mb-soundfont",
    text="TimGM6mb soundfont (c) 2004 Tim Brechbill, 2010 David Bolton, GPL-2",
)


def music(request: Request) -> Product:
    """Compose and play one loop.

    Parameters of the request: `mood` (else guessed from the prompt, else by the seed), `bars`, `seconds`.

    Raises:
        InvalidRequestError: `music.parameter` for a parameter that cannot be used.
        YoakeError: `music.soundfont`, `music.render`.
    """
    mood = _mood(request)
    bars = _number(request.params, "bars", _BARS)
    style = MOODS[mood]
    score = compose(
        style,
        # the mood too, or one seed would give ten moods the same tune
        Random(f"{mood}/{request.seed}"),
        bars=None if bars is None else round(bars),
        seconds=_number(request.params, "seconds", _SECONDS),
    )
    program, font = fluid.program(), fluid.soundfont()
    if program and font:
        dry = fluid.render(score, program, font, RATE)
        credit = _TIMGM if font.name == _TIMGM.name + ".sf2" else _own_font(font.stem)
        credits: tuple[Credit, ...] = (credit,)
    else:
        dry, credits = plain.render(score, RATE), ()
    space = room(RATE, style.room_seconds, style.room_brightness)
    loop = to_loudness(reverberate(dry, space, style.wet, looped=True), RATE, LOUDNESS_LUFS, CEILING_DB)
    path = request.folder / "music.ogg"
    write_ogg(path, loop, RATE)
    meta = {
        "mood": mood,
        "bpm": score.bpm,
        "bars": score.bars,
        "duration_seconds": round(len(loop) / RATE, 3),
        "loop": True,
        "lufs": round(loudness(loop, RATE), 1),
    }
    return Product(path, MEDIA_TYPE, meta, credits)


def _own_font(name: str) -> Credit:
    return Credit(kind="soundfont", name=name, licence="see the soundfont's own terms")


def _mood(request: Request) -> Mood:
    named = request.params.get("mood")
    if named is None:
        return mood_of(request.prompt, request.seed)
    if named not in MOOD_NAMES:
        raise InvalidRequestError(
            "music.parameter",
            f"{request.address}: {str(named)[:40]!r} is not a mood.",
            next_step=f"The moods are {', '.join(MOOD_NAMES)}.",
        )
    return cast(Mood, named)


def _number(params: Mapping[str, Any], name: str, bounds: tuple[float, float]) -> float | None:
    value = params.get(name)
    if value is None:
        return None
    low, high = bounds
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InvalidRequestError(
            "music.parameter",
            f"The parameter {name} must be a number from {low:g} to {high:g}, and is {str(value)[:40]!r}.",
        )
    return float(value)
