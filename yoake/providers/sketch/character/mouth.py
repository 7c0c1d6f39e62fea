"""Mouths, in head units around (0, 0)."""

from __future__ import annotations

from yoake.providers.sketch.character.expression import Face
from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.palette import mix
from yoake.providers.sketch.character.pen import Ink, brush, fill, form

_INSIDE, _TONGUE, _TEETH = "#8e2f40", "#f08c93", "#fffafa"


def mouth(look: Look, face: Face, line: str, skin: str, ink: Ink) -> str:
    """The mouth of an expression; women's lips carry a trace of colour."""
    dark = mix(line, "#4a1520", 0.5)
    wide = 1.0 if look.female else 1.12
    lip = mix(skin, "#e0485c", 0.45)

    def line_of(points: tuple[tuple[float, float], ...], width: float = 4.4) -> str:
        return fill(brush([(x * wide, y) for x, y in points], width), dark)

    def open_shape(d: str, tongue: str, teeth: str = "") -> str:
        inner = (fill(teeth, _TEETH) if teeth else "") + fill(tongue, _TONGUE)
        shaded = ink.linear(((0, mix(_INSIDE, "#3a0f1c", 0.35)), (1, _INSIDE)), (0, -6), (0, 26))
        return f'<g transform="scale({wide:g},1)">{form(d, shaded, dark, 2.6)}{ink.inside(d, inner)}</g>'

    under = ""
    if look.female and look.grown and face.mouth in ("smile", "frown", "line", "small"):
        under = fill("M-11,3Q0,12 11,3Q0,7 -11,3Z", lip, 0.75)
    shine = fill("M-6,12Q0,15 6,12Q0,13.5 -6,12Z", lip, 0.8) if look.female else ""
    match face.mouth:
        case "smile":
            return under + shine + line_of(((-15, -2), (-7, 7), (7, 7), (15, -2)))
        case "grin":
            return open_shape(
                "M-22,-5C-10,-1 10,-1 22,-5C20,12 10,21 0,21C-10,21 -20,12 -22,-5Z",
                "M-14,16C-8,8 8,8 14,16C8,24 -8,24 -14,16Z",
                "M-22,-6C-10,-2 10,-2 22,-6L19,2C10,5 -10,5 -19,2Z",
            )
        case "laugh":
            return open_shape(
                "M-29,-9C-12,-4 12,-4 29,-9C28,16 16,30 0,30C-16,30 -28,16 -29,-9Z",
                "M-19,22C-12,11 12,11 19,22C12,34 -12,34 -19,22Z",
                "M-30,-10C-12,-5 12,-5 30,-10L27,1C12,5 -12,5 -27,1Z",
            )
        case "frown":
            return under + line_of(((-14, 8), (-7, -3), (7, -3), (14, 8))) + fill("M-5,14Q0,12 5,14Q0,16 -5,14Z",
                line, 0.5)  # fmt: skip
        case "gritted":
            d = "M-20,6C-14,-7 14,-7 20,5C16,14 -16,15 -20,6Z"
            gaps = "".join(brush(((x, -6), (x * 0.95, 4), (x, 14)), 2.0, start=0.6, end=0.6) for x in (-9, 0, 9))
            return (
                f'<g transform="scale({wide:g},1)">{form(d, _TEETH, dark, 2.8)}'
                f"{ink.inside(d, fill(gaps, dark, 0.75) + fill('M-20,3.4H20V5.2H-20Z', dark, 0.75))}</g>"
            )
        case "round":
            return open_shape(
                "M0,-8C10,-8 13,2 12,11C11,20 6,23 0,23C-6,23 -11,20 -12,11C-13,2 -10,-8 0,-8Z",
                "M-9,17C-5,11 5,11 9,17C5,25 -5,25 -9,17Z",
            )
        case "wavy":
            return line_of(((-15, 3), (-10, -6), (-6, 4), (0, 2)), 4.0) + line_of(((-1, 2), (5, -4), (9, 8),
                (15, 1)), 4.0)  # fmt: skip
        case "small":
            return under + open_shape("M-10,2C-6,-4 6,-4 10,2C8,10 -8,11 -10,2Z", "M-6,8C-3,4 3,4 6,8C3,12 -3,12 -6,8Z")
        case "line":
            return under + shine + line_of(((-14, 2), (-5, 0), (5, 0), (14, 3)))
        case "yawn":
            return open_shape(
                "M0,-5C9,-5 14,3 13,11C12,18 6,20 0,20C-6,20 -12,18 -13,11C-14,3 -9,-5 0,-5Z",
                "M-10,15C-5,9 5,9 10,15C5,21 -5,21 -10,15Z",
            )
