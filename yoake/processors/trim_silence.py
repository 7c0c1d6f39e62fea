"""`trim_silence`: the silence before and after a sound off."""

from __future__ import annotations

from typing import Self

import numpy as np
from pydantic import Field, model_validator

from yoake.errors import InvalidRequestError
from yoake.processors.base import OneInput, Processor
from yoake.processors.inputs import is_sound, the_one
from yoake.processors.sounds import open_sound, save_sound, sound_meta
from yoake.providers.base import Product, Request
from yoake.providers.sketch.sound.ogg import Samples

_WINDOW_SECONDS = 0.01
_FADE_SECONDS = 0.005


class SilenceParams(OneInput):
    """What counts as silence, and where it is cut."""

    threshold_db: float = Field(
        -50.0, ge=-90, le=-20, description="level in dB (RMS of 10 ms) below which it counts as silence"
    )
    keep_seconds: float = Field(0.05, ge=0, le=5, description="silence left standing on each side, in seconds")
    start: bool = Field(True, description="cut at the start")
    end: bool = Field(True, description="cut at the end")

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not (self.start or self.end):
            raise ValueError("nothing would be cut: leave start or end true")
        return self


def trim_silence(request: Request, params: SilenceParams) -> Product:
    """Cuts silence off; where something was cut, 5 ms are faded so that nothing clicks.

    Raises:
        InvalidRequestError: `process.empty`, where there is nothing but silence.
    """
    source = the_one(request, is_sound, params.input)
    sound = open_sound(request, source)
    rate, frames = sound.rate, len(sound.samples)
    heard = _heard(sound.samples, rate, 10 ** (params.threshold_db / 20))
    if heard is None:
        raise InvalidRequestError(
            "process.empty",
            f"{request.address}: {source.address} is nothing but silence below {params.threshold_db:g} dB.",
            next_step=f"Lower params.threshold_db, or make {source.address} anew.",
        )
    keep = round(params.keep_seconds * rate)
    first = max(0, heard[0] - keep) if params.start else 0
    last = min(frames, heard[1] + keep) if params.end else frames
    samples = sound.samples[first:last].copy()
    fade = min(round(_FADE_SECONDS * rate), len(samples) // 2)
    slope = np.linspace(0.0, 1.0, fade, endpoint=False)[:, None]
    if first > 0:
        samples[:fade] *= slope
    if last < frames:
        samples[len(samples) - fade :] *= slope[::-1]
    path, media_type = save_sound(samples, rate, request.folder, sound.format)
    return Product(path, media_type, sound_meta(source, samples, rate))


def _heard(samples: Samples, rate: int, threshold: float) -> tuple[int, int] | None:
    """First frame and the one after the last of the windows that are louder than `threshold` (an amplitude)."""
    size = max(1, round(_WINDOW_SECONDS * rate))
    power = np.mean(samples**2, axis=1)
    starts = np.arange(0, len(power), size)
    level = np.add.reduceat(power, starts) / np.diff(np.append(starts, len(power)))
    loud = np.flatnonzero(level > threshold**2)
    if not len(loud):
        return None
    return int(loud[0]) * size, min(len(samples), (int(loud[-1]) + 1) * size)


TRIM_SILENCE = Processor(SilenceParams, trim_silence)
