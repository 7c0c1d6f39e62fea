"""The seaside: sand, rolling waves, a headland with a lighthouse, boats, gulls."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.beach import boat, gulls, palm, parasol, rowboat, shells
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, trace
from yoake.providers.sketch.place.nature import blob, hills, tufts
from yoake.providers.sketch.place.props import WARM
from yoake.providers.sketch.place.sky import sky

_HORIZON = 372


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    sun = (560.0, 330.0) if c.light.time == "evening" else (560.0, 120.0) if c.light.dark else None
    sky(c, _HORIZON + 4, clouds=5, sun=sun)
    with c.layer(clip=f"M0,0H{WIDTH}V{_HORIZON + 1}H0Z"):
        hills(c, c.rng("island"), _HORIZON + 26, 70, "#6a8fa8", 0.62)
    _sea(c, sun)
    _headland(c, r)
    for x, y, s in ((330, 392, 0.5), (470, 384, 0.32)):
        boat(c, x, y, s, r)
    _beach(c)
    thing = r.choice(("parasol", "rowboat", "palm"))
    if thing == "parasol":
        parasol(c, 320, 648, r)
    elif thing == "rowboat":
        rowboat(c, 330, 650, r)
    else:
        palm(c, 176, 716, r)
        parasol(c, 400, 640, r)
    shells(c)
    if not c.light.dark and c.light.weather == "clear":
        gulls(c)
    with c.layer(blur=1.2):
        g = c.rng("grass")
        tufts(c, g, 668, 44, 0, 200)
        tufts(c, g, 668, 44, 1080, WIDTH)


def _sea(c: Canvas, sun: tuple[float, float] | None) -> None:
    top, middle, low = c.light.sky
    far, near = col.mix(middle, "#1d6f9a", 0.45), col.mix(top, "#2fb0b8", 0.5 if not c.light.dark else 0.15)
    c.rect(
        -2,
        _HORIZON,
        WIDTH + 4,
        250,
        c.along(
            (0, _HORIZON), (0, 590), (0, col.raw(col.mix(far, low, 0.25))), (0.25, col.raw(far)), (1, col.raw(near))
        ),
    )
    c.rect(-2, _HORIZON, WIDTH + 4, 2, col.raw(col.light(low, 0.4)), opacity=0.7)
    r = c.rng("waves")
    pale = col.raw(col.light(low, 0.3))
    deep = col.raw(col.dark(far, 0.3))
    for _ in range(230):
        t = r.random() ** 1.3
        x, y, w = r.uniform(-20, WIDTH), _HORIZON + 3 + 200 * t, 8 + 70 * t * r.random()
        tone = pale if r.random() < 0.6 else deep
        c.path(
            trace("M", x, y, "q", w / 2, -1.2 - 3 * t, w, 0, "q", -w / 2, 2 + 3 * t, -w, 0, "Z"),
            tone,
            opacity=r.uniform(0.2, 0.6),
        )
    if sun and c.light.sun:
        glitter = col.raw("#fff2c4" if not c.light.dark else "#dbe6ff")
        c.ellipse(sun[0], _HORIZON + 90, 210, 120, c.radial((0, glitter, 0.5), (1, glitter, 0)))
        for _ in range(120):
            t = r.random()
            y = _HORIZON + 2 + 190 * t
            x = sun[0] + r.gauss(0, 1) * (16 + 80 * t)
            w = 5 + 26 * t
            c.ellipse(x, y, w, 0.9 + 1.5 * t, glitter, opacity=r.uniform(0.35, 0.95))


def _beach(c: Canvas) -> None:
    sand = "#f0dcb0" if not c.snowy else "#eef2f8"
    r = c.rng("shore")
    foam = col.raw(c.light.tint("#ffffff")) if c.light.dark else "#ffffff"
    edge = [(0, 540), (180, 522), (380, 548), (600, 536), (820, 566), (1040, 596), (1290, 640)]

    def shore(shift: float) -> str:
        d = trace("M", -10, edge[0][1] + shift)
        for (ax, ay), (bx, by) in pairwise(edge):
            mid = (ax + bx) / 2
            d += trace("C", mid, ay + shift, mid, by + shift, bx, by + shift)
        return d + trace("L", WIDTH + 10, HEIGHT + 10, "L", -10, HEIGHT + 10, "Z")

    for k, (shift, opacity) in enumerate(((-74, 0.5), (-46, 0.7), (-22, 0.9))):
        c.path(shore(shift), "#bfeef0", opacity=0.16 + 0.10 * k)
        c.path(shore(shift).split("L")[0], stroke=foam, width=3 + 2 * k, opacity=opacity)
    c.path(shore(-10), foam, opacity=0.95)
    c.path(shore(4), col.dark(sand, 0.24))
    c.path(
        shore(34),
        c.along(
            (0, 560), (0, HEIGHT), (0, col.dark(sand, 0.06)), (0.4, col.light(sand, 0.25)), (1, col.dark(sand, 0.12))
        ),
    )
    for (ax, ay), (bx, by) in pairwise(edge):
        for _ in range(9):
            u = r.random()
            x, y = ax + (bx - ax) * u, ay + (by - ay) * u
            c.ellipse(x, y - 6 + r.uniform(-5, 8), r.uniform(8, 26), r.uniform(2.4, 5), foam, opacity=0.9)
    for _ in range(130):
        x, y = r.uniform(0, WIDTH), r.uniform(610, HEIGHT)
        c.ellipse(
            x, y, r.uniform(1, 3.4), r.uniform(0.8, 1.8),
            r.choice([col.dark(sand, 0.4), "#ffffff", col.dark(sand, 0.25)]), opacity=0.5,
        )  # fmt: skip
    for _ in range(18):
        x, y = r.uniform(0, WIDTH), r.uniform(630, HEIGHT)
        c.ellipse(x, y, r.uniform(60, 160), r.uniform(4, 10), r.choice([col.dark(sand, 0.3), "#ffffff"]), opacity=0.16)
    for k in range(9):
        x, y = 560 + k * 46 + (8 if k % 2 else -8), 704 - k * 11
        c.ellipse(x, y, 10 - k * 0.5, 4.4 - k * 0.2, col.dark(sand, 0.42), opacity=0.55)


def _headland(c: Canvas, r: Random) -> None:
    rock = r.choice(["#8a7f78", "#a08a70", "#6f7a80"])
    with c.layer(haze=0.18):
        d = trace(
            "M", WIDTH + 10, 262, "C", 1180, 250, 1120, 292, 1060, 296, "C", 1010, 300, 980, 336, 930, 346,
            "C", 890, 354, 880, 372, 850, 384,
        )  # fmt: skip
        d += trace("C", 960, 400, 1120, 418, WIDTH + 10, 440, "Z")
        c.path(d, c.along((850, 280), (1200, 430), (0, col.light(rock, 0.25)), (0.5, rock), (1, col.dark(rock, 0.4))))
        for _ in range(24):
            x = r.uniform(900, 1270)
            y = 318 + (1280 - x) * 0.10 + r.uniform(0, 26)
            c.path(
                trace(
                    "M", x, y, "l", r.uniform(-16, 6), r.uniform(12, 30), "l", r.uniform(6, 18), r.uniform(-8, 4), "Z"
                ),
                r.choice([col.dark(rock, 0.4), col.light(rock, 0.3)]),
                opacity=0.5,
            )
        green = ("#5f9a52", "#86bb5f") if not c.snowy else ("#dfe8f2", "#ffffff")
        for k in range(13):
            x = 960 + k * 28
            c.path(blob(x, 338 - (x - 960) * 0.24, 36, 22, r, 10), green[0])
            c.path(blob(x - 5, 330 - (x - 960) * 0.24, 26, 13, r, 9), green[1])
        x, y = 1092, 296
        c.path(
            trace("M", x - 20, y, "L", x - 12, y - 118, "L", x + 12, y - 118, "L", x + 20, y, "Z"),
            c.linear((0, "#ffffff"), (1, "#b8bcc8"), end=(1, 0)),
        )
        for k in range(2):
            y0 = y - 28 - k * 44
            c.path(
                trace(
                    "M", x - 18 + k * 3, y0, "L", x + 18 - k * 3, y0, "L", x + 16.5 - k * 3, y0 - 22, "L",
                    x - 16.5 + k * 3, y0 - 22, "Z",
                ),
                "#d2483f",
            )  # fmt: skip
        c.rect(x - 17, y - 124, 34, 7, "#4a4f5c")
        c.rect(x - 10, y - 146, 20, 23, col.raw("#fff2b8") if c.light.lamps > 0 else "#cfe4ee")
        c.path(trace("M", x - 15, y - 145, "L", x, y - 166, "L", x + 15, y - 145, "Z"), "#d2483f")
        c.rect(x + 26, y - 30, 54, 32, "#f4ead8")
        c.path(trace("M", x + 20, y - 30, "L", x + 53, y - 52, "L", x + 86, y - 30, "Z"), "#a8503f")
        c.rect(x + 44, y - 22, 12, 12, col.raw("#ffe09a") if c.light.lamps > 0 else "#5f7688")
    if c.light.lamps > 0:
        shine = col.raw("#fff2b8")
        c.poly(
            [(1092, 161), (380, 70), (380, 156)],
            c.along((1092, 161), (380, 110), (0, shine, 0.7), (1, shine, 0)),
            opacity=c.light.lamps * 0.8,
        )
        c.glow(1092, 161, 84, WARM, c.light.lamps)
