"""Sounds that people make: steps, hands, voices, hearts."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from yoake.providers.sketch.sound.dsp import RATE, decay, glide, mix, noise, pan, resonate, struck, times, wander
from yoake.providers.sketch.sound.ogg import Samples


def _step(random: Generator, hard: float, floor: float) -> Samples:
    """One foot: heel, then sole. `hard` 0 to 1; `floor` is the pitch of what it treads on."""
    shift = random.uniform(0.93, 1.07)
    heel = struck(
        [(floor * shift, 1.0, 0.035), (floor * 2.4 * shift, 0.5 * hard, 0.018), (floor * 5.1, 0.35 * hard, 0.01)], 0.2
    )
    sole = noise(random, 0.12, 300, 1500 + 4500 * hard) * decay(0.12, 0.004, 0.025)
    tap = noise(random, 0.03, 1200, 7000) * decay(0.03, 0.0005, 0.004) * hard
    return mix(0.26, [(0, heel), (0, tap * 0.6), (0.035, sole * 0.28)])


def _walk(random: Generator, count: int, gap: float, hard: float) -> Samples:
    floor = random.uniform(85, 150)
    seconds = count * gap + 0.3
    left: list[tuple[float, Samples]] = []
    right: list[tuple[float, Samples]] = []
    for index in range(count):
        at = 0.01 + index * gap + float(random.uniform(-0.02, 0.02)) * gap * (index > 0)
        step = _step(random, hard, floor * (1.0 if index % 2 else 1.06)) * float(random.uniform(0.8, 1.0))
        (left if index % 2 else right).append((max(0.0, at), step))
    both: Samples = pan(mix(seconds, left), -0.25) + pan(mix(seconds, right), 0.25)
    return both


def footsteps(random: Generator) -> Samples:
    """Somebody walks by, on wood, stone or linoleum."""
    return _walk(random, int(random.integers(4, 7)), random.uniform(0.5, 0.6), random.uniform(0.35, 0.9))


def run(random: Generator) -> Samples:
    """Somebody runs, clothes rustling."""
    gap = random.uniform(0.25, 0.3)
    count = int(random.integers(8, 11))
    steps: Samples = _walk(random, count, gap, random.uniform(0.7, 1.0))
    moments = np.arange(len(steps)) / RATE
    cloth = noise(random, len(steps) / RATE, 1800, 7000)[: len(steps)] * np.sin(np.pi * moments / gap) ** 4
    fade = np.clip((len(steps) / RATE - moments) / 0.3, 0, 1)
    cloth = np.pad(cloth, (0, len(steps) - len(cloth))) * fade
    return steps + pan(cloth, 0.0) * 0.03


def applause(random: Generator) -> Samples:
    """Many hands: it swells, holds and thins out."""
    seconds = random.uniform(3.2, 4.0)
    pool = [
        noise(random, 0.05, centre * 0.6, centre * 1.7) * decay(0.05, 0.0008, float(random.uniform(0.005, 0.012)))
        for centre in random.uniform(900, 2600, 18)
    ]
    length = len(pool[0])
    out = np.zeros((int(seconds * RATE) + length, 2))
    for _ in range(34):  # each of them claps at a pace of their own
        pace = float(random.uniform(0.17, 0.27))
        begin, end = float(random.uniform(0, 0.5)), seconds - float(random.exponential(0.5)) - 0.2
        clap, place = pool[int(random.integers(len(pool)))], float(random.uniform(-0.9, 0.9))
        strength = float(random.uniform(0.25, 1.0))
        sides = pan(clap, place) * strength
        for at in np.arange(begin, max(begin + 0.2, end), pace):
            start = int(max(0.0, float(at + random.normal(0, 0.012))) * RATE)
            if start + length <= len(out):
                out[start : start + length] += sides
    return out


def crowd(random: Generator) -> Samples:
    """A room full of talk, no word of which can be made out."""
    seconds = 4.0
    moments = times(seconds)
    vowels = ((800, 1250), (320, 2300), (350, 1300), (520, 1900), (480, 850))
    out = np.zeros((len(moments), 2))
    groups = [np.zeros(len(moments)) for _ in vowels]
    sides = [np.zeros(len(moments)) for _ in vowels]
    for _ in range(18):
        pitch = float(random.choice([random.uniform(100, 150), random.uniform(190, 260)]))
        phase = np.cumsum(pitch * wander(random, seconds, 3.0, 0.8, 1.25)) / RATE + random.uniform(0, 1)
        buzz = 2 * (phase % 1) - 1
        talk = np.clip(wander(random, seconds, 9.0, -1.2, 1.6), 0, 1) * np.clip(
            wander(random, seconds, 1.2, -0.4, 1.6), 0, 1
        )
        place = random.uniform(0, 1)
        for _ in range(2):  # every voice moves among two vowels, which is enough for a murmur
            which = int(random.integers(len(vowels)))
            share = talk * np.clip(wander(random, seconds, 6.0, -0.5, 1.3), 0, 1)
            groups[which] += buzz * share * np.sqrt(1 - place)
            sides[which] += buzz * share * np.sqrt(place)
    for side, sound in ((0, groups), (1, sides)):
        for buzz, (first, second) in zip(sound, vowels, strict=True):
            out[:, side] += resonate(buzz, [(first, 110, 1.0), (second, 150, 0.5), (2900, 300, 0.12)])
    air = noise(random, seconds, 200, 2500) * 0.02 * float(np.abs(out).max())
    swell = glide((0, 0), (0.3, 1), (seconds - 0.5, 1), (seconds, 0), seconds=seconds)
    return (out + air[:, None]) * swell[:, None]


def heartbeat(random: Generator) -> Samples:
    """Lub-dub, three times."""
    gap = random.uniform(0.72, 0.95)
    low = random.uniform(46, 58)

    def beat(hertz: float, fall: float) -> Samples:
        body = struck([(hertz, 1.0, fall), (hertz * 1.9, 0.45, fall * 0.6), (hertz * 3.2, 0.15, fall * 0.3)], 0.4)
        return mix(
            0.4,
            [
                (0, body * np.minimum(1, times(0.4) / 0.012)),
                (0, noise(random, 0.1, 40, 220) * decay(0.1, 0.008, 0.03) * 0.4),
            ],
        )

    first, second = beat(low, 0.075), beat(low * 1.22, 0.055) * 0.75
    parts = [(0.02 + index * gap + shift, sound) for index in range(3) for shift, sound in ((0, first), (0.27, second))]
    return mix(3 * gap + 0.2, parts)
