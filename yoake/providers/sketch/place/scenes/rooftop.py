"""A school's rooftop: the fence, the town far below, the stairhouse with its water tank, and much sky."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, points_path, trace
from yoake.providers.sketch.place.nature import beams, bush, drifting, flowers, hills
from yoake.providers.sketch.place.props import WARM, bench, window_light
from yoake.providers.sketch.place.sky import sky
from yoake.providers.sketch.place.view import View

_V = View(x=560, y=430, focal=720, eye=1.55)
_FENCE = 8.2
_STYLES = [
    # floor, wall, tank, fence
    ("#b9c2c6", "#ece4d6", "#7fb0c9", "#5f7f86"), ("#c9b9a2", "#d8cfc2", "#d8a25f", "#6f7a66"),
    ("#a9b7b0", "#c97f62", "#e6e0d2", "#4f6f8f"), ("#c4bcc4", "#e9edf0", "#c96f6a", "#8a8f98"),
]  # fmt: skip


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    floor, wall, tank, fence = r.choice(_STYLES)
    planted = r.random() < 0.55
    at = {"morning": (250, 190), "day": (300, 84), "evening": (420, 352), "night": (300, 118)}[c.light.time]
    sky(c, 580, clouds=7, sun=at)
    hills(c, c.rng("hills"), 424, 84, "#6f95a8", 0.6)
    _town(c)
    _floor(c, floor)
    _fence(c, fence)
    _stairhouse(c, wall, tank, r)
    g = c.rng("things")
    if planted:
        for k, x in enumerate((-4.3, -2.6, -0.9)):
            px, py = _V.at(x, 0, 6.6)
            w = 1.25 * _V.scale(6.6)
            c.shade(px, py, w * 0.6, 8, 0.5)
            bush(c, px, py - 24, w * 0.86, 42, g)
            flowers(
                c,
                g,
                (px - w * 0.38, py - 60, px + w * 0.38, py - 30),
                14,
                [["#f27f8f", "#ffffff"], ["#ffd45f", "#ffffff"], ["#a88fe8", "#ffd6e8"]][k],
            )
            c.rect(px - w / 2, py - 30, w, 32, c.linear((0, "#b8785a"), (1, "#8a5440")), rx=3)
            c.rect(px - w / 2 - 3, py - 34, w + 6, 8, "#c98a68", rx=3)
    x, y = _V.at(-1.5 if not planted else 0.4, 0, 4.6)
    bench(c, x, y, 1.45, g.choice(["#a8703f", "#5f8fa8", "#8f9a5f"]))
    _laundry_or_vents(c, g)
    beams(c, at, [(200, 700, 80), (420, 710, 60), (640, 700, 90)], 0.4)
    if not c.light.dark and c.light.weather == "clear":
        for _ in range(5):
            bx, by, s = g.uniform(120, 800), g.uniform(110, 300), g.uniform(6, 13)
            c.path(
                trace(
                    "M", bx - 2 * s, by - s * 0.6, "Q", bx - s, by - s, bx, by, "Q", bx + s, by - s,
                    bx + 2 * s, by - s * 0.6,
                ),
                stroke="#39405a", width=2,
            )  # fmt: skip
    drifting(c, 40)


def _town(c: Canvas) -> None:
    r = c.rng("town")
    with c.layer(haze=0.3):
        c.rect(-2, 436, WIDTH + 4, 150, "#8fa58f")
    tones = ["#d9cbb8", "#b9c4cf", "#c9b3a4", "#e6e0d4", "#a9b4c4", "#cfa890", "#9fb0b8"]
    for haze, low, high, wide, count in ((0.62, 436, 62, 26, 58), (0.40, 462, 78, 40, 40), (0.2, 500, 74, 58, 28)):
        with c.layer(haze=haze):
            for i in range(count):
                x = i * WIDTH / (count - 1) - wide / 2 + r.uniform(-6, 6)
                h, w = r.uniform(0.25, 1.0) ** 1.4 * high + 14, wide * r.uniform(0.7, 1.1)
                tone = r.choice(tones)
                c.rect(
                    x, low - h, w, h + 12, c.linear((0, col.light(tone, 0.1)), (1, col.dark(tone, 0.12)), end=(1, 0))
                )
                if r.random() < 0.4:
                    c.poly(
                        [(x - 3, low - h), (x + w / 2, low - h - w * 0.3), (x + w + 3, low - h)],
                        r.choice(["#a85f4f", "#4f6688", "#6f7f6a", "#8f5f55"]),
                    )
                for j in range(int(h / 15)):
                    for k in range(max(1, int(w / 14))):
                        lit = window_light(c, 0.6, r)
                        c.rect(x + 4 + k * 13, low - h + 6 + j * 14, 6, 7, lit or "#5f7590", opacity=1 if lit else 0.55)
            if haze < 0.5:
                for _ in range(10):
                    bush(c, r.uniform(0, WIDTH), low + 10, 70, 30, r)
    with c.layer(haze=0.5):
        c.path(trace("M", 948, 436, "L", 960, 300, "L", 964, 300, "L", 976, 436, "Z"), "#c96a5a")
        for k in range(5):
            c.line([(950 + k * 2, 424 - k * 26), (974 - k * 2, 424 - k * 26)], "#f4ead8", 3)
        c.line([(962, 300), (962, 272)], "#c96a5a", 2)
    if c.light.dark:
        c.glow(962, 272, 18, "#ff6a5a", 0.9)
        c.glow(WIDTH / 2, 490, 760, "#ffb86a", 0.22, ry=90)


def _floor(c: Canvas, floor: str) -> None:
    tone = "#e6edf5" if c.snowy else floor
    y0 = _V.at(0, 0, _FENCE)[1]
    c.rect(-2, y0 - 12, WIDTH + 4, 16, col.dark(tone, 0.12))
    c.rect(-2, y0 - 12, WIDTH + 4, 5, col.light(tone, 0.35))
    c.rect(
        -2,
        y0,
        WIDTH + 4,
        HEIGHT - y0 + 4,
        c.along((0, y0), (0, HEIGHT), (0, col.light(tone, 0.2)), (1, col.dark(tone, 0.2))),
    )
    r = c.rng("floor")
    for i in range(34):
        for j in range(9):
            if r.random() < 0.34:
                x, z = -11 + i * 0.8, 1.4 + j * 0.8
                c.poly(
                    _V.floor(x, x + 0.8, z, min(z + 0.8, _FENCE)),
                    r.choice(["#ffffff", col.dark(tone, 0.5)]),
                    opacity=r.uniform(0.06, 0.15),
                )
    for i in range(34):
        x = -11 + i * 0.8
        c.line([_V.at(x, 0, 1.2), _V.at(x, 0, _FENCE)], col.dark(tone, 0.35), 1.3, opacity=0.6)
    for j in range(10):
        z = 1.4 + j * 0.8
        if z < _FENCE:
            c.line(
                [(-2, _V.at(0, 0, z)[1]), (WIDTH + 2, _V.at(0, 0, z)[1])],
                col.dark(tone, 0.35),
                0.7 + 2 / z,
                opacity=0.6,
            )
    share = c.light.beams
    if share > 0.1:
        shade = "#1c1a3e"
        for k in range(16):
            x = -8 + k * 1.1
            a, b = _V.at(x, 0, _FENCE), _V.at(x + 1.9, 0, 4.4)
            c.line([a, b], shade, 3, opacity=0.14 * share)
        c.line([_V.at(-8, 0, 5.0), _V.at(9, 0, 5.0)], shade, 5, opacity=0.14 * share)


def _fence(c: Canvas, fence: str) -> None:
    tone = col.light(fence, 0.12)
    top, low = _V.at(0, 2.5, _FENCE)[1], _V.at(0, 0.12, _FENCE)[1]
    clip = f"M-2,{top:.1f}H{WIDTH + 2}V{low:.1f}H-2Z"
    with c.layer(clip=clip, opacity=0.42):
        d = ""
        step = 19
        for k in range(-16, 72):
            d += trace(
                "M", k * step, top, "L", k * step + (low - top), low, "M", k * step + (low - top), top, "L",
                k * step, low,
            )  # fmt: skip
        c.path(d, stroke=tone, width=1.2)
    for k in range(15):
        x = _V.at(-7.0 + k * 1.1, 0, _FENCE)[0]
        c.rect(
            x - 4, top - 12, 8, low - top + 22,
            c.linear((0, col.light(tone, 0.3)), (1, col.dark(tone, 0.3)), end=(1, 0)), rx=2,
        )  # fmt: skip
        c.circle(x, top - 13, 5, col.light(tone, 0.2))
    for y in (top - 4, (top + low) / 2, low - 2):
        c.rect(-2, y, WIDTH + 4, 5.5, c.linear((0, col.light(tone, 0.35)), (1, col.dark(tone, 0.25))))
    if c.snowy:
        c.rect(-2, top - 8, WIDTH + 4, 5, "#ffffff")


def _stairhouse(c: Canvas, wall: str, tank: str, r: Random) -> None:
    x0, x1, z0, z1, high = 2.2, 7.6, 5.3, 8.0, 2.8
    sx, sy = _V.at(3.2, 0, z0)
    c.shade(sx - 60, sy + 8, 300, 22, 0.45)
    near, far = _V.at(x0, 0, z0)[0], _V.at(x0, 0, z1)[0]
    c.poly(
        _V.side(x0, 0, high, z0, z1), c.along((near, 0), (far, 0), (0, col.dark(wall, 0.05)), (1, col.light(wall, 0.2)))
    )
    a, b = _V.at(x0, high, z0), _V.at(x1, 0, z0)
    c.rect(a[0], a[1], b[0] - a[0], b[1] - a[1], c.linear((0, col.dark(wall, 0.10)), (1, col.dark(wall, 0.24))))
    stains = c.rng("stains")
    for _ in range(14):
        x, y, h = stains.uniform(a[0] + 4, WIDTH), a[1] + stains.uniform(0, 20), stains.uniform(40, 150)
        c.rect(x, y, stains.uniform(2, 7), h, c.linear((0, "#2a2438", 0.16), (1, "#2a2438", 0.0)))
    c.poly(_V.side(x0 - 0.18, high, high + 0.2, z0 - 0.2, z1), col.light(wall, 0.3))
    t0, t1 = _V.at(x0 - 0.18, high + 0.2, z0 - 0.2), _V.at(x1, high, z0 - 0.2)
    c.rect(t0[0], t0[1], WIDTH - t0[0] + 10, t1[1] - t0[1], col.light(wall, 0.12))
    c.rect(a[0], t1[1], WIDTH - a[0] + 10, 9, "#1c1838", opacity=0.25)
    d0, d1 = _V.at(2.95, 2.1, z0), _V.at(3.95, 0, z0)
    door = r.choice(["#5f8fa0", "#8f6a4a", "#6f7f6a", "#a8584f"])
    c.rect(d0[0] - 7, d0[1] - 7, d1[0] - d0[0] + 14, d1[1] - d0[1] + 7, col.dark(wall, 0.4))
    c.rect(
        d0[0],
        d0[1],
        d1[0] - d0[0],
        d1[1] - d0[1],
        c.linear((0, col.light(door, 0.15)), (1, col.dark(door, 0.2)), end=(1, 0)),
    )
    lit = col.raw("#ffe2a0") if c.light.lamps > 0 else "#a9c4d4"
    c.rect(d0[0] + 22, d0[1] + 20, d1[0] - d0[0] - 44, 74, lit, stroke=col.dark(door, 0.4), width=4)
    c.circle(d0[0] + 18, (d0[1] + d1[1]) / 2 + 24, 7, "#d8d2c0")
    lx, ly = (d0[0] + d1[0]) / 2, d0[1] - 32
    c.rect(lx - 24, ly - 7, 48, 13, col.raw("#fff4cf") if c.light.lamps > 0 else "#eef2f0", rx=5)
    c.glow(lx, ly + 10, 240, WARM, 0.8 * c.light.lamps)
    c.glow(lx, d1[1] + 6, 190, WARM, 0.55 * c.light.lamps, ry=30)
    w0, w1 = _V.at(4.35, 2.1, z0), _V.at(4.9, 1.3, z0)
    c.rect(w0[0], w0[1], 84, w1[1] - w0[1], lit, stroke=col.dark(wall, 0.45), width=5)
    c.line([(w0[0] + 42, w0[1]), (w0[0] + 42, w1[1])], col.dark(wall, 0.45), 4)
    # ladder and tank
    for x in (2.36, 2.7):
        c.line([_V.at(x, 0.3, z0 - 0.05), _V.at(x, high + 0.6, z0 - 0.05)], "#7a838c", 5)
    for k in range(12):
        y = 0.5 + k * 0.24
        c.line([_V.at(2.36, y, z0 - 0.05), _V.at(2.7, y, z0 - 0.05)], "#8f98a0", 4)
    tx, ty = _V.at(4.25, high + 0.2, 5.9)
    for dx in (-88, -30, 30, 88):
        c.rect(tx + dx - 5, ty - 50, 10, 52, "#6f7780")
    c.rect(tx - 104, ty - 58, 208, 10, "#7f8790")
    body = c.along((tx - 100, 0), (tx + 100, 0), (0, col.light(tank, 0.35)), (0.4, tank), (1, col.dark(tank, 0.4)))
    c.rect(tx - 98, ty - 150, 196, 94, body, rx=12)
    for y in (-124, -96):
        c.rect(tx - 98, ty + y, 196, 4, col.dark(tank, 0.3), opacity=0.6)
    c.ellipse(tx, ty - 150, 97, 15, col.light(tank, 0.3) if not c.snowy else "#ffffff")
    c.rect(tx - 16, ty - 172, 32, 18, col.dark(tank, 0.2), rx=4)


def _laundry_or_vents(c: Canvas, r: Random) -> None:
    for x, z in ((-6.4, 6.9), (1.3, 7.3)):
        px, py = _V.at(x, 0, z)
        s = _V.scale(z) / 100
        c.shade(px, py, 60 * s, 9 * s, 0.5)
        c.rect(px - 44 * s, py - 74 * s, 88 * s, 74 * s, c.linear((0, "#e4e8ea"), (1, "#a9b0b8")), rx=4)
        c.circle(px, py - 38 * s, 26 * s, "#6f7882")
        for k in range(4):
            with c.layer(transform=f"rotate({k * 45 + 12} {px:.1f} {py - 38 * s:.1f})"):
                c.rect(px - 24 * s, py - 39.5 * s, 48 * s, 3 * s, "#c9d0d6")
        c.circle(px, py - 38 * s, 6 * s, "#e4e8ea")
    if c.light.dark or c.light.weather != "clear":
        return
    trail = col.raw("#ffffff")
    x = r.uniform(80, 320)
    c.poly(
        [(x, 300), (x + 480, 60), (x + 486, 64), (x + 3, 304)],
        c.along((x, 300), (x + 480, 60), (0, trail, 0), (1, trail, 0.8)),
    )
    c.path(points_path([(x + 480, 60), (x + 492, 52), (x + 496, 58), (x + 486, 64)]), trail)
