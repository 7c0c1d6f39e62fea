"""A forest: trunk behind trunk into the haze, light from above, a brook or a path, ferns and mushrooms."""

from __future__ import annotations

import math
from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, trace
from yoake.providers.sketch.place.nature import beams, blob, bush, drifting, flowers, grass, leaves, tufts
from yoake.providers.sketch.place.sky import sky


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    brook = r.random() < 0.55
    sky(c, 470, clouds=2, sun=(660, 96))
    tones = leaves(c, r)
    green = tones if c.season in ("autumn", "spring") or c.snowy else ("#245a46", "#3f8a55", "#79bb5e", "#cfe98a")
    shine = c.light.beam
    c.glow(640, 300, 560, shine if not c.light.dark else "#8fb4ff", 0.35 + 0.4 * c.light.beams, ry=380)
    for haze, count, low, w in ((0.72, 15, 452, 20), (0.52, 11, 474, 34), (0.30, 8, 506, 50)):
        layer = c.rng(f"trees{low}")
        with c.layer(haze=haze):
            for i in range(count):
                x = (i + layer.uniform(0.1, 0.9)) * WIDTH / count
                if abs(x - 640) < 120 - w:
                    x += 160 if x > 640 else -160
                _trunk(c, x, low, w * layer.uniform(0.7, 1.2), layer)
            for i in range(count + 3):
                x, y = i * WIDTH / (count + 2), layer.uniform(-10, 150) + (0.72 - haze) * -110
                _canopy(c, x, y, 120 + w * 2, 84 + w, green, layer)
            for _ in range(count):
                bush(c, layer.uniform(0, WIDTH), low + 6, 90 + w * 2, 50 + w, layer, green)
    _floor(c, brook, green)
    beams(c, (690.0, -60.0), [(200, 640, 80), (400, 690, 110), (600, 650, 60), (820, 690, 120), (1080, 640, 80)], 0.85)
    near = c.rng("near")
    for x, w in ((58, 96), (1216, 110), (1004, 58), (262, 50)):
        _trunk(c, x, 560 + w * 1.1, w, near, near_tree=True)
    for x, y in ((330, 600), (960, 606), (120, 690), (1150, 694), (470, 560), (830, 556)):
        _fern(c, x, y, 0.7 + (y - 540) / 190, near)
    for x, y in ((206, 666), (232, 676), (1066, 662), (392, 640)):
        _mushroom(c, x, y, 0.9 + (y - 600) / 160, near)
    with c.layer(blur=2.4):
        for x, rx in ((-10, 330), (1290, 340), (330, 190), (980, 200)):
            _canopy(c, x, -50, rx, 120, green, near)
    motes = c.rng("motes")
    for _ in range(36):
        x, y = motes.uniform(120, 1160), motes.uniform(160, 660)
        tone = "#cfff8a" if c.light.dark else "#fff6c8"
        if c.light.weather == "clear":
            c.glow(x, y, motes.uniform(5, 15), tone, 0.8)
            c.circle(x, y, 1.5, col.raw("#fffce8"))
    drifting(c, 44)


def _trunk(c: Canvas, x: float, low: float, w: float, r: Random, *, near_tree: bool = False) -> None:
    bark = "#5f463a"
    lean = r.uniform(-14, 14)
    if near_tree:
        c.shade(x, low, w * 1.7, w * 0.22, 0.55)
    fill = c.along((x - w / 2, 0), (x + w / 2, 0), (0, col.light(bark, 0.25)), (0.4, bark), (1, col.dark(bark, 0.45)))
    root = w * 0.75
    c.path(
        trace("M", x - root, low + w * 0.2, "C", x - w * 0.5, low - w * 0.3, x - w * 0.42, low - 160)
        + trace(" ", x - w * 0.36 + lean, -20, "L", x + w * 0.36 + lean, -20, "C", x + w * 0.42, low - 160,
              x + w * 0.5, low - w * 0.3, x + root)
        + trace(" ", low + w * 0.2, "Q", x + w * 0.2, low - w * 0.05, x, low + w * 0.16)
        + trace("Q", x - w * 0.3, low - w * 0.04, x - root, low + w * 0.2, "Z"),
        fill,
    )  # fmt: skip
    if not near_tree:
        return
    for _ in range(round(w / 4)):
        px, y, h = x + r.uniform(-0.34, 0.34) * w, r.uniform(-10, low - 130), r.uniform(40, 150)
        c.path(
            trace("M", px, y, "q", r.uniform(-5, 5), h / 2, r.uniform(-4, 4), h),
            stroke=r.choice([col.dark(bark, 0.5), col.light(bark, 0.25)]),
            width=r.uniform(1.2, 3),
            opacity=0.5,
        )
    moss = "#ffffff" if c.snowy else "#7fa04f"
    for _ in range(12):
        y = r.uniform(low - 220, low)
        c.path(blob(x - w * r.uniform(0.12, 0.42), y, w * 0.14, w * 0.10, r, 7), moss, opacity=0.75)


def _canopy(c: Canvas, x: float, y: float, rx: float, ry: float, tones: tuple[str, str, str, str], r: Random) -> None:
    c.path(blob(x, y, rx, ry, r, 14), tones[0])
    for _ in range(4):
        dx, dy = r.uniform(-0.5, 0.5) * rx, r.uniform(-0.4, 0.4) * ry
        c.path(blob(x + dx, y + dy, rx * 0.42, ry * 0.42, r, 10), tones[1], opacity=0.9)
        c.path(blob(x + dx + 8, y + dy + ry * 0.10, rx * 0.24, ry * 0.20, r, 8), tones[2], opacity=0.85)
    for _ in range(16):
        a = r.random() * math.tau
        px, py = x + math.cos(a) * rx * 1.02, y + math.sin(a) * ry * 1.02
        c.ellipse(px, py, rx * 0.035, rx * 0.022, r.choice(tones[1:]), opacity=0.9)


def _floor(c: Canvas, brook: bool, tones: tuple[str, str, str, str]) -> None:
    far, near = grass(c)
    c.path(
        trace(
            "M", -4, 486, "C", 240, 456, 430, 496, 640, 482, "C", 850, 470, 1060, 500, 1284, 478, "L", 1284,
            724, "L", -4, 724, "Z",
        ),
        c.along((0, 470), (0, HEIGHT), (0, col.mix(far, "#a8c878", 0.3)), (0.4, near), (1, col.dark(near, 0.45))),
    )  # fmt: skip
    r = c.rng("floor")
    for _ in range(40):
        t = r.random()
        c.ellipse(
            r.uniform(0, WIDTH), 500 + 216 * t, 34 + 120 * t, 3 + 10 * t,
            r.choice([tones[2], col.dark(near, 0.4), tones[1]]), opacity=0.28,
        )  # fmt: skip
    way = trace(
        "M", 628, 486, "C", 560, 520, 760, 560, 600, 610, "C", 480, 650, 420, 690, 380, 724, "L", 860, 724,
        "C", 800, 680, 800, 650, 812, 616, "C", 870, 560, 700, 520, 660, 486, "Z",
    )  # fmt: skip
    if brook:
        top, middle, low = c.light.sky
        water = c.along(
            (0, 486),
            (0, HEIGHT),
            (0, col.raw(col.mix(low, "#eaf8ff", 0.3))),
            (0.5, col.raw(col.mix(middle, "#4f9aa8", 0.45))),
            (1, col.raw(col.mix(top, "#20606f", 0.5))),
        )
        with c.layer(transform="translate(0,4)"):
            c.path(way, stroke=col.dark(near, 0.5), width=14)
        c.path(way, water)
        for _ in range(46):
            t = r.random() ** 0.8
            y = 496 + 220 * t
            x = 650 + math.sin(t * 5) * 46 * t + r.uniform(-1, 1) * (24 + 180 * t)
            c.ellipse(
                x, y, 8 + 30 * t, 1 + 1.8 * t, col.raw("#ffffff"),
                opacity=r.uniform(0.15, 0.5) * (0.5 if c.light.dark else 1),
            )  # fmt: skip
        for x, y, s in (
            (566, 560, 0.7),
            (742, 588, 0.9),
            (500, 660, 1.3),
            (850, 668, 1.4),
            (640, 640, 1.0),
            (694, 530, 0.5),
        ):
            stone = "#8f9690"
            c.ellipse(x, y + 5 * s, 40 * s, 13 * s, "#102028", opacity=0.35)
            c.path(blob(x, y, 34 * s, 17 * s, r, 7), c.linear((0, col.light(stone, 0.35)), (1, col.dark(stone, 0.4))))
            c.path(blob(x - 6 * s, y - 8 * s, 20 * s, 6 * s, r, 7), "#ffffff" if c.snowy else "#8fae5f", opacity=0.85)
    else:
        earth = "#c4a47c" if not c.snowy else "#eef3fa"
        c.path(way, c.along((0, 486), (0, HEIGHT), (0, col.light(earth, 0.35)), (1, col.dark(earth, 0.28))))
        for _ in range(70):
            t = r.random()
            y, x = 492 + 226 * t, 650 + math.sin(t * 5) * 40 * t + r.uniform(-1, 1) * (22 + 180 * t)
            c.ellipse(
                x, y, 3 + 9 * t, 1.4 + 3 * t,
                r.choice([col.dark(earth, 0.3), col.light(earth, 0.4), tones[1]]), opacity=0.6,
            )  # fmt: skip
    tufts(c, r, 496, 230)
    flowers(c, r, (0, 540, 400, 716), 40, ["#ffffff", "#c8b8ff", "#ffe08a", "#ffc4d8"])
    flowers(c, r, (860, 540, WIDTH, 716), 40, ["#ffffff", "#c8b8ff", "#ffe08a", "#ffc4d8"])


def _fern(c: Canvas, x: float, y: float, s: float, r: Random) -> None:
    tone = "#d8e4ee" if c.snowy else r.choice(["#4f9a4f", "#3f8a5a", "#74ac4a"])
    for k in range(9):
        a = -math.pi / 2 + (k - 4) * 0.30 + r.uniform(-0.06, 0.06)
        length = s * r.uniform(74, 108)
        ex, ey = x + math.cos(a) * length, y + math.sin(a) * length * 0.74 + abs(k - 4) * 5 * s
        mx, my = x + math.cos(a) * length * 0.5, y + math.sin(a) * length * 0.64
        c.path(trace("M", x, y, "Q", mx, my, ex, ey), stroke=col.dark(tone, 0.3), width=2 * s)
        for i in range(1, 9):
            u = i / 9
            px = (1 - u) ** 2 * x + 2 * (1 - u) * u * mx + u * u * ex
            py = (1 - u) ** 2 * y + 2 * (1 - u) * u * my + u * u * ey
            leaf = s * 17 * (1 - u) + 3
            for side in (-1, 1):
                b = a + side * 1.05
                c.path(
                    trace(
                        "M", px, py, "Q", px + math.cos(b) * leaf * 0.6, py + math.sin(b) * leaf * 0.9,
                        px + math.cos(b) * leaf, py + math.sin(b) * leaf,
                    ),
                    stroke=col.light(tone, 0.18 if side < 0 else 0.0), width=3.2 * s * (1.1 - u),
                )  # fmt: skip


def _mushroom(c: Canvas, x: float, y: float, s: float, r: Random) -> None:
    cap = r.choice(["#d84a3f", "#c98a4a", "#e8a85a"])
    c.shade(x, y, 22 * s, 5 * s, 0.5)
    c.path(
        trace(
            "M", x - 6 * s, y, "Q", x - 3 * s, y - 16 * s, x - 5 * s, y - 24 * s, "L", x + 5 * s,
            y - 24 * s, "Q", x + 3 * s, y - 16 * s, x + 7 * s, y, "Z",
        ),
        "#f4ead8",
    )  # fmt: skip
    c.path(
        trace(
            "M", x - 22 * s, y - 21 * s, "C", x - 20 * s, y - 46 * s, x + 20 * s, y - 46 * s, x + 22 * s,
            y - 21 * s, "Q", x, y - 28 * s, x - 22 * s, y - 21 * s, "Z",
        ),
        c.linear((0, col.light(cap, 0.3)), (1, col.dark(cap, 0.2))),
    )  # fmt: skip
    for dx, dy, k in ((-9, -32, 3.2), (4, -36, 2.6), (11, -28, 2.4), (-2, -27, 2)):
        c.circle(x + dx * s, y + dy * s, k * s, "#fff8ea")
