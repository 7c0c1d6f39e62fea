"""A small synthesiser for machines without fluidsynth or a soundfont: plainer, but the same notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from yoake.providers.sketch.music.score import DRUMS, Score
from yoake.providers.sketch.sound.ogg import Samples


@dataclass(frozen=True, slots=True)
class _Timbre:
    partials: tuple[float, ...]
    """Strength of each harmonic."""
    attack_seconds: float
    decay_seconds: float
    """Time to 1/e while held; long for instruments that are blown or bowed."""
    release_seconds: float
    vibrato: float = 0.0


_PIANO = _Timbre((1, 0.6, 0.35, 0.25, 0.12, 0.08, 0.05), 0.003, 0.9, 0.18)
_PLUCK = _Timbre((1, 0.5, 0.6, 0.3, 0.25, 0.15, 0.1), 0.002, 0.35, 0.12)
_BELL = _Timbre((1, 0.1, 0.4, 0.6, 0.05, 0.2), 0.001, 0.7, 0.4)
_BASS = _Timbre((1, 0.7, 0.3, 0.12, 0.06), 0.006, 1.2, 0.06)
_STRINGS = _Timbre((1, 0.7, 0.5, 0.4, 0.3, 0.2, 0.15), 0.09, 20.0, 0.25, 0.004)
_BRASS = _Timbre((1, 0.9, 0.8, 0.6, 0.4, 0.25, 0.15), 0.04, 20.0, 0.1, 0.003)
_FLUTE = _Timbre((1, 0.35, 0.12, 0.05), 0.05, 20.0, 0.1, 0.005)
_DRIVE = _Timbre((1, 0.8, 0.9, 0.6, 0.7, 0.5, 0.5, 0.35), 0.004, 3.0, 0.06)

_FAMILIES: tuple[tuple[int, _Timbre], ...] = (
    (8, _PIANO), (16, _BELL), (24, _FLUTE), (29, _PLUCK), (32, _DRIVE), (40, _BASS), (45, _STRINGS), (48, _PLUCK),
    (56, _STRINGS), (64, _BRASS), (72, _BRASS), (80, _FLUTE), (88, _DRIVE), (104, _STRINGS), (112, _PLUCK),
    (128, _BASS),
)  # fmt: skip
"""First General MIDI program that no longer belongs to the timbre."""


def render(score: Score, rate: int) -> Samples:
    """The loop, dry, shape (frames, 2); notes that ring beyond the end go on at the start."""
    frames = round(score.seconds * rate)
    out = np.zeros((frames, 2))
    for part in score.parts:
        timbre = None if part.channel == DRUMS else next(t for end, t in _FAMILIES if part.program < end)
        right = part.pan / 127
        sides = np.array([np.cos(right * np.pi / 2), np.sin(right * np.pi / 2)]) * (part.volume / 127) ** 2
        for note in part.notes:
            seconds = round(note.length * 60 / score.bpm, 2)
            wave = _drum(note.pitch, rate) if timbre is None else _tone(timbre, note.pitch, seconds, rate)
            start = int(note.start * 60 / score.bpm * rate)
            _lay(out, wave[:, None] * (sides * (note.velocity / 127) ** 1.6), start)
    return out * 0.2


def _lay(out: Samples, sound: Samples, start: int) -> None:
    """Add `sound` to the loop `out` from `start` on, round and round."""
    while len(sound):
        piece = sound[: len(out) - start]
        out[start : start + len(piece)] += piece
        sound, start = sound[len(piece) :], 0


@lru_cache(maxsize=512)
def _tone(timbre: _Timbre, pitch: int, seconds: float, rate: int) -> Samples:
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    time = np.arange(int((seconds + timbre.release_seconds) * rate)) / rate
    phase = 2 * np.pi * frequency * time
    if timbre.vibrato:
        phase += timbre.vibrato * frequency / 5.5 * (1 - np.cos(2 * np.pi * 5.5 * time)) * np.minimum(1, time)
    wave = np.zeros(len(time))
    for number, strength in enumerate(timbre.partials, 1):
        if number * frequency < rate * 0.42:
            # higher harmonics of struck and plucked strings die sooner
            wave += strength * np.sin(number * phase) * np.exp(-time * (number - 1) * 0.35 / timbre.decay_seconds)
    held = np.minimum(1, time / timbre.attack_seconds) * np.exp(-time / timbre.decay_seconds)
    released = np.clip((seconds + timbre.release_seconds - time) / timbre.release_seconds, 0, 1) ** 2
    return np.asarray(wave * held * released / sum(timbre.partials), dtype=np.float64)


@lru_cache(maxsize=64)
def _drum(pitch: int, rate: int) -> Samples:
    generator = np.random.Generator(np.random.PCG64(pitch))
    low, seconds, tone, noise = _DRUM_SOUNDS.get(pitch, (400.0, 0.1, 0.5, 0.4))
    time = np.arange(int(seconds * 5 * rate)) / rate
    bend = low * (time + 0.6 * 0.03 * (1 - np.exp(-time / 0.03)))
    hiss = generator.standard_normal(len(time))
    if low > 1000:
        hiss = np.diff(hiss, prepend=0.0) * 0.7
    wave = tone * np.sin(2 * np.pi * bend) + noise * 0.5 * hiss
    return np.asarray(wave * np.exp(-time / seconds), dtype=np.float64)


_DRUM_SOUNDS: dict[int, tuple[float, float, float, float]] = {
    36: (52, 0.12, 1.3, 0.04), 37: (900, 0.02, 0.5, 0.4), 38: (190, 0.09, 0.5, 0.7), 39: (1100, 0.06, 0.0, 0.8),
    41: (80, 0.16, 1.0, 0.1), 42: (8000, 0.025, 0.0, 0.45), 43: (95, 0.15, 1.0, 0.1), 44: (7000, 0.03, 0.0, 0.35),
    45: (110, 0.14, 1.0, 0.1), 46: (8000, 0.12, 0.0, 0.4), 47: (130, 0.13, 1.0, 0.1), 49: (6000, 0.6, 0.0, 0.5),
    51: (5000, 0.3, 0.06, 0.2), 54: (7500, 0.06, 0.1, 0.4), 56: (560, 0.08, 0.6, 0.05), 57: (5000, 0.7, 0.0, 0.5),
    70: (6500, 0.03, 0.0, 0.3), 75: (2500, 0.03, 0.6, 0.0), 76: (1000, 0.04, 0.6, 0.0), 77: (750, 0.04, 0.6, 0.0),
    80: (4200, 0.05, 0.3, 0.0), 81: (4200, 0.5, 0.3, 0.0),
}  # fmt: skip
"""Percussion key: pitch in Hz, time to 1/e in seconds, strength of the tone, strength of the noise."""
