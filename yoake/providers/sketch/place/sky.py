"""Skies: gradient, sun or moon, stars, clouds; and what falls from them."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, num


def cumulus(c: Canvas, x: float, y: float, w: float, h: float, r: Random, opacity: float = 1) -> None:
    """A fair-weather cloud with a flat base at `y`, `w` wide and about `h` high, lit from above."""
    lit, under = c.light.cloud
    lit, under = col.raw(lit), col.raw(under)
    heaps = []
    count = 15
    for i in range(count):
        t = (i + 0.5) / count
        hump = (1 - (2 * t - 1) ** 2) ** 0.7
        radius = h * (0.12 + 0.27 * hump * (0.45 + 0.85 * r.random()))
        heaps.append((x + (t - 0.5) * w, y - radius * 0.7 - h * 0.42 * hump * r.random(), radius))
    circles = "".join(
        f"M{num(cx - cr)},{num(cy)}a{num(cr)},{num(cr)} 0 1,1 {num(2 * cr)},0a{num(cr)},{num(cr)} 0 1,1 "
        f"{num(-2 * cr)},0Z"
        for cx, cy, cr in heaps
    )
    base = c.along((0, y - h), (0, y + h * 0.12), (0, lit), (0.45, lit), (0.86, under, 0.75), (1, under, 0))
    clip = f"M{num(x - w)},{num(y - 3 * h)}H{num(x + w)}V{num(y + h * 0.12)}H{num(x - w)}Z"
    with c.layer(opacity=opacity, clip=clip):
        c.path(circles, base)
        c.ellipse(
            x,
            y - h * 0.06,
            w * 0.56,
            h * 0.17,
            c.along((0, y - h * 0.2), (0, y + h * 0.1), (0, under, 0.65), (1, under, 0)),
        )
        for cx, cy, cr in heaps[1:-1]:
            glow = c.radial((0, lit, 0.95), (0.7, lit, 0.55), (1, lit, 0))
            c.circle(cx - cr * 0.14, cy - cr * 0.20, cr * 0.80, glow, opacity=0.75)


def wisps(c: Canvas, r: Random, low: float, count: int = 7) -> None:
    """Thin streaks of high cloud."""
    lit = col.raw(c.light.cloud[0])
    fade = c.linear((0, lit, 0), (0.35, lit, 0.55), (0.7, lit, 0.4), (1, lit, 0), end=(1, 0))
    for _ in range(count):
        x, y, w = r.uniform(-100, WIDTH), r.uniform(low * 0.1, low * 0.85), r.uniform(180, 520)
        tilt = r.uniform(-14, 6)
        c.path(
            f"M{num(x)},{num(y)}C{num(x + w * 0.3)},{num(y - 9 + tilt)} {num(x + w * 0.6)},{num(y - 7 + tilt)} "
            f"{num(x + w)},{num(y + tilt)}C{num(x + w * 0.6)},{num(y + 4 + tilt)} {num(x + w * 0.3)},"
            f"{num(y + 5 + tilt)} "
            f"{num(x)},{num(y)}Z",
            fade,
            opacity=r.uniform(0.35, 0.9),
        )


def stars(c: Canvas, low: float, count: int = 190) -> None:
    """Stars down to `low`, with a faint milky band."""
    r = c.rng("stars")
    band = col.raw("#aebcff")
    c.path(
        f"M-40,{num(low * 0.75)}C300,{num(low * 0.35)} 700,{num(low * 0.28)} 1340,-60L1340,60C760,{num(low * 0.42)} "
        f"340,{num(low * 0.62)} -40,{num(low)}Z",
        c.along((0, 0), (0, low), (0, band, 0.16), (1, band, 0.04)),
    )
    for _ in range(count):
        x, y = r.random() * WIDTH, low * r.random() ** 1.25
        size = 0.5 + 1.3 * r.random() ** 3
        c.circle(
            x,
            y,
            size,
            col.raw(r.choice(["#ffffff", "#ffffff", "#cfdcff", "#fff0cf"])),
            opacity=0.35 + 0.65 * r.random(),
        )
    for _ in range(7):
        x, y, s = r.random() * WIDTH, low * 0.7 * r.random(), 4 + 5 * r.random()
        k = s * 0.13
        c.path(
            f"M{num(x - s)},{num(y)}L{num(x)},{num(y - k)}L{num(x + s)},{num(y)}L{num(x)},{num(y + k)}Z"
            f"M{num(x)},{num(y - s)}L{num(x + k)},{num(y)}L{num(x)},{num(y + s)}L{num(x - k)},{num(y)}Z",
            col.raw("#ffffff"),
            opacity=0.85,
        )


def sun_or_moon(c: Canvas, at: tuple[float, float] | None = None) -> None:
    """The light in the sky, where clouds do not hide it; `at` moves it."""
    if c.light.sun is None:
        return
    x, y, radius = c.light.sun
    if at:
        x, y = at
    if c.light.dark:
        c.glow(x, y, radius * 8, "#9fb6ff", 0.6)
        c.glow(x, y, radius * 3.2, "#dfe6ff", 0.6)
        c.circle(x, y, radius, col.raw("#fdf8e2"))
        for dx, dy, k in ((-0.3, -0.2, 0.22), (0.28, 0.1, 0.3), (-0.1, 0.42, 0.16), (0.2, -0.45, 0.12)):
            c.circle(x + dx * radius, y + dy * radius, k * radius, col.raw("#e4dcc0"), opacity=0.7)
        return
    c.glow(x, y, radius * (11 if c.light.time == "evening" else 8), "#fff0b4", 0.85)
    c.glow(x, y, radius * 3.4, "#fffbe4", 1.0)
    c.circle(x, y, radius * 0.8, col.raw("#fffdf2"))


def sky(c: Canvas, low: float = 440, *, clouds: int = 4, sun: tuple[float, float] | None = None) -> None:
    """The whole sky down to `low` (pixels)."""
    top, middle, horizon = (col.raw(s) for s in c.light.sky)
    c.rect(-2, -2, WIDTH + 4, low + 4, c.along((0, 0), (0, low), (0, top), (0.55, middle), (1, horizon)))
    clear = c.light.weather in ("clear", "snow")
    if c.light.dark and clear:
        stars(c, low)
    sun_or_moon(c, sun)
    r = c.rng("clouds")
    wisps(c, r, low)
    places = sorted(((r.uniform(-40, WIDTH + 40), r.random()) for _ in range(clouds)), key=lambda p: p[1])
    opacity = 0.55 if c.light.dark else 0.96
    for x, depth in places:
        w = 120 + 250 * (1 - depth) ** 1.5
        cumulus(c, x, low * (0.28 + 0.58 * depth), w, w * r.uniform(0.26, 0.44), r, opacity)
    if c.light.weather in ("cloudy", "rain", "snow"):
        for i in range(7):
            w = r.uniform(420, 760)
            cumulus(
                c, (i - 0.3) * 215, low * r.uniform(0.16, 0.5), w, w * 0.26, r,
                0.72 if c.light.weather == "rain" else 0.6,
            )  # fmt: skip


def weather(c: Canvas, *, ground: bool = True) -> None:
    """Rain or snow in front of the picture; `ground`: drops splash on the ground below."""
    r = c.rng("weather")
    if c.light.weather == "rain":
        colour = col.raw("#dfeaf7")
        for _ in range(210):
            x, y, length = r.uniform(-40, WIDTH + 60), r.uniform(-60, HEIGHT), r.uniform(18, 62)
            c.line([(x, y), (x - length * 0.16, y + length)], colour, 0.7 + length / 50, opacity=r.uniform(0.15, 0.5))
        for _ in range(60 if ground else 0):
            x, y = r.uniform(0, WIDTH), HEIGHT - 230 * r.random() ** 1.4
            s = 3 + (y - 490) / 26
            c.ellipse(x, y, s * 2.2, s * 0.6, "none", stroke=colour, width=1.2, opacity=0.35)
    elif c.light.weather == "snow":
        colour = col.raw("#ffffff" if not c.light.dark else "#d4defa")
        for _ in range(190):
            size = 1.1 + 3.4 * r.random() ** 2.4
            c.circle(r.uniform(0, WIDTH), r.uniform(0, HEIGHT), size, colour, opacity=r.uniform(0.5, 0.95))
        soft = c.radial((0, colour, 0.8), (1, colour, 0))
        for _ in range(16):
            c.circle(r.uniform(0, WIDTH), r.uniform(0, HEIGHT), r.uniform(7, 17), soft, opacity=0.75)
