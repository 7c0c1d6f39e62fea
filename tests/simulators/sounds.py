"""Small sounds that pass Yoake's checks: a voice of vowels, a tune, an effect."""

from __future__ import annotations

import io
import wave
from functools import cache

import numpy as np
import numpy.typing as npt
import soundfile

Samples = npt.NDArray[np.float64]
_FORMANTS = {"a": (800, 1200), "i": (300, 2300), "u": (350, 1300), "e": (500, 1900), "o": (500, 900), "N": (250, 1100)}


def voice(vowels: str, rate: int, pitch_hz: float, seconds: float, tone: float) -> Samples:
    """A voice that sings vowels of `seconds` each; its melody falls, and swings by `tone`."""
    frames = max(1, int(seconds * rate))
    parts = []
    for number, vowel in enumerate(vowels):
        time = np.arange(frames) / rate
        fundamental = pitch_hz * (1.0 - 0.01 * number + 0.03 * tone * np.sin(number * 1.7))
        low, high = _FORMANTS.get(vowel.lower() if vowel != "N" else vowel, _FORMANTS["a"])
        sound = np.zeros(frames)
        for harmonic in range(1, 14):
            frequency = fundamental * harmonic
            gain = np.exp(-(((frequency - low) / 250) ** 2)) + 0.6 * np.exp(-(((frequency - high) / 350) ** 2)) + 0.03
            sound += gain * np.sin(2 * np.pi * frequency * time)
        parts.append(sound * np.sin(np.pi * np.arange(frames) / frames) ** 0.4)
    whole = np.concatenate(parts) if parts else np.zeros(0)
    top = float(np.max(np.abs(whole), initial=0.0))
    return whole * (0.4 / top) if top else whole


def wav(samples: Samples, rate: int, channels: int = 1) -> bytes:
    """A WAV file of 16 bit, with the 44 bytes of header that VOICEVOX writes."""
    data = np.clip(np.round(samples * 32767), -32768, 32767).astype("<i2")
    if channels == 2:
        data = np.repeat(data, 2)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data.tobytes())
    return out.getvalue()


@cache
def song(number: int, seconds: float, rate: int = 44_100) -> bytes:
    """A short tune as MP3; the number chooses its key."""
    time = np.arange(int(seconds * rate)) / rate
    base = 220.0 * 2 ** ((number % 12) / 12)
    steps = np.array([0, 4, 7, 12, 9, 7, 5, 2])[(time * 2).astype(int) % 8]
    phase = 2 * np.pi * np.cumsum(base * 2 ** (steps / 12)) / rate
    tune = 0.3 * np.sin(phase) + 0.15 * np.sin(2 * phase) + 0.15 * np.sin(2 * np.pi * base / 2 * time)
    tune *= 0.6 + 0.4 * np.exp(-6 * ((time * 2) % 1.0))
    out = io.BytesIO()
    soundfile.write(out, np.stack([tune, tune], axis=1), rate, format="MP3")
    return out.getvalue()


def effect(seed: int, seconds: float, rate: int = 16_000) -> bytes:
    """A burst of coloured noise that dies away, as WAV."""
    random = np.random.default_rng(seed)
    frames = max(1, int(seconds * rate))
    noise = random.standard_normal(frames)
    smooth = np.convolve(noise, np.hanning(1 + seed % 13 + 3), "same")
    sound = smooth * np.exp(-3.0 * np.arange(frames) / frames)
    return wav(sound * (0.5 / np.max(np.abs(sound))), rate)
