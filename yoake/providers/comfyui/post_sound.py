"""Sounds as the game needs them: trimmed, as long as was asked for, looping, as loud as the others, in Ogg Vorbis."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from yoake.library.manifest import Workflow
from yoake.processors.normalise_loudness import LoudnessParams, normalise_loudness
from yoake.processors.sounds import open_sound, save_sound
from yoake.processors.trim_silence import SilenceParams, trim_silence
from yoake.providers.base import Input, Request
from yoake.providers.sketch.sound.ogg import Samples

_FADE_SECONDS = 0.05


def finished_sound(file: Path, workflow: Workflow, request: Request, alone: Request) -> Path:
    """The sound after everything that `post` asks for.

    Raises:
        InvalidRequestError: `process.unreadable`, `process.empty`.
    """
    post = workflow.post

    def only(path: Path) -> Request:
        return replace(alone, inputs=(Input("", request.address, path, "audio/wav"),))

    folder = request.folder
    at = file
    if post.trim_silence:
        at = trim_silence(only(at), SilenceParams(input=None)).path
    sound = open_sound(alone, Input("", request.address, at, "audio/wav"))
    samples, rate = sound.samples, sound.rate
    wanted = request.params.get("duration_seconds")
    if post.cut and isinstance(wanted, int | float) and wanted * rate < len(samples):
        samples = _cut(samples, max(1, round(wanted * rate)), rate)
    if post.loop_seconds:
        samples = _looped(samples, round(post.loop_seconds * rate))
    at, _ = save_sound(samples, rate, folder, "ogg")
    if post.lufs is not None:
        at = normalise_loudness(only(at), LoudnessParams(input=None, lufs=post.lufs)).path
    return at


def _cut(samples: Samples, length: int, rate: int) -> Samples:
    kept = samples[:length].copy()
    fade = min(round(_FADE_SECONDS * rate), length)
    kept[length - fade :] *= np.linspace(1.0, 0.0, fade)[:, None]
    return kept


def _looped(samples: Samples, overlap: int) -> Samples:
    """The end faded into the start with equal power, so that the last frame goes on into the first."""
    overlap = min(overlap, len(samples) // 3)
    if overlap < 1:
        return samples
    turn = np.linspace(0.0, np.pi / 2, overlap, endpoint=False)[:, None]
    looped = samples[: len(samples) - overlap].copy()
    looped[:overlap] = samples[:overlap] * np.sin(turn) + samples[len(samples) - overlap :] * np.cos(turn)
    return looped
