"""A shrine: stone steps under red gates, lanterns, old cedars, the hall at the end."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, trace
from yoake.providers.sketch.place.nature import beams, blob, bush, conifer, drifting, grass, hills, leaves, tree, tufts
from yoake.providers.sketch.place.props import WARM
from yoake.providers.sketch.place.sky import sky

_REDS = ["#d2452f", "#c7382e", "#dd5a34"]


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    red = r.choice(_REDS)
    gates = r.choice((1, 3, 5))
    sky(c, 470, clouds=3)
    hills(c, c.rng("hills"), 420, 130, "#5f8f7f", 0.5)
    forest = c.rng("forest")
    with c.layer(haze=0.34):
        for i in range(17):
            conifer(c, i * 82 - 10 + forest.uniform(-20, 20), 452, forest.uniform(0.74, 1.02), forest, "#3f7358")
    _hall(c, red)
    far, near = grass(c)
    c.rect(
        -2,
        448,
        WIDTH + 4,
        276,
        c.along((0, 448), (0, HEIGHT), (0, col.mix(far, "#7d8a5a", 0.25)), (1, col.dark(near, 0.22))),
    )
    tufts(c, c.rng("grass"), 470, 170)
    _path(c)
    for k in range(5 - gates, 5):
        t = (k / 4) ** 1.4
        _torii(c, 640, 492 + 100 * t, 0.52 + 0.66 * t, red)
    tr = c.rng("trees")
    tones = leaves(c, tr)
    for x, y, s in ((226, 530, 0.74), (1058, 534, 0.78)):
        tree(c, x, y, s, tr, tones)
    for k in range(3):
        t = (k / 2) ** 1.4
        for side in (-1, 1):
            _lantern(c, 640 + side * (190 + 196 * t), 520 + 140 * t, 0.58 + 0.62 * t)
    for x, y, w in ((96, 610, 190), (1186, 612, 200), (330, 572, 110), (952, 572, 110)):
        bush(c, x, y, w, w * 0.5, tr)
    beams(c, (c.light.sun or (900, 60, 0))[:2], [(300, 660, 70), (500, 700, 60), (760, 690, 90), (1000, 660, 70)], 0.6)
    _cedar(c, 60, 1.0, tr)
    _cedar(c, 1236, -1.0, tr)
    with c.layer(blur=2):
        for x, w in ((50, 260), (1240, 270)):
            dark = "#c3d3e6" if c.snowy else "#245040"
            for k in range(3):
                c.path(blob(x, -34 + 4 * k, w - 40 * k, 100 - 24 * k, tr, 15), col.light(dark, 0.1 * k))
    drifting(c, 54)


def _hall(c: Canvas, red: str) -> None:
    x, low = 640, 452
    wood, roof = "#7a5340", "#4a5f5f"
    c.shade(x, low + 4, 330, 20, 0.5)
    c.rect(x - 250, low - 26, 500, 30, "#b8b0a6")
    c.rect(x - 250, low - 26, 500, 6, "#d8d2c6")
    c.rect(x - 210, low - 132, 420, 108, c.linear((0, col.dark(wood, 0.3)), (1, wood)))
    lit = c.light.lamps > 0
    for k in range(6):
        px = x - 186 + k * 64
        tone = col.raw("#ffdf9a") if lit else "#efe3c8"
        c.rect(px, low - 118, 52, 84, tone, stroke=col.dark(wood, 0.4), width=3)
        for i in range(1, 4):
            c.line([(px + i * 13, low - 118), (px + i * 13, low - 34)], col.dark(wood, 0.35), 1.6)
        for i in range(1, 5):
            c.line([(px, low - 118 + i * 17), (px + 52, low - 118 + i * 17)], col.dark(wood, 0.35), 1.2)
    for k in range(7):
        px = x - 214 + k * 68
        c.rect(px, low - 136, 14, 112, c.linear((0, col.light(red, 0.2)), (1, col.dark(red, 0.3)), end=(1, 0)))
    c.rect(x - 240, low - 46, 480, 7, red)
    for k in range(25):
        c.rect(x - 238 + k * 19.6, low - 44, 4, 22, red)
    if lit:
        c.glow(x, low - 70, 330, WARM, 0.6 * c.light.lamps, ry=150)
    main = c.linear((0, col.light(roof, 0.25)), (1, col.dark(roof, 0.25)))
    c.path(
        trace(
            "M", x - 330, low - 128, "C", x - 250, low - 148, x - 190, low - 190, x - 150, low - 232, "L",
            x + 150, low - 232, "C", x + 190, low - 190, x + 250, low - 148, x + 330, low - 128, "L",
            x + 330, low - 118, "L", x - 330, low - 118, "Z",
        ),
        main,
    )  # fmt: skip
    for k in range(25):
        u = (k - 12) / 12
        c.path(
            trace("M", x + u * 150, low - 232, "Q", x + u * 200, low - 168, x + u * 318, low - 122),
            stroke=col.dark(roof, 0.4),
            width=1.5,
            opacity=0.7,
        )
    c.rect(x - 330, low - 124, 660, 9, "#caa45a", rx=3)
    c.rect(x - 164, low - 244, 328, 16, col.dark(roof, 0.3), rx=4)
    for k in range(5):
        c.rect(x - 130 + k * 60, low - 250, 22, 10, "#caa45a", rx=4)
    for side in (-1, 1):
        c.line([(x + side * 140, low - 236), (x + side * 176, low - 276)], col.dark(wood, 0.2), 7)
        c.line([(x + side * 168, low - 236), (x + side * 132, low - 276)], col.dark(wood, 0.2), 7)
    c.path(
        trace(
            "M", x - 120, low - 118, "Q", x - 60, low - 130, x, low - 168, "Q", x + 60, low - 130, x + 120,
            low - 118, "Q", x, low - 136, x - 120, low - 118, "Z",
        ),
        col.dark(roof, 0.15),
    )  # fmt: skip
    if c.snowy:
        c.path(
            trace(
                "M", x - 326, low - 130, "C", x - 250, low - 152, x - 190, low - 194, x - 150, low - 236,
                "L", x + 150, low - 236, "C", x + 190, low - 194, x + 250, low - 152, x + 326, low - 130,
                "C", x + 200, low - 150, x - 200, low - 150, x - 326, low - 130, "Z",
            ),
            "#f8fbff",
        )  # fmt: skip
    _rope(c, x, low - 104, 130)


def _rope(c: Canvas, x: float, y: float, w: float) -> None:
    c.path(trace("M", x - w, y - 10, "Q", x, y + 22, x + w, y - 10), stroke="#d8bf82", width=12)
    for k in range(15):
        u = (k - 7) / 7
        px, py = x + u * w * 0.94, y - 8 + 14 * (1 - u * u)
        c.line([(px - 4, py - 5), (px + 3, py + 6)], "#a98c4f", 2)
    for u in (-0.62, -0.2, 0.2, 0.62):
        px, py = x + u * w, y + 2 + 13 * (1 - u * u)
        c.path(
            trace(
                "M", px - 6, py, "L", px + 6, py, "L", px + 2, py + 11, "L", px + 10, py + 11, "L", px + 2,
                py + 28, "L", px + 3, py + 15, "L", px - 5, py + 15, "Z",
            ),
            "#ffffff",
        )  # fmt: skip


def _path(c: Canvas) -> None:
    stone = "#c9c3b8" if not c.snowy else "#e6ecf4"
    r = c.rng("stones")
    c.poly(
        [(560, 456), (720, 456), (930, 724), (350, 724)],
        c.along((0, 456), (0, 724), (0, col.light(stone, 0.25)), (1, col.dark(stone, 0.22))),
    )
    rows = [456 + 268 * (i / 12) ** 1.7 for i in range(13)]
    for i in range(12):
        y, below = rows[i], rows[i + 1]
        t, u = (y - 456) / 268, (below - 456) / 268
        left, right, low_left, low_right = 560 - 210 * t, 720 + 210 * t, 560 - 210 * u, 720 + 210 * u
        c.line([(left, y), (right, y)], col.dark(stone, 0.45), 1 + 2.5 * t, opacity=0.55)
        for k in range(4):
            f, g = k / 4 + (0.12 if i % 2 else 0), (k + 1) / 4 + (0.12 if i % 2 else 0)
            g = min(g, 1.0)
            c.line(
                [(left + (right - left) * f, y), (low_left + (low_right - low_left) * f, below)],
                col.dark(stone, 0.4),
                1 + 1.6 * t,
                opacity=0.5,
            )
            corners = [
                (left + (right - left) * f, y),
                (left + (right - left) * g, y),
                (low_left + (low_right - low_left) * g, below),
                (low_left + (low_right - low_left) * f, below),
            ]
            c.poly(corners, r.choice(["#ffffff", col.dark(stone, 0.5), "#8fa878"]), opacity=r.uniform(0.04, 0.16))
    for side in (-1, 1):
        c.poly(
            [(640 + side * 80, 456), (640 + side * 290, 724), (640 + side * 322, 724), (640 + side * 90, 456)],
            col.dark(stone, 0.12),
        )
    for i in range(3):
        c.rect(548 - i * 10, 446 + i * 6, 184 + i * 20, 7, col.light(stone, 0.3 - 0.12 * i))


def _torii(c: Canvas, x: float, y: float, s: float, red: str) -> None:
    post = c.linear((0, col.light(red, 0.28)), (0.5, red), (1, col.dark(red, 0.38)), end=(1, 0))
    for side in (-1, 1):
        px = x + side * 168 * s
        c.shade(px, y, 44 * s, 8 * s, 0.5)
        c.path(
            trace(
                "M", px - 15 * s, y, "L", px - 12 * s - side * 6 * s, y - 300 * s, "L",
                px + 12 * s - side * 6 * s, y - 300 * s, "L", px + 15 * s, y, "Z",
            ),
            post,
        )  # fmt: skip
        c.rect(px - 20 * s, y - 22 * s, 40 * s, 22 * s, "#33303c", rx=3 * s)
    c.rect(x - 206 * s, y - 250 * s, 412 * s, 22 * s, c.linear((0, col.light(red, 0.2)), (1, col.dark(red, 0.25))))
    c.rect(x - 18 * s, y - 304 * s, 36 * s, 58 * s, "#3a3038")
    c.rect(x - 13 * s, y - 298 * s, 26 * s, 46 * s, "#d8b45f")
    for side in (-1, 1):
        c.rect(x + side * 132 * s - 6 * s, y - 302 * s, 12 * s, 54 * s, col.dark(red, 0.2))
    c.path(
        trace(
            "M", x - 238 * s, y - 330 * s, "Q", x, y - 296 * s, x + 238 * s, y - 330 * s, "L", x + 232 * s,
            y - 304 * s, "Q", x, y - 276 * s, x - 232 * s, y - 304 * s, "Z",
        ),
        c.linear((0, red), (1, col.dark(red, 0.3))),
    )  # fmt: skip
    cap = "#f4f8ff" if c.snowy else "#38333f"
    c.path(
        trace(
            "M", x - 250 * s, y - 350 * s, "Q", x, y - 312 * s, x + 250 * s, y - 350 * s, "L", x + 238 * s,
            y - 328 * s, "Q", x, y - 294 * s, x - 238 * s, y - 328 * s, "Z",
        ),
        cap,
    )  # fmt: skip


def _lantern(c: Canvas, x: float, y: float, s: float) -> None:
    stone = "#a8a49c"
    body = c.linear((0, col.light(stone, 0.3)), (0.55, stone), (1, col.dark(stone, 0.4)), end=(1, 0))
    c.shade(x, y, 44 * s, 9 * s, 0.5)
    c.poly([(x - 32 * s, y), (x + 32 * s, y), (x + 24 * s, y - 14 * s), (x - 24 * s, y - 14 * s)], body)
    c.rect(x - 11 * s, y - 74 * s, 22 * s, 62 * s, body)
    c.poly(
        [(x - 18 * s, y - 74 * s), (x + 18 * s, y - 74 * s), (x + 28 * s, y - 86 * s), (x - 28 * s, y - 86 * s)], body
    )
    c.rect(x - 21 * s, y - 118 * s, 42 * s, 33 * s, body)
    on = c.light.lamps > 0
    c.rect(x - 12 * s, y - 113 * s, 24 * s, 24 * s, col.raw("#ffe3a0") if on else "#4f4a48", rx=3 * s)
    c.line([(x, y - 113 * s), (x, y - 89 * s)], stone, 2 * s)
    c.path(
        trace(
            "M", x - 44 * s, y - 116 * s, "Q", x - 16 * s, y - 128 * s, x - 9 * s, y - 144 * s, "L",
            x + 9 * s, y - 144 * s, "Q", x + 16 * s, y - 128 * s, x + 44 * s, y - 116 * s, "Z",
        ),
        body,
    )  # fmt: skip
    c.circle(x, y - 150 * s, 8 * s, stone)
    moss = "#ffffff" if c.snowy else "#7f9a5a"
    c.path(
        trace(
            "M", x - 40 * s, y - 117 * s, "Q", x - 16 * s, y - 130 * s, x - 9 * s, y - 144 * s, "L",
            x + 3 * s, y - 144 * s, "Q", x - 6 * s, y - 126 * s, x - 8 * s, y - 118 * s, "Z",
        ),
        moss, opacity=0.65,
    )  # fmt: skip
    c.glow(x, y - 100 * s, 110 * s, WARM, c.light.lamps * 0.95)
    c.glow(x, y + 2 * s, 100 * s, WARM, c.light.lamps * 0.5, ry=18 * s)


def _cedar(c: Canvas, x: float, lean: float, r: Random) -> None:
    bark = "#5a4038"
    w = 74
    fill = c.along((x - w, 0), (x + w, 0), (0, col.light(bark, 0.12)), (0.4, bark), (1, col.dark(bark, 0.5)))
    c.shade(x, 712, 150, 20, 0.5)
    c.path(
        trace(
            "M", x - w - 34, 730, "C", x - w, 640, x - w + 10, 300, x - w + 22, -10, "L", x + w - 22, -10,
            "C", x + w - 10, 300, x + w, 640, x + w + 34, 730, "Z",
        ),
        fill,
    )  # fmt: skip
    for _ in range(26):
        px, y, h = x + r.uniform(-w + 24, w - 24), r.uniform(-20, 640), r.uniform(50, 190)
        c.path(
            trace("M", px, y, "q", r.uniform(-6, 6), h / 2, r.uniform(-4, 4), h),
            stroke=r.choice([col.dark(bark, 0.5), col.light(bark, 0.2)]),
            width=r.uniform(1.4, 3.4),
            opacity=0.45,
        )
    c.path(trace("M", x - w + 4, 330, "Q", x, 362, x + w - 4, 330), stroke="#d8bf82", width=16)
    for k in range(9):
        px = x - w + 14 + k * 16.4
        c.line([(px, 330 + 9 * (1 - ((k - 4) / 4) ** 2)), (px + 8, 346 + 9 * (1 - ((k - 4) / 4) ** 2))], "#a98c4f", 2.4)
    for u in (-0.5, 0.05, 0.6):
        px = x + u * w
        c.path(
            trace(
                "M", px - 8, 350, "L", px + 8, 350, "L", px + 2, 366, "L", px + 12, 366, "L", px + 2, 392,
                "L", px + 3, 373, "L", px - 7, 373, "Z",
            ),
            "#ffffff",
        )  # fmt: skip
