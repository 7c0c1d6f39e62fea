"""Makes sound effects: a kind and a seed become a short Ogg Vorbis file."""

from __future__ import annotations

from typing import cast

import numpy as np

from yoake.errors import InvalidRequestError
from yoake.providers.base import Product, Request
from yoake.providers.sketch.sound.dsp import RATE
from yoake.providers.sketch.sound.kinds import KIND_NAMES, KINDS, kind_of
from yoake.providers.sketch.sound.levels import decibels, loudness, to_peak
from yoake.providers.sketch.sound.ogg import MEDIA_TYPE, Samples, write_ogg
from yoake.providers.sketch.sound.space import reverberate, room
from yoake.texts.models import SoundKind

PEAK_DB = -3.0
LOUDEST_LUFS = -15.0
"""A ringing telephone with its peak at -3 dB would drown the voices: sounds that last are turned down further."""
_FADE_SECONDS = 0.005
_SILENCE_DB = -66.0
"""A tail below this is cut off."""


def sound(request: Request) -> Product:
    """Synthesise one effect.

    Parameters of the request: `kind` (else guessed from the prompt, else by the seed), `variant` (any whole number:
    another take of the same kind).

    Raises:
        InvalidRequestError: `sound.parameter` for a parameter that cannot be used.
    """
    kind = _kind(request)
    variant = request.params.get("variant", 0)
    if isinstance(variant, bool) or not isinstance(variant, int) or not 0 <= variant < 2**32:
        raise InvalidRequestError(
            "sound.parameter",
            f"{request.address}: variant must be a whole number from 0, and is {str(variant)[:40]!r}.",
        )
    samples = synthesise(kind, request.seed, variant)
    path = request.folder / "sound.ogg"
    write_ogg(path, samples, RATE)
    meta = {
        "kind": kind,
        "duration_seconds": round(len(samples) / RATE, 3),
        "peak_db": round(decibels(float(np.max(np.abs(samples)))), 1),
    }
    return Product(path, MEDIA_TYPE, meta)


def synthesise(kind: SoundKind, seed: int, variant: int = 0) -> Samples:
    """The finished effect, shape (frames, 2), at `RATE`."""
    recipe = KINDS[kind]
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, variant, KIND_NAMES.index(kind)])))
    raw = recipe.make(random)
    stereo = np.stack([raw, raw], axis=1) if raw.ndim == 1 else raw
    stereo = to_peak(stereo - stereo.mean(axis=0), 0.0)
    if recipe.wet:
        # the room is as loud as the sound, whatever the sound's length
        echo = room(RATE, recipe.room_seconds, 0.6, 0.006)
        stereo = reverberate(stereo, echo, recipe.wet, looped=False)
    audible = np.flatnonzero(np.max(np.abs(stereo), axis=1) > 10 ** (_SILENCE_DB / 20) * np.max(np.abs(stereo)))
    stereo = stereo[: audible[-1] + 1]
    fade = min(int(_FADE_SECONDS * RATE), len(stereo) // 2)
    ramp = np.linspace(0, 1, fade)[:, None]
    stereo[-fade:] *= ramp[::-1]
    # a rise of 5 ms would take the bite from a click: effects that start at once get a tenth of it
    short = max(1, fade // 10)
    stereo[:short] *= np.linspace(0, 1, short)[:, None]
    stereo = to_peak(stereo, PEAK_DB)
    return stereo * min(1.0, 10 ** ((LOUDEST_LUFS - loudness(stereo, RATE)) / 20))


def _kind(request: Request) -> SoundKind:
    named = request.params.get("kind")
    if named is None:
        return kind_of(request.prompt, request.seed)
    if named not in KIND_NAMES:
        raise InvalidRequestError(
            "sound.parameter",
            f"{request.address}: {str(named)[:40]!r} is not a kind of sound effect.",
            next_step=f"The kinds are {', '.join(KIND_NAMES)}.",
        )
    return cast(SoundKind, named)
