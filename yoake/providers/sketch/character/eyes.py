"""Eyes and brows, in head units (see `face`)."""

from __future__ import annotations

from dataclasses import dataclass

from yoake.providers.sketch.character.expression import Face
from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.palette import brightness, deepen, lift, mix
from yoake.providers.sketch.character.pen import Ink, brush, fill, num, spline, stroke

EYE_X = 45.0
"""Distance of an eye's middle from the middle of the face."""


@dataclass(frozen=True)
class _Shape:
    """Half width, height above and below the middle, rise of the outer corner, size of the iris."""

    half: float
    up: float
    down: float
    corner: float
    iris: float


_SHAPES = {
    "round": _Shape(27, 31, 24, 0, 20.5),
    "almond": _Shape(28.5, 27, 20, -3, 19),
    "sharp": _Shape(28.5, 25, 18, -9, 18),
    "droopy": _Shape(28, 27, 21, 7, 19),
    "narrow": _Shape(28, 21, 14, -4, 16),
}


def _shape(look: Look) -> _Shape:
    base = _SHAPES[look.eye_shape]
    tall, wide = 1.0, 1.0
    if not look.female:
        tall, wide = 0.80, 0.94
    if look.age_group == "adult":
        tall *= 0.90
    elif look.age_group == "elder":
        tall, wide = tall * 0.72, wide * 0.88
    elif look.age_group == "child":
        tall, wide = tall * 1.12 if look.female else tall * 1.28, wide * 1.04
    return _Shape(base.half * wide, base.up * tall, base.down * tall, base.corner, base.iris * (0.35 + 0.65 * tall))


def eyes(look: Look, face: Face, ink: Ink) -> str:
    """Both eyes."""
    return _eye(look, face, ink, -1) + _eye(look, face, ink, 1)


def _eye(look: Look, face: Face, ink: Ink, side: int) -> str:
    """One eye around (0, 0), drawn for the viewer's right and mirrored for the left; the light stays on one side."""
    shape = _shape(look)
    lash = mix(deepen(look.hair_colour, 0.72), "#2a1420", 0.55)
    place = f'<g transform="translate({num(side * EYE_X)},8) scale({side},1)">'
    if face.lids != "open":
        return place + _shut(look, face, shape, lash) + "</g>"
    half, up, down = shape.half, shape.up * face.openness, shape.down * (0.45 + 0.55 * face.openness)
    inner, outer = (-half, 4 + face.slant * 0.45), (half, 2 + shape.corner - face.slant * 0.25)
    tilt = face.slant * 0.75
    upper = ((-half * 0.80, -up * 1.02 + tilt), (half * 0.50, -up * 1.22 - tilt * 0.4))
    lower = ((half * 0.84, down * 1.12), (-half * 0.55, down * 1.22))
    white = (
        f"M{num(inner[0])},{num(inner[1])}C{num(upper[0][0])},{num(upper[0][1])} {num(upper[1][0])},{num(upper[1][1])}"
        f" {num(outer[0])},{num(outer[1])}C{num(lower[0][0])},{num(lower[0][1])} {num(lower[1][0])},"
        f"{num(lower[1][1])} {num(inner[0])},{num(inner[1])}Z"
    )
    inside = _iris(look, face, ink, shape, side)
    shade = fill(
        f"M-40,-60H40V{num(-up * 0.34 + tilt * 0.3)}Q0,{num(-up * 0.62 + tilt * 0.3)} -40,{num(-up * 0.2 + tilt)}Z",
        "#5c4a8a", 0.34,
    )  # fmt: skip
    out = place + fill(white, "#fffdfd") + ink.inside(white, inside + shade)
    out += _lashes(look, face, shape, lash, inner, upper, outer, lower, up)
    return out + "</g>"


def _iris(look: Look, face: Face, ink: Ink, shape: _Shape, side: int) -> str:
    colour = look.eye_colour
    rx = shape.iris * face.iris * 0.98
    ry = min(rx * 1.32, shape.up * 1.25) if face.iris > 0.8 else rx * 1.2
    x, y = side * face.gaze[0] - 1.0, face.gaze[1] - 1.5
    paint = ink.linear(
        ((0, deepen(colour, 0.62)), (0.42, deepen(colour, 0.12)), (0.72, lift(colour, 0.22)), (1, lift(colour, 0.62))),
        (0, y - ry), (0, y + ry),
    )  # fmt: skip
    rim = deepen(colour, 0.72)
    light = side  # undo the mirroring, so that the shine is on the same side of both eyes
    return (
        f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" fill="{paint}" stroke="{rim}"'
        ' stroke-width="2.6"/>'
        f'<ellipse cx="{num(x)}" cy="{num(y + ry * 0.5)}" rx="{num(rx * 0.66)}" ry="{num(ry * 0.38)}"'
        f' fill="{lift(colour, 0.75)}" fill-opacity=".55"/>'
        f'<ellipse cx="{num(x)}" cy="{num(y + 0.5)}" rx="{num(rx * 0.43)}" ry="{num(ry * 0.5)}"'
        f' fill="{deepen(colour, 0.86)}"/>'
        f'<ellipse cx="{num(x - light * rx * 0.36)}" cy="{num(y - ry * 0.42)}" rx="{num(rx * 0.37)}"'
        f' ry="{num(ry * 0.3)}" fill="#fff"/>'
        f'<circle cx="{num(x + light * rx * 0.46)}" cy="{num(y + ry * 0.42)}" r="{num(rx * 0.2)}" fill="#fff"/>'
        f'<circle cx="{num(x - light * rx * 0.18)}" cy="{num(y + ry * 0.64)}" r="{num(rx * 0.11)}" fill="#fff"'
        ' fill-opacity=".85"/>'
    )


def _lashes(
    look: Look,
    face: Face,
    shape: _Shape,
    lash: str,
    inner: tuple[float, float],
    upper: tuple[tuple[float, float], tuple[float, float]],
    outer: tuple[float, float],
    lower: tuple[tuple[float, float], tuple[float, float]],
    up: float,
) -> str:
    thick = (9.5 if look.female else 7.0) * (0.8 if look.age_group == "elder" else 1.0)
    wing = (outer[0] + (6.5 if look.female else 2.5), outer[1] - (4 if look.female else 1) + shape.corner * 0.2)
    band = (
        f"M{num(inner[0] - 3)},{num(inner[1] + 2.5)}C{num(upper[0][0] - 2)},{num(upper[0][1] - thick * 0.62)}"
        f" {num(upper[1][0] + 2)},{num(upper[1][1] - thick * 1.0)} {num(wing[0])},{num(wing[1])}"
        f"L{num(outer[0] - 1.5)},{num(outer[1] + 3)}C{num(upper[1][0] - 2)},{num(upper[1][1] + thick * 0.72)}"
        f" {num(upper[0][0] + 3)},{num(upper[0][1] + thick * 0.42)} {num(inner[0] - 3)},{num(inner[1] + 2.5)}Z"
    )
    out = fill(band, lash) + stroke(band, lash, 1.2)
    if look.female:
        tips = [((outer[0] - 2, outer[1] - 3), (outer[0] + 7, outer[1] - 5), (outer[0] + 11, outer[1] - 12)),
                ((outer[0] - 1, outer[1] + 1), (outer[0] + 7, outer[1] + 1), (outer[0] + 12,
                outer[1] - 3))]  # fmt: skip
        if look.age_group != "elder":
            tips.append(((outer[0] - 7, outer[1] - 9), (outer[0] + 2, outer[1] - 13), (outer[0] + 5, outer[1] - 19)))
        out += fill("".join(brush(tip, 5.2, start=1, peak=0) for tip in tips), lash)
    rim = [(outer[0] - 1, outer[1] + 1), lower[0], lower[1], (inner[0] + 4, inner[1] + 4)]
    out += fill(brush(rim, 3.0 if look.female else 2.4, peak=0.22), lash, 0.8)
    crease = [(inner[0] + 6, upper[0][1] * 0.9 - 6), (upper[0][0] + 14, upper[0][1] - 9),
              (upper[1][0], upper[1][1] - 8), (outer[0] + 2, outer[1] - up * 0.62)]  # fmt: skip
    return out + fill(brush(crease, 2.6), mix(lash, "#c0606a", 0.35), 0.7)


def _shut(look: Look, face: Face, shape: _Shape, lash: str) -> str:
    bend = -20 if face.lids == "smiling" else 14
    base = 8 if face.lids == "smiling" else 2
    half = shape.half * 0.98
    arc = brush(((-half, base), (-half * 0.5, base + bend), (half * 0.5, base + bend), (half + 2, base - 2)), 7.5)
    out = fill(arc, lash)
    if look.female:
        tips = (((half - 6, base - 6), (half + 5, base - 6), (half + 9, base - 12)),
                ((half - 2, base - 3), (half + 6, base - 1), (half + 12, base - 4)))  # fmt: skip
        out += fill("".join(brush(tip, 4.6, start=1, peak=0) for tip in tips), lash)
    return out


def brows(look: Look, face: Face) -> str:
    """Both brows; drawn over the fringe, as is usual in the style."""
    shape = _shape(look)
    colour = deepen(look.hair_colour, 0.42 if brightness(look.hair_colour) < 0.75 else 0.3)
    width = {True: 5.2, False: 8.0}[look.female] * (1.25 if look.age_group == "elder" and not look.female else 1.0)
    gap = 17 if look.female else 13
    y = 8 - shape.up - gap + face.brow_y
    out = ""
    for side in (-1, 1):
        tilt = face.brow_tilt
        uneven = -3 * side if face.mouth == "small" else 0
        inner, outer = (EYE_X - 25, y + tilt * 0.75 + uneven), (EYE_X + 29, y + 5 - tilt * 0.45 + uneven)
        middle = (EYE_X + 6, (inner[1] + outer[1]) / 2 - face.brow_arch * 1.6 - 3)
        points = [(side * x, yy) for x, yy in (inner, middle, outer)]
        out += fill(brush(points, width, start=0.55, peak=0.3), colour)
    return out


def age_lines(look: Look, line: str) -> str:
    """Lines around the eyes and cheeks of elders."""
    if look.age_group != "elder":
        return ""
    out = ""
    for side in (-1, 1):
        for points in (
            ((28, 32), (40, 40), (62, 36)),
            ((78, 8), (84, 12), (88, 20)),
            ((77, 14), (81, 20), (83, 27)),
            ((24, 56), (34, 66), (36, 80)),
        ):
            out += brush([(side * x, y) for x, y in points], 2.8)
    out += brush([(-30, -64), (0, -69), (30, -64)], 2.6) + brush([(-22, -76), (0, -80), (24, -76)], 2.2)
    return fill(out, line, 0.5) + stroke(spline([(-4, 100), (0, 101), (5, 100)]), line, 2, 0.4)
