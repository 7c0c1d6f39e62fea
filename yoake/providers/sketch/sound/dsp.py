"""Building blocks of the sound effects. All times are in seconds, all frequencies in Hz; sounds are mono arrays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from numpy.fft import irfft, rfft, rfftfreq
from numpy.random import Generator

from yoake.providers.sketch.sound.ogg import Samples

RATE = 44_100
Curve = npt.NDArray[np.float64]


def times(seconds: float) -> Curve:
    """The moment of every sample."""
    return np.arange(max(1, int(seconds * RATE))) / RATE


def noise(random: Generator, seconds: float, low: float = 0.0, high: float = 20_000.0) -> Samples:
    """White noise of unit strength, kept between two frequencies."""
    return band(random.standard_normal(len(times(seconds))), low, high)


def band(sound: Samples, low: float, high: float, order: int = 4) -> Samples:
    """Keep what lies between `low` and `high`, with soft edges (`order` 4 falls 12 dB an octave)."""
    size = 1 << (len(sound) - 1).bit_length()
    frequency = rfftfreq(size, 1 / RATE)
    gain = 1 / np.sqrt(1 + (frequency / max(high, 1.0)) ** order)
    if low > 0:
        gain *= 1 / np.sqrt(1 + (low / np.maximum(frequency, 1e-3)) ** order)
    return np.asarray(irfft(rfft(sound, size) * gain, size)[: len(sound)], dtype=np.float64)


def resonate(sound: Samples, peaks: Iterable[tuple[float, float, float]]) -> Samples:
    """Sum of resonances: (frequency, bandwidth, strength); vowels, boxes, tubes."""
    size = 1 << (len(sound) - 1).bit_length()
    frequency = rfftfreq(size, 1 / RATE)
    gain = np.zeros(len(frequency))
    for centre, width, strength in peaks:
        gain += strength / np.sqrt(1 + ((frequency - centre) / (width / 2)) ** 2)
    return np.asarray(irfft(rfft(sound, size) * gain, size)[: len(sound)], dtype=np.float64)


def sweep(sound: Samples, centre: Curve, octaves: float) -> Samples:
    """A band filter that moves: `centre` gives its frequency over the sound's length, `octaves` its width."""
    frame, hop = 1024, 256
    window = np.hanning(frame + 1)[:-1]
    padded = np.pad(sound, (frame, frame))
    count = 1 + (len(padded) - frame) // hop
    pieces = padded[np.arange(count)[:, None] * hop + np.arange(frame)] * window
    frequency = np.log2(np.maximum(rfftfreq(frame, 1 / RATE), 20.0))
    moments = np.linspace(0, len(centre) - 1, count).astype(int)
    distance = frequency[None, :] - np.log2(np.maximum(centre[moments], 20.0))[:, None]
    pieces = irfft(rfft(pieces, axis=1) * np.exp(-((distance / octaves) ** 2)), frame, axis=1) * window
    out = np.zeros(len(padded))
    for part in range(frame // hop):
        rows = pieces[part :: frame // hop]
        flat = rows.reshape(-1)
        out[part * hop : part * hop + len(flat)] += flat
    return out[frame : frame + len(sound)] / 1.5


def tone(frequency: float | Curve, seconds: float, harmonics: tuple[float, ...] = (1.0,)) -> Samples:
    """A steady or gliding tone with the given strengths of its harmonics."""
    moments = times(seconds)
    hertz = np.broadcast_to(np.asarray(frequency, dtype=np.float64), moments.shape)
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    out = np.zeros(len(moments))
    for number, strength in enumerate(harmonics, 1):
        out += strength * np.sin(number * phase)
    return out


def glide(*points: tuple[float, float], seconds: float) -> Curve:
    """A curve through (moment, value), straight in between."""
    return np.interp(times(seconds), [p[0] for p in points], [p[1] for p in points])


def decay(seconds: float, attack: float, fall: float) -> Curve:
    """Rises within `attack`, then falls to 1/e in `fall`."""
    moments = times(seconds)
    return np.minimum(1.0, moments / max(attack, 1e-4)) * np.exp(-np.maximum(0.0, moments - attack) / fall)


def struck(modes: Iterable[tuple[float, float, float]], seconds: float) -> Samples:
    """A struck body: (frequency, strength, time to 1/e) of each of its modes."""
    moments = times(seconds)
    out = np.zeros(len(moments))
    for frequency, strength, fall in modes:
        if frequency < RATE * 0.45:
            out += strength * np.sin(2 * np.pi * frequency * moments) * np.exp(-moments / fall)
    return out * np.minimum(1.0, moments / 0.0008)


def wander(random: Generator, seconds: float, per_second: float, low: float, high: float) -> Curve:
    """A smooth random curve between two values with about so many turns a second."""
    knots = max(2, int(seconds * per_second) + 2)
    at = np.linspace(0, seconds, knots)
    values = random.uniform(low, high, knots)
    fine = np.interp(times(seconds), at, values)
    reach = max(1, int(RATE / per_second / 2))
    padded = np.pad(np.cumsum(np.pad(fine, (reach, reach), mode="edge")), (1, 0))
    return (padded[2 * reach :] - padded[: -2 * reach])[: len(fine)] / (2 * reach)


def mix(seconds: float, parts: Iterable[tuple[float, Samples]]) -> Samples:
    """Lay sounds over each other: (moment, sound); what goes beyond the end is cut."""
    out = np.zeros(len(times(seconds)))
    for moment, sound in parts:
        start = int(moment * RATE)
        piece = sound[: max(0, len(out) - start)]
        out[start : start + len(piece)] += piece
    return out


def pan(sound: Samples, place: float | Curve) -> Samples:
    """A mono sound in the stereo field: -1 left, 1 right; shape (frames, 2)."""
    angle = (np.asarray(place) + 1) * np.pi / 4
    return np.stack([sound * np.cos(angle), sound * np.sin(angle)], axis=1)
