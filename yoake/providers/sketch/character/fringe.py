"""Hair in front of the head: the fringe, its shine, the locks beside the face. Head units (see `face`)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.palette import brightness, deepen, lift, mix
from yoake.providers.sketch.character.pen import Ink, Point, brush, fill, form, pt, spline, strokes

# Edge of the fringe from left to right for a parting on the right (part = 1): valleys and tips in turn.
_EDGES: dict[str, tuple[Point, ...]] = {
    "hime": (
        (-96, -30), (-86, -12), (-72, -34), (-58, -18), (-42, -36), (-28, -19), (-13, -37), (1, -20), (16, -37),
        (30, -19), (44, -36), (60, -18), (74, -34), (87, -12), (96, -30),
    ),
    "wispy": (
        (-97, -30), (-84, 4), (-68, -52), (-52, -22), (-34, -66), (-12, -10), (8, -70), (22, -28), (36, -66),
        (60, -20), (72, -52), (86, 4), (97, -30),
    ),
    "swept": (
        (-98, -26), (-92, 20), (-80, -18), (-72, 2), (-54, -38), (-50, -10), (-22, -58), (-20, -24), (12, -76),
        (10, -38), (46, -104), (74, -34), (84, -40), (92, 12), (98, -26),
    ),
    "parted": (
        (-98, -26), (-94, 30), (-84, -14), (-74, 0), (-58, -44), (10, -112), (64, -46), (76, 2), (84, -16), (94, 28),
        (98, -26),
    ),
    "curtain": (
        (-98, -26), (-93, 34), (-80, -12), (-66, -2), (-54, -38), (-40, -22), (4, -106), (12, -60), (18, -104),
        (44, -24),
        (56, -40), (68, 0), (80, -14), (93, 30), (98, -26),
    ),
    "choppy": (
        (-98, -28), (-94, 14), (-72, -50), (-70, -8), (-42, -62), (-30, -14), (-8, -74), (8, -22), (24, -66), (48, -12),
        (58, -56), (78, -6), (84, -40), (95, 10), (98, -28),
    ),
    "back": ((-99, -26), (-90, -44), (-66, -70), (-34, -80), (0, -72), (34, -80), (66, -70), (90, -44), (99, -26)),
}  # fmt: skip


def hair_line(colour: str) -> str:
    """Colour of the lines around and in hair."""
    return deepen(colour, 0.58) if brightness(colour) > 0.2 else mix(colour, "#07050c", 0.6)


def hair_paint(colour: str, ink: Ink, top: float = -150, bottom: float = 30) -> str:
    """Paint of hair in front: lit on the crown, deep in the middle, light again at the tips."""
    stops = ((0, lift(colour, 0.2)), (0.35, colour), (0.7, deepen(colour, 0.16)), (1, lift(colour, 0.08)))
    return ink.linear(stops, (-30, top), (20, bottom))


def edge(points: Sequence[Point], *, sweep: float = 0.0) -> str:
    """Curves through valleys and tips in turn, each lock curving around the head (continues a path).

    Args:
        points: valley, tip, valley, ... ; the pen is already at the first.
        sweep: -1 lets all locks sweep to the left, 1 to the right, 0 outwards from the middle.
    """
    out = ""
    for start, end in itertools.pairwise(points):
        length = math.hypot(end[0] - start[0], end[1] - start[1])
        outwards = max(-1.0, min(1.0, (start[0] + end[0]) / 110))
        bulge = (outwards * 0.7 + sweep * 0.6) * length * 0.2
        middle = ((start[0] + end[0]) / 2 + bulge, (start[1] + end[1]) / 2 - length * 0.02)
        out += f"Q{pt(middle)} {pt(end)}"
    return out


def crown(look: Look) -> list[tuple[str, Point]]:
    """The outer contour over the head from the left temple to the right one: (command, point) pairs.

    `C` points are passed smoothly, `T` points are tips of tufts.
    """
    spread = {"spiky": 1.0, "messy": 0.5}.get(look.hair_style, 0.0)
    if look.female:
        spread *= 0.75
    out: list[tuple[str, Point]] = []
    rx, ry, cy = (113.0, 116.0, -42.0) if look.hair_style != "slicked" else (110.0, 114.0, -42.0)
    if look.hair_style in ("curly", "long_wavy"):
        rx, ry = rx + 5, ry + 5
    steps = 11 if spread else 8
    for i in range(steps + 1):
        angle = math.radians(202 - 224 * i / steps)
        x, y = rx * math.cos(angle), cy - ry * math.sin(angle)
        out.append(("C", (x, y)))
        if spread and i < steps:
            at = math.radians(202 - 224 * (i + 0.62 if i * 2 < steps else i + 0.38) / steps)
            far = 1 + spread * (0.34, 0.2, 0.42, 0.26)[(i * 3 + (look.cut % 2)) % 4]
            lean = 9 * look.part * spread
            out.append(("T", (rx * far * math.cos(at) + lean, cy - ry * far * math.sin(at) + 6 * spread)))
    return out


def crown_path(look: Look) -> str:
    """The contour of `crown` as the beginning of a path."""
    contour = crown(look)
    smooth = [p for kind, p in contour if kind == "C"]
    if len(smooth) == len(contour):
        if look.hair_style == "curly":
            return "M" + pt(smooth[0]) + "".join(_bump(a, b, 0.32) for a, b in itertools.pairwise(smooth))
        return spline(smooth)
    out = "M" + pt(contour[0][1])
    for (_, start), (kind, end) in itertools.pairwise(contour):
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        push = 1.07 if kind == "T" else 1.0
        out += f"Q{pt((middle[0] * push, middle[1] * push))} {pt(end)}"
    return out


def _bump(a: Point, b: Point, height: float) -> str:
    nx, ny = (b[1] - a[1]) * height, -(b[0] - a[0]) * height
    one = (a[0] + nx * 1.5 - (b[0] - a[0]) * 0.12, a[1] + ny * 1.5 - (b[1] - a[1]) * 0.12)
    two = (b[0] + nx * 1.5 + (b[0] - a[0]) * 0.12, b[1] + ny * 1.5 + (b[1] - a[1]) * 0.12)
    return f"C{pt(one)} {pt(two)} {pt(b)}"


def bumps(points: Sequence[Point], height: float = 0.32) -> str:
    """Rounded curls from point to point (continues a path)."""
    return "".join(_bump(a, b, height) for a, b in itertools.pairwise(points))


def fringe_outline(look: Look) -> str:
    """The closed shape of the hair over the forehead."""
    return crown_path(look) + _edge_path(look) + "Z"


def _edge_points(look: Look) -> list[Point]:
    points = [(x * look.part, y) for x, y in _EDGES[look.fringe]]
    return points if look.part > 0 else points[::-1]


def _edge_path(look: Look) -> str:
    points = _edge_points(look)[::-1]
    sweep = {"swept": -0.9 * look.part, "choppy": -0.4 * look.part}.get(look.fringe, 0.0)
    if look.fringe == "back":
        return spline(points, join=True)
    if look.hair_style == "curly":
        return "L" + pt(points[0]) + bumps(points, 0.18)
    return "L" + pt(points[0]) + edge(points, sweep=sweep)


def _whorl(look: Look) -> Point:
    if look.fringe in ("parted", "curtain"):
        return 10.0 * look.part, -152.0
    return (38.0 if look.fringe == "swept" else 18.0) * look.part, -150.0


def shine(look: Look) -> str:
    """The ring of light on the crown."""
    top: list[Point] = []
    low: list[Point] = []
    for i, x in enumerate(range(-86, 87, 12)):
        arc = -118 + x * x * 0.0042
        top.append((x, arc))
        low.append((x, arc + (6, 17, 9, 22, 7, 14)[i % 6] * (1 - abs(x) / 110)))
    d = ""
    for start, end in ((0, 10), (11, 15)) if look.part > 0 else ((0, 4), (5, 15)):
        d += spline(top[start:end]) + spline(low[start:end][::-1], join=True) + "Z"
    return d


def fringe(look: Look, ink: Ink) -> str:
    """The fringe with its shine and strands."""
    colour, line = look.hair_colour, hair_line(look.hair_colour)
    outline = fringe_outline(look)
    whorl = _whorl(look)
    points = _edge_points(look)
    strands: list[list[Point]] = []
    for i, (x, y) in enumerate(points):
        is_valley = i % 2 == 0
        if look.fringe == "back":
            strands.append([(x, y), (x * 1.04, -118), (x * 0.55 + whorl[0] * 0.3, -146)])
        elif is_valley and 0 < i < len(points) - 1:
            strands.append([(x, y), ((x * 1.12 + whorl[0]) / 2 + x * 0.22, -112), (whorl[0] + x * 0.08, whorl[1] + 14)])
        elif not is_valley:
            strands.append([(x * 0.99, y - 12), (x * 1.02, y - 34), ((x * 1.05) * 0.92, y - 56)])
    light = brightness(colour)
    band = fill(shine(look), lift(colour, 0.75 if light < 0.5 else 0.85), 0.55)
    low = "".join(brush([(x * 0.98, y - 3), (x, y - 18), (x * 0.97, y - 40)], 7) for x, y in points[1::2])
    tips = fill(low, lift(colour, 0.35), 0.4) if look.fringe not in ("back",) else ""
    root = fill("M-30,-170C20,-176 60,-166 96,-132L60,-126C20,-150 0,-150 -30,-146Z", lift(colour, 0.3), 0.25)
    dusk = fill("M126,-100C112,-40 104,-10 102,30H74C92,-20 96,-70 84,-120Z", deepen(colour, 0.45), 0.35)
    return (
        form(outline, hair_paint(colour, ink), line, 2.9)
        + ink.inside(outline, root + dusk + band + tips)
        + strokes(strands, line, 3.0, 0.62)
    )


def fringe_shadow(look: Look, colour: str) -> str:
    """The shadow that the fringe throws on the face; to be clipped by the head."""
    if look.fringe == "back":
        return fill("M-100,-140H100V-46C60,-66 -60,-66 -100,-46Z", colour, 0.5)
    return f'<g transform="translate(3,12)">{fill(fringe_outline(look), colour, 0.62)}</g>'


def blade(
    points: Sequence[Point], width: float, look: Look, ink: Ink, *, peak: float = 0.35, start: float = 0.55
) -> str:
    """One free lock of hair along a Bezier curve, with a strand and a lit side."""
    colour, line = look.hair_colour, hair_line(look.hair_colour)
    d = brush(points, width, start=start, peak=peak)
    ys = [p[1] for p in points]
    lit = brush([(x - width * 0.16, y) for x, y in points], width * 0.3, peak=0.5)
    inner = [(x + width * 0.12, y) for x, y in points]
    return (
        form(d, hair_paint(colour, ink, min(ys) - 40, max(ys)), line, 2.7)
        + fill(lit, lift(colour, 0.4), 0.5)
        + fill(brush(inner, 2.6), line, 0.6)
    )


def side_locks(look: Look, ink: Ink) -> str:
    """The locks that fall in front of the ears, drawn under the fringe."""
    style = look.hair_style
    lengths = {"long_straight": 205, "long_wavy": 150, "twintails": 96, "ponytail": 100, "braid": 84, "bun": 92,
                 "bob": 116, "short": 62, "curly": 84, "messy": 62, "spiky": 58}  # fmt: skip
    long_side: float = lengths.get(style, 0)
    if not long_side:
        return ""
    if not look.female:
        long_side = min(long_side, 46) if style in ("short", "messy", "spiky", "curly") else long_side * 0.7
    if look.fringe == "hime" and look.female:
        long_side = max(long_side, 108)
    width = 27 if look.female else 22
    out = ""
    for side in (-1, 1):
        stretch = 1.0 if side == look.part else 0.88
        end = long_side * stretch
        wave = 16 if style in ("long_wavy", "curly") else 5
        out += blade(((side * 99, -58), (side * 112, end * 0.25), (side * (92 - wave), end * 0.62),
            (side * 97, end)), width, look, ink)  # fmt: skip
        if look.female and style in ("long_straight", "long_wavy", "bob", "twintails", "ponytail"):
            out += blade(((side * 92, -52), (side * 98, end * 0.1), (side * 84, end * 0.4),
                (side * 83, end * 0.66)), width * 0.55, look, ink)  # fmt: skip
    return out


def ahoge(look: Look, ink: Ink) -> str:
    """The lock that stands up on the crown."""
    if not look.ahoge:
        return ""
    s = look.part
    return blade(((s * 6, -146), (s * 2, -184), (s * 34, -196), (s * 46, -168)), 13, look, ink, peak=0.4)
