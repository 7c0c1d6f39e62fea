"""Parts that several outfits share: tops, sleeves, skirts, trousers, shoes, collars, bows, ties."""

from __future__ import annotations

from dataclasses import dataclass

from yoake.providers.sketch.character.body import (
    Figure,
    arm_tube,
    bare_arm,
    covered_arm,
    forearm,
)
from yoake.providers.sketch.character.frame import Arm
from yoake.providers.sketch.character.hand import hand
from yoake.providers.sketch.character.palette import cloth_line, cloth_shade, deepen
from yoake.providers.sketch.character.pen import (
    Point,
    brush,
    fill,
    form,
    lerp,
    num,
    pt,
    route,
    spline,
    strokes,
)


@dataclass(frozen=True)
class Worn:
    """An outfit on a figure, as layers from the back to the front."""

    back: str = ""
    """Behind the body: capes, the bow of a sash."""
    legs: str = ""
    torso: str = ""
    """Over the neck: tops, skirts, coats."""
    arms: str = ""
    front: str = ""
    """Over the arms, under the head."""
    covers_legs: bool = False
    """Whether nothing of the bare legs shows."""
    collared: bool = False
    """Whether the outfit already has a scarf or a high collar."""


def top(fig: Figure, colour: str, *, ease: float, bottom: float, collar: float = 0.0) -> str:
    """A top: filled, shaded on the right and under the bust, with folds at the waist."""
    f = fig.frame
    d = fig.torso_outline(ease, bottom=bottom, collar=collar)
    shade, line = cloth_shade(colour), cloth_line(colour)
    w, h = f.chest_w + ease, f.head
    side = (
        route("M", (w * 1.6, f.shoulder_y), "L", (w * 0.72, f.shoulder_y), "C", (w * 0.66, f.bust_y),
        (f.waist_w * 0.5, f.waist_y), (f.hip_w * 0.7, bottom + 6), "L", (w * 1.8, bottom + 6), "Z")
    )  # fmt: skip
    under_chin = route("M", (-f.neck_w * 1.5, f.neck_y - h * 0.1), "C", (-f.neck_w, f.neck_y + h * 0.14),
        (f.neck_w, f.neck_y + h * 0.2), (f.neck_w * 2, f.neck_y - h * 0.06), "Z")  # fmt: skip
    bust = ""
    if fig.look.female and fig.look.age_group != "child":
        bust = fill(
            brush(
                [(-w * 0.9, f.bust_y + h * 0.03), (-w * 0.5, f.bust_y + h * 0.16), (-w * 0.08, f.bust_y + h * 0.07)],
                h * 0.05,
            )
            + brush(
                [(w * 0.08, f.bust_y + h * 0.07), (w * 0.5, f.bust_y + h * 0.16), (w * 0.9, f.bust_y + h * 0.03)],
                h * 0.05,
            ),
            shade,
            0.55,
        )
    folds: list[list[Point]] = []
    for s in (-1, 1):
        folds += [
            [
                (s * (f.waist_w + ease), f.waist_y - h * 0.05),
                (s * f.waist_w * 0.7, f.waist_y),
                (s * f.waist_w * 0.45, f.waist_y + h * 0.02),
            ],
            [
                (s * (f.waist_w + ease * 1.1), f.waist_y + h * 0.08),
                (s * f.waist_w * 0.8, f.waist_y + h * 0.04),
                (s * f.waist_w * 0.6, f.waist_y + h * 0.02),
            ],
            [
                (s * (f.chest_w + ease * 0.9), f.shoulder_y + h * 0.16),
                (s * f.chest_w * 0.86, f.shoulder_y + h * 0.24),
                (s * f.chest_w * 0.7, f.bust_y),
            ],
        ]
    inside = fill(side, shade, 0.42) + fill(under_chin, shade, 0.6) + bust + strokes(folds, shade, 5.5, 0.85)
    return form(d, fig.cloth(colour), line, 3.0) + fig.ink.inside(d, inside)


def sleeve(
    fig: Figure,
    arm: Arm,
    colour: str,
    *,
    ease: float,
    end: float = 1.0,
    flare: float = 0.0,
    cuff: str | None = None,
    stripes: str | None = None,
) -> str:
    """A sleeve over its arm, with folds at the elbow, and a cuff or stripes along it if wanted."""
    f = fig.frame
    limb = arm_tube(arm, f, ease=ease, end=end, flare=flare)
    line, shade = cloth_line(colour), cloth_shade(colour)
    out = covered_arm(fig, arm, limb, colour, fig.cloth(colour), shade)
    if arm.raised and end > 0.5:
        limb = forearm(arm, f, ease=ease, end=end, flare=flare)
        out += form(limb.rounded, fig.cloth(colour), line, 3.0)
        out += fill(limb.side(0.6), shade, 0.5)
    if stripes:
        band = limb.left if arm.side > 0 else limb.right
        inner = [lerp(a, c, 0.55) for a, c in zip(band, limb.centre, strict=True)]
        outer = [lerp(a, c, 0.28) for a, c in zip(band, limb.centre, strict=True)]
        out += fill(spline(outer) + spline(inner[::-1], join=True) + "Z", stripes)
    if end > 0.6 and not arm.raised:
        ex, ey = arm.elbow
        r = f.arm_r + ease
        folds: list[list[Point]] = [
            [(ex - r * 0.86, ey - r * 0.5), (ex - r * 0.1, ey - r * 0.1), (ex + r * 0.4, ey - r * 0.4)],
            [(ex + r * 0.84, ey + r * 0.5), (ex + r * 0.2, ey + r * 0.3), (ex - r * 0.4, ey + r * 0.7)],
            [(ex - r * 0.84, ey + r * 0.6), (ex - r * 0.3, ey + r * 0.6), (ex + r * 0.2, ey + r * 1.0)],
        ]
        out += strokes(folds, line, 4.2, 0.5)
    if cuff:
        count = len(limb.left)
        back = max(count - 3, 0)
        d = f"M{pt(limb.left[back])}" + "".join("L" + pt(p) for p in limb.left[back + 1 :]) + "L" + pt(limb.right[-1])
        d += "".join("L" + pt(p) for p in limb.right[back:-1][::-1]) + "Z"
        out += form(d, cuff, cloth_line(cuff), 2.8)
    return out


def dressed_arms(
    fig: Figure,
    colour: str,
    *,
    ease: float,
    end: float = 1.0,
    flare: float = 0.0,
    cuff: str | None = None,
    stripes: str | None = None,
    gloves: str | None = None,
) -> str:
    """Both arms with hands and equal sleeves."""
    out = ""
    for arm in fig.arms:
        skin = bare_arm(fig, arm, covered=end) if end < 0.98 else ""
        out += hand(fig, arm, gloves) + skin
        out += sleeve(fig, arm, colour, ease=ease, end=end, flare=flare, cuff=cuff, stripes=stripes)
    return out


def belt(fig: Figure, colour: str, y: float, *, ease: float, height: float = 16, buckle: str = "#e8c15a") -> str:
    """A belt with a buckle."""
    w = fig.frame.waist_w + ease
    t = max(0.0, (y - fig.frame.waist_y) / max(fig.frame.hip_y - fig.frame.waist_y, 1))
    w += (fig.frame.hip_w - fig.frame.waist_w) * t
    d = route("M", (-w, y), "Q", (0, y + 8), (w, y), "L", (w + 1, y + height), "Q", (0, y + height + 8),
        (-w - 1, y + height), "Z")  # fmt: skip
    plate = f"M-13,{num(y + 1)}h26v{num(height + 5)}h-26Z"
    return form(d, colour, cloth_line(colour), 2.6) + form(plate, buckle, deepen(buckle, 0.6),
        2.2) + fill(route("M", (-7, y + 6), "h", "14", "v", num(height - 5), "h", "-14", "Z"), colour)  # fmt: skip
