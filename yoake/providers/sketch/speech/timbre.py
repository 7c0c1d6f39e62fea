"""Changes the body of a voice without changing its pitch or tempo."""

from __future__ import annotations

import numpy as np
from numpy.fft import irfft, rfft, rfftfreq

from yoake.providers.sketch.sound.ogg import Samples

RATE = 24_000
"""Of the voice files, in Hz."""


def engine_pitch(semitones: float, formant: float) -> float:
    """The pitch to ask of the engine so that `resize` brings it to `semitones`."""
    return float(semitones - 12 * np.log2(formant))


def engine_speed(speed: float, formant: float) -> float:
    """The tempo to ask of the engine so that `resize` brings it to `speed`."""
    return speed / formant


def resize(speech: Samples, rate: int, formant: float) -> Samples:
    """Play `formant` times as fast, which moves pitch and formants alike, and resample to `RATE`.

    The engine was asked for a pitch and a tempo that this undoes: only the formants stay moved.
    """
    padded = np.pad(speech, rate // 20)
    frames = len(padded)
    wanted = round(frames * RATE / (rate * formant))
    spectrum = rfft(padded)
    kept = np.zeros(wanted // 2 + 1, dtype=np.complex128)
    shared = min(len(kept), len(spectrum))
    kept[:shared] = spectrum[:shared]
    # a soft edge below the new Nyquist frequency instead of ringing
    edge = max(1, shared // 20)
    kept[shared - edge : shared] *= np.linspace(1, 0, edge)
    return np.asarray(irfft(kept, wanted) * (wanted / frames), dtype=np.float64)


def colour(speech: Samples, tilt_db: float, breath: float, seed: int) -> Samples:
    """Tilt the spectrum above 1 kHz, take away the rumble below 70 Hz, and add breath where there is voice."""
    size = 1 << (len(speech) - 1).bit_length()
    frequency = rfftfreq(size, 1 / RATE)
    gain = 10 ** (tilt_db * np.log2(np.clip(frequency, 1000, 8000) / 1000) / 20)
    gain /= np.sqrt(1 + (70 / np.maximum(frequency, 1e-3)) ** 4)
    out = irfft(rfft(speech, size) * gain, size)[: len(speech)]
    if breath > 0:
        random = np.random.Generator(np.random.PCG64(seed))
        hiss = irfft(rfft(random.standard_normal(size)) * np.clip((frequency - 1500) / 3000, 0, 1), size)[: len(speech)]
        reach = RATE // 100
        power = np.convolve(np.abs(out), np.ones(reach) / reach, "same")
        out = out + hiss * power * breath * 2
    return np.asarray(out, dtype=np.float64)


def trim(speech: Samples, *, margin_seconds: float = 0.08) -> Samples:
    """Cut the silence before and after to `margin_seconds`, and fade the ends over 5 ms; empty for silence."""
    top = float(np.max(np.abs(speech), initial=0.0))
    if top < 1e-4:
        return speech[:0]
    loud = np.flatnonzero(np.abs(speech) > top * 0.01)
    margin, fade = int(margin_seconds * RATE), int(0.005 * RATE)
    out = speech[max(0, loud[0] - margin) : loud[-1] + margin].copy()
    if len(out) > 2 * fade:
        out[:fade] *= np.linspace(0, 1, fade)
        out[-fade:] *= np.linspace(1, 0, fade)
    return out


def sigh(seed: int, seconds: float = 0.4) -> Samples:
    """A breath that says nothing, hardly to be heard: for lines such as `……`."""
    random = np.random.Generator(np.random.PCG64(seed))
    frames = int(seconds * RATE)
    frequency = rfftfreq(frames, 1 / RATE)
    shape = np.exp(-(((frequency - 1400) / 900) ** 2))
    breath = irfft(rfft(random.standard_normal(frames)) * shape, frames)
    breath *= np.sin(np.pi * np.arange(frames) / frames) ** 2
    return np.asarray(breath / np.max(np.abs(breath)) * 0.02, dtype=np.float64)
