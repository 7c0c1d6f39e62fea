"""A school: the gate, an avenue of trees, and the building with its clock tower."""

from __future__ import annotations

from itertools import pairwise

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import WIDTH, Canvas, num
from yoake.providers.sketch.place.nature import beams, blob, drifting, flowers, grass, hills, leaves, tree, tufts
from yoake.providers.sketch.place.props import WARM, clock, glass, street_lamp, window_light
from yoake.providers.sketch.place.sky import sky

_STYLES = [
    # wall, trim, tower, roof
    ("#efe5d4", "#b5a28c", "#f7f0e2", "#8a5a4c"),
    ("#b9614c", "#ead9c4", "#c97058", "#4c5666"),
    ("#dfe7ec", "#7f95a8", "#f2f6f8", "#4f6f8f"),
    ("#e9d9b0", "#8a6f4a", "#f3e6c4", "#5a6b4f"),
]


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    wall, trim, tower, roof = r.choice(_STYLES)
    gabled = r.random() < 0.5
    sky(c, 450)
    hills(c, c.rng("hills"), 440, 90, "#6f9c8c", 0.55)
    _building(c, wall, trim, tower, roof, gabled)
    _grounds(c)
    r = c.rng("trees")
    tones = leaves(c, r)
    for x, y, s in (
        (500, 490, 0.52),
        (782, 490, 0.52),
        (400, 530, 0.78),
        (886, 530, 0.80),
        (262, 590, 1.12),
        (1030, 592, 1.15),
    ):
        tree(c, x, y, s, r, tones)
    for x, y, s in ((548, 486, 0.55), (734, 486, 0.55), (452, 566, 1.0), (828, 566, 1.0)):
        street_lamp(c, x, y, s)
    beams(c, (c.light.sun or (900, 80, 0))[:2], [(330, 640, 60), (560, 690, 90), (800, 680, 70), (1010, 640, 60)], 0.42)
    _gate(c, wall, trim)
    tree(c, 72, 706, 1.72, r, tones)
    tree(c, 1222, 712, 1.78, r, tones)
    with c.layer(blur=2.2):
        for x, y, rx in ((40, -20, 230), (1260, -26, 220), (250, -60, 150)):
            c.path(blob(x, y, rx, 92, r, 15), tones[0])
            c.path(blob(x - 12, y - 22, rx * 0.9, 84, r, 15), tones[1])
            c.path(blob(x - 20, y - 44, rx * 0.72, 70, r, 13), tones[2])
    drifting(c, 64)


def _building(c: Canvas, wall: str, trim: str, tower: str, roof: str, gabled: bool) -> None:
    r = c.rng("windows")
    x0, x1, top, low = 330, 950, 216, 462
    face = c.linear((0, col.dark(wall, 0.10)), (0.5, wall), (1, col.light(wall, 0.15)), end=(1, 0))
    c.rect(x0, top, x1 - x0, low - top, face)
    c.rect(x0, low - 16, x1 - x0, 18, col.dark(trim, 0.25))
    if gabled:
        c.poly(
            [(x0 - 14, top), (x0 + 30, top - 44), (x1 - 30, top - 44), (x1 + 14, top)],
            c.linear((0, col.light(roof, 0.15)), (1, roof)),
        )
        for i in range(14):
            x = x0 + 14 + i * (x1 - x0 - 20) / 13
            c.line([(x, top - 2), (x * 0.94 + 640 * 0.06, top - 42)], col.dark(roof, 0.3), 1.3, opacity=0.6)
        if c.snowy:
            c.poly(
                [(x0 - 14, top - 4), (x0 + 30, top - 46), (x1 - 30, top - 46), (x1 + 14, top - 4)],
                "#f6f9ff",
                opacity=0.9,
            )
    else:
        c.rect(x0 - 8, top - 16, x1 - x0 + 16, 18, trim)
        c.rect(x0 - 8, top + 1, x1 - x0 + 16, 5, "#2a2238", opacity=0.3)
        for i in range(26):
            x = x0 + i * (x1 - x0) / 25
            c.line([(x, top - 16), (x, top - 34)], col.dark(trim, 0.2), 1.6)
        c.line([(x0, top - 34), (x1, top - 34)], col.dark(trim, 0.2), 2)
    for row in range(3):
        y = top + 22 + row * 76
        c.rect(x0, y + 54, x1 - x0, 6, trim, opacity=0.8)
        for col_index in range(17):
            x = x0 + 14 + col_index * 35
            lit = window_light(c, 0.42, r)
            if 556 < x < 712:
                continue
            c.rect(x, y, 27, 46, lit or glass(c), stroke=col.dark(trim, 0.35), width=2.2)
            c.line([(x + 13.5, y), (x + 13.5, y + 46)], col.dark(trim, 0.35), 1.8)
            if lit:
                c.rect(x + 2, y + 2, 6, 42, "#fff6dc", opacity=0.4)
                c.glow(x + 13, y + 24, 34, WARM, 0.3)
            else:
                c.poly([(x + 3, y + 40), (x + 19, y + 4), (x + 24, y + 4), (x + 8, y + 42)], "#ffffff", opacity=0.22)
            if r.random() < 0.3:
                c.rect(x + 1, y + 1, 9, 44, "#f4ead8", opacity=0.65)
    _tower(c, tower, trim, roof, low)


def _tower(c: Canvas, tower: str, trim: str, roof: str, low: float) -> None:
    x0, x1, top = 562, 718, 148
    c.rect(x1, 190, 12, low - 190, "#241c3a", opacity=0.22)
    c.rect(
        x0,
        top,
        x1 - x0,
        low - top,
        c.linear((0, col.dark(tower, 0.08)), (0.6, tower), (1, col.light(tower, 0.3)), end=(1, 0)),
    )
    c.poly(
        [(x0 - 16, top), (640, top - 66), (x1 + 16, top)],
        c.linear((0, col.light(roof, 0.2)), (1, col.dark(roof, 0.12))),
    )
    if c.snowy:
        c.poly([(x0 - 12, top - 4), (640, top - 68), (x1 + 12, top - 4), (640, top - 34)], "#f8fbff")
    c.line([(640, top - 66), (640, top - 96)], "#4a4650", 3)
    c.poly([(641, top - 96), (676, top - 88), (641, top - 79)], "#d8484f")
    c.rect(x0 - 8, top - 3, x1 - x0 + 16, 10, trim)
    clock(c, 640, 196, 31)
    if c.light.lamps > 0:
        c.glow(640, 196, 90, WARM, 0.5 * c.light.lamps)
    lit = col.raw("#ffe3a0") if c.light.lamps > 0.4 else None
    for y in (252, 318):
        c.rect(588, y, 104, 48, lit or glass(c), rx=3, stroke=col.dark(trim, 0.4), width=3)
        for x in (614, 640, 666):
            c.line([(x, y), (x, y + 48)], col.dark(trim, 0.4), 2.4)
    c.rect(556, 384, 168, 12, trim)
    c.rect(556, 396, 168, 5, "#241c3a", opacity=0.35)
    c.rect(584, 400, 112, 62, lit or "#4f5f78", stroke=col.dark(trim, 0.4), width=3)
    for x in (612, 640, 668):
        c.line([(x, 400), (x, 462)], col.dark(trim, 0.4), 2.4)
    for x in (562, 710):
        c.rect(x - 2, 396, 12, 66, col.light(tower, 0.2))
    if lit:
        c.glow(640, 440, 150, WARM, 0.6)
    for i in range(3):
        c.rect(560 - i * 8, 460 + i * 6, 160 + i * 16, 7, col.light(trim, 0.3 - 0.1 * i))


def _grounds(c: Canvas) -> None:
    far, near = grass(c)
    r = c.rng("grounds")
    c.rect(-2, 462, WIDTH + 4, 262, c.linear((0, far), (1, near)))
    for _ in range(40):
        t = r.random()
        c.ellipse(
            r.uniform(0, WIDTH), 470 + 240 * t, 40 + 130 * t, 3 + 9 * t,
            r.choice([col.light(far, 0.2), col.dark(near, 0.12)]), opacity=0.35,
        )  # fmt: skip
    tufts(c, r, 480, 190)
    flowers(c, r, (0, 520, 330, 716), 46, ["#ffffff", "#ffd6e4", "#fff0a0", "#d8c8ff"])
    flowers(c, r, (960, 520, WIDTH, 716), 46, ["#ffffff", "#ffd6e4", "#fff0a0", "#d8c8ff"])
    stone = "#e9dfcc" if not c.snowy else "#e8eef6"
    c.poly(
        [(556, 476), (724, 476), (1000, 722), (280, 722)],
        c.along((0, 476), (0, 722), (0, col.light(stone, 0.3)), (1, col.dark(stone, 0.18))),
    )
    rows = [476 + 246 * (i / 11) ** 1.75 for i in range(12)]
    for i, (y, below) in enumerate(pairwise(rows)):
        t, u = (y - 476) / 246, (below - 476) / 246
        left, right = 556 - 276 * t, 724 + 276 * t
        c.line([(left, y), (right, y)], col.dark(stone, 0.3), 1 + 1.6 * t, opacity=0.5)
        for k in range(5):
            f = (k + (0.5 if i % 2 else 0.0)) / 5
            c.line(
                [(left + (right - left) * f, y), ((556 - 276 * u) * (1 - f) + (724 + 276 * u) * f, below)],
                col.dark(stone, 0.3),
                0.8 + 1.4 * t,
                opacity=0.4,
            )
            if r.random() < 0.35:
                g = min(f + 0.2, 1)
                c.poly(
                    [
                        (left + (right - left) * f, y),
                        (left + (right - left) * g, y),
                        ((556 - 276 * u) * (1 - g) + (724 + 276 * u) * g, below),
                        ((556 - 276 * u) * (1 - f) + (724 + 276 * u) * f, below),
                    ],
                    r.choice([col.dark(stone, 0.2), "#ffffff"]),
                    opacity=0.22,
                )
    for side in (-1, 1):
        a, b = (556, 280) if side < 0 else (724, 1000)
        c.poly([(a, 476), (b, 722), (b + side * 30, 722), (a + side * 6, 476)], col.light("#c3b7a5", 0.2))


def _gate(c: Canvas, wall: str, trim: str) -> None:
    for x, side in ((306, -1), (974, 1)):
        c.shade(x, 664, 80, 12, 0.5)
        c.rect(
            x - 33,
            500,
            66,
            164,
            c.linear((0, col.dark(wall, 0.22)), (0.55, wall), (1, col.light(wall, 0.25)), end=(1, 0)),
        )
        for k in range(6):
            c.line([(x - 33, 522 + k * 26), (x + 33, 522 + k * 26)], col.dark(trim, 0.3), 1.3, opacity=0.5)
            for dx in (-11, 11) if k % 2 else (-22, 0, 22):
                c.line(
                    [(x + dx, 522 + k * 26), (x + dx, 548 + k * 26 if k < 5 else 664)],
                    col.dark(trim, 0.3),
                    1.1,
                    opacity=0.4,
                )
        c.rect(x - 41, 488, 82, 15, col.light(trim, 0.25), rx=3)
        c.rect(x - 14, 474, 28, 15, trim, rx=6)
        if c.snowy:
            c.path(f"M{num(x - 42)},490Q{num(x)},470 {num(x + 42)},490Z", "#ffffff")
        if side < 0:
            c.rect(x - 15, 528, 30, 92, "#5c4630", rx=2)
            for k in range(4):
                y = 536 + k * 20
                c.path(f"M{num(x - 6)},{y}h12M{num(x)},{y}v13M{num(x - 6)},{y + 6}h12M{num(x - 6)},{y + 13}h12",
                       stroke="#e8d8a8", width=2)  # fmt: skip
        for k in range(7):
            dx = x + side * (40 + k * 17)
            c.line([(dx, 560 + 4 * (k % 2)), (dx, 660 + k * 3)], "#3b4150", 4)
        c.line([(x + side * 36, 580), (x + side * 146, 584)], "#3b4150", 4)
        c.line([(x + side * 36, 646), (x + side * 146, 660)], "#3b4150", 4)
