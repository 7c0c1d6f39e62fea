"""Reverberation by convolution with synthetic rooms: noise that dies away faster the higher its pitch."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.fft import irfft, rfft

from yoake.providers.sketch.sound.ogg import Samples


@lru_cache(maxsize=16)
def room(rate: int, seconds: float, brightness: float, predelay_seconds: float = 0.012) -> Samples:
    """A stereo impulse response, shape (frames, 2): `seconds` to -60 dB; `brightness` 0 (dull) to 1."""
    generator = np.random.Generator(np.random.PCG64(71))
    length = int(rate * seconds)
    time = np.arange(length) / rate
    noise = generator.standard_normal((length, 2))
    spectrum = rfft(noise, axis=0)
    frequency = np.fft.rfftfreq(length, 1 / rate)
    low, middle, high = (frequency < 500), (frequency >= 500) & (frequency < 3000), frequency >= 3000
    bands = ((low, 1.0, 0.8), (middle, 0.85, 1.0), (high, 0.25 + 0.5 * brightness, 0.35 + 0.6 * brightness))
    out = np.zeros_like(noise)
    for band, stretch, level in bands:
        part = irfft(spectrum * band[:, None], length, axis=0)
        out += part * (np.exp(-6.9 * time / (seconds * stretch)) * level)[:, None]
    out *= np.minimum(1.0, time / 0.006)[:, None]
    out /= np.sqrt(np.sum(out**2, axis=0))
    return np.concatenate([np.zeros((int(rate * predelay_seconds), 2)), out])


def reverberate(samples: Samples, impulse: Samples, wet: float, *, looped: bool) -> Samples:
    """Add the room to a stereo sound; `looped`: the tail runs on into the start, else the sound gets longer."""
    length = len(samples) + len(impulse)
    # a power of two: a transform of any odd length may take ten times as long
    size = 1 << (length - 1).bit_length()
    echo = irfft(rfft(samples, size, axis=0) * rfft(impulse, size, axis=0), size, axis=0)[:length]
    out = np.pad(samples, ((0, len(impulse)), (0, 0))) + wet * echo
    return fold(out, len(samples)) if looped else np.asarray(out, dtype=np.float64)


def fold(played: Samples, frames: int) -> Samples:
    """Cut to `frames`, and add what comes after to the start, as a loop would play it."""
    laps = np.pad(played, ((0, -len(played) % frames), (0, 0))).reshape(-1, frames, played.shape[1])
    return np.asarray(laps.sum(axis=0), dtype=np.float64)
