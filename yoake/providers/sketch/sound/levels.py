"""Loudness (ITU-R BS.1770, by pyloudnorm), true peak, and a limiter that leaves loops seamless."""

from __future__ import annotations

import numpy as np

from yoake.providers.sketch.sound.ogg import Samples

_BLOCK = 64
_SHORTEST_SECONDS = 0.4  # one gating block of BS.1770


def decibels(ratio: float) -> float:
    """20 log10 of an amplitude; -120 for silence."""
    return 20.0 * float(np.log10(max(ratio, 1e-6)))


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness in LUFS; sounds under 0.4 s are repeated until they can be measured; -70 for silence."""
    import pyloudnorm  # brings scipy, which takes a second: only those who measure wait for it

    needed = int(_SHORTEST_SECONDS * rate) + 1
    if len(samples) < needed:
        samples = np.concatenate([samples] * -(-needed // max(len(samples), 1)))
    return max(float(pyloudnorm.Meter(rate).integrated_loudness(samples)), -70.0)


def true_peak(samples: Samples) -> float:
    """Largest amplitude between the samples too: four times oversampled where the signal is near its peak."""
    columns = samples.reshape(len(samples), -1)
    top = float(np.max(np.abs(columns), initial=0.0))
    if top == 0.0 or len(columns) < 64:
        return top
    for channel in columns.T:
        near = np.flatnonzero(np.abs(channel) > 0.7 * top)
        near = near[(near >= 16) & (near < len(channel) - 16)]
        if len(near) > 4000:
            near = near[np.argsort(-np.abs(channel[near]), kind="stable")[:4000]]
        offsets = np.arange(-16, 17)
        around = channel[near[:, None] + offsets]
        for part in (0.25, 0.5, 0.75):
            kernel = np.sinc(offsets - part) * np.hanning(35)[1:-1]
            top = max(top, float(np.max(np.abs(around @ kernel), initial=0.0)))
    return top


def limit(samples: Samples, ceiling: float) -> Samples:
    """Turn the sound down around peaks above `ceiling` (an amplitude), smoothly, the end joined to the start."""
    columns = samples.reshape(len(samples), -1)
    pad = -len(columns) % _BLOCK
    peaks = np.pad(np.max(np.abs(columns), axis=1), (0, pad)).reshape(-1, _BLOCK).max(axis=1)
    gains = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    if gains.min() >= 1.0:
        return samples
    reach = 5
    least = np.min([np.roll(gains, shift) for shift in range(-reach, reach + 1)], axis=0)
    window = np.hanning(2 * reach + 1)[1:-1]
    smooth = (
        np.sum([np.roll(least, shift - reach + 1) * weight for shift, weight in enumerate(window)], axis=0)
        / window.sum()
    )
    centres = (np.arange(-1, len(smooth) + 1) + 0.5) * _BLOCK
    curve = np.interp(np.arange(len(columns)), centres, np.concatenate([smooth[-1:], smooth, smooth[:1]]))
    return np.asarray((columns * curve[:, None]).reshape(samples.shape), dtype=np.float64)


def to_loudness(samples: Samples, rate: int, target_lufs: float, ceiling_db: float) -> Samples:
    """Bring the sound to `target_lufs` with its true peak at most `ceiling_db`; silence stays silence."""
    ceiling = 10 ** (ceiling_db / 20)
    for _ in range(2):
        now = loudness(samples, rate)
        if now <= -70.0:
            return samples
        samples = samples * 10 ** ((target_lufs - now) / 20)
        over = true_peak(samples) / ceiling
        if over <= 1.0:
            break
        highest = float(np.max(np.abs(samples)))
        samples = limit(samples, highest / over)
    # what the limiter left between the samples
    return samples * min(1.0, ceiling / max(true_peak(samples), 1e-9))


def to_peak(samples: Samples, peak_db: float) -> Samples:
    """Scale so that the largest sample is at `peak_db`; silence stays silence."""
    top = float(np.max(np.abs(samples), initial=0.0))
    return samples if top == 0.0 else samples * (10 ** (peak_db / 20) / top)
