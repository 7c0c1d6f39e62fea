"""Sounds of buttons, pages and devices."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from yoake.providers.sketch.sound.dsp import band, decay, glide, mix, noise, struck, sweep, times, tone
from yoake.providers.sketch.sound.ogg import Samples


def click(random: Generator) -> Samples:
    """A soft button: a tick with a short pitch under it."""
    pitch = random.uniform(1500, 2300)
    body = struck([(pitch, 1.0, 0.012), (pitch * 2.1, 0.4, 0.006), (pitch * 0.5, 0.5, 0.02)], 0.12)
    return mix(0.12, [(0, body), (0, noise(random, 0.01, 3000, 12000) * decay(0.01, 0.0005, 0.002) * 0.5)])


def cursor(random: Generator) -> Samples:
    """Two quick rising blips."""
    low = random.uniform(880, 1200)
    up = random.choice([1.25, 1.335, 1.5])
    blip = decay(0.07, 0.003, 0.018)
    harmonics = (1.0, 0.25, 0.12)
    return mix(0.13, [(0, tone(low, 0.07, harmonics) * blip), (0.045, tone(low * up, 0.07, harmonics) * blip)])


def cancel(random: Generator) -> Samples:
    """Two falling notes with a rounded edge."""
    high = random.uniform(560, 720)
    down = random.choice([0.667, 0.75])
    harmonics = (1.0, 0.0, 0.3, 0.0, 0.12)
    first = tone(high, 0.1, harmonics) * decay(0.1, 0.004, 0.045)
    second = tone(glide((0, high * down), (0.2, high * down * 0.94), seconds=0.2), 0.2, harmonics)
    return mix(0.3, [(0, first), (0.08, second * decay(0.2, 0.004, 0.07))])


def page(random: Generator) -> Samples:
    """A leaf turned: a rustle that rises, flips over and lands."""
    seconds = random.uniform(0.45, 0.6)
    moments = times(seconds) / seconds
    centre = 2200 + 3800 * np.sin(np.pi * moments) ** 2
    rustle = sweep(noise(random, seconds, 900), centre, 1.1)
    flutter = 0.55 + 0.45 * np.sin(2 * np.pi * random.uniform(22, 34) * moments * seconds + random.uniform(0, 6)) ** 2
    swell = np.sin(np.pi * np.clip(moments, 0, 1)) ** 1.3 * flutter
    land = noise(random, 0.06, 700, 5000) * decay(0.06, 0.002, 0.014) * 0.5
    grains = [
        (float(at), noise(random, 0.006, 2500, 12000) * decay(0.006, 0.0005, 0.0015) * float(random.uniform(0.1, 0.5)))
        for at in random.uniform(0.03, seconds * 0.8, 26)
    ]
    return mix(seconds + 0.05, [(0, rustle * swell), (seconds * 0.8, land), *grains])


def typing(random: Generator) -> Samples:
    """A run of keys, with the heavier space bar at the end."""
    parts: list[tuple[float, Samples]] = []
    at = 0.01
    count = int(random.integers(9, 13))
    for index in range(count):
        heavy = index == count - 1
        pitch = random.uniform(900, 1300) * (0.55 if heavy else 1.0)
        key = struck([(pitch, 0.5, 0.006), (pitch * 2.6, 0.35, 0.004), (190, 0.5, 0.014)], 0.06)
        key = mix(0.06, [(0, key), (0, noise(random, 0.03, 1800, 9000) * decay(0.03, 0.0005, 0.005) * 0.5)])
        strength = float(random.uniform(0.6, 1.0)) * (1.2 if heavy else 1.0)
        parts += [(at, key * strength), (at + random.uniform(0.05, 0.07), key * strength * 0.3)]
        at += float(random.uniform(0.07, 0.16))
    return mix(at + 0.1, parts)


def camera(random: Generator) -> Samples:
    """Mirror up, shutter, mirror down, and the motor that winds on."""
    gap = random.uniform(0.06, 0.1)

    def slap(pitch: float) -> Samples:
        body = struck([(pitch, 0.5, 0.008), (pitch * 2.3, 0.4, 0.005), (260, 0.5, 0.01)], 0.06)
        return mix(0.06, [(0, body), (0, noise(random, 0.05, 1500, 12000) * decay(0.05, 0.0005, 0.008))])

    pitch = random.uniform(1400, 1900)
    wind = tone(glide((0, 240), (0.05, 420), (0.22, 400), seconds=0.22), 0.22, (0.3, 0.4, 0.3, 0.25, 0.2))
    wind = band(wind + noise(random, 0.22, 800, 6000) * 0.25, 300, 6000) * np.minimum(1, decay(0.22, 0.02, 0.15))
    return mix(0.5, [(0.005, slap(pitch)), (0.005 + gap, slap(pitch * 0.8) * 0.9), (0.03 + gap, wind * 0.22)])


def phone(random: Generator) -> Samples:
    """Two rings of an electronic bell."""
    low = random.uniform(950, 1250)
    ratio = random.choice([1.26, 1.335, 1.2])
    speed = random.uniform(18, 24)
    moments = times(0.9)
    which = np.sin(2 * np.pi * speed * moments) > 0
    ring = tone(np.where(which, low, low * ratio), 0.9, (1.0, 0.15, 0.35, 0.05, 0.15))
    ring = band(ring, 300, 6500) * np.clip(np.minimum(moments / 0.01, (0.9 - moments) / 0.05), 0, 1)
    return mix(2.1, [(0, ring), (1.15, ring)])


def clock(random: Generator) -> Samples:
    """Tick, tock, tick, tock."""
    pitch = random.uniform(1900, 2700)
    parts: list[tuple[float, Samples]] = []
    for index in range(6):
        high = pitch * (1.0 if index % 2 == 0 else 0.78)
        modes = [(high, 1.0, 0.011), (high * 1.83, 0.5, 0.007), (high * 0.31, 0.35, 0.02), (high * 3.1, 0.25, 0.004)]
        parts.append((0.02 + index * 0.5, struck(modes, 0.12) * float(random.uniform(0.9, 1.0))))
    return mix(3.0, parts)
