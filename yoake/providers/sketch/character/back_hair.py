"""Hair behind the head, and what hangs from it: manes, tails, braids, buns. Head units (see `face`)."""

from __future__ import annotations

import math

from yoake.providers.sketch.character.fringe import blade, bumps, crown, edge, hair_line, hair_paint
from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.palette import deepen, lift
from yoake.providers.sketch.character.pen import (
    Ink,
    Point,
    bezier,
    brush,
    fill,
    form,
    pt,
    route,
    spline,
    strokes,
    tube,
)


def back_hair(look: Look, ink: Ink) -> str:
    """Everything behind the body."""
    style = look.hair_style
    match style:
        case "long_straight":
            return _mane(look, ink, 128, 440, 136, 9)
        case "long_wavy":
            return _mane(look, ink, 138, 400, 168, 8, wave=14)
        case "bob":
            return _mane(look, ink, 128, 142, 112, 9, inward=True)
        case "curly":
            return _curls(look, ink)
        case "ponytail":
            return _tail(look, ink, ((34, -120), (190, -150), (190, 60), (128, 300)), 66) + _cap(look, ink, 76)
        case "twintails":
            tails = "".join(
                _tail(look, ink, ((s * 92, -92), (s * 205, -120), (s * 190, 120), (s * 168, 380)), 62) for s in (-1, 1)
            )
            return tails + _cap(look, ink, 80)
        case "bun":
            return _bun(look, ink) + _cap(look, ink, 72)
        case "slicked" if look.female:
            return _mane(look, ink, 116, 190, 112, 7)
        case "short" if look.female:
            return _mane(look, ink, 121, 92, 112, 8)
        case _:
            return _cap(look, ink, 84 if look.female else 62)


def front_hair(look: Look, ink: Ink) -> str:
    """What hangs over the shoulders in front of the body."""
    if look.hair_style == "braid":
        return _braid(look, ink)
    if look.hair_style == "long_wavy":
        s = -look.part
        near = ((s * 104, 10), (s * 156, 130), (s * 84, 220), (s * 118, 330))
        far = ((-s * 106, 10), (-s * 150, 120), (-s * 96, 200), (-s * 122, 280))
        return blade(near, 46, look, ink, peak=0.5, start=0.1) + blade(far, 34, look, ink, peak=0.5, start=0.1)
    return ""


def bands(look: Look) -> str:
    """Hair ties, drawn over the fringe."""
    line = deepen(look.accent_colour, 0.6)
    if look.hair_style == "twintails":
        return "".join(
            form(route("M", (s * 100, -118), "C", (s * 112, -112), (s * 114, -84), (s * 102, -74), "C",
            (s * 92, -84), (s * 92, -108), (s * 100, -118), "Z"),
                 look.accent_colour, line, 2.4)
            for s in (-1, 1)
        )  # fmt: skip
    return ""


def _paint(look: Look, ink: Ink, top: float, bottom: float) -> str:
    stops = ((0, deepen(look.hair_colour, 0.22)), (0.5, deepen(look.hair_colour, 0.34)),
        (1, deepen(look.hair_colour, 0.1)))  # fmt: skip
    return ink.linear(stops, (-60, top), (60, bottom))


def _mane(
    look: Look,
    ink: Ink,
    width: float,
    length: float,
    bottom: float,
    tips: int,
    *,
    wave: float = 0,
    inward: bool = False,
) -> str:
    line = hair_line(look.hair_colour)
    sides: list[Point] = [(0, -160), (62, -150), (104, -106), (width - 8, -44)]
    steps = 5
    for i in range(1, steps + 1):
        t = i / steps
        x = width + (bottom - width) * t + (wave * math.sin(i * 2.4) if wave else 0)
        sides.append((x, -20 + (length - 20) * t * 0.9))
    edge_points: list[Point] = [sides[-1]]
    for i in range(tips * 2 - 1):
        t = (i + 1) / (tips * 2)
        x = bottom * (1 - 2 * t)
        deep = length * (1.0 if i % 2 == 0 else 0.9) - 16 * abs(1 - 2 * t) + (length * 0.045 if i % 4 == 0 else 0)
        if inward:
            x *= 0.9 if i % 2 == 0 else 1.02
        edge_points.append((x, deep))
    edge_points.append((-sides[-1][0], sides[-1][1]))
    left = [(-x, y) for x, y in reversed(sides[1:])]
    d = spline(sides) + edge(edge_points, sweep=0.25 * look.part) + spline([*left, sides[0]], join=True) + "Z"
    strands: list[list[Point]] = []
    lit: list[list[Point]] = []
    for i, (x, y) in enumerate(edge_points[2:-1:2]):
        swing = wave * (1.6 if i % 2 else -1.6)
        strands.append([(x * 0.9, y), (x * 1.08 + swing, y * 0.7), (x * 0.96 - swing, y * 0.4), (x * 0.92, y * 0.12)])
        lit.append([(x * 0.9 + 9, y * 0.92), (x * 1.06 + 9 + swing, y * 0.66), (x * 0.96 + 8, y * 0.5)])
    inside = strokes(lit, lift(look.hair_colour, 0.12), 9, 0.4)
    shade = fill(route("M", (-90, 60), "C", (-60, 150), (60, 150), (90, 60), "L", (90, length * 0.62), "C",
        (40, length * 0.8), (-40, length * 0.8), (-90, length * 0.62), "Z"), deepen(look.hair_colour, 0.55),
        0.35)  # fmt: skip
    return form(d, _paint(look, ink, -150, length), line, 3.0) + inside + shade + strokes(strands,
        line, 3.2, 0.6)  # fmt: skip


def _cap(look: Look, ink: Ink, low: float) -> str:
    """Short hair behind the ears and the neck, following the contour of the crown."""
    line = hair_line(look.hair_colour)
    contour = [p for _, p in crown(look)]
    w = 104 if look.female else 98
    nape: list[Point] = [(112, 0), (w + 6, low * 0.62), (w - 10, low * 0.58), (w - 16, low), (58, low * 0.86),
        (40, low * 1.08),
                         (0, low * 0.9), (-40, low * 1.08), (-58, low * 0.86), (-w + 16, low), (-w + 10, low * 0.58),
                         (-w - 6, low * 0.62), (-112, 0)]  # fmt: skip
    d = f"M{pt(contour[0])}" + "".join("L" + pt(p) for p in contour[1:]) + "L" + pt(nape[0]) + edge(nape) + "Z"
    return form(d, _paint(look, ink, -150, low), line, 2.8)


def _tail(look: Look, ink: Ink, path: tuple[Point, Point, Point, Point], width: float) -> str:
    line = hair_line(look.hair_colour)
    points = [bezier(path, i / 8) for i in range(9)]
    radii = [width * r for r in (0.2, 0.44, 0.58, 0.62, 0.6, 0.54, 0.44, 0.28, 0.04)]
    shape = tube(points, radii, steps=2).outline
    end = points[-2]
    s = 1 if path[3][0] > 0 else -1
    tuft = brush([points[5], ((points[6][0] + end[0]) / 2 + s * 22, points[6][1]), (end[0] + s * 34, end[1] + 4)],
        width * 0.62, peak=0.3)  # fmt: skip
    inner_tuft = brush([points[5], (points[6][0] - s * 24, points[6][1] - 10), (end[0] - s * 26, end[1] - 10)],
        width * 0.5, peak=0.3)  # fmt: skip
    paint = hair_paint(look.hair_colour, ink, min(p[1] for p in points) - 20, path[3][1])
    d = " ".join((tuft, inner_tuft, shape))
    out = form(d, paint, line, 2.9) + "".join(fill(x, paint) for x in (tuft, inner_tuft, shape))
    strands = [[(x + o * width * 0.5, y) if 0 < k < 3 else (x + o * 6, y) for k, (x, y) in enumerate(path)]
        for o in (-0.7, -0.25, 0.25, 0.7)]  # fmt: skip
    lit = [[(x - 0.3 * width, y + 10) for x, y in path]]
    return out + strokes(lit, lift(look.hair_colour, 0.4), 14, 0.45) + strokes(strands, line,
        3.2, 0.55)  # fmt: skip


def _curls(look: Look, ink: Ink) -> str:
    line = hair_line(look.hair_colour)
    big = look.female
    rx, ry, cy, count = (142, 150, -14, 15) if big else (118, 112, -40, 15)
    low = 128 if big else 36
    points: list[Point] = []
    for i in range(count + 1):
        angle = math.radians(250 - 320 * i / count)
        points.append((rx * math.cos(angle), min(cy - ry * math.sin(angle), low)))
    d = f"M{pt(points[0])}" + bumps(points, 0.36) + "Z"
    rings = []
    for i in range(1, count):
        x, y = points[i]
        rings.append([(x * 0.92, y * 0.92 - 8), (x * 0.74, y * 0.8), (x * 0.8, y * 0.96 + 10)])
    return form(d, _paint(look, ink, -160, low), line, 3.0) + strokes(rings, line, 3.4, 0.6)


def _bun(look: Look, ink: Ink) -> str:
    line = hair_line(look.hair_colour)
    paint = hair_paint(look.hair_colour, ink, -235, -140)
    x = 6 * look.part
    d = spline([(x - 52, -180), (x - 34, -216), (x + 2, -226), (x + 38, -214), (x + 54, -180), (x + 38, -146),
        (x, -136),
                (x - 38, -146)], closed=True)  # fmt: skip
    swirl = [[(x - 40, -170), (x - 10, -214), (x + 38, -190)], [(x - 34, -156), (x + 10, -190), (x + 44, -172)],
             [(x - 16, -206), (x + 16, -222), (x + 40, -200)]]  # fmt: skip
    band = fill(brush([(x - 46, -150), (x, -138), (x + 46, -150)], 13, start=0.6, end=0.6), look.accent_colour)
    lit = fill(brush([(x - 34, -192), (x - 8, -216), (x + 22, -212)], 9), lift(look.hair_colour, 0.6), 0.6)
    return form(d, paint, line, 2.8) + lit + strokes(swirl, line, 3.0, 0.7) + band


def _braid(look: Look, ink: Ink) -> str:
    line = hair_line(look.hair_colour)
    s = -look.part
    paint = hair_paint(look.hair_colour, ink, 60, 330)
    path = ((s * 96, 52), (s * 132, 120), (s * 100, 220), (s * 108, 320))
    out = ""
    count = 9
    tip = bezier(path, 1.0)
    brushy = brush([(tip[0], tip[1] - 8), (tip[0] + 10, tip[1] + 30), (tip[0] - 4, tip[1] + 68)], 34, start=0.5,
        peak=0.4)  # fmt: skip
    out += form(brushy, paint, line, 2.6)
    out += strokes([[(tip[0] - 4, tip[1]), (tip[0] + 4, tip[1] + 30), (tip[0] - 3, tip[1] + 56)]], line, 2.6, 0.7)
    for i in range(count - 1, -1, -1):
        x, y = bezier(path, i / (count - 1) * 0.96)
        size = 25 - 6 * i / count
        for side in (-1, 1):
            leaf = [(x - side * size * 0.25, y + size * 0.95), (x + side * size * 0.9, y + size * 0.35),
                    (x + side * size * 1.02, y - size * 0.45), (x + side * size * 0.3, y - size * 0.75),
                    (x - side * size * 0.35, y - size * 0.1)]  # fmt: skip
            out += form(spline(leaf, closed=True), paint, line, 2.4)
            out += fill(brush([(x + side * size * 0.2, y - size * 0.35), (x + side * size * 0.75, y - size * 0.2),
                               (x + side * size * 0.5, y + size * 0.3)], 5), lift(look.hair_colour, 0.45),
                               0.5)  # fmt: skip
    band = form(route("M", (tip[0] - 16, tip[1] - 12), "h", "32", "l", (-3, 18), "h", "-26", "Z"),
        look.accent_colour, deepen(look.accent_colour, 0.6), 2.4)  # fmt: skip
    return out + band
