"""A street: houses on both sides, utility poles and wires, and the sky at its end."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, num
from yoake.providers.sketch.place.nature import LEAVES, SNOW, blob, drifting, hills, leaves, tree
from yoake.providers.sketch.place.props import WARM, paned_window, potted_plant, window_light
from yoake.providers.sketch.place.sky import sky
from yoake.providers.sketch.place.view import View

_V = View(x=640, y=408, focal=760, eye=1.6)
_WALLS = ["#f0e2cc", "#dcc9b0", "#cfd9dc", "#e8c9a8", "#c7b8a8", "#f4efe4", "#b9c7b4", "#d9a98a", "#e6d3d6", "#a9b8c6"]
_ROOFS = ["#4f5a70", "#8a4b3f", "#5d6b5a", "#6a5548", "#3f5f7f"]
_AWNINGS = ["#d8584f", "#3f8f7f", "#e0a03f", "#5a78b8", "#b8588f"]


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    shops = r.random() < 0.5
    sky(c, 430, clouds=4, sun=(690, 250) if c.light.time == "evening" else None)
    hills(c, c.rng("hills"), 412, 74, "#6f93a0", 0.6)
    _distance(c)
    _road(c, r)
    rows: list[tuple[float, int]] = []
    for side in (-1, 1):
        z = 1.9
        while z < 30:
            rows.append((z, side))
            z += 4.6
    for z, side in sorted(rows, key=lambda row: -row[0]):
        _house(c, side, z, 4.2, c.rng(f"house{side}{z:.0f}"), shops)
    for z in (22.0, 14.5, 8.6, 4.6):
        _pole(c, -3.05, z)
    _wires(c)
    tree_r = c.rng("tree")
    x, y = _V.at(3.35, 0, 7.2)
    tree(c, x, y, 0.72, tree_r, leaves(c, tree_r))
    drifting(c, 40)


def _distance(c: Canvas) -> None:
    r = c.rng("town")
    with c.layer(haze=0.45):
        for i in range(30):
            x, h = 500 + i * 10, r.uniform(10, 42)
            tone = r.choice(_WALLS)
            lit = window_light(c, 0.7, r)
            c.rect(x, 414 - h, 15, h + 4, tone)
            if lit:
                c.rect(x + 4, 418 - h, 4, 5, lit)


def _road(c: Canvas, r: Random) -> None:
    asphalt, walk = ("#8b8f98", "#c9c2b4") if not c.snowy else ("#b9c4d4", "#eef3fa")
    c.rect(
        -2,
        408,
        WIDTH + 4,
        HEIGHT - 406,
        c.along((0, 408), (0, HEIGHT), (0, col.light(walk, 0.2)), (1, col.dark(walk, 0.1))),
    )
    c.poly(
        _V.floor(-2.3, 2.3, 0.9, 60),
        c.along((0, 410), (0, HEIGHT), (0, col.light(asphalt, 0.25)), (1, col.dark(asphalt, 0.14))),
    )
    for x in (-2.3, 2.3):
        c.poly(_V.floor(x - 0.09, x + 0.09, 0.9, 60), col.light(walk, 0.25))
        for k in range(18):
            z = 1.3 + 0.32 * k**1.5
            c.line(
                [_V.at(x + (1.3 if x > 0 else -1.3), 0, z), _V.at(x, 0, z)],
                col.dark(walk, 0.25),
                max(0.6, 4 / z),
                opacity=0.6,
            )
    for x in (-2.05, 2.05):
        c.poly(_V.floor(x - 0.05, x + 0.05, 0.9, 60), "#f4f4ee", opacity=0.85)
    for k in range(6):
        x = -1.75 + k * 0.62
        c.poly(_V.floor(x, x + 0.36, 3.1, 4.5), "#f7f7f2", opacity=0.85)
    for _ in range(30):
        z = r.uniform(1.2, 14)
        x, y = _V.at(r.uniform(-2, 2), 0, z)
        c.ellipse(x, y, 90 / z, 10 / z, r.choice(["#ffffff", "#2a2a3a"]), opacity=0.05)
    x, y = _V.at(0.9, 0, 2.5)
    c.ellipse(x, y, 62, 13, col.dark(asphalt, 0.25), stroke=col.dark(asphalt, 0.45), width=3)
    c.ellipse(x, y, 44, 9, "none", stroke=col.dark(asphalt, 0.45), width=2)
    if c.light.weather == "rain":
        for x in (-1.2, 0.4, 1.4):
            px, py = _V.at(x, 0, 3.0)
            c.ellipse(px, py, 130, 14, col.raw(c.light.sky[2]), opacity=0.35)
    if c.light.sun and not c.light.dark and c.light.time != "day":
        shine = col.raw(c.light.beam)
        c.poly(
            _V.floor(-0.7, 0.9, 0.9, 60),
            c.along((0, 412), (0, HEIGHT), (0, shine, 0.75), (1, shine, 0.0)),
            opacity=0.75,
        )


def _house(c: Canvas, side: int, z: float, depth: float, r: Random, shops: bool) -> None:
    wall, roof = r.choice(_WALLS), r.choice(_ROOFS)
    high = r.uniform(4.6, 6.4) if r.random() < 0.75 else r.uniform(7.4, 9.4)
    face = side * (3.7 if shops else 4.5)
    far = z + depth
    # the side that looks at the street
    tone = col.light(wall, 0.1) if side > 0 else col.dark(wall, 0.16)
    near_x, far_x = _V.at(face, 0, z)[0], _V.at(face, 0, far)[0]
    c.poly(
        _V.side(face, 0, high, z, far),
        c.along((near_x, 0), (far_x, 0), (0, col.dark(tone, 0.12)), (1, col.light(tone, 0.12))),
    )
    front = (face, face + side * 6)
    c.poly(_V.front(min(front), max(front), 0, high, z), col.dark(wall, 0.30))
    eave = 0.5
    c.poly(
        [
            _V.at(face - side * eave, high - 0.1, z - 0.2),
            _V.at(face - side * eave, high - 0.1, far + 0.1),
            _V.at(face + side * 2.2, high + 1.5, far),
            _V.at(face + side * 2.2, high + 1.5, z),
        ],
        "#f2f6fc" if c.snowy else c.along((near_x, 0), (far_x, 0), (0, roof), (1, col.light(roof, 0.25))),
    )
    c.poly(
        [
            _V.at(face - side * eave, high - 0.1, z - 0.2),
            _V.at(face + side * 2.2, high + 1.5, z),
            _V.at(face + side * 6, high - 0.1, z - 0.2),
        ],
        col.dark(roof, 0.25),
    )
    c.poly(_V.side(face - side * eave, high - 0.28, high - 0.06, z - 0.2, far + 0.1), col.dark(roof, 0.35))
    c.poly(_V.side(face - side * 0.01, high - 0.75, high - 0.25, z, far), "#201a36", opacity=0.22)
    frame = col.dark(wall, 0.5)
    floors = (1.0, 3.4, 6.0) if high > 7 else (1.0, 3.3)
    for level, y in enumerate(floors):
        for k in range(2):
            z0 = z + 0.55 + k * 1.9
            lit = window_light(c, 0.62, r)
            if level == 0 and shops:
                continue
            paned_window(c, _V, _V.side(face, y, y + 1.15, z0, z0 + 1.2), lit, frame)
            c.poly(_V.side(face - side * 0.1, y - 0.12, y, z0 - 0.1, z0 + 1.3), col.light(wall, 0.4))
        if level == 1 and r.random() < 0.5:
            for q in range(9):
                zz = z + 0.4 + q * 0.4
                c.line(
                    [_V.at(face - side * 0.5, y - 0.35, zz), _V.at(face - side * 0.5, y + 0.5, zz)],
                    "#5a6070",
                    max(0.8, 14 / zz),
                )
            c.poly(_V.side(face - side * 0.5, y + 0.46, y + 0.56, z + 0.3, z + 3.8), "#6a7080")
            c.poly(_V.side(face - side * 0.5, y - 0.5, y - 0.3, z + 0.3, z + 3.8), col.light(wall, 0.2))
    if shops:
        _shop_front(c, side, face, z, far, r)
    else:
        _garden(c, side, z, far, r)


def _shop_front(c: Canvas, side: int, face: float, z: float, far: float, r: Random) -> None:
    awning = r.choice(_AWNINGS)
    lit = col.raw("#ffe2a0") if c.light.lamps > 0 else None
    glass_tone = lit or c.along((_V.at(face, 0, z)[0], 0), (_V.at(face, 0, far)[0], 0), (0, "#4b5d74"), (1, "#8fb0c4"))
    c.poly(_V.side(face, 0.45, 2.25, z + 0.35, far - 1.4), glass_tone, stroke="#4a3c34", width=4)
    c.poly(_V.side(face, 0.02, 2.25, far - 1.2, far - 0.35), lit or "#7a5a44", stroke="#4a3c34", width=3)
    for k in range(7):
        zz = z + 0.5 + k * 0.3
        x, y = _V.at(face, 0.5, zz)
        s = _V.scale(zz)
        c.rect(x - 0.06 * s, y - r.uniform(0.25, 0.6) * s, 0.11 * s, 0.6 * s, r.choice(_AWNINGS), opacity=0.5)
    bands = 9
    for k in range(bands):
        za, zb = z + 0.15 + k * (far - z - 0.4) / bands, z + 0.15 + (k + 1) * (far - z - 0.4) / bands
        tone = awning if k % 2 == 0 else "#fff6e6"
        c.poly(
            [
                _V.at(face, 2.75, za),
                _V.at(face, 2.75, zb),
                _V.at(face - side * 0.95, 2.25, zb),
                _V.at(face - side * 0.95, 2.25, za),
            ],
            tone,
        )
        c.poly(_V.side(face - side * 0.95, 2.08, 2.25, za, zb), col.dark(tone, 0.15))
    sign = r.choice(["#fff4dc", "#3d4a5c", "#f2d9a0", "#e9efe9"])
    c.poly(_V.side(face - side * 0.06, 2.85, 3.2, z + 0.5, far - 0.6), sign, stroke="#4a3c34", width=2)
    for k in range(4):
        zz = z + 0.9 + k * 0.62
        c.poly(_V.side(face - side * 0.08, 2.92, 3.13, zz, zz + 0.34), awning)
    if lit:
        x, y = _V.at(face, 1.2, z + 1.6)
        c.glow(x, y, 420 / z, WARM, 0.6 * c.light.lamps)
        x, y = _V.at(face - side * 0.8, 0, z + 1.6)
        c.glow(x, y, 440 / z, WARM, 0.55 * c.light.lamps, ry=90 / z)
    # a banner or lantern that sticks out
    zz = far - 0.3
    x, y = _V.at(face - side * 0.55, 3.0, zz)
    s = _V.scale(zz)
    c.rect(x - 0.16 * s, y, 0.32 * s, 0.95 * s, awning if not lit else col.raw("#ff9a6a"), rx=0.08 * s)
    c.rect(x - 0.08 * s, y + 0.16 * s, 0.16 * s, 0.6 * s, "#fff8ea", opacity=0.85)
    if lit:
        c.glow(x, y + 0.4 * s, 0.9 * s, "#ff9a5a", 0.6)
    px, py = _V.at(face - side * 0.5, 0, z + 0.2)
    potted_plant(c, px, py, 3.2 / z, r)


def _garden(c: Canvas, side: int, z: float, far: float, r: Random) -> None:
    stone = r.choice(["#c9c2b6", "#b5aaa0", "#d8cfc0", "#a9a9ad"])
    face = side * 3.5
    nx, fx = _V.at(face, 0, z)[0], _V.at(face, 0, far)[0]
    hedge = SNOW if c.snowy else LEAVES["summer"][r.randrange(2)]
    for k in range(9):
        zz = far - 0.2 - k * (far - z - 0.3) / 8
        x, y = _V.at(face + side * 0.4, 1.35, zz)
        s = _V.scale(zz)
        c.path(blob(x, y, 0.46 * s, 0.42 * s, r, 9), hedge[0])
        c.path(blob(x - 0.05 * s, y - 0.1 * s, 0.36 * s, 0.28 * s, r, 8), hedge[1])
        c.path(blob(x - 0.08 * s, y - 0.18 * s, 0.2 * s, 0.14 * s, r, 7), hedge[2])
    tone = stone if side > 0 else col.dark(stone, 0.14)
    c.poly(
        _V.side(face, 0, 1.15, z, far - 0.9),
        c.along((nx, 0), (fx, 0), (0, col.dark(tone, 0.15)), (1, col.light(tone, 0.2))),
    )
    c.poly(
        _V.floor(min(face, face + side * 0.2), max(face, face + side * 0.2), z, far - 0.9, 1.15),
        col.light(stone, 0.4) if not c.snowy else "#ffffff",
    )
    for y in (0.38, 0.76):
        c.line([_V.at(face, y, z), _V.at(face, y, far - 0.9)], col.dark(stone, 0.32), 1.6, opacity=0.7)
    for k in range(8):
        zz = z + 0.4 * k + (0.2 if k % 2 else 0)
        c.line(
            [_V.at(face, 0.38 * (k % 3), zz), _V.at(face, 0.38 * (k % 3 + 1), zz)],
            col.dark(stone, 0.32),
            1.4,
            opacity=0.6,
        )
    c.poly(_V.front(min(face, face + side), max(face, face + side), 0, 1.3, far - 0.9), col.light(stone, 0.1))
    if c.light.lamps > 0:
        x, y = _V.at(face, 1.5, far - 0.8)
        c.circle(x, y, 40 / far, col.raw("#fff0c0"))
        c.glow(x, y, 420 / far, WARM, 0.7 * c.light.lamps)


def _pole(c: Canvas, x: float, z: float) -> None:
    px, low = _V.at(x, 0, z)
    s = _V.scale(z)
    top = low - 7.4 * s
    w = max(2.0, 0.16 * s)
    c.shade(px, low, 0.5 * s, 0.07 * s, 0.5)
    c.rect(px - w / 2, top, w, low - top, c.linear((0, "#a9a7a4"), (0.4, "#8b8886"), (1, "#55525c"), end=(1, 0)))
    for k, half in ((0.25, 0.75), (0.75, 0.6)):
        c.rect(px - half * s, top + k * s, 2 * half * s, max(1.5, 0.08 * s), "#5c5a62")
        for dx in (-0.9, -0.4, 0.4, 0.9):
            c.rect(px + dx * half * s - 0.03 * s, top + (k - 0.13) * s, 0.06 * s, 0.14 * s, "#dcd8d0")
    c.rect(px + 0.1 * s, top + 1.2 * s, 0.34 * s, 0.62 * s, "#9aa0a6", rx=0.06 * s)
    arm = px + 0.9 * s
    c.line([(px, top + 2.5 * s), (arm, top + 2.35 * s)], "#55525c", max(1.5, 0.06 * s))
    on = c.light.lamps > 0
    c.ellipse(arm, top + 2.4 * s, 0.24 * s, 0.08 * s, col.raw("#fff6d8") if on else "#e8ecee")
    c.glow(arm, top + 2.45 * s, 1.5 * s, WARM, c.light.lamps * 0.9)
    if on:
        gx, gy = _V.at(x + 0.9, 0, z)
        c.glow(gx, gy, 1.7 * s, WARM, c.light.lamps * 0.5, ry=0.22 * s)


def _wires(c: Canvas) -> None:
    tops = [_V.at(-3.05, 7.2, z) for z in (1.7, 4.6, 8.6, 14.5, 22.0, 44.0)]
    for offset in (-0.6, -0.15, 0.35, 0.7):
        for (ax, ay), (bx, by), za, zb in zip(
            tops, tops[1:], (1.7, 4.6, 8.6, 14.5, 22.0), (4.6, 8.6, 14.5, 22.0, 44.0), strict=False
        ):
            px, qx = ax + offset * _V.scale(za), bx + offset * _V.scale(zb)
            sag = 0.55 * _V.scale((za + zb) / 2)
            c.path(
                f"M{num(px)},{num(ay)}Q{num((px + qx) / 2)},{num((ay + by) / 2 + sag)} {num(qx)},{num(by)}",
                stroke="#2c2a3a",
                width=max(0.7, 5 / za),
                opacity=0.7,
            )
