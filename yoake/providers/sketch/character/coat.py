"""Garments that are open in front, and cloth that hangs: cardigans, coats, capes, aprons, wide sleeves."""

from __future__ import annotations

from yoake.providers.sketch.character.body import Figure, arm_tube, torso_points
from yoake.providers.sketch.character.frame import Arm
from yoake.providers.sketch.character.palette import cloth_line, cloth_shade, deepen, lift
from yoake.providers.sketch.character.pen import Point, fill, form, lerp, num, route, spline, stroke, strokes


def open_front(
    fig: Figure,
    colour: str,
    *,
    bottom: float,
    ease: float,
    gap: tuple[float, float],
    flare: float = 0.0,
    rim: str | None = None,
) -> str:
    """Two front panels of an open cardigan, shirt or coat.

    Args:
        fig: the figure.
        colour: of the cloth.
        bottom: y of the lower edge.
        ease: how much wider than the body.
        gap: half width of the opening at the chest and at the lower edge.
        flare: extra half width at the lower edge.
        rim: colour of a band along the opening.
    """
    f = fig.frame
    h = f.head
    line, shade = cloth_line(colour), cloth_shade(colour)
    out = ""
    for s in (-1, 1):
        outer = torso_points(f, ease, min(bottom, f.hip_y + h * 0.02))
        if bottom > outer[-1][1] + 5:
            outer.append((f.hip_w + ease + flare, bottom))
        collar = [(f.neck_w * 1.05, f.neck_y - h * 0.11), *outer[1:]]
        inner: list[Point] = [(gap[1], bottom + 6), (gap[1] * 0.4 + gap[0] * 0.6, (bottom + f.bust_y) / 2),
            (gap[0], f.bust_y)]  # fmt: skip
        side = [(s * x, y) for x, y in collar]
        front = [(s * x, y) for x, y in [*inner, (f.neck_w * 0.92, f.neck_y + h * 0.04), (f.neck_w * 1.05,
            f.neck_y - h * 0.11)]]  # fmt: skip
        d = spline(side) + spline(front, join=True) + "Z"
        folds = [
            [
                (s * (f.waist_w + ease), f.waist_y),
                (s * f.waist_w * 0.8, f.waist_y + h * 0.06),
                (s * f.waist_w * 0.6, f.waist_y + h * 0.1),
            ],
            [
                (s * (f.hip_w * 0.75), f.waist_y + h * 0.1),
                (s * f.hip_w * 0.8, (f.waist_y + bottom) / 2),
                (s * (f.hip_w + flare) * 0.8, bottom - 4),
            ],
            [
                (s * f.chest_w, f.shoulder_y + h * 0.2),
                (s * f.chest_w * 0.86, f.bust_y),
                (s * f.chest_w * 0.8, f.bust_y + h * 0.2),
            ],
        ]
        inside = strokes(folds, shade, 5.5, 0.85)
        if s > 0:
            inside += fill(route("M", (f.chest_w * 0.86, f.shoulder_y), "L", (f.waist_w * 0.86, f.waist_y), "L",
                ((f.hip_w + flare) * 0.76, bottom + 9), "H", num(600), "V", num(f.shoulder_y), "Z"), shade,
                0.4)  # fmt: skip
        if rim:
            inside += stroke(spline(front), rim, 15)
        out += form(d, fig.cloth(colour, None, max(bottom, f.knee_y)), line, 3.0) + fig.ink.inside(d, inside)
        if rim:
            out += stroke(spline(front), line, 3.0)
    return out


def wide_sleeve(
    fig: Figure, arm: Arm, colour: str, *, drop: float = 0.5, pattern: str = "", lining: str | None = None
) -> str:
    """A sleeve that hangs from the forearm (kimono, robe); `drop` in heads."""
    f, s, h = fig.frame, arm.side, fig.frame.head
    line, shade = cloth_line(colour), cloth_shade(colour)
    (ex, ey), (wx, wy) = arm.elbow, arm.wrist
    wrist = lerp(arm.elbow, arm.wrist, 0.86)
    upper = arm_tube(arm, f, ease=9, end=0.5)
    if arm.raised:  # the sleeve slides down to the elbow and hangs from the forearm
        bag = [
            (wx - s * h * 0.1, wy + h * 0.05),
            (wx, wy + h * 0.085),
            (wx + s * h * 0.1, wy + h * 0.06),
            (wx + s * h * 0.17, ey - h * 0.1),
            (wx + s * h * 0.19, ey + drop * h * 0.5),
            (wx + s * h * 0.02, ey + drop * h * 0.62),
            (ex - s * h * 0.05, ey + drop * h * 0.42),
            (ex - s * h * 0.11, ey),
        ]
        mouth = bag[:3]
    elif abs(wx - ex) < 0.12 * h:
        bag = [lerp(arm.shoulder, arm.elbow, 0.55), (ex + s * h * 0.14, ey), (wx + s * h * 0.2, wy - h * 0.2),
               (wx + s * h * 0.22, wy + drop * h * 0.28), (wx + s * h * 0.12, wy + drop * h * 0.4),
               (wx - s * h * 0.11, wy + drop * h * 0.22),
               (wx - s * h * 0.12, wy - h * 0.12), (ex - s * h * 0.12, ey - h * 0.1)]  # fmt: skip
        mouth = []
    else:
        low = lerp(arm.elbow, wrist, 0.22)
        bag = [
            (ex + s * h * 0.02, ey - h * 0.17),
            (wrist[0] + s * h * 0.02, wrist[1] - h * 0.11),
            (wrist[0], wrist[1] + h * 0.07),
            (wrist[0] - s * h * 0.02, wrist[1] + drop * h * 0.9),
            (low[0], low[1] + drop * h * 0.95),
            (ex + s * h * 0.09, ey + h * 0.05),
        ]
        mouth = bag[1:3]
    d = spline(bag, closed=True)
    paint = fig.cloth(colour)
    shaded = fill(spline([(x + h * 0.07, y + h * 0.05) for x, y in bag], closed=True), shade, 0.28)
    folds = [
        [
            lerp(arm.shoulder, arm.elbow, 0.9),
            (bag[-2][0], (ey + bag[-2][1]) / 2),
            (bag[3][0] * 0.5 + bag[-2][0] * 0.5, bag[3][1] - h * 0.08),
        ],
        [
            (ex, ey + h * 0.05),
            (ex * 0.6 + bag[3][0] * 0.4, ey + h * 0.2),
            (bag[3][0] * 0.8 + ex * 0.2, bag[3][1] - h * 0.1),
        ],
    ]
    from_body = fill(upper.outline, paint) + stroke(spline(upper.left[3:] if s > 0 else upper.right[3:]), line, 3.0)
    out = from_body + form(d, paint, line, 3.0) + fill(upper.outline, paint)
    armpit = upper.right if s > 0 else upper.left
    out += stroke(spline(armpit[8:]), line, 3.0)
    out += fig.ink.inside(d, shaded + pattern) + fig.ink.inside(upper.outline, pattern) + strokes(folds, line, 4.0,
        0.55)  # fmt: skip
    if lining and mouth:
        out += stroke(spline(mouth), lining, 5)
    return out


def cape(fig: Figure, colour: str, *, lining: str, length: float) -> str:
    """A cape behind the body, down to y = `length`."""
    f = fig.frame
    h = f.head
    wide = f.shoulder_w + h * 0.34
    half: list[Point] = [(f.neck_w * 1.2, f.neck_y - h * 0.12), (f.shoulder_w * 0.9, f.shoulder_y - h * 0.1),
        (f.shoulder_w + h * 0.08, f.bust_y),
                         (wide * 0.92, f.hip_y), (wide * 1.04, length)]  # fmt: skip
    hem: list[Point] = [(wide * 1.04 * t, length + (16 if i % 2 else 34)) for i, t in enumerate((0.8, 0.55, 0.3, 0,
        -0.3, -0.55, -0.8))]  # fmt: skip
    left = [(-x, y) for x, y in reversed(half)]
    d = spline(half) + spline([half[-1], *hem, left[0]], join=True) + spline(left, join=True) + "Z"
    folds = [[(s * f.shoulder_w * 0.95, f.bust_y), (s * wide * k * 0.8, f.hip_y), (s * wide * k, length)]
        for s in (-1, 1) for k in (0.72, 0.86, 0.97)]  # fmt: skip
    paint = fig.ink.linear(((0, deepen(lining, 0.12)), (1, deepen(lining, 0.35))), (-wide, f.bust_y), (wide, length))
    return form(d, paint, cloth_line(colour), 3.0) + strokes(folds, cloth_line(colour), 5,
        0.6) + stroke(spline([half[-1], *hem, left[0]]), lift(colour, 0.2), 6)  # fmt: skip


def mantle(fig: Figure, colour: str, *, clasp: str, depth: float = 0.34, rim: str | None = None) -> str:
    """The part of a cape over the shoulders, with a clasp."""
    f = fig.frame
    h = f.head
    out = ""
    for s in (-1, 1):
        points: list[Point] = [
            (s * f.neck_w * 0.98, f.neck_y - h * 0.15), (s * f.shoulder_w * 0.72, f.shoulder_y - h * 0.15),
            (s * (f.shoulder_w + h * 0.05), f.shoulder_y + h * 0.06), (s * (f.shoulder_w + h * 0.09), f.shoulder_y
            + h * depth),
            (s * f.chest_w * 0.66, f.shoulder_y + h * depth * 0.85), (0, f.neck_y + h * 0.17),
        ]  # fmt: skip
        d = route("M", points[0], "C", points[1], points[1], points[2], "L", points[3], "Q", points[4], points[5], "Z")
        out += form(d, fig.cloth(colour), cloth_line(colour), 3.0)
        if rim:
            out += stroke(route("M", points[3], "Q", points[4], points[5]), rim, 5)
    y = f.neck_y + h * 0.16
    gem = route("M", (0, y - 15), "L", (13, y), "L", (0, y + 17), "L", (-13, y), "Z")
    return out + form(gem, clasp, deepen(clasp, 0.6), 2.6) + fill(route("M", (0, y - 10), "L", (-8, y), "L",
        (0, y + 3), "Z"), "#ffffff", 0.6)  # fmt: skip


def apron(fig: Figure, colour: str, *, trim: str, hem: float, frills: bool) -> str:
    """An apron with a bib, shoulder straps and a pocket."""
    f = fig.frame
    h = f.head
    line, shade = cloth_line(colour), cloth_shade(colour)
    top_y, wide = f.bust_y - h * 0.12, f.chest_w * 0.62
    straps = "".join(
        form(route("M", (s * wide, top_y + 8), "L", (s * f.neck_w * 1.5, f.neck_y - h * 0.03), "L",
        (s * f.neck_w * 1.95, f.neck_y - h * 0.005), "L", (s * (wide + 4), top_y + 40), "Z"), colour, line, 2.6)
        for s in (-1, 1)
    )  # fmt: skip
    if frills:
        for s in (-1, 1):
            waves: list[Point] = [(s * (f.neck_w * 1.6 + (16 if i % 2 else 30) + i * 5), f.neck_y + h * 0.02
                + i * h * 0.075) for i in range(7)]  # fmt: skip
            straps += form(spline([(s * f.neck_w * 1.7, f.neck_y - h * 0.02), *waves, (s * wide, top_y + h * 0.3)])
                + "Z", lift(colour, 0.3), line, 2.4)  # fmt: skip
    bib = route("M", (-wide, top_y), "Q", (0, top_y + 12), (wide, top_y), "L", (f.waist_w + 4, f.waist_y + 8), "H",
        num(-f.waist_w - 4), "Z")  # fmt: skip
    low = f.hip_w + h * 0.12
    skirt_part = route("M", (-f.waist_w - 8, f.waist_y + 4), "Q", (0, f.waist_y + 14), (f.waist_w + 8, f.waist_y
        + 4), "C", (f.hip_w + 8, f.hip_y), (low, hem - h * 0.2), (low, hem), "Q", (0, hem + h * 0.12), (-low, hem),
        "C", (-low, hem - h * 0.2), (-f.hip_w - 8, f.hip_y), (-f.waist_w - 8, f.waist_y + 4), "Z")  # fmt: skip
    band = route("M", (-f.waist_w - 8, f.waist_y - 4), "Q", (0, f.waist_y + 8), (f.waist_w + 8, f.waist_y - 4), "V",
        num(f.waist_y + 18), "Q", (0, f.waist_y + 30), (-f.waist_w - 8, f.waist_y + 18), "Z")  # fmt: skip
    y = f.hip_y - h * 0.02
    pocket = route("M", (-h * 0.2, y), "Q", (0, y + 8), (h * 0.2, y), "L", (h * 0.18, y + h * 0.24), "Q",
        (0, y + h * 0.29), (-h * 0.18, y + h * 0.24), "Z")  # fmt: skip
    folds = [[(s * f.waist_w * k, f.waist_y + 24), (s * f.hip_w * k * 1.02, f.hip_y), (s * low * k, hem - h * 0.1)]
        for s in (-1, 1) for k in (0.55, 0.88)]  # fmt: skip
    ruffle = ""
    if frills:
        edge: list[Point] = [(low * 1.04 * (1 - 2 * i / 20), hem + h * 0.07 * (1 - (1 - i / 10) ** 2)
            + (20 if i % 2 else 8)) for i in range(21)]  # fmt: skip
        ruffle = form(route("M", (low, hem - 8)) + spline(edge, join=True) + route("L", (-low, hem - 8), "Q",
            (0, hem + h * 0.08), (low, hem - 8), "Z"), lift(colour, 0.3), line, 2.4)  # fmt: skip
    paint = fig.cloth(colour)
    return (
        straps + form(bib, paint, line, 2.9) + ruffle + form(skirt_part, paint, line, 3.0)
        + fig.ink.inside(skirt_part, strokes(folds, shade, 6, 0.9))
        + form(pocket, paint, line, 2.6) + stroke(route("M", (-h * 0.19, y + 12), "Q", (0, y + 20),
        (h * 0.19, y + 12)), trim, 3.6)
        + form(band, trim, cloth_line(trim), 2.6)
    )  # fmt: skip
