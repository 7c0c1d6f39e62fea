"""`normalise_loudness`: as loud as the others, without clipping."""

from __future__ import annotations

from pydantic import Field

from yoake.errors import InvalidRequestError
from yoake.processors.base import OneInput, Processor
from yoake.processors.inputs import is_sound, the_one
from yoake.processors.sounds import open_sound, save_sound, sound_meta
from yoake.providers.base import Product, Request
from yoake.providers.sketch.sound.levels import decibels, loudness, to_loudness, true_peak


class LoudnessParams(OneInput):
    """How loud."""

    lufs: float = Field(-18.0, ge=-36, le=-8, description="integrated loudness in LUFS (ITU-R BS.1770)")
    true_peak_db: float = Field(-1.5, ge=-12, le=-0.1, description="highest level between the samples, in dBTP")


def normalise_loudness(request: Request, params: LoudnessParams) -> Product:
    """Brings a sound to a loudness; where its peaks forbid that, they are limited. A loop stays seamless.

    Raises:
        InvalidRequestError: `process.empty` for a silent sound.
    """
    source = the_one(request, is_sound, params.input)
    sound = open_sound(request, source)
    if loudness(sound.samples, sound.rate) <= -70.0:
        raise InvalidRequestError(
            "process.empty",
            f"{request.address}: {source.address} is silent, so it has no loudness to change.",
            next_step=f"Make {source.address} anew.",
        )
    samples = to_loudness(sound.samples, sound.rate, params.lufs, params.true_peak_db)
    path, media_type = save_sound(samples, sound.rate, request.folder, sound.format)
    peak = round(decibels(true_peak(samples)), 1)
    facts = {"lufs": round(loudness(samples, sound.rate), 1), "true_peak_db": peak}
    if "peak_db" in source.meta:
        facts["peak_db"] = peak
    return Product(path, media_type, {**sound_meta(source, samples, sound.rate), **facts})


NORMALISE_LOUDNESS = Processor(LoudnessParams, normalise_loudness)
