"""Small parts of outfits: collars, ties, bows, buttons, pockets."""

from __future__ import annotations

from yoake.providers.sketch.character.body import Figure
from yoake.providers.sketch.character.palette import cloth_line, cloth_shade, deepen, lift
from yoake.providers.sketch.character.pen import fill, form, merged, num, route, stroke, strokes


def shirt_collar(fig: Figure, colour: str, *, open_by: float = 0.0) -> str:
    """Two collar wings around the neck; `open_by` (0..1) opens them and shows the throat."""
    f = fig.frame
    w, y, h = f.neck_w, f.neck_y, f.head
    line = cloth_line(colour)
    throat = ""
    if open_by:
        throat = fill(route("M", (-w * 0.9, y - h * 0.1), "L", (0, y + h * (0.1 + 0.2 * open_by)), "L",
            (w * 0.9, y - h * 0.1), "Z"), fig.skin_paint)  # fmt: skip
    else:
        rim = route("M", (-w, y - h * 0.12), "Q", (0, y), (w, y - h * 0.12))
        back = rim + route("L", (w * 0.7, y + h * 0.12), "H", num(-w * 0.7), "Z")
        throat = fill(back, cloth_shade(colour)) + stroke(rim, line, 2.4)
    low = y + h * (0.13 + 0.1 * open_by)
    out = ""
    for s in (-1, 1):
        d = (
            route("M", (s * w * 1.02, y - h * 0.13), "C", (s * w * 1.3, y - h * 0.06), (s * w * 1.5, y),
            (s * w * 1.55, y + h * 0.05), "L", (s * w * 0.75, low + h * 0.05), "L", (s * w * 0.05 * (1 + open_by),
            low - h * 0.04), "C", (s * w * 0.5, y + h * 0.03), (s * w * 0.9, y - h * 0.04), (s * w * 1.02,
            y - h * 0.13), "Z")
        )  # fmt: skip
        out += form(d, colour, line, 2.7)
    return throat + out


def tie(fig: Figure, colour: str, *, length: float, stripes: str | None = None) -> str:
    """A necktie; `length` in heads."""
    f = fig.frame
    y, h = f.neck_y + f.head * 0.07, f.head
    line = deepen(colour, 0.6)
    end = y + h * length
    blade = route("M", (-h * 0.035, y + h * 0.1), "L", (-h * 0.085, end - h * 0.1), "L", (0, end), "L",
        (h * 0.085, end - h * 0.1), "L", (h * 0.035, y + h * 0.1), "Z")  # fmt: skip
    knot = route("M", (-h * 0.065, y), "L", (h * 0.065, y), "L", (h * 0.04, y + h * 0.11), "L",
        (-h * 0.04, y + h * 0.11), "Z")  # fmt: skip
    inside = ""
    if stripes:
        for i in range(9):
            yy = y + h * (0.2 + 0.13 * i)
            inside += fill(route("M", (-h * 0.12, yy), "L", (h * 0.12, yy - h * 0.1), "v", num(h * 0.05), "L",
                (-h * 0.12, yy + h * 0.05), "Z"), stripes, 0.85)  # fmt: skip
    inside += fill(f"M0,{num(y)}L{num(h * 0.12)},{num(y)}V{num(end)}H{num(h * 0.02)}Z", cloth_shade(colour), 0.4)
    paint = fig.ink.linear(((0, lift(colour, 0.15)), (1, deepen(colour, 0.15))), (0, y), (0, end))
    return form(blade, paint, line, 2.6) + fig.ink.inside(blade, inside) + form(knot, lift(colour, 0.08), line, 2.6)


def bow(fig: Figure, colour: str, y: float, *, size: float, x: float = 0.0, tails: float = 1.0) -> str:
    """A ribbon bow, `size` heads from side to side."""
    line, dark = deepen(colour, 0.62), deepen(colour, 0.3)
    scale = fig.frame.head * size / 120
    ends = ""
    if tails:
        half = [
            (8, 4), (14, 26 * tails), (22, 50 * tails), (34, 72 * tails), (14, 70 * tails), (8, 80 * tails),
            (-2, 54 * tails), (-2, 26), (-4, 4),
        ]  # fmt: skip
        shapes = []
        for s in (-1, 1):
            a, b, c, d, e, g, k, m, n = ((s * x, y) for x, y in half)
            shapes.append(route("M", a, "C", b, c, d, "L", e, "L", g, "C", k, m, n, "Z"))
        ends = merged(shapes, colour, line, 3.0)
    wings = "".join(
        form(
            route(
                "M",
                (0, 0),
                "C",
                (s * 16, -22),
                (s * 40, -32),
                (s * 58, -26),
                "C",
                (s * 64, -8),
                (s * 62, 16),
                (s * 54, 28),
                "C",
                (s * 36, 28),
                (s * 14, 16),
                (0, 0),
                "Z",
            ),
            colour,
            line,
            3.2,
        )
        + fill(f"M{s * 8},0C{s * 22},-7 {s * 34},-8 {s * 44},-4C{s * 36},5 {s * 24},9 {s * 8},0Z", dark, 0.8)
        + fill(
            route(
                "M",
                (s * 26, -20),
                "C",
                (s * 38, -25),
                (s * 48, -25),
                (s * 53, -18),
                "C",
                (s * 46, -20),
                (s * 38, -19),
                (s * 26, -20),
                "Z",
            ),
            lift(colour, 0.5),
            0.8,
        )
        for s in (-1, 1)
    )
    knot = form("M-11,-11C-5,-14 5,-14 11,-11C14,-4 14,6 11,12C5,15 -5,15 -11,12C-14,6 -14,-4 -11,-11Z",
        lift(colour, 0.12), line, 3.0)  # fmt: skip
    return f'<g transform="translate({num(x)},{num(y)}) scale({scale:.3f})">{ends}{wings}{knot}</g>'


def buttons(x: float, ys: list[float], colour: str, radius: float = 7.0) -> str:
    """Round buttons in a column."""
    line = deepen(colour, 0.6)
    return "".join(
        f'<circle cx="{num(x)}" cy="{num(y)}" r="{radius:g}" fill="{colour}" stroke="{line}" stroke-width="2.2"/>'
        f'<circle cx="{num(x - radius * 0.3)}" cy="{num(y - radius * 0.3)}" r="{radius * 0.3:.1f}"'
        ' fill="#fff" fill-opacity=".75"/>'
        for y in ys
    )


def lapels(fig: Figure, colour: str, *, low: float, spread: float = 0.62, inner: str | None = None) -> str:
    """The open front of a jacket down to `low`, with what is worn under it, and its lapels."""
    f = fig.frame
    w, y, h = f.neck_w, f.neck_y, f.head
    line = cloth_line(colour)
    chest = ""
    if inner:
        d = route("M", (-w * 1.15, y - h * 0.06), "L", (0, low), "L", (w * 1.15, y - h * 0.06), "C",
            (w * 0.6, y + h * 0.02), (-w * 0.6, y + h * 0.02), (-w * 1.15, y - h * 0.06), "Z")  # fmt: skip
        chest = form(d, inner, cloth_line(inner), 2.6)
        shadow = f"M{num(w * 0.25)},{num(y)}L{num(w * 1.2)},{num(y)}L0,{num(low)}Z"
        chest += fig.ink.inside(d, fill(shadow, cloth_shade(inner), 0.5))
    out = ""
    for s in (-1, 1):
        mid = y + (low - y) * 0.38
        wide = f.chest_w * spread
        d = (
            route("M", (s * w * 1.1, y - h * 0.12), "C", (s * w * 1.5, y - h * 0.03), (s * w * 1.7, y + h * 0.02),
            (s * w * 1.75, y + h * 0.06), "L", (s * wide * 1.05, mid - h * 0.08), "L", (s * wide * 0.78,
            mid - h * 0.05), "L", (s * wide, mid + h * 0.03), "L", (0, low), "C", (s * w * 0.55, y + h * 0.26),
            (s * w * 0.95, y + h * 0.04), (s * w * 1.1, y - h * 0.12), "Z")
        )  # fmt: skip
        out += form(d, fig.cloth(lift(colour, 0.05)), line, 2.8)
    return chest + out


def pocket(fig: Figure, x: float, y: float, colour: str, *, width: float = 0.22, flap: bool = True) -> str:
    """A pocket, `width` in heads."""
    w = fig.frame.head * width / 2
    line = cloth_line(colour)
    if flap:
        return form(f"M{num(x - w)},{num(y)}h{num(2 * w)}v{num(w * 0.5)}h{num(-2 * w)}Z", fig.cloth(colour), line, 2.4)
    return strokes([[(x - w, y), (x - w, y + w * 2.6), (x, y + w * 2.4)], [(x, y + w * 2.4), (x + w, y + w * 2.6),
        (x + w, y)], [(x - w, y), (x, y + 3), (x + w, y)]], line, 3.0, 0.8)  # fmt: skip
