"""Sounds of weather, water, fire and animals."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from yoake.providers.sketch.sound.dsp import band, decay, glide, mix, noise, pan, struck, sweep, times, tone, wander
from yoake.providers.sketch.sound.ogg import Samples


def _edges(seconds: float, rise: float = 0.3, fall: float = 0.5) -> Samples:
    return glide((0, 0), (rise, 1), (seconds - fall, 1), (seconds, 0), seconds=seconds)


def rain(random: Generator) -> Samples:
    """A steady fall with single drops in front."""
    seconds = 4.0
    heavy = random.uniform(0.5, 1.0)
    bed = np.stack([noise(random, seconds, 600, 5000 + 6000 * heavy) for _ in range(2)], axis=1) * 0.2 * heavy
    bed += np.stack([noise(random, seconds, 120, 500) for _ in range(2)], axis=1) * 0.05
    drops: tuple[list[tuple[float, Samples]], list[tuple[float, Samples]]] = ([], [])
    for at in random.uniform(0, seconds - 0.1, 150):
        hertz = float(random.uniform(1200, 4200))
        fall = float(random.uniform(0.003, 0.012))
        drop = tone(glide((0, hertz), (0.03, hertz * 1.25), seconds=0.04), 0.04) * decay(0.04, 0.0008, fall)
        drops[int(random.integers(2))].append((float(at), drop * float(random.uniform(0.05, 0.35))))
    front = pan(mix(seconds, drops[0]), -0.6) + pan(mix(seconds, drops[1]), 0.6)
    return (bed + front) * _edges(seconds)[:, None]


def wind(random: Generator) -> Samples:
    """Gusts that howl around a corner."""
    seconds = 4.5
    sides = []
    gust = wander(random, seconds, 0.9, 0.25, 1.0)
    for _ in range(2):
        howl = sweep(noise(random, seconds), 260 + 620 * gust + 40 * wander(random, seconds, 3, -1, 1), 0.33)
        air = sweep(noise(random, seconds), 900 + 1500 * gust, 1.0) * 0.25
        sides.append((howl + air) * (0.25 + gust**2))
    low = noise(random, seconds, 40, 180) * 0.25 * gust
    return (np.stack(sides, axis=1) + low[:, None]) * _edges(seconds, 0.6, 0.8)[:, None]


def waves(random: Generator) -> Samples:
    """One wave comes in, breaks and runs back over the sand."""
    seconds = random.uniform(5.0, 6.0)
    top = seconds * random.uniform(0.36, 0.44)
    swell = glide((0, 0.05), (top, 1.0), (seconds * 0.7, 0.35), (seconds, 0.0), seconds=seconds) ** 1.6
    foam = glide((0, 0.0), (top * 0.9, 0.3), (top * 1.25, 1.0), (seconds, 0.0), seconds=seconds) ** 1.4
    sides = []
    for _ in range(2):
        body = sweep(noise(random, seconds), 240 + 1100 * swell, 1.1) * swell
        hiss = noise(random, seconds, 2500, 11_000) * foam * (0.16 + 0.05 * wander(random, seconds, 14, -1, 1))
        sides.append(body + hiss + noise(random, seconds, 30, 140) * swell * 0.35)
    return np.stack(sides, axis=1)


def birds(random: Generator) -> Samples:
    """Two small birds answer each other."""
    seconds = 3.6
    out = np.zeros((len(times(seconds)), 2))
    for place, begin in ((-0.5, 0.1), (0.55, 1.1)):
        base = float(random.uniform(2900, 4400))
        parts: list[tuple[float, Samples]] = []
        at = begin
        while at < seconds - 0.6:
            bend, syllable = float(random.uniform(0.75, 1.35)), float(random.uniform(0.05, 0.13))
            for _ in range(int(random.integers(2, 6))):
                curve = glide((0, base * bend), (syllable * 0.4, base), (syllable, base * (2 - bend)), seconds=syllable)
                shape = np.sin(np.pi * times(syllable) / syllable) ** 0.8
                parts.append((at, tone(curve, syllable, (1.0, 0.12)) * shape * float(random.uniform(0.5, 1.0))))
                at += syllable + float(random.uniform(0.02, 0.05))
            at += float(random.uniform(0.35, 0.9))
        out += pan(mix(seconds, parts), place)
    return out + pan(noise(random, seconds, 300, 2500) * 0.006, 0) * _edges(seconds)[:, None]


def cicadas(random: Generator) -> Samples:
    """A minmin-zemi of high summer: mi-n min min min mi-, over the others in the trees."""
    seconds = 4.4
    hertz = random.uniform(4000, 4800)
    moments = times(seconds)
    swell = np.full(len(moments), 0.25)
    at, count = 0.35, int(random.integers(5, 8))
    for index in range(count):
        long = 0.5 if index in (0, count - 1) else 0.3
        inside = np.clip((moments - at) / long, 0, 1)
        swell += np.sin(np.pi * inside) ** 0.6 * (0.75 if index else 0.6)
        at += long + 0.09
    pulses = 0.5 + 0.5 * np.sin(2 * np.pi * random.uniform(190, 240) * moments)
    vibrato = hertz * (1 + 0.006 * (swell - 0.5))
    song = (
        (tone(vibrato, seconds) + band(random.standard_normal(len(moments)), hertz * 0.85, hertz * 1.2, 12) * 0.8)
        * pulses
        * swell
    )
    chorus = [
        band(random.standard_normal(len(moments)), 5200, 7400, 10) * 0.2 * wander(random, seconds, 5, 0.5, 1)
        for _ in range(2)
    ]
    return (pan(song, random.uniform(-0.4, 0.4)) + np.stack(chorus, axis=1)) * _edges(seconds, 0.2, 0.5)[:, None]


def crickets(random: Generator) -> Samples:
    """A bell cricket near, field crickets farther away."""
    seconds = 4.2
    moments = times(seconds)
    out = np.zeros((len(moments), 2))
    for hertz, rate, period, share, place, strength in (
        (random.uniform(4200, 4600), 26.0, 1.25, 0.8, -0.3, 1.0),
        (random.uniform(3500, 3900), 34.0, 0.62, 0.36, 0.6, 0.35),
        (random.uniform(4800, 5300), 48.0, 0.45, 0.5, -0.8, 0.2),
    ):
        begin = float(random.uniform(0, 0.4))
        inside = ((moments - begin) % period) / period / share
        song = np.where((inside < 1) & (moments >= begin), np.sin(np.pi * np.clip(inside, 0, 1)) ** 0.7, 0.0)
        trill = np.clip(np.sin(2 * np.pi * rate * moments), 0, 1) ** 0.7
        out += pan(tone(hertz, seconds, (1.0, 0.15, 0.05)) * trill * song * strength, place)
    return (out + pan(noise(random, seconds, 200, 1800) * 0.008, 0.0)) * _edges(seconds)[:, None]


def thunder(random: Generator) -> Samples:
    """A crack, and the rolling that comes after it."""
    seconds = random.uniform(4.2, 5.2)
    moments = times(seconds)
    near = random.uniform(0.3, 1.0)
    roll = wander(random, seconds, 5, 0.15, 1.0) ** 1.5 * decay(seconds, 0.25, 1.5)
    sides = [
        noise(random, seconds, 25, 130) * roll * 9.0
        + sweep(noise(random, seconds), 90 + 500 * np.exp(-moments / 0.7), 1.2) * roll * 0.8
        for _ in range(2)
    ]
    parts: list[tuple[float, Samples]] = []
    for _ in range(7):
        at = 0.02 + float(random.exponential(0.1))
        crack = noise(random, 0.5, 150, 2500 + 6500 * near) * decay(0.5, 0.001, float(random.uniform(0.02, 0.09)))
        parts.append((at, crack * near * float(random.uniform(0.4, 1.0))))
    return (np.stack(sides, axis=1) + pan(mix(seconds, parts), random.uniform(-0.3, 0.3))) * _edges(
        seconds, 0.005, 1.0
    )[:, None]


def fire(random: Generator) -> Samples:
    """A camp fire: flames that flutter, wood that snaps."""
    seconds = 4.0
    flame = noise(random, seconds, 60, 420) * (0.12 + 0.14 * wander(random, seconds, 11, 0, 1) ** 2)
    hiss = noise(random, seconds, 2500, 9000) * 0.02 * wander(random, seconds, 4, 0.4, 1)
    out = pan(flame + hiss, 0.0)
    sides: tuple[list[tuple[float, Samples]], list[tuple[float, Samples]]] = ([], [])
    for _ in range(85):
        at, strength = float(random.uniform(0, seconds - 0.1)), float(random.pareto(2.2) * 0.12)
        centre = float(random.uniform(900, 5200))
        snap = noise(random, 0.025, centre * 0.6, centre * 1.8) * decay(
            0.025, 0.0004, float(random.uniform(0.001, 0.005))
        )
        sides[int(random.integers(2))].append((at, snap * min(strength, 0.9)))
    out += pan(mix(seconds, sides[0]), -0.5) + pan(mix(seconds, sides[1]), 0.5)
    return out * _edges(seconds)[:, None]


def splash(random: Generator) -> Samples:
    """Something falls into water; bubbles rise."""
    size = random.uniform(0.7, 1.3)
    fall = sweep(noise(random, 1.0), 500 / size + 3800 * np.exp(-times(1.0) / 0.16), 1.3) * decay(
        1.0, 0.012, 0.16 * size
    )
    plunge = struck([(85 / size, 1.0, 0.07), (150 / size, 0.5, 0.05)], 0.3) * 0.5
    parts: list[tuple[float, Samples]] = [(0.0, fall), (0.01, plunge)]
    for _ in range(26):
        at = 0.08 + float(random.exponential(0.25))
        hertz, long = float(random.uniform(350, 1500)) / size, float(random.uniform(0.02, 0.07))
        bubble = tone(glide((0, hertz), (long, hertz * 1.7), seconds=long), long) * decay(long, 0.003, long / 2.5)
        parts.append((at, bubble * float(random.uniform(0.05, 0.3)) / (1 + at)))
    spray = noise(random, 0.8, 3500, 12_000) * decay(0.8, 0.06, 0.2) * 0.2
    return mix(1.5, [*parts, (0.05, spray)])
