"""A park: a pond or fountain, winding paths, benches under trees, flower beds, a pavilion."""

from __future__ import annotations

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, trace
from yoake.providers.sketch.place.nature import beams, blob, bush, drifting, flowers, grass, hills, leaves, tree, tufts
from yoake.providers.sketch.place.props import WARM, bench, street_lamp, window_light
from yoake.providers.sketch.place.sky import sky


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    centre = r.choice(("pond", "fountain", "swings"))
    roof = r.choice(["#b0584a", "#4f7f8f", "#6f8a4f", "#7a5a8f"])
    sky(c, 440, clouds=5)
    hills(c, c.rng("hills"), 424, 80, "#7aa898", 0.55)
    _skyline(c)
    g = c.rng("trees")
    tones = leaves(c, g)
    others = leaves(c, g)
    with c.layer(haze=0.25):
        for k in range(13):
            c.path(blob(k * 108 - 10, 424, 80, 46, g, 12), others[0])
            c.path(blob(k * 108 - 20, 410, 62, 32, g, 11), others[1])
            c.path(blob(k * 108 - 28, 400, 36, 18, g, 10), others[2])
    _ground(c)
    _pavilion(c, 1010, 486, roof)
    for x, y, s, palette in (
        (330, 480, 0.5, others),
        (470, 470, 0.42, tones),
        (820, 476, 0.46, tones),
        (1160, 500, 0.66, others),
    ):
        tree(c, x, y, s, g, palette)
    if centre == "pond":
        _pond(c)
    elif centre == "fountain":
        _fountain(c)
    else:
        _swings(c, roof)
    for x, y, s in ((250, 560, 0.86), (760, 540, 0.74), (1040, 600, 1.1)):
        street_lamp(c, x, y, s)
    bench(c, 320, 596, 0.86)
    bench(c, 950, 560, 0.62, "#8a7a5f")
    for x, y, w in ((110, 560, 150), (210, 574, 110), (1180, 590, 170), (1096, 560, 110)):
        bush(c, x, y, w, w * 0.48, g)
    tree(c, 76, 690, 1.62, g, tones)
    tree(c, 1236, 702, 1.70, g, tones)
    petals = g.choice(
        [
            ["#f27f8f", "#ffd1dc", "#ffffff"],
            ["#ffd45f", "#ff9f4f", "#fff4c0"],
            ["#a88fe8", "#d8c8ff", "#ffffff"],
            ["#ff7f6f", "#ffd45f", "#ffffff", "#c99ff0"],
        ]
    )
    flowers(c, g, (150, 630, 520, 716), 110, petals)
    flowers(c, g, (800, 640, 1180, 716), 110, petals)
    beams(c, (c.light.sun or (900, 80, 0))[:2], [(300, 640, 70), (520, 680, 60), (820, 690, 90), (1040, 660, 60)], 0.5)
    with c.layer(blur=2.2):
        for x, rx in ((20, 260), (1270, 260)):
            c.path(blob(x, -18, rx, 92, g, 15), tones[0])
            c.path(blob(x - 10, -40, rx * 0.86, 84, g, 15), tones[1])
            c.path(blob(x - 16, -58, rx * 0.7, 70, g, 13), tones[2])
    drifting(c, 56)


def _skyline(c: Canvas) -> None:
    r = c.rng("skyline")
    with c.layer(haze=0.58):
        for k in range(34):
            x, w, h = k * 39 + r.uniform(-6, 6), r.uniform(24, 40), r.uniform(16, 96)
            c.rect(x, 432 - h, w, h, r.choice(["#b8c0cc", "#c9c4c0", "#a4b0c0", "#d2c6b8"]))
            for j in range(int(h / 14)):
                for i in range(2):
                    lit = window_light(c, 0.55, r)
                    if lit:
                        c.rect(x + 5 + i * 13, 438 - h + j * 13, 5, 6, lit)


def _ground(c: Canvas) -> None:
    far, near = grass(c)
    c.rect(
        -2, 430, WIDTH + 4, 294, c.along((0, 430), (0, HEIGHT), (0, col.light(far, 0.10)), (1, col.dark(near, 0.14)))
    )
    r = c.rng("ground")
    for _ in range(60):
        t = r.random()
        c.ellipse(
            r.uniform(0, WIDTH), 440 + 270 * t, 40 + 150 * t, 3 + 10 * t,
            r.choice([col.light(far, 0.25), col.dark(near, 0.15)]), opacity=0.35,
        )  # fmt: skip
    way = "#ead9b4" if not c.snowy else "#ffffff"
    d = trace(
        "M", 640, 438, "C", 560, 470, 420, 480, 430, 520, "C", 440, 566, 640, 580, 620, 640, "C", 610, 676,
        540, 700, 500, 724, "L", 900, 724, "C", 880, 690, 860, 660, 820, 620,
    )  # fmt: skip
    d += trace("C", 760, 566, 530, 556, 516, 516, "C", 506, 486, 640, 470, 668, 438, "Z")
    with c.layer(transform="translate(0,4)"):
        c.path(d, stroke=col.dark(near, 0.4), width=9, opacity=0.5)
    c.path(d, c.along((0, 440), (0, HEIGHT), (0, col.light(way, 0.3)), (1, col.dark(way, 0.16))))
    for _ in range(120):
        t = r.random()
        x, y = 620 + r.uniform(-1, 1) * 190 * t + 60 * t, 640 + 80 * t
        c.ellipse(x, y, 2 + 5 * t, 1 + 2 * t, r.choice([col.dark(way, 0.3), "#ffffff"]), opacity=0.5)
    tufts(c, r, 450, 240)


def _pavilion(c: Canvas, x: float, y: float, roof: str) -> None:
    wood = "#f2ead8"
    c.shade(x, y + 6, 150, 16, 0.5)
    c.path(trace("M", x - 112, y, "L", x + 112, y, "L", x + 124, y + 14, "L", x - 124, y + 14, "Z"), "#c9c0b2")
    for dx in (-96, -48, 48, 96):
        c.rect(x + dx - 5, y - 104, 10, 104, c.linear((0, "#ffffff"), (1, col.dark(wood, 0.25)), end=(1, 0)))
    for dx in (-96, 48):
        for k in range(5):
            c.rect(x + dx + 5 + k * 9, y - 34, 3, 34, col.dark(wood, 0.12))
        c.rect(x + dx, y - 38, 48, 5, wood)
    c.path(
        trace(
            "M", x - 136, y - 100, "Q", x - 60, y - 122, x, y - 178, "Q", x + 60, y - 122, x + 136, y - 100,
            "Q", x, y - 112, x - 136, y - 100, "Z",
        ),
        c.along((x - 130, 0), (x + 130, 0), (0, col.light(roof, 0.3)), (0.5, roof), (1, col.dark(roof, 0.35))),
    )  # fmt: skip
    for u in (-0.6, -0.3, 0, 0.3, 0.6):
        c.path(
            trace("M", x, y - 176, "Q", x + u * 70, y - 128, x + u * 136, y - 105),
            stroke=col.dark(roof, 0.35),
            width=1.6,
            opacity=0.7,
        )
    if c.snowy:
        c.path(
            trace(
                "M", x - 134, y - 102, "Q", x - 60, y - 124, x, y - 180, "Q", x + 60, y - 124, x + 134,
                y - 102, "Q", x + 60, y - 116, x, y - 140, "Q", x - 60, y - 116, x - 134, y - 102, "Z",
            ),
            "#ffffff",
        )  # fmt: skip
    c.line([(x, y - 178), (x, y - 196)], "#caa45a", 4)
    c.circle(x, y - 198, 5, "#e8c878")
    if c.light.lamps > 0:
        c.circle(x, y - 88, 6, col.raw("#fff2c0"))
        c.glow(x, y - 84, 130, WARM, c.light.lamps)


def _pond(c: Canvas) -> None:
    top, middle, low = c.light.sky
    d = blob(700, 590, 190, 46, c.rng("pond"), 17)
    with c.layer(transform="translate(0,5)"):
        c.path(d, "#8f8a80" if not c.snowy else "#dfe6f0")
    c.path(
        d,
        c.along(
            (0, 545), (0, 640), (0, col.raw(col.mix(low, "#5f9fb0", 0.25))), (1, col.raw(col.mix(top, "#2f7088", 0.4)))
        ),
    )
    r = c.rng("ripples")
    with c.layer(clip=d):
        for _ in range(44):
            x, y, w = r.uniform(510, 890), r.uniform(550, 636), r.uniform(10, 46)
            c.ellipse(x, y, w, 1.3, col.raw("#ffffff"), opacity=r.uniform(0.1, 0.42))
        for x, y in ((610, 600), (640, 612), (786, 584), (768, 608)):
            c.ellipse(x, y, 20, 6, "#4f9a5a")
            c.path(trace("M", x, y, "l", 20, -3, "l", -2, 6, "Z"), col.raw(middle))
            for k in (-5, 0, 5):
                c.ellipse(x - 4 + k, y - 6, 3.4, 7, "#ffb3c8" if k else "#ffe0ea")
    for x, s in ((690, 1.0), (728, 0.8)):
        c.path(
            trace(
                "M", x - 22 * s, 586, "q", 4 * s, 14 * s, 22 * s, 13 * s, "q", 22 * s, 0, 24 * s, -15 * s,
                "q", -12 * s, 4 * s, -18 * s, 0, "q", -10 * s, -8 * s, -28 * s, 2 * s, "Z",
            ),
            "#ffffff",
        )  # fmt: skip
        c.circle(x - 20 * s, 578, 8 * s, "#ffffff")
        c.path(trace("M", x - 27 * s, 577, "l", -9 * s, 4 * s, "l", 9 * s, 1 * s, "Z"), "#f0953f")
        c.circle(x - 22 * s, 576, 1.5 * s, "#22222a")
    for x in (530, 548, 868, 884):
        for _ in range(4):
            h = r.uniform(40, 74)
            dx = r.uniform(-8, 8)
            c.line([(x + dx, 606), (x + dx * 2.2, 606 - h)], "#6f8f4a", 2.4)
            c.ellipse(x + dx * 2.2, 606 - h, 3, 9, "#7a5338")


def _fountain(c: Canvas) -> None:
    x, y, stone = 690, 600, "#d8d2c8"
    c.shade(x, y + 24, 220, 26, 0.5)
    c.ellipse(x, y + 14, 184, 42, col.dark(stone, 0.3))
    c.ellipse(x, y, 184, 42, col.light(stone, 0.3))
    water = c.linear(
        (0, col.raw(col.mix(c.light.sky[2], "#7fc8dc", 0.4))), (1, col.raw(col.mix(c.light.sky[0], "#3f90a8", 0.4)))
    )
    c.ellipse(x, y + 1, 166, 34, water)
    c.path(
        trace(
            "M", x - 16, y + 6, "C", x - 8, y - 30, x - 8, y - 50, x - 14, y - 66, "L", x + 14, y - 66, "C",
            x + 8, y - 50, x + 8, y - 30, x + 16, y + 6, "Z",
        ),
        c.linear((0, col.light(stone, 0.3)), (1, col.dark(stone, 0.3)), end=(1, 0)),
    )  # fmt: skip
    c.path(
        trace("M", x - 84, y - 78, "Q", x, y - 34, x + 84, y - 78, "Z"),
        c.linear((0, col.light(stone, 0.25)), (1, col.dark(stone, 0.3)), end=(1, 0.4)),
    )
    c.ellipse(x, y - 78, 84, 15, col.light(stone, 0.35))
    c.ellipse(x, y - 78, 74, 11, water)
    c.rect(x - 7, y - 122, 14, 46, stone)
    c.ellipse(x, y - 124, 30, 7, col.light(stone, 0.3))
    spray = col.raw("#f2fbff") if not c.light.dark else col.raw("#b8ccf4")
    for k in range(-5, 6):
        c.path(
            trace("M", x, y - 128, "Q", x + k * 7, y - 178, x + k * 14, y - 84), stroke=spray, width=2.6, opacity=0.6
        )
    for k in range(-7, 8):
        if k:
            c.path(
                trace("M", x + k * 11, y - 74, "Q", x + k * 17, y - 70, x + k * 19, y - 2),
                stroke=spray,
                width=2.4,
                opacity=0.5,
            )
    r = c.rng("spray")
    for _ in range(50):
        c.circle(x + r.gauss(0, 52), y - r.uniform(0, 170), r.uniform(0.8, 2.2), spray, opacity=0.8)
    for _ in range(20):
        c.ellipse(x + r.uniform(-140, 140), y + r.uniform(-18, 24), r.uniform(8, 26), 1.6, spray, opacity=0.5)


def _swings(c: Canvas, paint: str) -> None:
    x, y = 700, 610
    c.ellipse(x, y + 8, 230, 36, "#d8c090" if not c.snowy else "#f4f7fb")
    for dx in (-150, 150):
        c.line([(x + dx - 34, y + 12), (x + dx, y - 178)], paint, 8)
        c.line([(x + dx + 34, y - 2), (x + dx, y - 178)], col.dark(paint, 0.25), 8)
    c.line([(x - 154, y - 178), (x + 154, y - 178)], col.light(paint, 0.2), 9)
    for dx, lean in ((-64, -6), (64, 14)):
        c.shade(x + dx + lean, y + 10, 40, 6, 0.45)
        for k in (-22, 22):
            c.line([(x + dx + k, y - 176), (x + dx + k + lean, y - 34)], "#8f98a4", 2.6)
        c.rect(x + dx - 28 + lean, y - 38, 56, 9, "#a8703f", rx=3)
    c.path(trace("M", x - 270, y + 6, "q", 30, -20, 70, 0, "Z"), "#e8d4a0")
    c.path(trace("M", x + 196, y + 10, "l", 8, -26, "l", 26, 0, "l", 8, 26, "Z"), "#f0b03f")
