"""A castle on its hill: towers with pointed roofs, banners, a bridge over the moat, mountains behind."""

from __future__ import annotations

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, trace
from yoake.providers.sketch.place.masonry import slit, stonework, tower, wall
from yoake.providers.sketch.place.nature import (
    beams,
    blob,
    bush,
    conifer,
    drifting,
    flowers,
    grass,
    leaves,
    tree,
    tufts,
)
from yoake.providers.sketch.place.props import WARM, ivy, window_light
from yoake.providers.sketch.place.sky import sky

_STYLES = [
    # stone, roof, banner
    ("#e4ddd0", "#3f6fa8", "#d8484f"), ("#cfc4b4", "#b0523f", "#3f7fb8"), ("#d3d6de", "#5a4a86", "#e8c04f"),
    ("#b9b3aa", "#3f6f62", "#c93f5f"), ("#f2e6da", "#c76f86", "#6f8fd8"),
]  # fmt: skip


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    stone, roof, banner = r.choice(_STYLES)
    sky(c, 530, clouds=5)
    _mountains(c)
    forest = c.rng("forest")
    with c.layer(haze=0.42):
        for i in range(24):
            conifer(
                c, i * 56 + forest.uniform(-12, 12), 478 + forest.uniform(-4, 8),
                forest.uniform(0.26, 0.42), forest, "#3f7a5f",
            )  # fmt: skip
    _hill(c)
    _castle(c, stone, roof, banner)
    _land(c)
    _bridge(c, stone)
    g = c.rng("garden")
    tones = leaves(c, g)
    for x, y, s in ((150, 640, 1.0), (1140, 640, 1.05), (300, 566, 0.62), (980, 560, 0.62)):
        tree(c, x, y, s, g, tones)
    for x, y, w in ((40, 690, 200), (1240, 694, 210), (420, 630, 110), (866, 630, 110)):
        bush(c, x, y, w, w * 0.5, g)
    flowers(c, g, (0, 600, 480, 716), 70, ["#ffffff", "#f7a8c0", "#ffe07a", "#b8a0f0", "#f27f6f"])
    flowers(c, g, (820, 600, WIDTH, 716), 70, ["#ffffff", "#f7a8c0", "#ffe07a", "#b8a0f0", "#f27f6f"])
    beams(c, (c.light.sun or (950, 80, 0))[:2], [(260, 660, 80), (520, 700, 70), (820, 690, 90)], 0.4)
    for x in (508, 772):
        _torch(c, x, 590, 1.0)
    drifting(c, 40)


def _mountains(c: Canvas) -> None:
    r = c.rng("mountains")
    for low, height, haze in ((470, 260, 0.66), (480, 170, 0.46)):
        peaks = [(-60.0, float(low))]
        for i in range(7):
            peaks.append((i * 214 - 30 + r.uniform(-40, 40), low - height * r.uniform(0.55, 1.0)))
            peaks.append((i * 214 + 80 + r.uniform(-20, 20), low - height * r.uniform(0.15, 0.4)))
        with c.layer(haze=haze):
            c.poly(
                [*peaks, (WIDTH + 60, low + 20), (-60, low + 20)],
                c.along((0, low - height), (0, low), (0, "#6f86b0"), (1, "#8fa89a")),
            )
            for x, y in peaks[1::2]:
                depth = (low - y) * 0.34
                c.poly(
                    [
                        (x, y),
                        (x + depth * 0.55, y + depth),
                        (x + depth * 0.2, y + depth * 0.75),
                        (x, y + depth * 1.1),
                        (x - depth * 0.25, y + depth * 0.8),
                        (x - depth * 0.5, y + depth),
                    ],
                    "#ffffff",
                    opacity=0.9,
                )
                c.poly([(x, y), (x + (low - y) * 0.5, low), (x + 10, low)], "#2a3560", opacity=0.16)


def _hill(c: Canvas) -> None:
    far, near = grass(c)
    c.path(
        trace(
            "M", -10, 520, "C", 240, 500, 360, 430, 470, 414, "L", 810, 414, "C", 920, 430, 1060, 500, 1290,
            512, "L", 1290, 600, "L", -10, 600, "Z",
        ),
        c.along((0, 410), (0, 600), (0, col.light(far, 0.1)), (1, col.dark(near, 0.12))),
    )  # fmt: skip
    r = c.rng("hill")
    for _ in range(60):
        x = r.uniform(330, 950)
        y = r.uniform(424, 520)
        c.path(
            blob(x, y, r.uniform(14, 34), r.uniform(7, 15), r, 9),
            r.choice([col.dark(near, 0.18), col.light(far, 0.16), near]),
            opacity=0.7,
        )
    rock = "#8f877e"
    for _ in range(14):
        x, y = r.uniform(440, 840), r.uniform(414, 440)
        c.path(
            blob(x, y, r.uniform(16, 36), r.uniform(8, 18), r, 6),
            c.linear((0, col.light(rock, 0.3)), (1, col.dark(rock, 0.3))),
            opacity=0.9,
        )


def _castle(c: Canvas, stone: str, roof: str, banner: str) -> None:
    r = c.rng("castle")
    back = col.mix(stone, "#aab4cc", 0.25)
    heights = [r.uniform(0.8, 0.98) for _ in range(9)]
    with c.layer(haze=0.16):
        for x, w, h, tip, k in ((560, 46, 250, 104, 0), (726, 50, 270, 110, 1), (640, 62, 318, 128, 2)):
            tower(c, x, 400, w, h * heights[k], tip, back, roof, banner, r)
    tower(c, 462, 430, 58, 190 * heights[3], 96, stone, roof, banner, r)
    tower(c, 822, 430, 62, 205 * heights[4], 100, stone, roof, banner, r)
    # the great hall
    c.rect(520, 262, 240, 160, c.linear((0, col.light(stone, 0.1)), (1, col.dark(stone, 0.12))))
    stonework(c, 520, 262, 240, 160, stone, r)
    c.poly(
        [(508, 264), (548, 210), (732, 210), (772, 264)], c.linear((0, col.light(roof, 0.2)), (1, col.dark(roof, 0.15)))
    )
    for k in range(19):
        x = 514 + k * 14
        c.line([(x, 262), (640 + (x - 640) * 0.72, 212)], col.dark(roof, 0.4), 1.2, opacity=0.5)
    if c.snowy:
        c.poly([(508, 262), (548, 207), (732, 207), (772, 262), (700, 236), (580, 236)], "#ffffff", opacity=0.95)
    c.path(trace("M", 604, 262, "L", 640, 198, "L", 676, 262, "Z"), col.light(stone, 0.2))
    lit = col.raw("#ffe09a") if c.light.lamps > 0 else "#5f86b0"
    c.circle(640, 240, 14, col.dark(stone, 0.3))
    c.circle(640, 240, 11, lit)
    for k in range(6):
        if k not in (2, 3):
            slit(c, 544 + k * 38.4, 288, 15, stone, window_light(c, 0.95, r))
    for x in (596, 684):
        c.path(
            trace("M", x - 11, 276, "h", 22, "v", 74, "l", -11, 14, "l", -11, -14, "Z"),
            c.linear((0, banner), (1, col.dark(banner, 0.25))),
        )
        c.circle(x, 308, 6, "#f4d88a")
    wall(c, 436, 372, 408, 62, stone, r)
    ivy(
        c,
        [(452 + k * 9, 388 + 7 * (k % 3)) for k in range(7)] + [(800 + k * 7, 394 + 9 * (k % 3)) for k in range(6)],
        r,
        13,
    )
    for x in (590, 690):
        tower(c, x, 442, 44, 118, 62, col.light(stone, 0.06), roof, banner, r)
    wall(c, 606, 360, 68, 84, stone, r)
    c.path(trace("M", 616, 446, "V", 408, "A", 24, 24, 0, "0", "1", 664, 408, "V", 446, "Z"), col.dark(stone, 0.4))
    c.path(
        trace("M", 620, 446, "V", 409, "A", 20, 20, 0, "0", "1", 660, 409, "V", 446, "Z"),
        col.raw("#ffcf7a") if c.light.lamps > 0 else "#4a3528",
    )
    for k in range(5):
        c.line([(624 + k * 8, 392), (624 + k * 8, 446)], "#33261f", 2)
    for y in (404, 418, 432):
        c.line([(620, y), (660, y)], "#33261f", 2)
    c.glow(640, 424, 74, WARM, 0.8 * c.light.lamps)


def _land(c: Canvas) -> None:
    far, near = grass(c)
    top, _, low = c.light.sky
    water = c.along(
        (0, 500), (0, 620), (0, col.raw(col.mix(low, "#5f9ab0", 0.35))), (1, col.raw(col.mix(top, "#28607f", 0.5)))
    )
    c.path(trace("M", -10, 534, "C", 300, 500, 980, 500, 1290, 528, "L", 1290, 640, "L", -10, 640, "Z"), water)
    r = c.rng("moat")
    for _ in range(80):
        x, y, w = r.uniform(0, WIDTH), r.uniform(520, 610), r.uniform(14, 60)
        c.ellipse(x, y, w, 1.4, col.raw(col.light(low, 0.4)), opacity=r.uniform(0.12, 0.45))
    c.path(
        trace(
            "M", -10, 596, "C", 260, 584, 420, 616, 470, 626, "L", 810, 626, "C", 880, 612, 1040, 584, 1290,
            594, "L", 1290, 724, "L", -10, 724, "Z",
        ),
        c.along((0, 590), (0, HEIGHT), (0, far), (1, col.dark(near, 0.2))),
    )  # fmt: skip
    tufts(c, r, 612, 170)


def _bridge(c: Canvas, stone: str) -> None:
    stone = col.light(stone, 0.05) if not c.snowy else "#e8eef6"
    r = c.rng("bridge")
    c.path(
        trace(
            "M", 470, 640, "C", 520, 580, 600, 520, 616, 448, "L", 664, 448, "C", 680, 520, 760, 580, 810,
            640, "L", 980, 724, "L", 300, 724, "Z",
        ),
        c.along((0, 446), (0, HEIGHT), (0, col.light(stone, 0.1)), (1, col.dark(stone, 0.16))),
    )  # fmt: skip
    for k in range(15):
        t = (k / 14) ** 1.6
        y = 452 + 270 * t
        half = 24 + 250 * t**1.25
        c.line([(640 - half, y), (640 + half, y)], col.dark(stone, 0.4), 1 + 1.6 * t, opacity=0.45)
        for i in range(6):
            x = 640 - half + 2 * half * (i + (0.5 if k % 2 else 0.1)) / 6
            c.line([(x, y), (640 + (x - 640) * 1.08, y + 6 + 20 * t)], col.dark(stone, 0.4), 0.8 + t, opacity=0.4)
            if r.random() < 0.3:
                c.ellipse(x, y + 6, 12 + 30 * t, 3 + 6 * t, "#ffffff", opacity=0.12)
    for side in (-1, 1):
        rail = [(640 + side * 26, 448), (640 + side * 42, 520), (640 + side * 100, 584), (640 + side * 172, 640)]
        d = trace(
            "M", rail[0][0], rail[0][1], "C", rail[1][0], rail[1][1], rail[2][0], rail[2][1], rail[3][0], rail[3][1]
        )
        c.path(d, stroke=col.dark(stone, 0.36), width=13)
        with c.layer(transform="translate(0,-7)"):
            c.path(d, stroke=col.light(stone, 0.2), width=7)
        x = 640 + side * 186
        c.shade(x, 660, 50, 9, 0.5)
        c.rect(x - 24, 592, 48, 68, c.linear((0, col.light(stone, 0.1)), (1, col.dark(stone, 0.3)), end=(1, 0)))
        c.rect(x - 29, 584, 58, 11, col.light(stone, 0.25), rx=2)
        c.circle(x, 570, 15, c.radial((0, col.light(stone, 0.4)), (1, col.dark(stone, 0.2))))


def _torch(c: Canvas, x: float, y: float, s: float) -> None:
    c.rect(x - 3 * s, y - 70 * s, 6 * s, 74 * s, "#4a4450")
    c.path(
        trace(
            "M", x - 12 * s, y - 84 * s, "L", x + 12 * s, y - 84 * s, "L", x + 6 * s, y - 66 * s, "L",
            x - 6 * s, y - 66 * s, "Z",
        ),
        "#5a5460",
    )  # fmt: skip
    if c.light.lamps > 0:
        c.path(
            trace(
                "M", x, y - 122 * s, "C", x + 4 * s, y - 108 * s, x + 13 * s, y - 100 * s, x + 9 * s,
                y - 86 * s, "L", x - 9 * s, y - 86 * s, "C", x - 13 * s, y - 100 * s, x - 3 * s,
                y - 106 * s, x, y - 122 * s, "Z",
            ),
            col.raw("#ffae4a"),
        )  # fmt: skip
        c.path(
            trace(
                "M", x, y - 108 * s, "C", x + 7 * s, y - 98 * s, x + 6 * s, y - 90 * s, x, y - 86 * s, "C",
                x - 6 * s, y - 90 * s, x - 5 * s, y - 98 * s, x, y - 108 * s, "Z",
            ),
            col.raw("#fff0b0"),
        )  # fmt: skip
        c.glow(x, y - 98 * s, 130 * s, "#ffb65a", c.light.lamps)
        c.glow(x, y + 40 * s, 120 * s, "#ffb65a", c.light.lamps * 0.5, ry=26 * s)
