"""Hands, bare or gloved."""

from __future__ import annotations

import math

from yoake.providers.sketch.character.body import Figure
from yoake.providers.sketch.character.frame import Arm
from yoake.providers.sketch.character.palette import cloth_line, deepen, mix, skin_line, skin_shade
from yoake.providers.sketch.character.pen import Point, fill, merged, num, strokes

_HANDS: dict[str, tuple[tuple[str, ...], tuple[tuple[Point, ...], ...]]] = {
    # outlines and lines of a right-hand-side hand at the wrist (0, 0), pointing down, 100 units long
    "relaxed": (
        (
            "M-17,-6C-24,16 -27,30 -25,48C-25,66 -21,86 -11,97C-5,102 4,101 9,94C16,87 20,70 21,52C22,34 19,12 17,-6Z",
            "M-18,6C-30,18 -37,38 -35,56C-33,63 -26,62 -24,53C-21,44 -17,36 -13,28Z",
        ),
        (((-10, 62), (-10, 80), (-7, 95)), ((2, 62), (2, 80), (4, 95)), ((12, 60), (13, 72), (12, 86)),
         ((-23, 44), (-21, 36), (-14, 28))),
    ),
    "open": (
        (
            "M-17,-6C-22,14 -27,30 -27,46C-26,58 -18,62 0,62C18,62 26,56 26,44C26,28 20,12 17,-6Z",
            "M-26,42C-29,60 -34,80 -36,90C-36,99 -25,101 -22,93C-19,80 -14,66 -12,56Z",
            "M-15,50C-16,72 -17,92 -17,104C-16,112 -4,112 -3,104C-1,90 1,70 1,52Z",
            "M0,52C2,70 4,90 6,101C9,108 19,106 18,97C17,84 15,66 13,48Z",
            "M12,50C16,62 21,74 26,82C31,88 39,83 36,76C32,64 28,52 25,40Z",
            "M-18,6C-34,12 -46,24 -55,36C-59,43 -52,51 -45,46C-37,40 -28,38 -20,40Z",
        ),
        (((-14, 30), (-4, 22), (12, 24)), ((-20, 20), (-12, 28), (-10, 44))),
    ),
    "fist": (
        (
            "M-16,-6C-24,8 -30,20 -29,38C-29,56 -22,64 0,64C22,64 29,56 28,38C28,22 20,8 16,-6Z",
            "M-28,22C-34,30 -34,44 -26,50C-14,54 0,50 6,44C8,37 2,33 -6,35C-12,36 -16,34 -18,28Z",
        ),
        (((-12, 62), (-12, 56), (-11, 50)), ((3, 64), (3, 56), (3, 50)), ((16, 60), (17, 50), (16, 38))),
    ),
    "hip": (
        (
            "M-16,-6C-22,10 -25,24 -25,40C-24,58 -20,74 -10,78C0,80 12,72 18,56C22,38 20,12 17,-6Z",
            "M-16,2C-26,6 -36,14 -38,24C-38,32 -30,34 -24,30Z",
        ),
        (((-12, 50), (-12, 62), (-8, 76)), ((-1, 52), (0, 64), (2, 75)), ((9, 50), (11, 58), (11, 66))),
    ),
    "clasped": (
        ("M-16,-6C-20,14 -22,28 -20,44C-18,62 -10,74 2,74C14,74 20,60 21,44C22,28 20,10 16,-6Z",),
        (((-12, 48), (-10, 60), (-6, 70)), ((-2, 50), (0, 62), (3, 72)), ((8, 48), (10, 58), (11, 68))),
    ),
}  # fmt: skip


def hand(fig: Figure, arm: Arm, glove: str | None = None) -> str:
    """A hand at the end of its arm, bare or in a glove of that colour."""
    outlines, lines = _HANDS[arm.hand]
    length = fig.frame.head * 0.40
    size = length / 100 * (0.94 if fig.look.female else 1.08)
    if fig.look.age_group == "child":
        size *= 0.86
    angle = math.degrees(math.atan2(-arm.aim[0], arm.aim[1]))
    flip = -1 if arm.side < 0 else 1
    if arm.hand in ("open", "fist"):  # the palm or the folded fingers face the viewer: the thumb points inwards
        flip = -flip if math.cos(math.radians(angle)) < 0 else flip
    line = cloth_line(glove) if glove else skin_line(fig.skin)
    paint = glove or mix(fig.skin, "#e0756a", 0.1)
    dark = deepen(glove, 0.3) if glove else skin_shade(fig.skin)
    shape = merged(outlines, paint, line, 2.6 / size)
    tips = fill(outlines[0], fig.ink.linear(((0, dark), (1, paint)), (0, -6), (0, 34)), 0.45)
    return (
        f'<g transform="translate({num(arm.wrist[0])},{num(arm.wrist[1])}) rotate({num(angle)})'
        f' scale({flip * size:.3f},{size:.3f})">{shape}{tips}{strokes(lines, line, 3.2)}</g>'
    )
