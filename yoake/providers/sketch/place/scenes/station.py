"""A railway platform: a train at rest, a roof on pillars, benches, a sign, a drinks machine, rails to the horizon."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, num, points_path, trace
from yoake.providers.sketch.place.nature import beams, bush, drifting, hills, leaves, tree
from yoake.providers.sketch.place.props import WARM, clock
from yoake.providers.sketch.place.sky import sky
from yoake.providers.sketch.place.view import View

_V = View(x=560, y=392, focal=720, eye=1.6)
_STYLES = [
    # train, band, roof, pillar
    ("#eef0f0", "#d8484f", "#7a8288", "#8fa0a8"), ("#f4ead2", "#3f7f5a", "#8a5f4a", "#6f4a3a"),
    ("#dfe6ee", "#2f6fb0", "#5f6a78", "#a8b4bc"), ("#c9584a", "#f4ead8", "#6a6f72", "#4f6a5f"),
    ("#e8eef0", "#e8953f", "#6f7f8f", "#d8d2c4"),
]  # fmt: skip
_EDGE = -0.9
"""Where the platform ends, metres to the right of the eye; the rails lie beyond it on the left."""


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    body, band, roof, pillar = r.choice(_STYLES)
    train_here = r.random() < 0.65
    sky(c, 440, clouds=5, sun=(470, 300) if c.light.time == "evening" else None)
    hills(c, c.rng("hills"), 412, 110, "#6f9a96", 0.5)
    _country(c)
    _tracks(c)
    if train_here:
        _train(c, body, band)
    _platform(c)
    _building(c, r, pillar)
    _things(c, r, band)
    _roof(c, roof, pillar)
    _sign(c, band)
    if not train_here:
        g = c.rng("side")
        bush(c, 60, 600, 240, 110, g)
    beams(c, (c.light.sun or (900, 60, 0))[:2], [(300, 640, 60), (520, 690, 80), (740, 700, 70)], 0.45)
    drifting(c, 44)


def _country(c: Canvas) -> None:
    r = c.rng("country")
    tones = leaves(c, r)
    field = "#8fb86a" if not c.snowy else "#e8eff7"
    c.rect(
        -2, 396, WIDTH + 4, 330, c.along((0, 396), (0, HEIGHT), (0, col.light(field, 0.25)), (1, col.dark(field, 0.25)))
    )
    with c.layer(haze=0.3):
        for i in range(13):
            x = i * 44 - 20
            h = r.uniform(16, 34)
            tone = r.choice(["#e4d8c4", "#c9d0d6", "#d8b8a0"])
            c.rect(x, 404 - h, 30, h, tone)
            c.poly(
                [(x - 4, 404 - h), (x + 15, 392 - h), (x + 34, 404 - h)], r.choice(["#a8584a", "#5f7288", "#7a6a5a"])
            )
            if c.light.lamps > 0 and r.random() < 0.8:
                c.rect(x + 8, 412 - h, 6, 7, col.raw("#ffe09a"))
    for x, y, s in ((36, 470, 0.62), (210, 448, 0.44), (330, 432, 0.32), (130, 456, 0.4)):
        tree(c, x, y, s, r, tones)


def _tracks(c: Canvas) -> None:
    bed = "#a39a90" if not c.snowy else "#dfe6ef"
    c.poly(
        _V.floor(-5.4, _EDGE, 0.9, 90, -0.95),
        c.along((0, 400), (0, HEIGHT), (0, col.light(bed, 0.2)), (1, col.dark(bed, 0.3))),
    )
    r = c.rng("gravel")
    for _ in range(160):
        z = r.uniform(1.6, 16)
        x, y = _V.at(r.uniform(-5.2, _EDGE), -0.95, z)
        c.ellipse(x, y, 16 / z, 7 / z, r.choice([col.dark(bed, 0.4), col.light(bed, 0.4)]), opacity=0.5)
    for left in (-2.9, -5.0):
        for k in range(26):
            z = 1.5 * 1.16**k
            c.poly(_V.floor(left - 0.35, left + 1.65, z, z * 1.06, -0.9), col.dark("#7a5f4a", 0.1))
        for x in (left, left + 1.3):
            c.poly(
                _V.floor(x - 0.05, x + 0.05, 0.9, 90, -0.8),
                c.along((0, 396), (0, HEIGHT), (0, col.raw(col.mix(c.light.sky[2], "#ffffff", 0.3))), (1, "#6a5f60")),
            )


def _train(c: Canvas, body: str, band: str) -> None:
    x, z0, z1, low, high = -1.25, 5.6, 60.0, -0.35, 2.7
    shade = c.along(
        (_V.at(x, 0, z0)[0], 0), (_V.at(x, 0, 16)[0], 0), (0, col.dark(body, 0.10)), (1, col.dark(body, 0.22))
    )
    c.poly(_V.side(x, low, high, z0, z1), shade)
    c.poly(_V.side(x, low - 0.45, low, z0 + 0.2, z1), "#2f2f38")
    c.poly(_V.side(x, 0.45, 0.75, z0, z1), band)
    c.poly(_V.side(x, 2.62, 2.72, z0, z1), band)
    lit = c.light.lamps > 0
    pane = col.raw("#fff0c0") if lit else "#7f9fb4"
    for car in range(5):
        start = z0 + car * 8.2
        c.poly(_V.side(x, low, high, start + 7.9, start + 8.2), "#2f2f38")
        for z in (start + 1.0, start + 3.6, start + 6.2):
            c.poly(_V.side(x, 0.9, 2.35, z + 1.1, z + 2.3), pane, stroke="#4a4f5a", width=3)
            c.poly(_V.side(x, low + 0.1, 2.5, z - 0.02, z + 0.86), col.light(body, 0.1), stroke="#5f6670", width=2.5)
            c.poly(_V.side(x, 1.0, 2.3, z + 0.08, z + 0.38), pane)
            c.poly(_V.side(x, 1.0, 2.3, z + 0.46, z + 0.76), pane)
            if lit:
                gx, gy = _V.at(x, 1.6, z + 1.6)
                c.glow(gx, gy, 640 / z, WARM, 0.35 * c.light.lamps)
    c.poly(
        [_V.at(x, high, z0), _V.at(x - 0.4, high + 0.3, z0), _V.at(x - 0.4, high + 0.3, z1), _V.at(x, high, z1)],
        col.dark(body, 0.35),
    )
    # the front
    f = [
        (-3.95, low), (-4.0, 1.0), (-3.8, high), (-3.4, high + 0.3), (-1.7, high + 0.3), (-1.3, high),
        (x, 1.0), (x, low),
    ]  # fmt: skip
    c.poly(
        [_V.at(a, b, z0) for a, b in f],
        c.along((_V.at(-4, 0, z0)[0], 0), (_V.at(x, 0, z0)[0], 0), (0, col.light(body, 0.1)), (1, body)),
    )
    c.poly(_V.front(-3.99, x, 0.45, 0.75, z0), band)
    c.poly(
        [_V.at(a, b, z0) for a, b in ((-3.75, 1.15), (-3.68, 2.25), (-1.52, 2.25), (-1.45, 1.15))],
        "#33435a" if not lit else col.raw("#ffe9b0"),
        stroke="#2f333e",
        width=4,
    )
    for a in (-2.98, -2.22):
        c.line([_V.at(a, 1.15, z0), _V.at(a, 2.25, z0)], "#2f333e", 4)
    c.poly(
        [_V.at(a, b, z0) for a, b in ((-3.7, 1.3), (-3.5, 2.15), (-3.2, 2.15), (-3.45, 1.3))], "#ffffff", opacity=0.18
    )
    c.poly(_V.front(-3.1, -2.1, 2.42, 2.68, z0), "#22262f")
    for k in range(3):
        px, py = _V.at(-2.95 + k * 0.26, 2.63, z0)
        c.rect(px, py, 19, 13, col.raw("#ffb44a"))
    for a in (-3.6, -1.6):
        px, py = _V.at(a, 0.2, z0)
        c.circle(px, py, 12, "#4a4f5a")
        c.circle(px, py, 9, col.raw("#fff8dc") if lit else "#eef2f2")
        c.glow(px, py, 120, "#fff2c8", 0.9 * c.light.lamps)
    c.poly(_V.front(-3.7, -1.5, low - 0.4, low, z0), "#2a2a32")


def _platform(c: Canvas) -> None:
    tone = "#cfc8bc" if not c.snowy else "#eaf0f7"
    c.poly(
        _V.side(_EDGE, -0.95, 0, 1.0, 80),
        c.along((0, 400), (0, HEIGHT), (0, col.dark(tone, 0.25)), (1, col.dark(tone, 0.5))),
    )
    c.poly(
        _V.floor(_EDGE, 9, 0.9, 80),
        c.along((0, 396), (0, HEIGHT), (0, col.light(tone, 0.25)), (1, col.dark(tone, 0.18))),
    )
    c.poly(_V.floor(_EDGE, _EDGE + 0.12, 0.9, 80), col.light(tone, 0.5))
    c.poly(_V.floor(-0.42, -0.12, 0.9, 80), "#f0c53f")
    for k in range(30):
        z = 1.3 * 1.13**k
        c.line([_V.at(-0.42, 0, z), _V.at(-0.12, 0, z)], "#b98a28", max(0.6, 5 / z))
        c.line([_V.at(_EDGE, 0, z), _V.at(8, 0, z)], col.dark(tone, 0.3), max(0.5, 3 / z), opacity=0.5)
    for k in range(9):
        c.line([_V.at(0.4 + k * 0.9, 0, 0.9), _V.at(0.4 + k * 0.9, 0, 80)], col.dark(tone, 0.3), 1.2, opacity=0.45)
    if c.light.weather == "rain":
        for x, z in ((1.2, 3.2), (0.5, 4.6), (2.1, 4.0)):
            px, py = _V.at(x, 0, z)
            c.ellipse(px, py, 320 / z, 42 / z, col.raw(c.light.sky[2]), opacity=0.4)


def _building(c: Canvas, r: Random, pillar: str) -> None:
    wall = r.choice(["#e9dcc4", "#d8c0a4", "#c9d2d2", "#b98a6a"])
    face, z0, z1, high = 3.6, 4.2, 26.0, 3.5
    near, far = _V.at(face, 0, z0)[0], _V.at(face, 0, 20)[0]
    c.poly(
        _V.side(face, 0, high, z0, z1),
        c.along((near, 0), (far, 0), (0, col.dark(wall, 0.04)), (1, col.light(wall, 0.2))),
    )
    c.poly(_V.front(face, face + 6, 0, high, z0), col.dark(wall, 0.22))
    c.poly(_V.side(face - 0.02, 0, 0.8, z0, z1), col.dark(wall, 0.32))
    lit = col.raw("#ffe2a0") if c.light.lamps > 0 else "#7f98a8"
    for k in range(5):
        z = z0 + 0.6 + k * 3.6
        c.poly(_V.side(face - 0.03, 1.0, 2.3, z, z + 1.5), lit, stroke="#5f4a3c", width=4)
        c.line([_V.at(face - 0.03, 1.0, z + 0.75), _V.at(face - 0.03, 2.3, z + 0.75)], "#5f4a3c", 3)
        c.line([_V.at(face - 0.03, 1.75, z), _V.at(face - 0.03, 1.75, z + 1.5)], "#5f4a3c", 3)
        c.poly(_V.side(face - 0.03, 0, 2.25, z + 2.0, z + 2.9), "#8a5f42", stroke="#4a3528", width=3)
        c.poly(_V.side(face - 0.04, 1.1, 2.1, z + 2.15, z + 2.75), lit)
        if c.light.lamps > 0:
            gx, gy = _V.at(face - 0.4, 0, z + 1)
            c.glow(gx, gy, 520 / z, WARM, 0.5 * c.light.lamps, ry=110 / z)
    x, y = _V.at(4.4, 2.6, z0)
    c.rect(x, y, 92, 122, "#f7f2e4", stroke="#5f4a3c", width=5)
    for k in range(6):
        c.line([(x + 10, y + 20 + k * 15), (x + 82, y + 20 + k * 15)], "#8f98a4", 2, opacity=0.7)
    c.rect(x + 10, y + 8, 72, 7, "#3f7fb0")


def _things(c: Canvas, r: Random, band: str) -> None:
    for z in (9.4, 6.4):
        _V.box(c, (2.45, 2.6), (0, 0.42), (z, z + 0.1), "#4a5560")
        _V.box(c, (2.45, 2.6), (0, 0.42), (z + 1.5, z + 1.6), "#4a5560")
        _V.box(c, (2.3, 2.9), (0.40, 0.48), (z - 0.1, z + 1.8), band, lit="left")
        c.poly(_V.side(2.9, 0.48, 0.98, z - 0.1, z + 1.8), col.light(band, 0.12))
    # drinks machine
    machine = r.choice(["#d2403f", "#2f6fb8", "#f0f2f2"])
    z = 4.35
    x0, x1 = 2.35, 3.15
    sx, sy = _V.at(2.7, 0, z)
    c.shade(sx, sy + 4, 110, 16, 0.5)
    _V.box(c, (x0, x1), (0, 1.9), (z, z + 0.7), machine, edge=1.5)
    a, b = _V.at(x0 + 0.07, 1.8, z), _V.at(x1 - 0.07, 0.85, z)
    glow = col.raw("#f4fbff") if c.light.lamps > 0 else "#dcebf0"
    c.rect(a[0], a[1], b[0] - a[0], b[1] - a[1], glow, rx=4)
    for row in range(3):
        for k in range(5):
            px, py = a[0] + 11 + k * 20.5, a[1] + 12 + row * 48
            tone = r.choice(["#d8484f", "#3f8f5f", "#f0b03f", "#4a78b8", "#8a5f3c", "#ffffff", "#e88fb0"])
            c.rect(px, py, 13, 29, tone, rx=4)
            c.rect(px, py + 10, 13, 8, "#ffffff", opacity=0.7)
            c.rect(px + 1, py + 33, 11, 4, "#3f4a58")
    c.rect(a[0] + 8, b[1] + 62, b[0] - a[0] - 16, 34, "#2f333e", rx=4)
    c.rect(b[0] - 26, b[1] + 14, 18, 32, "#3f4450", rx=3)
    if c.light.lamps > 0:
        c.glow((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, 190, "#e8f6ff", 0.6 * c.light.lamps)
        c.glow(sx - 40, sy + 10, 150, "#e8f6ff", 0.5 * c.light.lamps, ry=24)
    px, py = _V.at(2.0, 0, 5.1)
    c.rect(px - 15, py - 60, 30, 60, c.linear((0, "#aab2b8"), (1, "#5f6870"), end=(1, 0)), rx=4)
    c.rect(px - 17, py - 66, 34, 9, "#4a525a", rx=3)


def _roof(c: Canvas, roof: str, pillar: str) -> None:
    low, high = 3.5, 3.75
    c.poly(
        _V.floor(0.0, 9, 1.0, 34, low), c.along((0, 0), (0, 392), (0, col.dark(roof, 0.45)), (1, col.dark(roof, 0.10)))
    )
    for k in range(16):
        z = 1.4 + k * 1.5
        c.poly(_V.floor(0.0, 9, z, z + 0.16, low - 0.02), col.dark(roof, 0.55))
    for x in (1.3, 4.0):
        c.poly(_V.floor(x, x + 0.2, 1.0, 34, low - 0.04), col.dark(roof, 0.6))
    c.poly(_V.side(0.0, low - 0.06, high, 1.0, 34), col.light(roof, 0.2))
    c.poly(_V.side(0.0, low - 0.06, low + 0.03, 1.0, 34), col.dark(roof, 0.2))
    if c.snowy:
        c.poly(_V.side(-0.02, high - 0.05, high + 0.14, 1.0, 34), "#ffffff")
    for z in (20.0, 13.5, 8.8, 5.3, 3.0):
        w = 0.11
        x, y0 = _V.at(1.4, 0, z)
        _, y1 = _V.at(1.4, low, z)
        s = _V.scale(z)
        c.shade(x, y0, 0.4 * s, 0.06 * s, 0.5)
        c.rect(
            x - w * s,
            y1,
            2 * w * s,
            y0 - y1,
            c.linear((0, col.light(pillar, 0.35)), (0.5, pillar), (1, col.dark(pillar, 0.4)), end=(1, 0)),
        )
        c.rect(x - w * 1.5 * s, y0 - 0.35 * s, 3 * w * s, 0.35 * s, col.dark(pillar, 0.3))
        for side in (-1, 1):
            c.path(
                f"M{num(x)},{num(y1 + 0.8 * s)}Q{num(x + side * 0.1 * s)},{num(y1 + 0.2 * s)} "
                f"{num(x + side * 0.8 * s)},{num(y1 + 0.04 * s)}",
                stroke=col.dark(pillar, 0.2),
                width=max(2.0, 0.08 * s),
            )
    for z in (4.0, 6.8, 10.8, 16.0):
        q = _V.floor(2.2, 3.3, z, z + 0.22, low - 0.12)
        on = c.light.lamps > 0
        c.path(points_path(q), col.raw("#fffbe6") if on else "#f2f4f2")
        if on:
            gx, gy = _V.at(2.75, low - 0.2, z)
            c.glow(gx, gy, 900 / z, "#fff2cc", 0.55 * c.light.lamps, ry=420 / z)
            fx, fy = _V.at(2.0, 0, z)
            c.glow(fx, fy, 1000 / z, "#fff2cc", 0.35 * c.light.lamps, ry=150 / z)
    x, y = _V.at(0.85, 2.95, 6.2)
    c.line([(x, y), (x, _V.at(0.85, low, 6.2)[1])], "#3f4450", 4)
    clock(c, x, y, 27, "#3f4450")


def _sign(c: Canvas, band: str) -> None:
    x, y = _V.at(0.36, 2.42, 4.2)
    w, h = 150, 66
    for dx in (14, w - 14):
        c.line([(x + dx, y), (x + dx, _V.at(0.4, 3.5, 4.2)[1] + 4)], "#4a4f5a", 4)
    c.rect(x, y, w, h, col.raw("#fbfdff") if c.light.lamps > 0 else "#f8faf8", rx=4, stroke="#4a4f5a", width=3)
    c.rect(x + 3, y + h - 24, w - 6, 12, band)
    c.rect(x + 50, y + h - 24, 50, 12, col.light(band, 0.5))
    for k in range(3):
        c.rect(x + 42 + k * 25, y + 10, 17, 17, "#39404e", rx=3)
        c.rect(x + 46 + k * 25, y + 15, 9, 2.4, "#ffffff")
        c.rect(x + 46 + k * 25, y + 20, 9, 2.4, "#ffffff")
    c.path(trace("M", x + 128, y + h - 24, "l", 14, 6, "l", -14, 6, "Z"), "#ffffff")
