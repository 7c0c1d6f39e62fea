"""The ornaments that all parts share: motifs, corners, rules, double borders."""

from __future__ import annotations

import math
from random import Random

from yoake.providers.sketch.interface.theme import Motif, Theme
from yoake.providers.sketch.place.canvas import Canvas, num, points_path, trace


def motif_path(motif: Motif, s: float) -> str:
    """The `d` of a motif around the origin, `s` pixels from its middle to its tip."""
    if motif == "star":
        points = []
        for k in range(10):
            a, reach = -math.pi / 2 + k * math.pi / 5, s if k % 2 == 0 else s * 0.42
            points.append((math.cos(a) * reach, math.sin(a) * reach))
        return points_path(points)
    if motif == "petal":
        out = ""
        for k in range(5):
            a = -math.pi / 2 + k * math.tau / 5
            left, right = a - 0.52, a + 0.52
            notch = (math.cos(a) * s * 0.82, math.sin(a) * s * 0.82)
            tips = [(math.cos(a + d) * s * 1.02, math.sin(a + d) * s * 1.02) for d in (-0.17, 0.17)]
            bases = [(math.cos(x) * s * 0.72, math.sin(x) * s * 0.72) for x in (left, right)]
            out += trace("M", 0, 0, "C", *bases[0], *bases[0], *tips[0], "L", *notch, "L", *tips[1])
            out += trace("C", *bases[1], *bases[1], 0, 0, "Z")
        return out
    if motif == "leaf":
        body = trace("M", 0, -s, "C", s * 0.85, -s * 0.5, s * 0.7, s * 0.5, 0, s, "C", -s * 0.7, s * 0.5)
        return body + trace(-s * 0.85, -s * 0.5, 0, -s, "Z")
    if motif == "wave":
        top = trace("M", -s, s * 0.3, "C", -s * 0.6, -s * 0.9, s * 0.5, -s * 1.1, s * 0.62, -s * 0.2)
        return top + trace(
            "C", s * 0.5, -s * 0.5, s * 0.05, -s * 0.4, 0, 0, "C", s * 0.1, s * 0.4, s * 0.7, s * 0.3, s, s * 0.3, "Z"
        )
    if motif == "snow":
        out = ""
        for k in range(6):
            a = k * math.tau / 6
            for d0, d1, wide in ((0, 1, 0.07), (0.5, 0.74, 0.06)):
                for turn in (0.0,) if d0 == 0 else (-0.75, 0.75):
                    x, y = math.cos(a) * s * d0, math.sin(a) * s * d0
                    reach = s * (d1 - d0) if d0 == 0 else s * 0.30
                    ex, ey = x + math.cos(a + turn) * reach, y + math.sin(a + turn) * reach
                    nx, ny = math.cos(a + turn + math.pi / 2) * s * wide, math.sin(a + turn + math.pi / 2) * s * wide
                    out += points_path([(x + nx, y + ny), (ex + nx, ey + ny), (ex - nx, ey - ny), (x - nx, y - ny)])
        return out
    return points_path([(0, -s), (s * 0.62, 0), (0, s), (-s * 0.62, 0)])


def motif(c: Canvas, t: Theme, x: float, y: float, s: float, fill: str, *, turn: float = 0, opacity: float = 1) -> None:
    """The theme's motif at (x, y)."""
    with c.layer(transform=f"translate({num(x)},{num(y)}) rotate({turn:.0f})"):
        c.path(motif_path(t.motif, s), fill, opacity=opacity)
        if t.motif == "petal":
            c.circle(0, 0, s * 0.16, t.accent, opacity=opacity)


def rounded(x: float, y: float, w: float, h: float, r: float, *, notch: bool = False) -> str:
    """The `d` of a box with round corners, or corners cut inwards by quarter circles (`notch`)."""
    sweep = 0 if notch else 1
    arc = f"A{num(r)},{num(r)} 0 0,{sweep} "
    return (
        f"M{num(x + r)},{num(y)}H{num(x + w - r)}{arc}{num(x + w)},{num(y + r)}V{num(y + h - r)}{arc}{num(x + w - r)},"
        f"{num(y + h)}"
        f"H{num(x + r)}{arc}{num(x)},{num(y + h - r)}V{num(y + r)}{arc}{num(x + r)},{num(y)}Z"
    )


def panel(
    c: Canvas,
    t: Theme,
    w: float,
    h: float,
    *,
    radius: float = 18,
    opacity: float = 0.9,
    notch: bool = True,
    lit: bool = False,
) -> None:
    """The ground of a part of w x h: shadow, gradient, double border; `lit` for what is chosen."""
    m = 8.0
    shadow = rounded(m, m + 3, w - 2 * m, h - 2 * m, radius, notch=notch)
    with c.layer(blur=3.2):
        c.path(shadow, "#000000" if not lit else t.accent_light, opacity=0.42 if not lit else 0.85)
    top, low = (t.accent_light, t.accent) if lit else (t.panel, t.deep)
    body = rounded(m, m, w - 2 * m, h - 2 * m, radius, notch=notch)
    c.path(body, c.along((0, m), (0, h - m), (0, top, opacity * 0.94), (1, low, opacity)))
    shine = rounded(m + 3, m + 3, w - 2 * m - 6, (h - 2 * m) * 0.42, radius * 0.8, notch=notch)
    c.path(shine, c.along((0, m), (0, h * 0.46), (0, "#ffffff", 0.20 if lit else 0.11), (1, "#ffffff", 0.0)))
    metal = c.along((0, 0), (w, h), (0, t.line), (0.45, "#ffffff"), (0.55, t.line), (1, t.line))
    c.path(body, stroke=metal, width=2.6)
    inner = rounded(m + 6, m + 6, w - 2 * m - 12, h - 2 * m - 12, max(3, radius - 3), notch=notch)
    c.path(inner, stroke=t.line, width=1, opacity=0.55)


def flourish(c: Canvas, t: Theme, x: float, y: float, s: float, sx: float = 1, sy: float = 1) -> None:
    """A corner ornament growing from (x, y) to the right and down; sx and sy of -1 turn it over."""
    with c.layer(transform=f"translate({num(x)},{num(y)}) scale({num(sx)},{num(sy)})"):
        c.path(trace("M", 0, s, "C", 0, s * 0.45, s * 0.1, s * 0.2, s * 0.32, s * 0.32), stroke=t.line, width=s * 0.035)
        c.path(trace("M", s, 0, "C", s * 0.45, 0, s * 0.2, s * 0.1, s * 0.32, s * 0.32), stroke=t.line, width=s * 0.035)
        for a, b in (
            ((0.04, 0.62), (0.24, 0.58)),
            ((0.62, 0.04), (0.58, 0.24)),
            ((0.1, 0.86), (0.22, 0.8)),
            ((0.86, 0.1), (0.8, 0.22)),
        ):
            c.path(
                trace("M", a[0] * s, a[1] * s, "Q", b[0] * s * 0.7, b[1] * s * 0.95, b[0] * s, b[1] * s),
                stroke=t.line,
                width=s * 0.026,
            )
            c.circle(b[0] * s, b[1] * s, s * 0.024, t.line)
        motif(c, t, s * 0.22, s * 0.22, s * 0.17, t.line)


def rule(c: Canvas, t: Theme, x: float, y: float, w: float, s: float) -> None:
    """A horizontal rule of width `w` centred at (x, y), with the motif in its middle."""
    half = w / 2
    left = c.along((x - half, 0), (x, 0), (0, t.line, 0.0), (1, t.line, 1.0))
    right = c.along((x, 0), (x + half, 0), (0, t.line, 1.0), (1, t.line, 0.0))
    c.rect(x - half, y - 1, half - s * 1.5, 2, left)
    c.rect(x + s * 1.5, y - 1, half - s * 1.5, 2, right)
    for side in (-1, 1):
        c.path(
            points_path(
                [
                    (x + side * s * 1.5, y),
                    (x + side * s * 2.1, y - s * 0.3),
                    (x + side * s * 2.7, y),
                    (x + side * s * 2.1, y + s * 0.3),
                ]
            ),
            t.line,
        )
        c.circle(x + side * half * 0.62, y, s * 0.16, t.line)
    motif(c, t, x, y, s, t.line)


def scatter(
    c: Canvas,
    t: Theme,
    r: Random,
    box: tuple[float, float, float, float],
    count: int,
    tones: list[str],
    size: tuple[float, float],
    opacity: float,
) -> None:
    """Motifs strewn over `box` (x0, y0, x1, y1)."""
    for _ in range(count):
        s = size[0] + (size[1] - size[0]) * r.random() ** 2
        motif(
            c, t, r.uniform(box[0], box[2]), r.uniform(box[1], box[3]), s, r.choice(tones),
            turn=r.uniform(0, 360), opacity=opacity * r.uniform(0.4, 1),
        )  # fmt: skip
