"""Parts that several outfits share: tops, sleeves, skirts, trousers, shoes, collars, bows, ties."""

from __future__ import annotations

from dataclasses import dataclass

from yoake.providers.sketch.character.body import (
    Figure,
    arm_tube,
    bare_arm,
    covered_arm,
    forearm,
    hand,
    leg_tubes,
    limb_shade,
)
from yoake.providers.sketch.character.frame import Arm
from yoake.providers.sketch.character.palette import cloth_line, cloth_shade, deepen, lift
from yoake.providers.sketch.character.pen import Point, brush, fill, form, lerp, merged, mirrored, num, pt, spline, stroke, strokes


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
    collared: bool = False
    """Whether the outfit already has a scarf or a high collar."""


def top(fig: Figure, colour: str, *, ease: float, bottom: float, collar: float = 0.0) -> str:
    """A top: filled, shaded on the right and under the bust, with folds at the waist."""
    f = fig.frame
    d = fig.torso_outline(ease, bottom=bottom, collar=collar)
    shade, line = cloth_shade(colour), cloth_line(colour)
    w, h = f.chest_w + ease, f.head
    side = (
        f"M{num(w * 1.6)},{num(f.shoulder_y)}L{num(w * 0.72)},{num(f.shoulder_y)}C{num(w * 0.66)},{num(f.bust_y)} "
        f"{num(f.waist_w * 0.5)},{num(f.waist_y)} {num(f.hip_w * 0.7)},{num(bottom + 6)}L{num(w * 1.8)},{num(bottom + 6)}Z"
    )
    under_chin = f"M{num(-f.neck_w * 1.5)},{num(f.neck_y - h * 0.1)}C{num(-f.neck_w)},{num(f.neck_y + h * 0.14)} {num(f.neck_w)},{num(f.neck_y + h * 0.2)} {num(f.neck_w * 2)},{num(f.neck_y - h * 0.06)}Z"
    bust = ""
    if fig.look.female and fig.look.age_group != "child":
        bust = fill(
            brush([(-w * 0.9, f.bust_y + h * 0.03), (-w * 0.5, f.bust_y + h * 0.16), (-w * 0.08, f.bust_y + h * 0.07)], h * 0.05)
            + brush([(w * 0.08, f.bust_y + h * 0.07), (w * 0.5, f.bust_y + h * 0.16), (w * 0.9, f.bust_y + h * 0.03)], h * 0.05),
            shade, 0.55,
        )  # fmt: skip
    folds: list[list[Point]] = []
    for s in (-1, 1):
        folds += [
            [(s * (f.waist_w + ease), f.waist_y - h * 0.05), (s * f.waist_w * 0.7, f.waist_y), (s * f.waist_w * 0.45, f.waist_y + h * 0.02)],
            [(s * (f.waist_w + ease * 1.1), f.waist_y + h * 0.08), (s * f.waist_w * 0.8, f.waist_y + h * 0.04), (s * f.waist_w * 0.6, f.waist_y + h * 0.02)],
            [(s * (f.chest_w + ease * 0.9), f.shoulder_y + h * 0.16), (s * f.chest_w * 0.86, f.shoulder_y + h * 0.24), (s * f.chest_w * 0.7, f.bust_y)],
        ]
    inside = fill(side, shade, 0.42) + fill(under_chin, shade, 0.6) + bust + strokes(folds, shade, 5.5, 0.85)
    return form(d, fig.cloth(colour), line, 3.0) + fig.ink.inside(d, inside)


def sleeve(
    fig: Figure, arm: Arm, colour: str, *, ease: float, end: float = 1.0, flare: float = 0.0, cuff: str | None = None,
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
        out += fig.ink.inside(limb.rounded, fill(limb.side(0.6), shade, 0.5))
    if stripes:
        band = limb.left if arm.side > 0 else limb.right
        inner = [lerp(a, c, 0.55) for a, c in zip(band, limb.centre, strict=True)]
        outer = [lerp(a, c, 0.28) for a, c in zip(band, limb.centre, strict=True)]
        out += fig.ink.inside(limb.outline, fill(spline(outer) + spline(inner[::-1], join=True) + "Z", stripes))
    if end > 0.6 and not arm.raised:
        ex, ey = arm.elbow
        r = f.arm_r + ease
        folds: list[list[Point]] = [
            [(ex - r * 0.9, ey - r * 0.5), (ex - r * 0.1, ey - r * 0.1), (ex + r * 0.4, ey - r * 0.4)],
            [(ex + r * 0.9, ey + r * 0.5), (ex + r * 0.2, ey + r * 0.3), (ex - r * 0.4, ey + r * 0.7)],
            [(ex - r * 0.9, ey + r * 0.6), (ex - r * 0.3, ey + r * 0.6), (ex + r * 0.2, ey + r * 1.1)],
        ]
        out += fig.ink.inside(limb.outline, strokes(folds, line, 4.2, 0.5))
    if cuff:
        count = len(limb.left)
        back = max(count - 3, 0)
        d = f"M{pt(limb.left[back])}" + "".join("L" + pt(p) for p in limb.left[back + 1 :]) + "L" + pt(limb.right[-1])
        d += "".join("L" + pt(p) for p in limb.right[back:-1][::-1]) + "Z"
        out += form(d, cuff, cloth_line(cuff), 2.8)
    return out


def dressed_arms(fig: Figure, colour: str, *, ease: float, end: float = 1.0, flare: float = 0.0, cuff: str | None = None, stripes: str | None = None, gloves: str | None = None) -> str:
    """Both arms with hands and equal sleeves."""
    out = ""
    for arm in fig.arms:
        skin = bare_arm(fig, arm) if end < 0.98 else ""
        out += hand(fig, arm, gloves) + skin
        out += sleeve(fig, arm, colour, ease=ease, end=end, flare=flare, cuff=cuff, stripes=stripes)
    return out


def shoes(fig: Figure, colour: str, *, boots: float = 0.0, sole: str | None = None) -> str:
    """Both shoes; `boots` is the share of the lower leg that they cover."""
    f = fig.frame
    line = cloth_line(colour)
    paint = fig.ink.linear(((0, lift(colour, 0.25)), (1, deepen(colour, 0.25))), (-60, f.ankle_y), (60, f.total))
    out = ""
    legs = leg_tubes(f, 2.5)
    for leg, s in zip(legs, (-1, 1), strict=True):
        x = leg.centre[-1][0]
        w = f.ankle_r * 1.35
        y0, y1 = f.ankle_y - f.head * 0.02, f.total
        foot = (
            f"M{num(x - w * 0.8)},{num(y0)}C{num(x - w * (1.3 - s * 0.1))},{num(y1 - f.head * 0.1)} {num(x - w * 1.35 + s * 6)},{num(y1)} {num(x - w * 0.7 + s * 8)},{num(y1 + 2)}"
            f"L{num(x + w * 0.7 + s * 8)},{num(y1 + 2)}C{num(x + w * 1.35 + s * 6)},{num(y1)} {num(x + w * (1.3 + s * 0.1))},{num(y1 - f.head * 0.1)} {num(x + w * 0.8)},{num(y0)}Z"
        )
        shapes = [foot]
        if boots:
            count = len(leg.left)
            first = next(i for i, p in enumerate(leg.centre) if p[1] > f.ankle_y - (f.ankle_y - f.knee_y) * boots) if boots < 1 else 0
            first = min(first, count - 2)
            shapes.append(spline([(p[0] + 3, p[1]) for p in leg.left[first:]]) + spline([(p[0] - 3, p[1]) for p in leg.right[first:]][::-1], join=True) + "Z")
        out += merged(shapes, paint, line, 2.8)
        out += strokes([[(x - w * 0.5 + s * 6, y1 - f.head * 0.075), (x + s * 7, y1 - f.head * 0.105), (x + w * 0.6 + s * 8, y1 - f.head * 0.075)]], line, 3, 0.8)
        if sole:
            out += fig.ink.inside(foot, fill(f"M{num(x - 90)},{num(y1 - 9)}h180v20h-180Z", sole))
    return out


def hose(fig: Figure, colour: str, *, top_at: float, band: str | None = None) -> str:
    """Socks or stockings from a share `top_at` of the leg (0 hip, 1 ankle) down."""
    f = fig.frame
    out = ""
    for leg in leg_tubes(f, 1.2):
        limit = leg.centre[0][1] + (f.ankle_y - leg.centre[0][1]) * top_at
        first = next(i for i, p in enumerate(leg.centre) if p[1] >= limit - 1)
        first = min(first, len(leg.centre) - 2)
        d = spline(leg.left[first:]) + spline(leg.right[first:][::-1], join=True) + "Z"
        lit = fill(leg.side(0.35), lift(colour, 0.35), 0.5)
        out += form(d, colour, cloth_line(colour), 2.8) + fig.ink.inside(d, lit + fill(leg.side(0.5, of_right=False), cloth_shade(colour), 0.5))
        if band:
            a, b = leg.left[first], leg.right[first]
            out += form(f"M{pt(a)}L{pt(b)}L{num(b[0])},{num(b[1] + 14)}L{num(a[0])},{num(a[1] + 14)}Z", band, cloth_line(band), 2.2)
    return out


def skirt_points(fig: Figure, top_y: float, hem: float, flare: float, ease: float = 3.0) -> list[Point]:
    """Right half of a skirt's outline, from the waist to the hem."""
    f = fig.frame
    wide = f.hip_w + flare
    return [
        (f.waist_w + ease + (f.hip_w - f.waist_w) * max(0.0, (top_y - f.waist_y) / max(f.hip_y - f.waist_y, 1)), top_y),
        (f.hip_w * 0.97 + ease + flare * 0.12, lerp((0, top_y), (0, hem), 0.32)[1]),
        (wide, hem),
    ]


def skirt(fig: Figure, colour: str, *, top_y: float, hem: float, flare: float, pleats: int = 0, folds: int = 7, trim: str | None = None, plaid: str | None = None, frill: str | None = None) -> str:
    """A skirt: pleated with `pleats` knife pleats, else in soft folds; trims follow the hem."""
    half = skirt_points(fig, top_y, hem, flare)
    (x0, y0), (x2, y2) = half[0], half[2]
    line, shade = cloth_line(colour), cloth_shade(colour)
    drop = (hem - top_y) * 0.06
    count = pleats or folds
    hem_points = []
    for i in range(count * 2 + 1):
        t = 1 - 2 * i / (count * 2)
        sag = drop * (1 - t * t)
        hem_points.append((x2 * t, y2 + sag + (0 if i % 2 == 0 else (drop * 0.35 if pleats else drop * 0.8))))
    bottom = "".join("L" + pt(p) for p in hem_points) if pleats else spline(hem_points, join=True)
    d = spline(half) + bottom + spline(mirrored(half), join=True) + f"Q0,{num(y0 + drop)} {num(x0)},{num(y0)}Z"
    lines: list[list[Point]] = []
    shades = ""
    for i, (hx, hy) in enumerate(hem_points[1:-1], 1):
        if i % 2 == 0:
            tx = x0 * (hx / x2) * 0.96
            middle = (lerp((tx, 0), (hx, 0), 0.42)[0] * 1.04, lerp((0, y0), (0, hy), 0.5)[1])
            lines.append([(tx, y0 + 8), middle, (hx, hy)] if pleats else [(hx, hy), middle, (tx * 0.94, y0 + (hy - y0) * 0.25)])
            nx, ny = hem_points[i + 1]
            shades += f"M{num(tx)},{num(y0)}Q{pt(middle)} {num(hx)},{num(hy)}L{num(nx)},{num(ny)}Q{num(middle[0] - 3)},{num(middle[1])} {num(tx)},{num(y0)}Z"
    inside = fill(shades, shade, 0.5)
    if plaid:
        for share in (0.25, 0.5, 0.75):
            y = y0 + (hem - y0) * share
            w = lerp((x0, 0), (x2, 0), share)[0] + 30
            inside += stroke(f"M{num(-w)},{num(y)}Q0,{num(y + drop * 2.2 * share)} {num(w)},{num(y)}", plaid, 7, 0.5)
            inside += stroke(f"M{num(-w)},{num(y + 12)}Q0,{num(y + 12 + drop * 2.2 * share)} {num(w)},{num(y + 12)}", lift(plaid, 0.5), 2, 0.7)
        for i in range(1, count * 2, 2):
            hx, hy = hem_points[i]
            inside += stroke(f"M{num(x0 * hx / x2)},{num(y0)}L{num(hx)},{num(hy)}", plaid, 4, 0.35)
    if trim:
        inside += stroke(spline([(x, y - drop * 0.9 - 12) for x, y in hem_points[::2]]), trim, 5.5, 0.95)
    dusk = f"M{num(x2 * 1.1)},{num(y0)}L{num(x0 * 0.55)},{num(y0)}C{num(x0 * 0.8)},{num((y0 + hem) / 2)} {num(x2 * 0.62)},{num(hem)} {num(x2 * 0.6)},{num(hem + 40)}H{num(x2 * 1.2)}Z"
    inside += fill(dusk, shade, 0.32)
    paint = fig.ink.linear(((0, lift(colour, 0.14)), (0.55, colour), (1, deepen(colour, 0.2))), (-x2 * 0.6, y0), (x2 * 0.6, hem))
    out = ""
    if frill:
        waves = [(x * 1.03, y + 16 + (10 if i % 2 else 0)) for i, (x, y) in enumerate(hem_points)]
        out += form(f"M{pt(hem_points[0])}" + spline(waves, join=True) + f"L{pt(hem_points[-1])}L0,{num(hem - 20)}Z", frill, cloth_line(frill), 2.6)
    return out + form(d, paint, line, 3.0) + fig.ink.inside(d, inside) + strokes(lines, line, 3.4, 0.75)


def trousers(fig: Figure, colour: str, *, ease: float = 5, end: float = 1.0, flare: float = 0.0, crease: bool = False, stripe: str | None = None) -> str:
    """Trousers or shorts down to a share `end` of the leg."""
    f = fig.frame
    legs = leg_tubes(f, ease, end, flare)
    waist_y = f.waist_y + (f.hip_y - f.waist_y) * 0.25
    hip = (f.hip_w + ease, f.hip_y + f.head * 0.06)
    seat = spline([(f.waist_w + ease * 0.7, waist_y), (f.hip_w * 0.98 + ease, f.hip_y - f.head * 0.05), hip])
    seat += f"L0,{num(f.crotch_y + f.head * 0.05)}L{num(-hip[0])},{num(hip[1])}"
    seat += spline(mirrored([(f.waist_w + ease * 0.7, waist_y), (f.hip_w * 0.98 + ease, f.hip_y - f.head * 0.05), hip]), join=True) + "Z"
    line, shade = cloth_line(colour), cloth_shade(colour)
    paint = fig.cloth(colour, f.waist_y, f.ankle_y)
    out = merged([legs[0].outline, legs[1].outline, seat], paint, line, 3.0)
    for leg in legs:
        out += limb_shade(fig, leg, shade, 0.5)
        middle = leg.centre
        if crease:
            out += fill(brush([middle[3], middle[len(middle) // 2], middle[-1]], 2.6, end=0.7), line, 0.5)
        if stripe:
            outer = leg.left if middle[0][0] > 0 else leg.right
            edge = [lerp(a, c, 0.3) for a, c in zip(outer, middle, strict=True)]
            out += fig.ink.inside(leg.outline, stroke(spline(edge), stripe, 7))
    y, h = f.crotch_y + f.head * 0.02, f.head
    folds: list[list[Point]] = [
        [(-4, y), (-h * 0.1, y + h * 0.02), (-h * 0.24, y - h * 0.06)], [(4, y), (h * 0.1, y + h * 0.02), (h * 0.24, y - h * 0.06)],
        [(0, waist_y + 6), (2, y - h * 0.1), (0, y + h * 0.1)],
    ]  # fmt: skip
    inner: list[list[Point]] = [[(0, y), (0.5, y + h * 0.3), (0, y + h * 0.9)]] if end > 0.5 else []
    knees: list[list[Point]] = []
    if end > 0.8:
        for s in (-1, 1):
            x = legs[0].centre[-1][0] * s * -1
            knees += [[(x - h * 0.12, f.knee_y), (x, f.knee_y + h * 0.04), (x + h * 0.1, f.knee_y - h * 0.02)],
                      [(x + h * 0.1, f.ankle_y - h * 0.1), (x, f.ankle_y - h * 0.05), (x - h * 0.1, f.ankle_y - h * 0.08)]]  # fmt: skip
    return out + strokes(folds + knees, line, 4.0, 0.65) + strokes(inner, line, 5.0)


def belt(fig: Figure, colour: str, y: float, *, ease: float, height: float = 16, buckle: str = "#e8c15a") -> str:
    """A belt with a buckle."""
    w = fig.frame.waist_w + ease
    t = max(0.0, (y - fig.frame.waist_y) / max(fig.frame.hip_y - fig.frame.waist_y, 1))
    w += (fig.frame.hip_w - fig.frame.waist_w) * t
    d = f"M{num(-w)},{num(y)}Q0,{num(y + 8)} {num(w)},{num(y)}L{num(w + 1)},{num(y + height)}Q0,{num(y + height + 8)} {num(-w - 1)},{num(y + height)}Z"
    plate = f"M-13,{num(y + 1)}h26v{num(height + 5)}h-26Z"
    return form(d, colour, cloth_line(colour), 2.6) + form(plate, buckle, deepen(buckle, 0.6), 2.2) + fill(f"M-7,{num(y + 6)}h14v{num(height - 5)}h-14Z", colour)
