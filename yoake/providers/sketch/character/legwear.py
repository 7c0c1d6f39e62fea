"""What the lower half of the body wears: shoes, stockings, skirts, trousers."""

from __future__ import annotations

from yoake.providers.sketch.character.body import (
    Figure,
    leg_tubes,
    limb_shade,
)
from yoake.providers.sketch.character.palette import cloth_line, cloth_shade, deepen, lift
from yoake.providers.sketch.character.pen import (
    Point,
    brush,
    fill,
    form,
    lerp,
    merged,
    mirrored,
    num,
    pt,
    route,
    spline,
    stroke,
    strokes,
)


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
            route("M", (x - w * 0.8, y0), "C", (x - w * (1.3 - s * 0.1), y1 - f.head * 0.1), (x - w * 1.35 + s * 6,
            y1), (x - w * 0.7 + s * 8, y1 + 2), "L", (x + w * 0.7 + s * 8, y1 + 2), "C", (x + w * 1.35 + s * 6, y1),
            (x + w * (1.3 + s * 0.1), y1 - f.head * 0.1), (x + w * 0.8, y0), "Z")
        )  # fmt: skip
        shapes = [foot]
        if boots:
            count = len(leg.left)
            first = next(i for i, p in enumerate(leg.centre)
                if p[1] > f.ankle_y - (f.ankle_y - f.knee_y) * boots) if boots < 1 else 0  # fmt: skip
            first = min(first, count - 2)
            shapes.append(spline([(p[0] + 3, p[1]) for p in leg.left[first:]]) + spline([(p[0] - 3, p[1])
                for p in leg.right[first:]][::-1], join=True) + "Z")  # fmt: skip
        out += merged(shapes, paint, line, 2.8)
        out += strokes([[(x - w * 0.5 + s * 6, y1 - f.head * 0.075), (x + s * 7, y1 - f.head * 0.105),
            (x + w * 0.6 + s * 8, y1 - f.head * 0.075)]], line, 3, 0.8)  # fmt: skip
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
        lit = fill(
            spline(leg.right[first:])
            + spline([lerp(r, c, 0.35) for r, c in zip(leg.right, leg.centre, strict=True)][first:][::-1], join=True)
            + "Z",
            lift(colour, 0.35),
            0.5,
        )
        dark = fill(
            spline(leg.left[first:])
            + spline([lerp(r, c, 0.5) for r, c in zip(leg.left, leg.centre, strict=True)][first:][::-1], join=True)
            + "Z",
            cloth_shade(colour),
            0.5,
        )
        out += form(d, colour, cloth_line(colour), 2.8) + lit + dark  # fmt: skip
        if band:
            a, b = leg.left[first], leg.right[first]
            out += form(route("M", a, "L", b, "L", (b[0], b[1] + 14), "L", (a[0], a[1] + 14), "Z"), band,
                cloth_line(band), 2.2)  # fmt: skip
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


def skirt(
    fig: Figure,
    colour: str,
    *,
    top_y: float,
    hem: float,
    flare: float,
    pleats: int = 0,
    folds: int = 7,
    trim: str | None = None,
    plaid: str | None = None,
    pattern: str = "",
    frill: str | None = None,
) -> str:
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
            lines.append([(tx, y0 + 8), middle, (hx, hy)] if pleats else [(hx, hy), middle,
                (tx * 0.94, y0 + (hy - y0) * 0.25)])  # fmt: skip
            nx, ny = hem_points[i + 1]
            shades += route("M", (tx, y0), "Q", middle, (hx, hy), "L", (nx, ny), "Q", (middle[0] - 3, middle[1]),
                (tx, y0), "Z")  # fmt: skip
    inside = pattern + fill(shades, shade, 0.5)
    if plaid:
        for share in (0.25, 0.5, 0.75):
            y = y0 + (hem - y0) * share
            w = lerp((x0, 0), (x2, 0), share)[0] + 30
            inside += stroke(f"M{num(-w)},{num(y)}Q0,{num(y + drop * 2.2 * share)} {num(w)},{num(y)}", plaid, 7, 0.5)
            inside += stroke(route("M", (-w, y + 12), "Q", (0, y + 12 + drop * 2.2 * share), (w, y + 12)),
                lift(plaid, 0.5), 2, 0.7)  # fmt: skip
        for i in range(1, count * 2, 2):
            hx, hy = hem_points[i]
            inside += stroke(f"M{num(x0 * hx / x2)},{num(y0)}L{num(hx)},{num(hy)}", plaid, 4, 0.35)
    if trim:
        inside += stroke(spline([(x, y - drop * 0.9 - 12) for x, y in hem_points[::2]]), trim, 5.5, 0.95)
    dusk = route("M", (x2 * 1.1, y0), "L", (x0 * 0.55, y0), "C", (x0 * 0.8, (y0 + hem) / 2), (x2 * 0.62, hem),
        (x2 * 0.6, hem + 40), "H", num(x2 * 1.2), "Z")  # fmt: skip
    inside += fill(dusk, shade, 0.32)
    paint = fig.ink.linear(((0, lift(colour, 0.14)), (0.55, colour), (1, deepen(colour, 0.2))), (-x2 * 0.6, y0),
        (x2 * 0.6, hem))  # fmt: skip
    out = ""
    if frill:
        waves = [(x * 1.03, y + 16 + (10 if i % 2 else 0)) for i, (x, y) in enumerate(hem_points)]
        out += form(route("M", hem_points[0]) + spline(waves, join=True)
            + f"L{pt(hem_points[-1])}L0,{num(hem - 20)}Z", frill, cloth_line(frill), 2.6)  # fmt: skip
    return out + form(d, paint, line, 3.0) + fig.ink.inside(d, inside) + strokes(lines, line, 3.4, 0.75)


def trousers(
    fig: Figure,
    colour: str,
    *,
    ease: float = 5,
    end: float = 1.0,
    flare: float = 0.0,
    crease: bool = False,
    stripe: str | None = None,
) -> str:
    """Trousers or shorts down to a share `end` of the leg."""
    f = fig.frame
    legs = leg_tubes(f, ease, end, flare)
    waist_y = f.waist_y + (f.hip_y - f.waist_y) * 0.25
    hip = (f.hip_w + ease, f.hip_y + f.head * 0.06)
    seat = spline([(f.waist_w + ease * 0.7, waist_y), (f.hip_w * 0.98 + ease, f.hip_y - f.head * 0.05), hip])
    seat += f"L0,{num(f.crotch_y + f.head * 0.05)}L{num(-hip[0])},{num(hip[1])}"
    seat += spline(mirrored([(f.waist_w + ease * 0.7, waist_y), (f.hip_w * 0.98 + ease, f.hip_y - f.head * 0.05),
        hip]), join=True) + "Z"  # fmt: skip
    line, shade = cloth_line(colour), cloth_shade(colour)
    paint = fig.cloth(colour, f.waist_y, f.ankle_y)
    out = merged([legs[0].outline, legs[1].outline, seat], paint, line, 3.0)
    for leg in legs:
        out += limb_shade(leg, shade, 0.5)
        middle = leg.centre
        if crease:
            out += fill(brush([middle[3], middle[len(middle) // 2], middle[-1]], 2.6, end=0.7), line, 0.5)
        if stripe:
            outer = leg.left if middle[0][0] > 0 else leg.right
            edge = [lerp(a, c, 0.3) for a, c in zip(outer, middle, strict=True)]
            out += fig.ink.inside(leg.outline, stroke(spline(edge), stripe, 7))
    y, h = f.crotch_y + f.head * 0.02, f.head
    folds: list[list[Point]] = [
        [(-4, y), (-h * 0.1, y + h * 0.02), (-h * 0.24, y - h * 0.06)], [(4, y), (h * 0.1, y + h * 0.02),
        (h * 0.24, y - h * 0.06)],
        [(0, waist_y + 6), (2, y - h * 0.1), (0, y + h * 0.1)],
    ]  # fmt: skip
    inner: list[list[Point]] = [[(0, y), (0.5, y + h * 0.3), (0, y + h * 0.9)]] if end > 0.5 else []
    knees: list[list[Point]] = []
    if end > 0.8:
        for s in (-1, 1):
            x = legs[0].centre[-1][0] * s * -1
            knees += [[(x - h * 0.12, f.knee_y), (x, f.knee_y + h * 0.04), (x + h * 0.1, f.knee_y - h * 0.02)],
                      [(x + h * 0.1, f.ankle_y - h * 0.1), (x, f.ankle_y - h * 0.05),
                      (x - h * 0.1, f.ankle_y - h * 0.08)]]  # fmt: skip
    return out + strokes(folds + knees, line, 4.0, 0.65) + strokes(inner, line, 5.0)
