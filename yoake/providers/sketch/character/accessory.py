"""What people wear on the head and neck. Head units (see `face`)."""

from __future__ import annotations

import math

from yoake.providers.sketch.character.eyes import EYE_X
from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.palette import cloth_line, deepen, lift
from yoake.providers.sketch.character.pen import Ink, fill, form, merged, num, route, spline, stroke, strokes


def behind_head(look: Look, ink: Ink) -> str:
    """Parts that the head covers: the far brim of a hat, a bow at the back of the head."""
    if look.accessory == "hat" and not _beret(look):
        colour = _straw(look)
        d = "M-206,-62C-190,-104 190,-104 206,-62C200,-30 -200,-30 -206,-62Z"
        return form(d, deepen(colour, 0.3), cloth_line(colour), 2.8)
    if look.accessory == "ribbon" and look.hair_style in ("long_straight", "long_wavy", "braid", "bun"):
        return _bow(look, 0, -132, 1.55, flat=True)
    return ""


def on_head(look: Look, ink: Ink) -> str:
    """Parts over the hair."""
    s = -look.part
    match look.accessory:
        case "ribbon":
            if look.hair_style in ("long_straight", "long_wavy", "braid", "bun"):
                return ""
            if look.hair_style == "twintails":
                return _bow(look, -102, -96, 0.72) + _bow(look, 102, -96, 0.72)
            return _bow(look, s * 74, -112, 0.95)
        case "hairpin":
            pins = "".join(
                form(f"M{num(s * 58)},{y}L{num(s * 90)},{y + 14}L{num(s * 88)},{y + 22}L{num(s * 56)},{y + 8}Z",
                     look.accent_colour, deepen(look.accent_colour, 0.6), 2.2)
                for y in (-76, -60)
            )  # fmt: skip
            return pins + _star(s * 60, -66, 15, "#ffe08a", "#b5832f")
        case "glasses":
            return _glasses(look)
        case "headband":
            d = (
                "M-116,-46C-108,-132 -52,-150 0,-150C52,-150 108,-132 116,-46"
                "L100,-50C92,-112 46,-128 0,-128C-46,-128 -92,-112 -100,-50Z"
            )
            lit = fill("M-70,-124C-40,-142 -10,-146 18,-145L16,-140C-10,-141 -38,-136 -66,-119Z", "#ffffff", 0.5)
            return form(d, look.accent_colour, deepen(look.accent_colour, 0.6), 2.6) + lit
        case "hat":
            return _hat(look, ink)
        case "earrings":
            out = ""
            for x in (-99, 99):
                out += f'<circle cx="{x}" cy="44" r="4" fill="#ffe6a0" stroke="#b5832f" stroke-width="1.8"/>'
                out += form(route("M", (x, 50), "L", (x + 7, 62), "L", (x, 76), "L", (x - 7, 62), "Z"),
                    look.accent_colour, deepen(look.accent_colour, 0.6), 2.0)  # fmt: skip
                out += fill(f"M{x},53L{x - 4},62L{x},66Z", "#ffffff", 0.65)
            return out
        case "flower":
            return _flower(s * 80, -92, 1.0, look.accent_colour) + _flower(s * 104, -62, 0.62,
                lift(look.accent_colour, 0.4))  # fmt: skip
        case _:
            return ""


def scarf_at(head_height: float, look: Look, colour: str, ink: Ink) -> str:
    """`scarf` in figure units, for outfits that bring their own."""
    unit = head_height / 250
    return f'<g transform="translate(0,{num(138 * unit)}) scale({unit:.4f})">{scarf(look, colour, ink)}</g>'


def scarf(look: Look, colour: str, ink: Ink) -> str:
    """A thick scarf around the neck with one hanging end."""
    line, dark = cloth_line(colour), deepen(colour, 0.4)
    s = look.part
    paint = ink.linear(((0, lift(colour, 0.2)), (1, deepen(colour, 0.2))), (-80, 90), (80, 210))
    tail = route("M", (s * 26, 150), "L", (s * 80, 150), "C", (s * 84, 220), (s * 76, 280), (s * 82, 344), "L",
        (s * 30, 350), "C", (s * 34, 280), (s * 26, 220), (s * 26, 150), "Z")  # fmt: skip
    loop = "M-86,104C-110,122 -108,166 -70,182C-30,198 30,198 70,182C108,166 110,122 86,104C50,128 -50,128 -86,104Z"
    stripes = "".join(fill(f"M{s * 24},{y}H{s * 90}V{y + 14}H{s * 24}Z", lift(colour, 0.6), 0.75) for y in (276, 304))
    fringe_ends = strokes([[(s * x, 340), (s * x, 352), (s * (x + 2), 364)] for x in (34, 44, 54, 64, 74)], line, 5)
    folds = [[(-84, 128), (-20, 168), (50, 160)], [(-50, 184), (20, 184), (84, 140)], [(-92, 148), (-60, 170),
        (-30, 178)],
             [(s * 40, 200), (s * 46, 240), (s * 42, 300)]]  # fmt: skip
    return (
        fringe_ends + form(tail, paint, line, 2.8) + ink.inside(tail, stripes)
        + form(loop, paint, line, 2.8) + strokes(folds, dark, 4.2, 0.8)
    )  # fmt: skip


def _bow(look: Look, x: float, y: float, size: float, *, flat: bool = False) -> str:
    colour = look.accent_colour
    line, dark = deepen(colour, 0.62), deepen(colour, 0.28)
    wings = "".join(
        form(
            route(
                "M",
                (0, 0),
                "C",
                (s * 18, -34),
                (s * 48, -44),
                (s * 62, -32),
                "C",
                (s * 70, -10),
                (s * 66, 22),
                (s * 58, 32),
                "C",
                (s * 40, 34),
                (s * 16, 20),
                (0, 0),
                "Z",
            ),
            colour,
            line,
            2.8,
        )
        + fill(f"M{s * 8},0C{s * 22},-8 {s * 36},-10 {s * 44},-6C{s * 38},4 {s * 26},10 {s * 8},0Z", dark, 0.8)
        + fill(
            route(
                "M",
                (s * 30, -28),
                "C",
                (s * 44, -34),
                (s * 54, -32),
                (s * 57, -24),
                "C",
                (s * 50, -26),
                (s * 42, -26),
                (s * 30, -28),
                "Z",
            ),
            lift(colour, 0.5),
            0.8,
        )
        for s in (-1, 1)
    )
    tails = "" if flat else merged(
        ("M-6,6C-14,24 -22,40 -34,54L-16,52L-12,62C-2,44 2,22 4,6Z",
        "M6,6C14,24 20,38 32,50L16,50L10,60C2,44 -2,22 -4,6Z"), colour, line, 2.6
    )  # fmt: skip
    knot = form("M-13,-13C-6,-17 6,-17 13,-13C17,-5 17,6 13,13C6,17 -6,17 -13,13C-17,6 -17,-5 -13,-13Z",
        lift(colour, 0.12), line, 2.6)  # fmt: skip
    return f'<g transform="translate({num(x)},{num(y)}) scale({size:g})">{tails}{wings}{knot}</g>'


def _star(x: float, y: float, r: float, colour: str, line: str) -> str:
    points = []
    for i in range(10):
        angle = math.radians(-90 + 36 * i)
        radius = r if i % 2 == 0 else r * 0.46
        points.append(f"{num(x + radius * math.cos(angle))},{num(y + radius * math.sin(angle))}")
    return form("M" + "L".join(points) + "Z", colour, line, 2.0)


def _flower(x: float, y: float, size: float, colour: str) -> str:
    petal = "M0,-6C-16,-14 -18,-34 -6,-38L0,-33L6,-38C18,-34 16,-14 0,-6Z"
    line = deepen(colour, 0.55)
    bloom = form(petal, lift(colour, 0.35), line, 2.0) + fill("M0,-8L-3,-24L3,-24Z", colour, 0.7)
    petals = "".join(f'<g transform="rotate({72 * i})">{bloom}</g>' for i in range(5))
    leaf = form("M-10,22C-34,24 -46,38 -48,52C-28,52 -12,42 -10,22Z", "#5fa86a", "#2f5f45", 2.0)
    middle = '<circle r="8" fill="#ffd76a" stroke="#b5832f" stroke-width="2"/>'
    return f'<g transform="translate({num(x)},{num(y)}) scale({size:g})">{leaf}{petals}{middle}</g>'


def _glasses(look: Look) -> str:
    colour = deepen(look.accent_colour, 0.5) if look.cut % 2 else "#3a3444"
    out = ""
    for side in (-1, 1):
        x = side * EYE_X
        if look.cut % 3 == 0:
            d = spline([(x - 34, 10), (x - 26, -17), (x, -26), (x + 26, -17), (x + 34, 10), (x + 24, 36), (x, 43),
                (x - 24, 36)], closed=True)  # fmt: skip
        else:
            d = spline([(x - 35, -6), (x - 30, -18), (x, -21), (x + 30, -18), (x + 35, -6), (x + 31, 24),
                (x + 14, 34), (x - 14, 34), (x - 31, 24)], closed=True)  # fmt: skip
        out += fill(d, "#e8f4ff", 0.16) + stroke(d, colour, 4.0)
        out += fill(f"M{x - 22},-12L{x - 8},-16L{x - 24},22L{x - 28},8Z", "#ffffff", 0.4)
        out += stroke(f"M{side * 80},0L{side * 95},-4", colour, 4.0)
    return out + stroke("M-11,4Q0,-4 11,4", colour, 4.0)


def _beret(look: Look) -> bool:
    return look.cut % 2 == 0


def _straw(look: Look) -> str:
    return "#f0d9a0" if look.female else lift(look.main_colour, 0.35)


def _hat(look: Look, ink: Ink) -> str:
    s = look.part
    if _beret(look):
        colour = look.main_colour
        line = cloth_line(colour)
        d = route("M", (-116 * s, -86), "C", (-140 * s, -150), (-90 * s, -208), (0, -206), "C", (90 * s, -204),
            (150 * s, -160), (132 * s, -104), "C", (110 * s, -88), (60 * s, -126), (-10 * s, -122), "C",
            (-60 * s, -120), (-96 * s, -104), (-116 * s, -86), "Z")  # fmt: skip
        paint = ink.linear(((0, lift(colour, 0.25)), (1, deepen(colour, 0.2))), (-60, -210), (60, -90))
        stalk = form(route("M", (-2, -204), "C", (-2, -216), (6 * s, -220), (10 * s, -222), "L", (16 * s, -216),
            "C", (8 * s, -212), (8 * s, -206), (8 * s, -203), "Z"), colour, line, 2.4)  # fmt: skip
        folds = [[(-100 * s, -106), (-40 * s, -138), (40 * s, -134)], [(60 * s, -186), (110 * s, -166),
            (122 * s, -120)]]  # fmt: skip
        return stalk + form(d, paint, line, 2.8) + strokes(folds, line, 4, 0.5) + _star(-70 * s, -136, 13,
            "#ffe08a", "#b5832f")  # fmt: skip
    colour = _straw(look)
    line = deepen(colour, 0.5)
    paint = ink.linear(((0, lift(colour, 0.3)), (1, deepen(colour, 0.18))), (-60, -220), (60, -90))
    dome = "M-104,-92C-108,-190 -60,-222 0,-222C60,-222 108,-190 104,-92C60,-112 -60,-112 -104,-92Z"
    brim = (
        "M-206,-62C-160,-120 -60,-128 0,-128C60,-128 160,-120 206,-62C150,-86 70,-98 0,-98C-70,-98 -150,-86 -206,-62Z"
    )
    band = (
        "M-106,-92C-108,-106 -107,-118 -106,-128C-60,-148 60,-148 106,-128"
        "C107,-118 108,-106 106,-92C60,-116 -60,-116 -106,-92Z"
    )
    weave = [[(x, -212 + abs(x) * 0.3), (x * 1.3, -170), (x * 1.4, -130)] for x in (-60, -30, 0, 30, 60)]
    return (
        form(dome, paint, line, 2.8) + strokes(weave, line, 2.6, 0.35)
        + form(band, look.accent_colour, deepen(look.accent_colour, 0.6), 2.4)
        + form(brim, paint, line, 2.8)
    )  # fmt: skip
