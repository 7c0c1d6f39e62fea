"""The air of an event picture: rays, petals, fireworks, hearts, rain or bokeh, before and behind the people."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from PIL import Image

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, Season, num
from yoake.providers.sketch.place.light import Light
from yoake.providers.sketch.place.nature import beams
from yoake.providers.sketch.place.sky import weather
from yoake.providers.sketch.raster import svg_to_image
from yoake.texts.models import TimeOfDay

AirKind = Literal["petals", "leaves", "fireworks", "hearts", "stars", "rain", "snow", "bokeh", "shock"]
_WORDS: tuple[tuple[AirKind, tuple[str, ...]], ...] = (
    ("fireworks", ("花火", "firework")),
    ("rain", ("雨", "傘", "涙", "泣", "rain", "umbrella", "tear", "cry")),
    ("snow", ("雪", "クリスマス", "snow", "christmas")),
    ("shock", ("戦", "剣", "怒", "対決", "battle", "fight", "sword", "clash", "duel")),
    ("stars", ("星", "流星", "宇宙", "願", "star", "meteor", "galaxy", "wish")),
    ("hearts", ("告白", "恋", "キス", "好き", "愛", "デート", "抱", "confess", "love", "kiss", "date", "embrace")),
    ("petals", ("桜", "花", "春", "卒業", "cherry", "petal", "flower", "graduat")),
    ("leaves", ("秋", "紅葉", "落ち葉", "autumn", "maple")),
)


@dataclass(frozen=True, slots=True)
class Air:
    """What is in the air, of which season, and by which seed it is scattered."""

    kind: AirKind
    season: Season
    inside: bool
    seed: int


def air_of(words: str, time: TimeOfDay, season: Season, *, inside: bool, seed: int) -> Air:
    """The air that a description asks for, else one that fits hour and season."""
    lower = words.lower()
    for kind, signs in _WORDS:
        if any(sign in lower for sign in signs):
            return Air(kind, season, inside, seed)
    if time == "night" or inside or season == "summer":
        return Air("bokeh", season, inside, seed)
    by_season: dict[Season, AirKind] = {"spring": "petals", "autumn": "leaves", "winter": "snow", "summer": "bokeh"}
    return Air(by_season[season], season, inside, seed)


def air_under(air: Air, light: Light) -> Image.Image:
    """What is behind the people: a transparent sheet of 1280 x 720."""
    c = Canvas(light, air.seed, air.season)
    r = c.rng("under")
    if air.kind == "fireworks":
        for _ in range(6):
            _firework(c, r.uniform(60, WIDTH - 60), r.uniform(50, 240), r.uniform(70, 170), r)
    elif air.kind == "stars":
        _shooting_stars(c, r)
    elif air.kind == "shock":
        _speed_lines(c, r)
    elif air.kind == "hearts":
        _hearts(c, r)
    _bokeh(c, r, 26 if air.kind in ("bokeh", "hearts", "stars") else 12)
    if not light.dark and air.kind not in ("rain", "fireworks"):
        origin = (-80.0, -120.0) if r.random() < 0.5 else (WIDTH + 80.0, -120.0)
        aims = [(WIDTH * k, HEIGHT + 80.0, 90.0) for k in (0.15, 0.36, 0.58, 0.86)]
        beams(c, origin, aims, 0.55)
    c.glow(WIDTH / 2, HEIGHT * 0.42, 620, light.beam, 0.30 if light.dark else 0.42, ry=430)
    return svg_to_image(c.svg())


def air_over(air: Air, light: Light) -> Image.Image:
    """What is in front of the people: drifting things, some out of focus, and darkened corners."""
    c = Canvas(light, air.seed, air.season)
    r = c.rng("over")
    if air.kind in ("petals", "leaves"):
        _drifting(c, r, air.kind)
    elif (air.kind == "rain" or air.kind == "snow") and not air.inside:
        falling = Canvas(replace(light, weather=air.kind), air.seed, air.season)
        weather(falling, ground=False)
        c.add(falling.svg())
    if not light.dark and light.beams > 0.3:
        corner = (0.0, 0.0) if r.random() < 0.5 else (float(WIDTH), 0.0)
        c.glow(*corner, 520, light.beam, 0.62)
    tone = "#2a0f2e" if light.time == "evening" else "#08081e"
    rim = c.radial((0, tone, 0), (0.66, tone, 0), (1, tone, 0.62))
    c.ellipse(WIDTH / 2, HEIGHT / 2, WIDTH * 0.74, HEIGHT * 0.80, rim)
    return svg_to_image(c.svg())


def _firework(c: Canvas, x: float, y: float, size: float, r: Random) -> None:
    tone = r.choice(["#ffb74a", "#ff7f9e", "#8fd0ff", "#c9a0ff", "#a8f0b0", "#fff0a0"])
    c.glow(x, y, size * 1.5, tone, 0.55)
    for ring in (1.0, 0.68, 0.38):
        count = round(30 * ring) + 8
        for k in range(count):
            a = k * math.tau / count + ring
            reach = size * ring * r.uniform(0.88, 1.05)
            ex, ey = x + math.cos(a) * reach, y + math.sin(a) * reach + 0.09 * reach
            sx, sy = x + math.cos(a) * reach * 0.45, y + math.sin(a) * reach * 0.45
            c.line([(sx, sy), (ex, ey)], col.raw(col.light(tone, 0.3)), 1.6, opacity=0.7)
            c.circle(ex, ey, r.uniform(1.6, 3.2), col.raw(col.light(tone, 0.7)))


def _shooting_stars(c: Canvas, r: Random) -> None:
    for _ in range(9):
        x, y, length = r.uniform(0, WIDTH), r.uniform(0, 330), r.uniform(80, 260)
        end = (x - length, y + length * 0.42)
        white = col.raw("#ffffff")
        c.path(
            f"M{num(x)},{num(y)}L{num(end[0])},{num(end[1])}",
            stroke=c.along((x, y), end, (0, white, 0), (0.9, white, 0.85), (1, white, 1)), width=2.4,
        )  # fmt: skip
        c.glow(end[0], end[1], 16, "#ffffff", 0.8)


def _speed_lines(c: Canvas, r: Random) -> None:
    for _ in range(90):
        a = r.random() * math.tau
        near, far, wide = r.uniform(360, 520), 900, r.uniform(0.004, 0.02)
        points = [(WIDTH / 2 + math.cos(a) * near, HEIGHT / 2 + math.sin(a) * near * 0.62)]
        points += [(WIDTH / 2 + math.cos(a + k) * far, HEIGHT / 2 + math.sin(a + k) * far * 0.8) for k in (-wide, wide)]
        c.poly(points, col.raw("#ffffff"), opacity=r.uniform(0.2, 0.6))


def _bokeh(c: Canvas, r: Random, count: int) -> None:
    tones = ["#ffe2a8", "#ffd0c0", "#fff4dc"] if not c.light.dark else ["#ffd48a", "#9fc4ff", "#ffb0c8", "#c8f0ff"]
    for _ in range(count):
        x, y, size = r.uniform(0, WIDTH), r.uniform(0, HEIGHT), 8 + 42 * r.random() ** 2
        shine = col.raw(r.choice(tones))
        c.circle(
            x,
            y,
            size,
            c.radial((0, shine, 0.30), (0.86, shine, 0.42), (0.95, shine, 0.60), (1, shine, 0)),
            opacity=r.uniform(0.35, 0.9),
        )


def _drifting(c: Canvas, r: Random, kind: str) -> None:
    tones = ["#ffc4d6", "#ffe0ea", "#f8a8c2"] if kind == "petals" else ["#f2a03c", "#e2662f", "#ffce5c"]
    for blur, count, low, high in ((0, 46, 4.0, 11.0), (3.0, 12, 16.0, 30.0), (7.0, 5, 40.0, 66.0)):
        with c.layer(blur=blur):
            for _ in range(count):
                # near ones stay at the rim, clear of faces
                x, y = r.uniform(0, WIDTH), r.uniform(0, HEIGHT)
                if blur and 0.2 < x / WIDTH < 0.8 and y < HEIGHT * 0.75:
                    x = x * 0.2 if x < WIDTH / 2 else WIDTH - (WIDTH - x) * 0.2
                s = r.uniform(low, high)
                with c.layer(transform=f"translate({num(x)},{num(y)}) rotate({r.uniform(0, 360):.0f})"):
                    c.path(
                        f"M0,{num(-s * 0.8)}L{num(s * 0.16)},{num(-s)}C{num(s)},{num(-s * 0.7)} {num(s * 0.8)},"
                        f"{num(s * 0.6)} 0,{num(s)}"
                        f"C{num(-s * 0.8)},{num(s * 0.6)} {num(-s)},{num(-s * 0.7)} {num(-s * 0.16)},{num(-s)}Z",
                        r.choice(tones), opacity=0.92,
                    )  # fmt: skip


def _hearts(c: Canvas, r: Random) -> None:
    for _ in range(22):
        side = r.random() < 0.5
        x = r.uniform(0, 0.3) * WIDTH if side else r.uniform(0.7, 1.0) * WIDTH
        y, s = r.uniform(20, HEIGHT - 40), r.uniform(6, 20)
        with c.layer(transform=f"translate({num(x)},{num(y)}) rotate({r.uniform(-24, 24):.0f}) scale({s / 10:.2f})"):
            c.path(
                "M0,9C-14,-2 -9,-12 -3.5,-10C-1.2,-9.2 0,-7 0,-5.5C0,-7 1.2,-9.2 3.5,-10C9,-12 14,-2 0,9Z",
                col.raw(r.choice(["#ff9db8", "#ffc4d4", "#ff7f9e"])), opacity=r.uniform(0.45, 0.85),
            )  # fmt: skip
