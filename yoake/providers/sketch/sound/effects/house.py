"""Sounds of bells, doors and things that break."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from yoake.providers.sketch.sound.dsp import band, decay, glide, mix, noise, resonate, struck, times
from yoake.providers.sketch.sound.ogg import Samples

_CHIME_HZ = (659.3, 523.3, 587.3, 392.0)
"""The four notes of the Westminster quarters that Japanese schools ring."""


def chime(random: Generator) -> Samples:
    """The bell of a school, through its loudspeakers."""
    key = 2 ** (random.integers(-3, 3) / 12)
    gap = random.uniform(0.5, 0.62)
    parts: list[tuple[float, Samples]] = []
    for index, pitch in enumerate(_CHIME_HZ):
        hertz = pitch * key
        modes = [
            (hertz * 0.5, 0.25, 1.1), (hertz, 1.0, 0.9), (hertz * 1.003, 0.5, 0.9), (hertz * 2.0, 0.45, 0.6),
            (hertz * 2.4, 0.2, 0.4), (hertz * 3.01, 0.2, 0.3), (hertz * 4.2, 0.12, 0.15),
        ]  # fmt: skip
        parts.append((index * gap, struck(modes, 2.4)))
    return band(mix(4 * gap + 1.6, parts), 250, 5500)


def bell(random: Generator) -> Samples:
    """A small bell over a door: swung, it strikes three times and rings on."""
    hertz = random.uniform(1500, 2300)
    ratios = (1.0, 1.51, 2.76, 4.07, 5.4, 8.1)
    modes = [
        (hertz * ratio * random.uniform(0.995, 1.005), 1 / (1 + index * 0.6), 0.8 / (1 + index * 0.7))
        for index, ratio in enumerate(ratios)
    ]
    ring = struck(modes, 1.8)
    gap = random.uniform(0.13, 0.19)
    return mix(2.2, [(0, ring), (gap, ring * 0.55), (gap * 2.3, ring * 0.75), (gap * 3.5, ring * 0.3)])


def _latch(random: Generator, pitch: float) -> Samples:
    modes = [(pitch, 0.6, 0.012), (pitch * 1.7, 0.5, 0.008), (pitch * 2.9, 0.4, 0.006), (pitch * 0.2, 0.5, 0.02)]
    return mix(
        0.09, [(0, struck(modes, 0.09)), (0, noise(random, 0.02, 2000, 9000) * decay(0.02, 0.0005, 0.004) * 0.5)]
    )


def door_open(random: Generator) -> Samples:
    """Handle, latch, and hinges that creak as the door swings."""
    seconds = random.uniform(0.8, 1.1)
    moments = times(seconds)
    speed = glide((0, 26), (seconds * 0.45, random.uniform(70, 120)), (seconds, 34), seconds=seconds)
    # stick and slip: one impulse whenever the phase of the slow oscillation wraps
    slips = np.diff(np.floor(np.cumsum(speed) / 44_100), prepend=0) * random.uniform(0.6, 1.0, len(moments))
    base = random.uniform(420, 620)
    creak = resonate(slips, [(base, 60, 1.0), (base * 2.1, 90, 0.8), (base * 3.7, 140, 0.6), (base * 5.9, 300, 0.3)])
    creak *= np.sin(np.pi * moments / seconds) ** 0.7
    creak /= max(1e-6, float(np.abs(creak).max()))
    air = noise(random, seconds, 150, 900) * np.sin(np.pi * moments / seconds) ** 2 * 0.05
    pitch = random.uniform(1100, 1600)
    return mix(
        seconds + 0.35,
        [(0, _latch(random, pitch) * 0.7), (0.1, _latch(random, pitch * 0.7)), (0.2, creak * 0.55 + air)],
    )


def door_close(random: Generator) -> Samples:
    """The air before it, the slam, the frame that shakes, the latch."""
    swing = noise(random, 0.25, 120, 900) * glide((0, 0), (0.24, 1), (0.25, 0), seconds=0.25) ** 2 * 0.12
    low = random.uniform(62, 90)
    slam = struck([(low, 1.0, 0.12), (low * 2.3, 0.7, 0.07), (low * 4.1, 0.5, 0.04), (low * 7.7, 0.3, 0.025)], 0.6)
    burst = noise(random, 0.3, 60, 2200) * decay(0.3, 0.001, 0.03) * 0.8
    rattle = [
        (0.27 + float(at), _latch(random, random.uniform(700, 1500)) * 0.12 / (1 + 8 * float(at)))
        for at in random.uniform(0.01, 0.2, 5)
    ]
    return mix(1.0, [(0, swing), (0.24, slam), (0.24, burst), (0.25, _latch(random, 1300) * 0.5), *rattle])


def knock(random: Generator) -> Samples:
    """Knuckles on wood, two or three times."""
    base = random.uniform(150, 210)
    gap = random.uniform(0.17, 0.24)
    parts: list[tuple[float, Samples]] = []
    for index in range(int(random.integers(2, 4))):
        shift = random.uniform(0.97, 1.03)
        modes = [
            (base * shift * ratio, strength, fall)
            for ratio, strength, fall in ((1, 1.0, 0.05), (2.2, 0.8, 0.03), (3.9, 0.5, 0.02), (6.6, 0.4, 0.012))
        ]
        tap = noise(random, 0.02, 700, 5000) * decay(0.02, 0.0005, 0.003) * 0.5
        strength = float(random.uniform(0.8, 1.0))
        parts += [(index * gap, struck(modes, 0.3) * strength), (index * gap, tap * strength)]
    return mix(3 * gap + 0.3, parts)


def glass(random: Generator) -> Samples:
    """Something of glass meets the floor: the blow, the shards, the last of them tinkling."""
    blow = noise(random, 0.25, 900, 14_000) * decay(0.25, 0.0005, 0.035)
    parts: list[tuple[float, Samples]] = [(0, blow), (0, struck([(180, 0.6, 0.03), (420, 0.4, 0.02)], 0.15))]
    for _ in range(46):
        at = float(random.exponential(0.22))
        hertz = float(random.uniform(2000, 9000))
        fall = float(random.uniform(0.02, 0.12))
        shard = struck([(hertz, 1.0, fall), (hertz * 1.47, 0.5, fall * 0.6), (hertz * 2.09, 0.3, fall * 0.4)], fall * 5)
        parts.append((at, shard * float(random.uniform(0.08, 0.35)) / (1 + 2 * at)))
    return mix(1.5, parts)
