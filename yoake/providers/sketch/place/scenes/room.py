"""A bedroom: a window above the bed, a desk, shelves, a rug, and things somebody likes."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, points_path, trace
from yoake.providers.sketch.place.light import indoors
from yoake.providers.sketch.place.nature import blob, hills, leaves
from yoake.providers.sketch.place.props import WARM, curtain, floor_light, pendant, picture, potted_plant, spines
from yoake.providers.sketch.place.sky import sky, weather
from yoake.providers.sketch.place.view import View

_V = View(x=640, y=352, focal=760, eye=1.45)
_L, _R, _H, _BACK = -3.1, 3.1, 2.75, 5.2
_STYLES = [
    # wall, floor, bed linen, curtain, rug, wood
    ("#f3dfe0", "#d0a87c", "#f7a8b8", "#f2bcc8", "#ffe6ea", "#e8d2b8"),
    ("#dbe7ef", "#b98d62", "#5f86b8", "#8fb4d8", "#cfd8e6", "#a9794e"),
    ("#eee6cf", "#a8744a", "#7fa86f", "#b9c98f", "#e6dcb4", "#8a5c3a"),
    ("#e2dcef", "#c49f7c", "#9a86c9", "#c3b4e2", "#efe6fa", "#f0e8de"),
    ("#f4ead8", "#8f6344", "#d98a4f", "#e8c48a", "#c9704f", "#6f4a35"),
]
_WINDOW = (-0.95, 1.05, 1.05, 2.25)


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    wall, floor, linen, cloth, rug, wood = r.choice(_STYLES)
    _outside(c)
    with c.under(indoors(c.open_air)):
        _shell(c, wall, floor, wood, r)
        _window(c, cloth, wood)
        _desk(c, wood, r)
        _shelves(c, wood, r)
        _rug(c, rug, r)
        _bed(c, linen, wood, r)
        patch = _V.floor(-0.5, 1.6, 2.0, 3.3)
        floor_light(c, [patch], 0.5)
        x, y = _V.at(2.45, 0, 2.35)
        potted_plant(c, x, y, 1.5, r, r.choice(["#b5654a", "#f0ead8", "#5f7f8f"]))
        lamp_x, lamp_y = _V.at(-0.35, 2.3, 3.2)
        pendant(c, lamp_x, lamp_y, 1.25, r.choice(["#f4e8d0", linen, "#e6d2a8"]), 120)
    _beam(c)


def _outside(c: Canvas) -> None:
    with c.layer(clip=points_path(_V.front(*_WINDOW, _BACK))):
        sky(c, 400, clouds=3, sun=(700, 150))
        hills(c, c.rng("hills"), 360, 60, "#7aa590", 0.45)
        r = c.rng("garden")
        tones = leaves(c, r)
        for _ in range(7):
            x, y = r.uniform(480, 820), r.uniform(340, 400)
            c.path(blob(x, y, 66, 44, r, 12), tones[0])
            c.path(blob(x - 8, y - 12, 50, 30, r, 10), tones[1])
            c.path(blob(x - 14, y - 20, 28, 16, r, 9), tones[2])
        weather(c)


def _shell(c: Canvas, wall: str, floor: str, wood: str, r: Random) -> None:
    x0, y1 = _V.at(_L, _H, _BACK)
    x1, y0 = _V.at(_R, 0, _BACK)
    c.poly(
        _V.floor(_L, _R, 0.6, _BACK, _H),
        c.along((0, 0), (0, y1), (0, col.dark(wall, 0.05)), (1, col.light(wall, 0.45))),
    )
    shade = c.along((0, HEIGHT), (0, y0), (0, col.dark(floor, 0.22)), (1, col.light(floor, 0.18)))
    c.poly(_V.floor(_L, _R, 0.6, _BACK), shade)
    for k in range(22):
        z = 0.9 + (_BACK - 0.9) * (k / 21) ** 1.0
        c.line([_V.at(_L, 0, z), _V.at(_R, 0, z)], col.dark(floor, 0.4), max(0.8, 3 / z), opacity=0.45)
        for _ in range(3):
            x = r.uniform(_L, _R)
            c.line([_V.at(x, 0, z), _V.at(x, 0, z + 0.2)], col.dark(floor, 0.4), 1.2, opacity=0.5)
            tone = r.choice(["#ffffff", col.dark(floor, 0.4)])
            c.poly(_V.floor(x, x + 1.1, z, min(z + 0.2, _BACK)), tone, opacity=0.12)
    whole = points_path(_V.front(_L, _R, 0, _H, _BACK))
    hole = points_path(list(reversed(_V.front(*_WINDOW, _BACK))))
    fill = c.along((x0, 0), (x1, 0), (0, col.dark(wall, 0.06)), (0.5, col.light(wall, 0.15)), (1, col.dark(wall, 0.06)))
    c.add(f'<path d="{whole}{hole}" fill-rule="evenodd" fill="{fill}"/>')
    striped = r.random() < 0.6
    for k in range(16):
        x = _L + (k + 0.5) * (_R - _L) / 16
        if _WINDOW[0] - 0.1 < x < _WINDOW[1] + 0.1:
            continue
        if striped:
            c.poly(_V.front(x, x + 0.19, 0, _H, _BACK), "#ffffff", opacity=0.18)
        else:
            for y in range(6):
                px, py = _V.at(x, 0.35 + y * 0.42 + (0.2 if k % 2 else 0), _BACK)
                c.circle(px, py, 2.6, "#ffffff", opacity=0.45)
    left = c.along((0, 0), (x0, 0), (0, col.dark(wall, 0.30)), (1, col.dark(wall, 0.14)))
    right = c.along((x1, 0), (WIDTH, 0), (0, col.dark(wall, 0.04)), (1, col.dark(wall, 0.20)))
    c.poly(_V.side(_L, 0, _H, 0.6, _BACK), left)
    c.poly(_V.side(_R, 0, _H, 0.6, _BACK), right)
    for x in (_L, _R):
        c.poly(_V.side(x, 0, 0.14, 0.6, _BACK), col.light(wood, 0.25))
        c.poly(_V.side(x, _H - 0.1, _H, 0.6, _BACK), col.light(wood, 0.35))
    c.poly(_V.front(_L, _R, 0, 0.14, _BACK), col.light(wood, 0.3))
    c.poly(_V.front(_L, _R, _H - 0.1, _H, _BACK), col.light(wood, 0.4))
    for x, y, w, h in ((260, 226, 74, 60), (352, 250, 48, 58)):
        picture(c, x, y, w, h, r)
    for k in range(11):
        x = 226 + k * 21.5
        c.circle(x, 196 + 9 * (1 - ((k - 5) / 5) ** 2), 3.4, col.raw("#ffe9a8") if c.light.lamps > 0 else "#fff4d8")
        if c.light.dark:
            c.glow(x, 196 + 9 * (1 - ((k - 5) / 5) ** 2), 20, WARM, 0.7)


def _window(c: Canvas, cloth: str, wood: str) -> None:
    frame = col.light(wood, 0.5)
    (ax, by), (bx, ay) = _V.at(_WINDOW[0], _WINDOW[2], _BACK), _V.at(_WINDOW[1], _WINDOW[3], _BACK)
    c.rect(ax, ay, bx - ax, by - ay, "none", stroke=frame, width=11)
    c.line([((ax + bx) / 2, ay), ((ax + bx) / 2, by)], frame, 7)
    c.line([(ax, ay + (by - ay) * 0.36), (bx, ay + (by - ay) * 0.36)], frame, 5)
    c.poly([(ax + 20, by - 4), (ax + 84, ay + 4), (ax + 120, ay + 4), (ax + 56, by - 4)], "#ffffff", opacity=0.10)
    c.rect(ax - 14, by + 2, bx - ax + 28, 10, col.light(frame, 0.2), rx=2)
    c.rect(ax - 14, by + 12, bx - ax + 28, 6, "#2a2238", opacity=0.2)
    curtain(c, ax - 58, ay - 22, 104, by - ay + 62, cloth, to_left=True)
    curtain(c, bx - 46, ay - 22, 104, by - ay + 62, cloth, to_left=False)
    c.rect(ax - 74, ay - 27, bx - ax + 148, 7, col.dark(wood, 0.2), rx=3)
    for x in (ax - 76, bx + 76):
        c.circle(x, ay - 23, 7, col.dark(wood, 0.1))


def _bed(c: Canvas, linen: str, wood: str, r: Random) -> None:
    sx, sy = _V.at(-1.9, 0, 2.9)
    c.shade(sx, sy + 10, 330, 40, 0.5)
    _V.box(c, (-3.05, -0.95), (0, 1.0), (4.95, 5.1), wood, edge=1)
    _V.box(c, (-3.05, -0.95), (0.12, 0.40), (2.3, 4.95), col.dark(wood, 0.1), edge=1)
    _V.box(c, (-3.0, -1.0), (0.40, 0.58), (2.32, 4.95), "#fbf7f0")
    for x in (-2.55, -1.5):
        px, py = _V.at(x, 0.72, 4.55)
        c.ellipse(px, py, 72, 26, "#d8d2d6")
        c.ellipse(px - 3, py - 5, 69, 23, "#fffdf8")
    _V.box(c, (-3.06, -0.94), (0.36, 0.66), (2.26, 4.05), linen, top=col.light(linen, 0.22))
    for k in range(5):
        z = 2.5 + k * 0.32
        c.line(
            [_V.at(-3.0, 0.665, z), _V.at(-0.98, 0.665, z)],
            r.choice(["#ffffff", col.dark(linen, 0.2)]),
            5 - 0.5 * k,
            opacity=0.45,
        )
    c.poly(_V.floor(-3.06, -0.94, 3.72, 4.05, 0.67), "#fffaf2", opacity=0.9)
    for k in range(6):
        a, b = _V.at(-0.94, 0.62, 2.5 + k * 0.27), _V.at(-0.94, 0.36, 2.46 + k * 0.27)
        c.line([a, b], col.dark(linen, 0.35), 1.4, opacity=0.6)
    _plush(c, *_V.at(-2.0, 0.70, 4.15), 1.0, r)


def _plush(c: Canvas, x: float, y: float, s: float, r: Random) -> None:
    fur = r.choice(["#c98f5a", "#f2e6da", "#8f8fa8", "#f0b8c0"])
    for dx in (-17, 17):
        c.circle(x + dx * s, y - 60 * s, 10 * s, col.dark(fur, 0.1))
        c.circle(x + dx * s, y - 60 * s, 5 * s, col.light(fur, 0.5))
    c.ellipse(x, y - 16 * s, 24 * s, 24 * s, fur)
    c.ellipse(x, y - 14 * s, 14 * s, 15 * s, col.light(fur, 0.4))
    c.circle(x, y - 46 * s, 22 * s, col.light(fur, 0.1))
    c.ellipse(x, y - 40 * s, 9 * s, 7 * s, col.light(fur, 0.55))
    for dx in (-8, 8):
        c.circle(x + dx * s, y - 49 * s, 2.6 * s, "#2a2026")
    c.ellipse(x, y - 42 * s, 3 * s, 2.2 * s, "#2a2026")
    c.ellipse(x, y - 25 * s, 9 * s, 3 * s, "#d8484f")


def _desk(c: Canvas, wood: str, r: Random) -> None:
    sx, sy = _V.at(2.1, 0, 4.6)
    c.shade(sx, sy, 160, 22, 0.45)
    for x in (1.42, 2.95):
        _V.box(c, (x, x + 0.08), (0, 0.74), (4.3, 4.4), col.dark(wood, 0.1))
    _V.box(c, (2.45, 3.0), (0.1, 0.72), (4.3, 5.1), col.light(wood, 0.05), edge=1)
    for y in (0.2, 0.42, 0.62):
        x, py = _V.at(2.72, y, 4.3)
        c.circle(x, py, 4, col.dark(wood, 0.4))
    _V.box(c, (1.35, 3.08), (0.74, 0.80), (4.2, 5.15), wood, edge=1)
    x, y = _V.at(1.9, 0.8, 4.6)
    c.poly([(x - 46, y + 4), (x + 34, y + 4), (x + 26, y - 46), (x - 38, y - 46)], "#4a4f5c")
    c.poly(
        [(x - 40, y), (x + 28, y), (x + 22, y - 41), (x - 33, y - 41)],
        col.raw("#bfe0f2") if c.light.lamps > 0 else "#8fb4c8",
    )
    c.poly([(x - 50, y + 5), (x + 40, y + 5), (x + 48, y + 14), (x - 58, y + 14)], "#6a7080")
    lx, ly = _V.at(2.8, 0.8, 4.7)
    c.path(trace("M", lx, ly, "L", lx - 14, ly - 48, "L", lx - 44, ly - 74), stroke="#5a6070", width=5)
    c.ellipse(lx, ly, 20, 5, "#5a6070")
    c.poly(
        [(lx - 62, ly - 62), (lx - 30, ly - 58), (lx - 38, ly - 88), (lx - 54, ly - 86)],
        r.choice(["#d8584f", "#4f8f8f", "#e0a03f"]),
    )
    c.glow(lx - 48, ly - 54, 120, WARM, c.light.lamps * 0.8)
    cx, cy = _V.at(1.85, 0, 3.8)
    c.shade(cx, cy, 60, 12, 0.4)
    _V.box(c, (1.6, 2.1), (0.40, 0.47), (3.7, 4.15), col.dark(wood, 0.15))
    for dx in (1.62, 2.04):
        c.line([_V.at(dx, 0, 3.72), _V.at(dx, 0.42, 3.72)], col.dark(wood, 0.35), 6)
        c.line([_V.at(dx, 0.45, 3.7), _V.at(dx, 0.98, 3.66)], col.dark(wood, 0.2), 6)
    c.poly(_V.front(1.58, 2.12, 0.72, 1.0, 3.66), col.light(wood, 0.1))


def _shelves(c: Canvas, wood: str, r: Random) -> None:
    for y, full in ((1.55, True), (1.98, False)):
        x0, y0 = _V.at(1.55, y, _BACK)
        x1, _ = _V.at(2.95, y, _BACK)
        c.rect(x0 - 4, y0, x1 - x0 + 8, 8, wood)
        c.rect(x0 - 4, y0 + 8, x1 - x0 + 8, 6, "#2a2238", opacity=0.18)
        end = x1 if full else x0 + (x1 - x0) * 0.55
        spines(c, [(x0, y0), (end, y0), (end, y0 - 46), (x0, y0 - 46)], r, 13 if full else 8)
        if not full:
            for k, tone in enumerate(("#f2c84f", "#8fc9b8", "#e88f9a")):
                c.ellipse(end + 24 + k * 28, y0 - 11, 10, 11, tone)
                c.circle(end + 24 + k * 28, y0 - 26, 8, col.light(tone, 0.3))


def _rug(c: Canvas, rug: str, r: Random) -> None:
    x, y = _V.at(0.7, 0, 3.15)
    c.ellipse(x, y + 4, 300, 56, col.dark(rug, 0.35))
    c.ellipse(x, y, 300, 56, rug)
    c.ellipse(x, y, 262, 48, "none", stroke=col.dark(rug, 0.2), width=5)
    c.ellipse(x, y, 180, 33, col.dark(rug, 0.10), stroke=col.light(rug, 0.5), width=4)
    tx, ty = _V.at(0.75, 0.0, 3.2)
    c.shade(tx, ty + 8, 130, 22, 0.4)
    wood = "#b98858"
    for dx in (-84, 84):
        c.rect(tx + dx - 6, ty - 66, 12, 66, col.dark(wood, 0.3), rx=3)
    c.ellipse(tx, ty - 62, 126, 30, col.dark(wood, 0.3))
    c.ellipse(tx, ty - 70, 126, 30, col.light(wood, 0.25))
    c.ellipse(tx - 30, ty - 76, 20, 6, "#fffaf0")
    c.path(
        trace("M", tx - 44, ty - 100, "L", tx - 16, ty - 100, "L", tx - 20, ty - 76, "L", tx - 40, ty - 76, "Z"),
        r.choice(["#7fb4d8", "#f2a8a8", "#f4e8c8"]),
    )
    c.poly(
        [(tx + 14, ty - 72), (tx + 66, ty - 78), (tx + 78, ty - 66), (tx + 24, ty - 60)],
        r.choice(["#d8584f", "#5f8fb8", "#7fa86f"]),
    )


def _beam(c: Canvas) -> None:
    share = c.light.beams * 0.34
    shine = col.raw(c.light.beam)
    a, b = _V.at(_WINDOW[0], _WINDOW[3], _BACK), _V.at(_WINDOW[1], _WINDOW[2], _BACK)
    e, f = _V.at(1.7, 0, 2.0), _V.at(-0.6, 0, 2.0)
    c.poly([a, (b[0], a[1]), e, f], c.along(a, f, (0, shine, 0.42), (1, shine, 0.0)), opacity=max(0.01, share))
