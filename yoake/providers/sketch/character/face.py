"""The head without hair: shape, ears, nose, cheeks, and the comic marks of an expression.

Head units: (0, 0) is between the eyes, the face is about 190 wide, the crown at y = -138, the chin at y = 112.
"""

from __future__ import annotations

from yoake.providers.sketch.character.expression import Face
from yoake.providers.sketch.character.eyes import EYE_X, age_lines, eyes
from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.mouth import mouth
from yoake.providers.sketch.character.palette import deepen, lift, mix, skin_line, skin_shade
from yoake.providers.sketch.character.pen import (
    Ink,
    Point,
    brush,
    fill,
    form,
    mirrored,
    num,
    route,
    spline,
    stroke,
    strokes,
)

CROWN_Y, CHIN_Y = -138.0, 112.0

_JAWS: dict[str, tuple[Point, ...]] = {
    # the viewer's right cheek and jaw, from the temple to beside the chin
    "round": ((96, -20), (94, 18), (85, 56), (61, 90), (31, 108), (11, 113)),
    "oval": ((94, -20), (91, 16), (79, 54), (53, 89), (25, 109), (9, 115)),
    "pointed": ((94, -20), (90, 14), (77, 50), (48, 87), (21, 110), (6, 118)),
    "square": ((92, -20), (89, 18), (80, 60), (58, 93), (29, 111), (13, 115)),
}


def head_outline(look: Look) -> str:
    """The outline of the skull and face."""
    jaw = list(_JAWS[look.face_shape])
    if not look.female and look.grown:
        jaw = [(x * 0.95, y * 1.06 if y > 0 else y) for x, y in jaw]
    skull = [(0.0, CROWN_Y), (48.0, -128.0), (84.0, -92.0), (95.0, -52.0)]
    half = [*skull[1:], *jaw]
    bottom = (0.0, half[-1][1] + 1.5)
    return spline([skull[0], *half, bottom, *mirrored(half)], closed=True)


def head(look: Look, skin: str, ink: Ink, shadow: str) -> str:
    """Ears and head with the `shadow` that the fringe throws on it; the face is drawn over it."""
    line, shade = skin_line(skin), skin_shade(skin)
    paint = ink.linear(((0, lift(skin, 0.12)), (0.6, skin), (1, mix(skin, "#ef8f80", 0.22))), (0, -100), (0, 118))
    ears = ""
    for side in (-1, 1):
        ear = spline([(side * x, y) for x, y in ((88, -6), (102, -12), (107, 6), (102, 30), (92, 40), (84, 30))],
            closed=True)  # fmt: skip
        ears += form(ear, paint, line, 2.6)
        ears += strokes([[(side * 93, 0), (side * 103, -2), (side * 98, 22)]], line, 2.6, 0.7)
    outline = head_outline(look)
    side_shadow = "M110,-60C98,0 92,60 40,112L20,130H120Z"
    return ears + form(outline, paint, line, 2.9) + ink.inside(outline, fill(side_shadow, shade, 0.28) + shadow)


def features(look: Look, face: Face, skin: str, ink: Ink) -> str:
    """Cheeks, nose, mouth and eyes of an expression."""
    line = skin_line(skin)
    long_face = 4 if not look.female and look.grown else 0
    out = age_lines(look, line) + _cheeks(look, face, skin, ink)
    if look.female or look.age_group == "child":
        out += fill(brush([(2, 44), (-5, 51), (3, 53)], 3.2, start=0.3), line, 0.8)
    else:
        out += fill(brush([(5, 20), (1, 36), (-7, 50 + long_face)], 3.0) + brush([(-8, 51 + long_face),
            (-1, 57 + long_face), (6, 53 + long_face)], 3.4), line, 0.75)  # fmt: skip
    out += fill("M4,36C10,42 10,48 5,52C8,46 7,42 4,36Z", skin_shade(skin), 0.6)
    out += f'<g transform="translate(0,{76 + long_face})">{mouth(look, face, line, skin, ink)}</g>'
    if look.mole != "none":
        x, y = (EYE_X + 10, 44) if look.mole == "eye" else (-20, 88)
        out += f'<circle cx="{num(x * look.part)}" cy="{num(y)}" r="2.6" fill="{deepen(line, 0.4)}"/>'
    return out + _facial_hair(look, long_face) + eyes(look, face, ink)


def _cheeks(look: Look, face: Face, skin: str, ink: Ink) -> str:
    red = mix(skin, "#ff5a6e", 0.75)
    deep = face.blush * (1.0 if look.female or not look.grown else 0.6)
    out = ""
    for side in (-1, 1):
        out += (
            f'<ellipse cx="{side * 58}" cy="50" rx="{num(27 + 6 * deep)}" ry="{num(14 + 4 * deep)}"'
            f' fill="{ink.glow(red, round(0.15 + 0.6 * deep, 2))}"/>'
        )
        if "hatch" in face.marks:
            out += strokes([[(side * 58 + x + 4, 43), (side * 58 + x - 3, 55)] for x in (-14, -4, 6, 16)], red, 3.2,
                0.85)  # fmt: skip
        if look.freckles:
            out += "".join(
                f'<circle cx="{num(side * x)}" cy="{y}" r="1.9" fill="{mix(skin, "#a0522d", 0.6)}"/>'
                for x, y in ((50, 42), (60, 46), (69, 41), (56, 52), (66, 52))
            )
    if face.blush >= 1.0:
        out += f'<ellipse cx="0" cy="46" rx="40" ry="13" fill="{ink.glow(red, 0.4)}"/>'
    return out


def _facial_hair(look: Look, long_face: float) -> str:
    if look.facial_hair == "none":
        return ""
    colour, line = mix(look.hair_colour, "#3a2a30", 0.12), deepen(look.hair_colour, 0.55)
    if look.facial_hair == "stubble":
        d = "M-70,62C-62,100 -30,118 0,119C30,118 62,100 70,62C52,84 30,66 0,66C-30,66 -52,84 -70,62Z"
        return fill(d, mix(look.hair_colour, "#4a3f4a", 0.4), 0.16)
    y = 65 + long_face
    moustache = route("M", (0, y), "C", (-8, y - 6), (-18, y - 2), (-32, y + 13), "C", (-20, y + 10), (-8, y + 11),
        (0, y + 5), "C", (8, y + 11), (20, y + 10), (32, y + 13), "C", (18, y - 2), (8, y - 6), (0, y),
        "Z")  # fmt: skip
    goatee = route("M", (-13, y + 34), "C", (-14, y + 48), (-8, y + 66), (0, y + 70), "C", (8, y + 66),
        (14, y + 48), (13, y + 34), "C", (6, y + 38), (-6, y + 38), (-13, y + 34), "Z")  # fmt: skip
    if look.facial_hair == "moustache":
        return form(moustache, colour, line, 2.0)
    if look.facial_hair == "goatee":
        return form(goatee, colour, line, 2.0) + fill(moustache, colour, 0.85)
    beard = (
        f"M-93,-4C-92,50 -76,100 -34,{y + 62}L-20,{y + 58}L-10,{y + 76}L0,{y + 64}L12,{y + 78}L20,{y + 58}L34,{y + 62}"
        f"C76,100 92,50 93,-4C86,40 66,66 44,{y + 8}C24,{y - 8} 8,{y - 4} 0,{y}C-8,{y - 4} -24,{y - 8} -44,{y + 8}"
        f"C-66,66 -86,40 -93,-4Z"
        f"M-27,{y + 13}C-22,{y + 34} 22,{y + 34} 27,{y + 13}C12,{y + 4} -12,{y + 4} -27,{y + 13}Z"
    )
    lines = [[(x, y + 34), (x * 1.1, y + 46), (x * 0.8, y + 60)] for x in (-24, -8, 8, 24)]
    shape = (
        f'<path d="{beard}" fill="{colour}" stroke="{line}" stroke-width="2.2" stroke-linejoin="round"'
        ' fill-rule="evenodd"/>'
    )
    return shape + strokes(lines, line, 2.4, 0.6)


def _sparkle(x: float, y: float, r: float) -> str:
    k = r * 0.16
    return route(
        "M", (x, y - r), "Q", (x + k, y - k), (x + r, y), "Q", (x + k, y + k), (x, y + r),
        "Q", (x - k, y + k), (x - r, y), "Q", (x - k, y - k), (x, y - r), "Z",
    )  # fmt: skip


def marks(face: Face, skin: str, ink: Ink) -> str:
    """Comic marks over the fringe; they stay inside the face."""
    out = ""
    for mark in face.marks:
        match mark:
            case "tear":
                for x, y, size in ((-62, 38, 1.0), (60, 40, 0.8)):
                    out += (
                        f'<g transform="translate({x},{y}) scale({size})">'
                        + form("M0,-8C-5,4 -9,10 -8,17C-6,25 6,25 8,17C9,10 5,4 0,-8Z", "#bfe6ff", "#5aa6de", 2.2)
                        + fill("M-4,12C-4,17 -1,19 2,19C0,16 -1,14 -1,9Z", "#ffffff") + "</g>"
                    )  # fmt: skip
            case "drop":
                d = "M76,-74C68,-58 62,-48 64,-38C67,-28 82,-28 86,-38C88,-48 82,-60 76,-74Z"
                out += form(d, ink.linear(((0, "#e6f6ff"), (1, "#8fcdf5")), (76, -74), (76, -30)), "#4f97cf", 2.6)
                out += fill("M70,-46C70,-40 74,-36 78,-36C75,-40 74,-44 75,-50Z", "#ffffff")
            case "vein":
                out += stroke(
                    "M52,-86q13,-1 13,-14M91,-86q-13,-1 -13,-14M52,-74q13,1 13,14M91,-74q-13,1 -13,14",
                    "#ffffff",
                    9,
                    0.9,
                ) + stroke(
                    "M52,-86q13,-1 13,-14M91,-86q-13,-1 -13,-14M52,-74q13,1 13,14M91,-74q-13,1 -13,14", "#dd2f48", 5
                )
            case "sparkle":
                for x, y, r in ((-80, -62, 13), (80, -74, 9), (90, -48, 6)):
                    star = _sparkle(x, y, r)
                    out += fill(star, "#fff6c8") + stroke(star, "#ffcf5a", 1.6)
            case "burst":
                lines = [((-96, -72), (-86, -62), (-78, -56)), ((-80, -94), (-72, -82), (-66, -76)),
                         ((96, -72), (86, -62), (78, -56)), ((80, -94), (72, -82), (66, -76))]  # fmt: skip
                out += strokes(lines, "#fffdf2", 9) + strokes(lines, "#e0883a", 5)
            case "joy":
                for side in (-1, 1):
                    d = route("M", (side * 72, 4), "C", (side * 80, 2), (side * 90, 8), (side * 88, 16), "C",
                        (side * 84, 22), (side * 76, 16), (side * 72, 4), "Z")  # fmt: skip
                    out += form(d, "#c8ebff", "#5aa6de", 1.8)
            case "bubble":
                out += (
                    '<circle cx="27" cy="62" r="17" fill="#d6f1ff" fill-opacity=".72"'
                    ' stroke="#6fb4dd" stroke-width="2.4"/>'
                    '<path d="M18,56Q20,49 27,48" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/>'
                )
            case _:
                pass
    return out
