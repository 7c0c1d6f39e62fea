"""A cafe: a counter with shelves and a coffee machine, tables, pendant lamps, a big window on the street."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, points_path, trace
from yoake.providers.sketch.place.light import indoors
from yoake.providers.sketch.place.nature import blob, leaves, tree
from yoake.providers.sketch.place.props import WARM, clock, floor_light, pendant, picture, potted_plant, window_light
from yoake.providers.sketch.place.sky import sky, weather
from yoake.providers.sketch.place.view import View

_V = View(x=690, y=346, focal=740, eye=1.5)
_L, _R, _H, _BACK = -3.3, 3.6, 3.0, 6.2
_STYLES = [
    # wall, wainscot, floor, counter, accent, lamp
    ("#e9d7bd", "#7a4f36", "#a8754c", "#6a432f", "#3f7f6f", "#2f5f55"),
    ("#f2ebe4", "#b7c9c0", "#cfa981", "#e8ded0", "#e08a7a", "#e9b44c"),
    ("#c97f5e", "#5f3b33", "#7f553f", "#4a3430", "#e8c07a", "#c9963f"),
    ("#dfe4e0", "#5a7468", "#b48a64", "#8a5f42", "#d8a94a", "#33443f"),
    ("#f3d9d6", "#f8efe8", "#d3b192", "#ffffff", "#d8738f", "#f2b8c4"),
]
_WINDOW = (0.9, 2.45)


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    wall, panel, floor, counter, accent, lamp = r.choice(_STYLES)
    bays = r.choice(([(1.9, 3.9), (4.1, 6.1)], [(1.7, 3.05), (3.2, 4.55), (4.7, 6.05)]))
    _street(c, bays)
    with c.under(indoors(c.open_air)):
        _shell(c, wall, panel, floor, bays, r)
        _back(c, panel, counter, accent, r)
        floor_light(c, [_V.floor(_L + 0.5, _L + 2.9, z0, z1 - 0.2) for z0, z1 in bays], 0.48)
        _counter(c, counter, accent, r)
        round_tables = r.random() < 0.5
        for x, z in ((-1.9, 4.6), (-2.3, 3.1), (0.3, 3.6), (1.35, 2.55)):
            _table(c, x, z, col.mix(counter, "#c9965f", 0.4), accent, round_tables, r)
        for x, z in ((-2.0, 4.4), (0.2, 3.5), (2.1, 4.6), (-1.9, 2.6)):
            px, py = _V.at(x, 2.22, z)
            pendant(c, px, py, 3.4 / z, lamp, 300 / z + 60)
        px, py = _V.at(-2.9, 0, 5.8)
        potted_plant(c, px, py, 0.95, r)
        px, py = _V.at(-2.5, 0, 2.5)
        potted_plant(c, px, py - 10, 1.7, r, r.choice(["#f0ead8", "#5f6f7f", "#b5654a"]))
    _beams(c, bays)


def _street(c: Canvas, bays: list[tuple[float, float]]) -> None:
    clip = "".join(points_path(_V.side(_L, *_WINDOW, *bay)) for bay in bays)
    r = c.rng("street")
    with c.layer(clip=clip):
        sky(c, 470, clouds=2, sun=(150, 130))
        with c.layer(haze=0.25):
            for k in range(7):
                x, w, h = -60 + k * 78 + r.uniform(-8, 8), r.uniform(66, 96), r.uniform(120, 260)
                tone = r.choice(["#d9c4a8", "#b8a090", "#c9d0d4", "#c98f78", "#e8dcc8"])
                c.rect(x, 470 - h, w, h, tone)
                for i in range(3):
                    for j in range(int(h / 52)):
                        lit = window_light(c, 0.7, r)
                        c.rect(x + 10 + i * 26, 484 - h + j * 48, 15, 24, lit or "#5a6f88")
        tones = leaves(c, r)
        tree(c, 130, 500, 0.9, r, tones)
        tree(c, 360, 480, 0.62, r, tones)
        for k in range(6):
            c.path(blob(60 + k * 70, 470, 50, 30, r, 10), tones[k % 2])
        weather(c)


def _shell(c: Canvas, wall: str, panel: str, floor: str, bays: list[tuple[float, float]], r: Random) -> None:
    x0, y1 = _V.at(_L, _H, _BACK)
    x1, y0 = _V.at(_R, 0, _BACK)
    c.poly(
        _V.floor(_L, _R, 0.6, _BACK, _H), c.along((0, 0), (0, y1), (0, col.dark(wall, 0.35)), (1, col.dark(wall, 0.10)))
    )
    for k in range(6):
        z = 1.6 + k * 0.9
        c.poly(_V.floor(_L, _R, z, z + 0.16, _H - 0.05), col.dark(panel, 0.35))
    c.poly(
        _V.floor(_L, _R, 0.6, _BACK),
        c.along((0, HEIGHT), (0, y0), (0, col.dark(floor, 0.28)), (1, col.light(floor, 0.15))),
    )
    if r.random() < 0.5:
        for i in range(15):
            for j in range(13):
                if (i + j) % 2:
                    c.poly(
                        _V.floor(_L + i * 0.5, _L + i * 0.5 + 0.5, 0.9 + j * 0.42, 1.32 + j * 0.42),
                        col.light(floor, 0.4),
                        opacity=0.55,
                    )
    else:
        for k in range(25):
            x = _L + k * 0.3
            c.line([_V.at(x, 0, 0.7), _V.at(x, 0, _BACK)], col.dark(floor, 0.4), 1.3, opacity=0.5)
            z = r.uniform(0.9, 5)
            c.poly(_V.floor(x, x + 0.3, z, z + 1.3), r.choice(["#ffffff", col.dark(floor, 0.5)]), opacity=0.10)
    c.rect(x0, y1, x1 - x0, y0 - y1, c.along((x0, 0), (x1, 0), (0, col.light(wall, 0.10)), (1, col.dark(wall, 0.10))))
    if r.random() < 0.5:
        for j in range(19):
            for i in range(22):
                c.rect(
                    x0 + i * 42 + (21 if j % 2 else 0) - 30, y1 + j * 14, 40, 12,
                    r.choice([col.dark(wall, 0.2), col.light(wall, 0.2)]), opacity=0.28,
                )  # fmt: skip
    c.poly(_V.front(_L, _R, 0, 0.95, _BACK), panel)
    for k in range(30):
        x = _L + k * 0.25
        c.line([_V.at(x, 0, _BACK), _V.at(x, 0.95, _BACK)], col.dark(panel, 0.3), 1.2, opacity=0.6)
    c.poly(_V.front(_L, _R, 0.95, 1.0, _BACK), col.light(panel, 0.3))
    # the window wall: what is left of it between the panes
    whole = points_path(_V.side(_L, 0, _H, 0.6, _BACK))
    holes = "".join(points_path(list(reversed(_V.side(_L, *_WINDOW, *bay)))) for bay in bays)
    fill = c.along((0, 0), (x0, 0), (0, col.dark(wall, 0.40)), (1, col.dark(wall, 0.16)))
    c.add(f'<path d="{whole}{holes}" fill-rule="evenodd" fill="{fill}"/>')
    c.poly(_V.side(_L, 0, 0.86, 0.6, _BACK), col.dark(panel, 0.30))
    for z0, z1 in bays:
        frame = col.dark(panel, 0.35)
        c.path(points_path(_V.side(_L, *_WINDOW, z0, z1)), stroke=frame, width=7)
        middle = (z0 + z1) / 2
        c.line([_V.at(_L, _WINDOW[0], middle), _V.at(_L, _WINDOW[1], middle)], frame, 4)
        c.line([_V.at(_L, 2.05, z0), _V.at(_L, 2.05, z1)], frame, 4)
        a, b, d, e = _V.side(_L, *_WINDOW, z0, z1)
        c.poly(
            [a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), d, ((d[0] + e[0]) / 2, (d[1] + e[1]) / 2)],
            "#ffffff",
            opacity=0.08,
        )
        _V.box(c, (_L, _L + 0.3), (0.80, 0.88), (z0 - 0.1, z1 + 0.1), col.light(panel, 0.12), lit="right")
    right = c.along((x1, 0), (WIDTH, 0), (0, col.light(wall, 0.04)), (1, col.dark(wall, 0.25)))
    c.poly(_V.side(_R, 0, _H, 0.6, _BACK), right)
    c.poly(_V.side(_R, 0, 0.95, 0.6, _BACK), col.dark(panel, 0.1))


def _back(c: Canvas, panel: str, counter: str, accent: str, r: Random) -> None:
    # chalk board with the day's menu
    x, y = _V.at(-1.35, 2.45, _BACK)
    w, h = 118.0, 128.0
    c.rect(x - 6, y - 6, w + 12, h + 12, "#8a5f3c", rx=3)
    c.rect(x, y, w, h, "#2b3a36")
    c.path(trace("M", x + 28, y + 18, "q", 32, -12, 62, 0), stroke="#ffe9a8", width=3)
    for k in range(6):
        yy = y + 36 + k * 15
        c.line([(x + 12, yy), (x + 12 + r.uniform(40, 60), yy)], "#f2f2ea", 2.4, opacity=0.85)
        c.line([(x + 90, yy), (x + 106, yy)], "#ffb8b0", 2.4, opacity=0.85)
    for px, py, pw, ph in ((_V.at(-2.7, 2.3, _BACK)[0], 236.0, 66, 52), (_V.at(-2.75, 2.0, _BACK)[0], 302.0, 50, 62)):
        picture(c, px, py, pw, ph, r)
    clock(c, _V.at(-0.05, 2.25, _BACK)[0], _V.at(0, 2.35, _BACK)[1], 19, panel)
    # shelves behind the counter
    for level in (1.35, 1.75, 2.15):
        x0, y0 = _V.at(0.55, level, _BACK)
        x1, _ = _V.at(3.4, level, _BACK)
        c.rect(x0, y0, x1 - x0, 7, col.light(counter, 0.15))
        c.rect(x0, y0 + 7, x1 - x0, 5, "#20182a", opacity=0.22)
        at = x0 + 8
        while at < x1 - 16:
            kind = r.random()
            tone = r.choice([accent, "#f4efe4", "#c9a25a", "#7fa08a", "#b5654a", "#5a6f88"])
            if kind < 0.4:
                c.rect(at, y0 - 15, 14, 15, tone, rx=3)
                c.path(trace("M", at + 14, y0 - 12, "q", 8, 4, 0, 8), stroke=tone, width=2.4)
                at += 26
            elif kind < 0.7:
                c.rect(at, y0 - 27, 11, 27, tone, rx=3)
                c.rect(at + 3, y0 - 36, 5, 10, col.dark(tone, 0.3), rx=1)
                c.rect(at + 1, y0 - 19, 9, 10, "#fff8e8", opacity=0.8)
                at += 18
            elif kind < 0.9:
                c.rect(at, y0 - 23, 19, 23, "#dfe9ea", rx=4, opacity=0.85)
                c.rect(at + 2, y0 - 15, 15, 14, r.choice(["#5a3826", "#8a5a34", "#c9a878"]), rx=2)
                c.rect(at + 1, y0 - 26, 17, 5, counter, rx=2)
                at += 27
            else:
                at += 16
    if c.light.lamps > 0:
        for lamp_x in (1.1, 2.1, 3.1):
            px, py = _V.at(lamp_x, 2.3, _BACK)
            c.glow(px, py, 110, WARM, 0.45 * c.light.lamps)


def _counter(c: Canvas, counter: str, accent: str, r: Random) -> None:
    sx, sy = _V.at(2.2, 0, 4.6)
    c.shade(sx, sy + 4, 280, 22, 0.5)
    _V.box(c, (0.85, 3.6), (0, 1.0), (4.7, 5.3), counter, edge=1)
    for k in range(12):
        x = 0.95 + k * 0.25
        a, b = _V.at(x, 0.1, 4.7), _V.at(x + 0.19, 0.9, 4.7)
        c.rect(a[0], b[1], b[0] - a[0], a[1] - b[1], "none", stroke=col.dark(counter, 0.35), width=1.4, opacity=0.7)
    _V.box(c, (0.75, 3.6), (1.0, 1.07), (4.58, 5.4), col.light(col.mix(counter, "#c9965f", 0.5), 0.15), edge=1)
    # coffee machine
    x, y = _V.at(2.2, 1.07, 5.0)
    steel = "#b8bec6"
    c.rect(x - 52, y - 62, 104, 62, c.linear((0, "#f4f6f8"), (0.5, steel), (1, col.dark(steel, 0.4))), rx=6)
    c.rect(x - 56, y - 70, 112, 12, accent, rx=4)
    c.rect(x - 42, y - 44, 84, 30, "#3a3f4a", rx=3)
    for dx in (-22, 16):
        c.rect(x + dx, y - 44, 10, 12, steel, rx=2)
        c.rect(x + dx - 3, y - 22, 16, 10, "#fffaf0", rx=2)
    for k in range(4):
        c.rect(x - 46 + k * 24, y - 82, 17, 12, "#fffaf0", rx=3)
    c.path(
        trace("M", x - 10, y - 90, "q", -8, -12, 0, -22, "q", 8, -10, 0, -22), stroke="#ffffff", width=3, opacity=0.4
    )
    # cakes under glass
    x, y = _V.at(1.25, 1.07, 4.9)
    c.rect(x - 46, y - 56, 92, 56, "#e6f2f4", rx=5, opacity=0.35)
    for k, tone in enumerate(("#f2c4c8", "#7a4a34", "#f4e2b0")):
        px = x - 30 + k * 30
        c.path(trace("M", px - 11, y - 2, "l", 0, -14, "l", 22, -5, "l", 0, 19, "Z"), tone)
        c.rect(px - 11, y - 10, 22, 3, "#fffaf2")
        c.circle(px + 2, y - 22, 4, "#d8384a" if k != 2 else "#8a5a34")
    c.line([(x - 46, y - 28), (x + 46, y - 28)], "#ffffff", 1.6, opacity=0.6)
    for k, tone in enumerate(("#fffaf2", accent, "#e8b86a")):
        px = x - 26 + k * 26
        c.ellipse(px, y - 33, 10, 5, tone)
        c.ellipse(px, y - 37, 7, 4, col.light(tone, 0.3))
    c.rect(x - 46, y - 56, 92, 56, "none", rx=5, stroke="#ffffff", width=2, opacity=0.8)
    x, y = _V.at(3.1, 1.07, 4.85)
    c.rect(x - 22, y - 32, 44, 32, "#4a4f5a", rx=4)
    c.poly([(x - 18, y - 32), (x + 18, y - 32), (x + 12, y - 50), (x - 12, y - 50)], "#5f6672")
    for k in range(3):
        px, py = _V.at(1.15 + k * 0.85, 0, 4.2)
        s = 0.72
        c.shade(px, py, 32, 6, 0.45)
        for dx in (-14, 14):
            c.line([(px + dx * 1.4 * s, py), (px + dx * s * 0.7, py - 92)], "#3a3034", 4)
        c.line([(px - 13, py - 30), (px + 13, py - 30)], "#3a3034", 3)
        c.ellipse(px, py - 92, 27, 8, col.dark(accent, 0.3))
        c.ellipse(px, py - 97, 27, 9, accent)


def _table(c: Canvas, x: float, z: float, top: str, accent: str, disc: bool, r: Random) -> None:
    px, py = _V.at(x, 0, z)
    tx, ty = _V.at(x, 0.74, z)
    k = _V.scale(z)
    c.shade(px, py, 0.75 * k, 0.13 * k, 0.45)
    for side in (-1, 1):
        _chair(c, px + side * 0.66 * k, py + 0.02 * k, k, side, accent, top)
    c.rect(px - 0.035 * k, ty, 0.07 * k, py - ty, "#3a3034")
    c.ellipse(px, py, 0.24 * k, 0.05 * k, "#3a3034")
    if disc:
        c.ellipse(tx, ty + 0.03 * k, 0.48 * k, 0.125 * k, col.dark(top, 0.35))
        c.ellipse(tx, ty, 0.48 * k, 0.125 * k, c.linear((0, col.light(top, 0.4)), (1, top)))
    else:
        _V.box(
            c, (x - 0.45, x + 0.45), (0.70, 0.74), (z - 0.32, z + 0.34), col.dark(top, 0.15), top=col.light(top, 0.28)
        )
    for dx in (-0.2, 0.18):
        cx, cy = tx + dx * k, ty - 0.01 * k
        c.ellipse(cx, cy, 0.11 * k, 0.03 * k, "#fffaf2")
        c.path(
            trace(
                "M", cx - 0.06 * k, cy - 0.09 * k, "L", cx + 0.06 * k, cy - 0.09 * k, "Q", cx + 0.05 * k,
                cy, cx, cy, "Q", cx - 0.05 * k, cy, cx - 0.06 * k, cy - 0.09 * k, "Z",
            ),
            r.choice(["#ffffff", accent]),
        )  # fmt: skip
        c.ellipse(cx, cy - 0.09 * k, 0.06 * k, 0.016 * k, "#5a3826")
    vx, vy = tx, ty - 0.02 * k
    c.rect(vx - 0.03 * k, vy - 0.14 * k, 0.06 * k, 0.14 * k, "#dfeaf0", rx=0.015 * k, opacity=0.9)
    for dx, dy in ((-0.04, 0.24), (0.0, 0.30), (0.045, 0.23)):
        c.line([(vx, vy - 0.1 * k), (vx + dx * k, vy - dy * k)], "#4f8a4f", 0.012 * k)
        c.circle(vx + dx * k, vy - dy * k, 0.034 * k, r.choice(["#f2a8b8", "#fff0c0", "#e8705f", "#ffffff"]))


def _chair(c: Canvas, x: float, y: float, k: float, side: int, accent: str, wood: str) -> None:
    dark = col.dark(wood, 0.4)
    for dx in (-0.17, 0.17):
        c.line([(x + dx * k, y), (x + dx * 0.9 * k, y - 0.44 * k)], dark, 0.04 * k)
    back = x + side * 0.18 * k
    d = trace("M", back - 0.03 * k, y - 0.44 * k, "C", back, y - 0.7 * k)
    d += trace(" ", back + side * 0.06 * k, y - 0.86 * k, back + side * 0.05 * k, y - 0.92 * k)
    c.path(d, stroke=dark, width=0.06 * k)
    c.ellipse(back + side * 0.03 * k, y - 0.78 * k, 0.05 * k, 0.17 * k, col.light(wood, 0.05))
    c.ellipse(x, y - 0.45 * k, 0.23 * k, 0.065 * k, dark)
    c.ellipse(x, y - 0.48 * k, 0.22 * k, 0.06 * k, accent)


def _beams(c: Canvas, bays: list[tuple[float, float]]) -> None:
    share = c.light.beams * 0.30
    shine = col.raw(c.light.beam)
    for z0, z1 in bays:
        a, b = _V.at(_L, _WINDOW[1], z0 + 0.2), _V.at(_L, _WINDOW[0], z1)
        e, f = _V.at(_L + 3.0, 0, z0 + 0.1), _V.at(_L + 1.2, 0, z1 - 0.2)
        c.poly([a, e, f, b], c.along(a, e, (0, shine, 0.5), (1, shine, 0.02)), opacity=max(share, 0.01))
