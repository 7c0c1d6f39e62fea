"""A library: tall shelves on both sides, a great arched window at the end, reading tables with lamps."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, trace
from yoake.providers.sketch.place.light import indoors
from yoake.providers.sketch.place.nature import blob, leaves
from yoake.providers.sketch.place.props import WARM, floor_light, pendant, spines
from yoake.providers.sketch.place.sky import sky
from yoake.providers.sketch.place.view import View

_V = View(x=640, y=352, focal=760, eye=1.6)
_HALF, _H, _BACK = 3.5, 4.6, 9.0
_STYLES = [
    # wood, wall, carpet, lamp, books
    ("#7a4a2f", "#d9c6a4", "#8f3a3a", "#2f7a5a", "8f3b36 3a5f7a 52754a c09a50 5f4670 d6c8a8 2f4450 a85c3a"),
    ("#c59a6a", "#eef0ea", "#5f8098", "#f0e2c0", "e07a6a 5fa0c0 7fb88a f0c870 a08ac8 f4efe2 5f7488 e8a06a"),
    ("#4a3a3c", "#b8aeb4", "#34506b", "#d8a24a", "6f3548 3f4f86 3f6a62 b0904f 7a5288 c9c0c8 28324a 8f5a48"),
    ("#9a6a45", "#e6dcc0", "#5f7a4a", "#e0c48a", "a34a3a 48789a 6a8f4a d8ae50 8a5f8f efe4c8 3f5a50 c9784a"),
]  # fmt: skip


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    wood, wall, carpet, lamp, spines_text = r.choice(_STYLES)
    books = [f"#{tone}" for tone in spines_text.split()]
    ladder_side = r.choice((-1, 1))
    window = _window_path()
    with c.layer(clip=window):
        sky(c, 440, clouds=3, sun=(690, 170))
        t = c.rng("trees")
        tones = leaves(c, t)
        for _ in range(9):
            x, y = t.uniform(500, 790), t.uniform(380, 430)
            c.path(blob(x, y, 60, 36, t, 11), tones[0])
            c.path(blob(x - 8, y - 10, 44, 24, t, 10), tones[1])
            c.path(blob(x - 12, y - 16, 24, 12, t, 9), tones[2])
    with c.under(indoors(c.open_air)):
        _hall(c, wood, wall, carpet, window, r)
        for side in (-1, 1):
            _shelves(c, side, wood, books, r)
        _ladder(c, ladder_side, wood)
        floor_light(c, [_V.floor(-1.2, -0.1, 3.2, 5.6), _V.floor(0.1, 1.2, 3.2, 5.6)], 0.42)
        for x, z in ((-1.25, 5.4), (1.25, 5.4), (-1.35, 3.1), (1.35, 3.1)):
            _table(c, x, z, wood, lamp, books, r)
        for z in (6.2, 3.8):
            px, py = _V.at(0, 3.3, z)
            _chandelier(c, px, py, 4.6 / z, lamp, r)
    _beams(c)


def _window_path() -> str:
    x0, y0 = _V.at(-1.45, 0.95, _BACK)
    x1, y1 = _V.at(1.45, 3.0, _BACK)
    radius = (x1 - x0) / 2
    return trace("M", x0, y0, "V", y1, "A", radius, radius, 0, "0", "1", x1, y1, "V", y0, "Z")


def _hall(c: Canvas, wood: str, wall: str, carpet: str, window: str, r: Random) -> None:
    x0, y1 = _V.at(-_HALF, _H, _BACK)
    x1, y0 = _V.at(_HALF, 0, _BACK)
    c.poly(
        _V.floor(-_HALF, _HALF, 0.8, _BACK, _H),
        c.along((0, 0), (0, y1), (0, col.dark(wall, 0.5)), (1, col.dark(wall, 0.18))),
    )
    for k in range(8):
        z = 2.2 + k * 0.95
        c.poly(_V.floor(-_HALF, _HALF, z, z + 0.22, _H - 0.08), col.dark(wood, 0.25))
    shade = c.along((0, HEIGHT), (0, y0), (0, col.dark(wood, 0.30)), (1, col.light(wood, 0.22)))
    c.poly(_V.floor(-_HALF, _HALF, 0.8, _BACK), shade)
    for i in range(15):
        for j in range(18):
            if (i + j) % 2 == 0:
                z = 1.0 + j * 0.45
                c.poly(
                    _V.floor(-_HALF + i * 0.467, -_HALF + i * 0.467 + 0.467, z, z + 0.45),
                    r.choice([col.light(wood, 0.3), col.dark(wood, 0.2)]),
                    opacity=0.30,
                )
    c.poly(
        _V.floor(-0.62, 0.62, 0.8, _BACK),
        c.along((0, HEIGHT), (0, y0), (0, col.dark(carpet, 0.2)), (1, col.light(carpet, 0.15))),
    )
    for x in (-0.56, 0.56):
        c.poly(_V.floor(x - 0.03, x + 0.03, 0.8, _BACK), "#e8c878", opacity=0.8)
    frame = f"M{x0:.1f},{y1:.1f}H{x1:.1f}V{y0:.1f}H{x0:.1f}Z"
    c.add(f'<path d="{frame}{window}" fill-rule="evenodd" fill="{c.paint(wall)}"/>')
    c.path(window, stroke=col.light(wood, 0.12), width=11)
    c.path(window, stroke=col.dark(wood, 0.3), width=3)
    ax, ay = _V.at(-1.45, 0.95, _BACK)
    bx, by = _V.at(1.45, 3.0, _BACK)
    for k in range(1, 4):
        x = ax + (bx - ax) * k / 4
        c.line([(x, ay), (x, by - (104 if k == 2 else 84))], col.light(wood, 0.05), 5)
    for y in (by + 8, (ay + by) / 2 + 8):
        c.line([(ax, y), (bx, y)], col.light(wood, 0.05), 5)
    c.rect(ax - 14, ay, bx - ax + 28, 10, col.light(wood, 0.2))
    c.poly(_V.front(-_HALF, _HALF, 0, 0.8, _BACK), wood)
    for k in range(12):
        x, y = _V.at(-_HALF + 0.12 + k * 0.58, 0.68, _BACK)
        c.rect(x, y, 0.46 * _V.scale(_BACK), 0.56 * _V.scale(_BACK), "none", stroke=col.dark(wood, 0.35), width=1.6)
    if c.light.dark:
        c.glow(640, 260, 260, "#9fb8ff", 0.25)


def _shelves(c: Canvas, side: int, wood: str, books: list[str], r: Random) -> None:
    face = side * 2.35
    bays = [(1.15, 2.55), (2.7, 4.1), (4.25, 5.65), (5.8, 7.2), (7.35, 8.75)]
    for z0, z1 in reversed(bays):
        tone = wood if side > 0 else col.dark(wood, 0.12)
        near_x, far_x = _V.at(face, 0, z0)[0], _V.at(face, 0, z1)[0]
        c.poly(
            _V.side(face, 0, 3.7, z0, z1),
            c.along((near_x, 0), (far_x, 0), (0, col.dark(tone, 0.62)), (1, col.dark(tone, 0.5))),
        )
        for k in range(9):
            y = 0.18 + k * 0.385
            low_near, up_near = _V.at(face, y, z0 + 0.06), _V.at(face, y + 0.34, z0 + 0.06)
            low_far, up_far = _V.at(face, y, z1 - 0.06), _V.at(face, y + 0.34, z1 - 0.06)
            quad = [low_near, low_far, up_far, up_near] if side < 0 else [low_far, low_near, up_near, up_far]
            spines(c, quad, r, 19 if z0 < 3 else 15, books)
            c.poly(
                [_V.at(face, y - 0.045, z0), _V.at(face, y - 0.045, z1), _V.at(face, y, z1), _V.at(face, y, z0)],
                col.light(tone, 0.10),
            )
            c.poly(
                [
                    _V.at(face, y - 0.075, z0),
                    _V.at(face, y - 0.075, z1),
                    _V.at(face, y - 0.045, z1),
                    _V.at(face, y - 0.045, z0),
                ],
                "#140f20",
                opacity=0.35,
            )
        for z in (z0, z1):
            c.poly(_V.side(face - side * 0.05, 0, 3.75, z - 0.05, z + 0.05), col.light(tone, 0.12))
        c.poly(_V.side(face - side * 0.08, 3.6, 3.95, z0 - 0.1, z1 + 0.1), col.light(tone, 0.06))
        c.poly(_V.side(face - side * 0.08, 3.74, 3.80, z0 - 0.1, z1 + 0.1), "#e0bc70", opacity=0.7)
        c.poly(
            _V.front(min(face, face + side * 1.3), max(face, face + side * 1.3), 0, 3.95, z0 - 0.06),
            col.dark(wood, 0.30),
        )
        px, py = _V.at(face - side * 0.14, 3.42, (z0 + z1) / 2)
        if c.light.lamps > 0:
            c.glow(px, py, 330 / z0 + 40, WARM, 0.5 * c.light.lamps)


def _ladder(c: Canvas, side: int, wood: str) -> None:
    tone = col.light(wood, 0.35)
    for z in (4.55, 5.05):
        c.line([_V.at(side * 1.75, 0, z), _V.at(side * 2.3, 3.4, z)], tone, 760 / z * 0.055)
    for k in range(1, 11):
        u = k / 11
        x = side * (1.75 + 0.55 * u)
        c.line([_V.at(x, 3.4 * u, 4.55), _V.at(x, 3.4 * u, 5.05)], col.light(tone, 0.15), 6)


def _table(c: Canvas, x: float, z: float, wood: str, lamp: str, books: list[str], r: Random) -> None:
    px, py = _V.at(x, 0, z + 0.3)
    k = _V.scale(z)
    c.shade(px, py, 0.85 * k, 0.16 * k, 0.5)
    for lx in (-0.52, 0.46):
        for lz in (0.62, 0.04):
            _V.box(c, (x + lx, x + lx + 0.07), (0, 0.70), (z + lz, z + lz + 0.06), col.dark(wood, 0.25))
    _V.box(
        c, (x - 0.62, x + 0.62), (0.68, 0.75), (z, z + 0.75), col.dark(wood, 0.05), top=col.light(wood, 0.26), edge=1
    )
    tx, ty = _V.at(x + 0.34 * (1 if x < 0 else -1), 0.75, z + 0.5)
    s = k / 130
    c.ellipse(tx, ty, 20 * s, 5 * s, "#c9a25a")
    c.rect(tx - 2.5 * s, ty - 46 * s, 5 * s, 46 * s, "#c9a25a")
    c.path(
        trace(
            "M", tx - 32 * s, ty - 40 * s, "Q", tx - 28 * s, ty - 60 * s, tx, ty - 60 * s, "Q", tx + 28 * s,
            ty - 60 * s, tx + 32 * s, ty - 40 * s, "Z",
        ),
        c.linear((0, col.light(lamp, 0.3)), (1, lamp)),
    )  # fmt: skip
    c.glow(tx, ty - 34 * s, 120 * s, WARM, 0.85 * c.light.lamps)
    if c.light.lamps > 0:
        c.glow(tx, ty, 76 * s, WARM, 0.6 * c.light.lamps, ry=18 * s)
    bx, by = _V.at(x - 0.15, 0.752, z + 0.3)
    c.path(
        trace(
            "M", bx, by, "q", -18 * s, -10 * s, -40 * s, -4 * s, "l", 6 * s, -15 * s, "q", 20 * s, -5 * s,
            34 * s, 3 * s, "q", 16 * s, -8 * s, 36 * s, -3 * s, "l", 4 * s, 15 * s, "q", -22 * s, -5 * s,
            -40 * s, 4 * s, "Z",
        ),
        "#fffaf0",
    )  # fmt: skip
    c.line([(bx, by), (bx, by - 16 * s)], "#b8a890", 1.4)
    px, py = _V.at(x - 0.45 * (1 if x < 0 else -1), 0.755, z + 0.5)
    for i in range(r.randrange(2, 5)):
        w = r.uniform(38, 48) * s
        c.rect(px - w / 2 + r.uniform(-3, 3), py - 9 * s * (i + 1), w, 8.5 * s, r.choice(books), rx=1.5 * s)
        c.rect(px + w / 2 - 7 * s, py - 9 * s * (i + 1) + 2 * s, 5 * s, 5 * s, "#fff8e6")
    cz = z - 0.42
    if cz > 1.2:
        kk = _V.scale(cz)
        for lx in (-0.18, 0.18):
            c.line([_V.at(x + lx, 0, cz), _V.at(x + lx, 0.44, cz)], col.dark(wood, 0.3), 0.045 * kk)
            c.line([_V.at(x + lx, 0.44, cz), _V.at(x + lx * 1.05, 0.98, cz - 0.03)], col.dark(wood, 0.15), 0.045 * kk)
        _V.box(c, (x - 0.22, x + 0.22), (0.42, 0.47), (cz, cz + 0.34), col.dark(wood, 0.1), top=col.light(wood, 0.2))
        for y in (0.62, 0.74, 0.86):
            c.line([_V.at(x - 0.19, y, cz - 0.02), _V.at(x + 0.19, y, cz - 0.02)], col.dark(wood, 0.05), 0.03 * kk)


def _chandelier(c: Canvas, x: float, y: float, s: float, lamp: str, r: Random) -> None:
    pendant(c, x, y, s * 0.9, lamp, 150 * s)


def _beams(c: Canvas) -> None:
    share = c.light.beams * 0.40
    shine = col.raw(c.light.beam)
    for x0, x1, spread in ((-1.4, -0.5, -1.5), (-0.4, 0.4, 0.0), (0.5, 1.4, 1.5)):
        a, b = _V.at(x0, 3.4, _BACK), _V.at(x1, 3.4, _BACK)
        e, f = _V.at(x1 + spread * 0.5, 0, 2.4), _V.at(x0 + spread * 0.5, 0, 2.4)
        c.poly([a, b, e, f], c.along((640, a[1]), (640, 700), (0, shine, 0.5), (1, shine, 0)), opacity=max(share, 0.01))
    r = c.rng("dust")
    for _ in range(60):
        x, y = r.gauss(640, 170), r.uniform(150, 640)
        c.circle(
            x, y, r.uniform(0.8, 2.2), col.raw("#fff6d8"), opacity=r.uniform(0.2, 0.75) * (0.4 + 0.6 * c.light.beams)
        )
    if c.light.dark:
        c.glow(WIDTH / 2, 430, 560, WARM, 0.10)
