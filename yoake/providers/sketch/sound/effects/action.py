"""Sounds of blades, spells and vehicles."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from yoake.providers.sketch.sound.dsp import band, decay, glide, mix, noise, pan, struck, sweep, times, tone, wander
from yoake.providers.sketch.sound.ogg import Samples

_PENTATONIC = (0, 2, 4, 7, 9)


def sword(random: Generator) -> Samples:
    """A blade is drawn past another and rings."""
    hertz = random.uniform(1500, 2200)
    ratios = (1.0, 1.34, 1.87, 2.41, 3.16, 3.9, 4.7)
    modes = [
        (hertz * r * random.uniform(0.98, 1.02), 0.8 / (1 + 0.3 * i), 0.5 / (1 + 0.35 * i))
        for i, r in enumerate(ratios)
    ]
    ring = struck(modes, 1.4)
    slide = random.uniform(0.14, 0.24)
    scrape = sweep(noise(random, slide, 1500), glide((0, 2500), (slide, 7500), seconds=slide), 0.6)
    scrape *= glide((0, 0), (slide, 1), seconds=slide) ** 1.5
    hit = noise(random, 0.06, 2000, 15_000) * decay(0.06, 0.0005, 0.01)
    return mix(slide + 1.4, [(0, scrape * 1.3), (slide, ring), (slide, hit)])


def magic(random: Generator) -> Samples:
    """A spell gathers, rises and bursts into light."""
    base = random.uniform(300, 420)
    seconds = 2.0
    parts: list[tuple[float, Samples]] = []
    for index in range(16):
        octave, degree = divmod(index, 5)
        hertz = base * 2 ** (octave + _PENTATONIC[degree] / 12)
        parts.append(
            (0.05 * index, struck([(hertz, 0.5, 0.35), (hertz * 2.01, 0.25, 0.2), (hertz * 3.98, 0.1, 0.1)], 1.0))
        )
    moments = times(seconds)
    gather = sweep(noise(random, seconds, 300), glide((0, 500), (0.9, 7000), (seconds, 9000), seconds=seconds), 0.5)
    gather *= np.where(moments < 0.9, (moments / 0.9) ** 2, np.exp(-(moments - 0.9) / 0.25)) * 0.55
    hum = tone(glide((0, base), (0.9, base * 4), (seconds, base * 4), seconds=seconds), seconds, (0.3, 0.2, 0.1))
    hum *= (1 + 0.4 * np.sin(2 * np.pi * 13 * moments)) * glide(
        (0, 0), (0.85, 1), (1.1, 0), (seconds, 0), seconds=seconds
    )
    burst = [
        (0.9 + float(random.exponential(0.18)), struck([(float(random.uniform(2500, 7500)), 0.3, 0.12)], 0.5))
        for _ in range(18)
    ]
    return mix(seconds, [*parts, (0, gather), (0, hum * 0.4), *burst])


def sparkle(random: Generator) -> Samples:
    """Small bells, one after another, up or down."""
    base = random.uniform(1500, 2000)
    steps = list(range(12)) if random.random() < 0.6 else list(range(11, -1, -1))
    parts: list[tuple[float, Samples]] = []
    at = 0.0
    for index in steps:
        octave, degree = divmod(index, 5)
        hertz = base * 2 ** (octave * 0.99 + _PENTATONIC[degree] / 12) * float(random.uniform(0.997, 1.003))
        ping = struck([(hertz, 1.0, 0.22), (hertz * 2.76, 0.3, 0.1), (hertz * 1.005, 0.5, 0.25)], 0.9)
        parts.append((at, ping * float(random.uniform(0.5, 1.0))))
        at += float(random.uniform(0.035, 0.07))
    return mix(at + 0.9, parts)


def whoosh(random: Generator) -> Samples:
    """Something passes fast, from one side to the other."""
    seconds = random.uniform(0.5, 0.75)
    place = times(seconds) / seconds
    peak = random.uniform(1600, 3000)
    hiss = sweep(noise(random, seconds, 120), 250 + peak * np.sin(np.pi * place) ** 2, 0.75)
    shape = np.sin(np.pi * place**0.8) ** 2.2
    side = 0.8 if random.random() < 0.5 else -0.8
    return pan(hiss * shape, side * (2 * place - 1))


def train(random: Generator) -> Samples:
    """Wheels over the joints of the rails: gatan-goton."""
    seconds = random.uniform(4.2, 5.0)
    period = random.uniform(0.95, 1.15)
    rumble = noise(random, seconds, 45, 260) * 0.35 * wander(random, seconds, 4, 0.7, 1.0)
    rails = sweep(noise(random, seconds), np.full(len(times(seconds)), random.uniform(1300, 1900)), 0.5) * 0.08
    motor = tone(random.uniform(210, 270) * wander(random, seconds, 1, 0.98, 1.02), seconds, (0.5, 0.3, 0.2)) * 0.04
    parts: list[tuple[float, Samples]] = []
    at = 0.15
    while at < seconds - 0.3:
        for shift, strength, pitch in ((0, 1.0, 120), (0.13, 0.8, 100), (0.42, 0.9, 112), (0.55, 0.7, 94)):
            iron = struck(
                [(pitch, 0.8, 0.06), (pitch * 4.3, 0.35, 0.03), (pitch * 9.1, 0.25, 0.02), (pitch * 17, 0.15, 0.02)],
                0.3,
            )
            blow = noise(random, 0.12, 150, 3000) * decay(0.12, 0.001, 0.02) * 0.5
            parts += [(at + shift * period, iron * strength), (at + shift * period, blow * strength)]
        at += period
    edges = glide((0, 0), (0.4, 1), (seconds - 0.6, 1), (seconds, 0), seconds=seconds)
    return (rumble + rails + motor + mix(seconds, parts) * 0.6) * edges


def car(random: Generator) -> Samples:
    """A car drives past, its pitch falling as it goes."""
    seconds = random.uniform(3.2, 3.8)
    moments = times(seconds)
    away = (moments - seconds * 0.5) * random.uniform(13, 18)
    distance = np.sqrt(away**2 + 16)
    doppler = 1 / (1 + (away / distance) * 18 / 343)
    near = (4 / distance) ** 1.1
    engine = tone(random.uniform(52, 72) * doppler, seconds, (0.6, 1.0, 0.6, 0.7, 0.35, 0.4, 0.2, 0.25, 0.1, 0.1))
    engine *= 1 + 0.15 * wander(random, seconds, 20, -1, 1)
    tyres = sweep(noise(random, seconds, 200), 500 + 1900 * near, 1.0)
    sound = (band(engine, 60, 1400) * 0.35 + tyres * 0.9) * near
    side = 1.0 if random.random() < 0.5 else -1.0
    return pan(sound, side * 0.9 * away / distance) * np.clip((seconds - moments) / 0.3, 0, 1)[:, None]
