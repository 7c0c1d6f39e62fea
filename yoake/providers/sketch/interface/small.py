"""The small parts: icons, marks, bars, arrows; each function draws a part or makes one that does."""

from __future__ import annotations

import math
from collections.abc import Callable

from yoake.providers.sketch.interface.icons import ICONS
from yoake.providers.sketch.interface.ornament import flourish, motif, motif_path, rule
from yoake.providers.sketch.interface.theme import Theme
from yoake.providers.sketch.place.canvas import Canvas, num, trace

Draw = Callable[[Canvas, Theme, int, int], None]
"""Paints a part of (width, height) pixels."""


def disc_ground(c: Canvas, t: Theme, w: int, h: int, lit: bool = False) -> None:
    """The round ground of icons and handles."""
    x, y, r = w / 2, h / 2, min(w, h) / 2 - 6
    with c.layer(blur=2):
        c.circle(x, y + 2, r, "#000000", opacity=0.4)
    c.circle(x, y, r, c.linear((0, t.accent_light if lit else t.panel), (1, t.accent if lit else t.deep)))
    c.ellipse(x, y - r * 0.42, r * 0.72, r * 0.42, "#ffffff", opacity=0.14)
    c.ellipse(x, y, r, r, "none", stroke=t.line, width=2.2)
    c.ellipse(x, y, r - 4, r - 4, "none", stroke=t.line, width=0.9, opacity=0.6)


def icon(name: str) -> Draw:
    """An icon by its name."""

    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        disc_ground(c, t, w, h)
        k = w * 0.52 / 24
        with c.layer(transform=f"translate({num(w * 0.24)},{num(h * 0.24)}) scale({k:.3f})"):
            for d in ICONS[name]:
                if d.startswith("*"):
                    c.path(d[1:], t.ink, stroke=t.ink, width=1)
                else:
                    c.path(d, stroke=t.ink, width=1.9)

    return draw  # fmt: skip


def thumb(c: Canvas, t: Theme, w: int, h: int) -> None:
    """The handle of a bar."""
    disc_ground(c, t, w, h, lit=True)
    motif(c, t, w / 2, h / 2, w * 0.2, t.ink)


def check(on: bool, *, disc: bool = False) -> Draw:
    """A check box, or a radio button where it is a `disc`."""

    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        m = 6
        rx = (w - 2 * m) / 2 if disc else 9
        c.rect(m, m, w - 2 * m, h - 2 * m, c.linear((0, t.panel), (1, t.deep)), rx=rx, stroke=t.line, width=2.4)
        if on and disc:
            c.circle(w / 2, h / 2, w * 0.2, c.linear((0, t.accent_light), (1, t.accent)))
        elif on:
            c.rect(m + 4, m + 4, w - 2 * m - 8, h - 2 * m - 8, c.linear((0, t.accent_light), (1, t.accent)), rx=6)
            c.path(
                trace("M", w * 0.29, h * 0.52, "L", w * 0.44, h * 0.67, "L", w * 0.73, h * 0.34),
                stroke=t.ink,
                width=w * 0.09,
            )

    return draw  # fmt: skip


def heart(c: Canvas, t: Theme, w: int, h: int) -> None:
    """A heart."""
    d = trace("M", 0, 9, "C", -14, -2, -9, -12, -3.5, -10, "C", -1.2, -9.2, 0, -7, 0, -5.5)
    d += trace("C", 0, -7, 1.2, -9.2, 3.5, -10, "C", 9, -12, 14, -2, 0, 9, "Z")
    with c.layer(transform=f"translate({num(w / 2)},{num(h / 2 + 2)}) scale({w / 30:.2f})"):
        c.path(d, c.linear((0, "#ff9fba"), (1, "#e23f70")), stroke="#ffffff", width=1.1)
        c.ellipse(-4.4, -5.6, 2.2, 1.5, "#ffffff", opacity=0.7)


def star(c: Canvas, t: Theme, w: int, h: int) -> None:
    """A star."""
    c.glow(w / 2, h / 2, w * 0.5, "#ffe9a0", 0.6)
    with c.layer(transform=f"translate({num(w / 2)},{num(h / 2 + 1)})"):
        c.path(motif_path("star", w * 0.38), c.linear((0, "#fff3b0"), (1, "#f2a93c")), stroke="#ffffff", width=2.2)


def cursor(c: Canvas, t: Theme, w: int, h: int) -> None:
    """The mouse pointer."""
    k = w / 64
    d = trace("M", 8 * k, 5 * k, "L", 8 * k, 46 * k, "L", 19 * k, 36 * k, "L", 27 * k, 54 * k, "L", 35 * k, 50 * k)
    d += trace("L", 27 * k, 33 * k, "L", 42 * k, 32 * k, "Z")
    c.path(d, c.linear((0, t.accent_light), (1, t.accent)), stroke="#ffffff", width=3 * k)
    motif(c, t, 46 * k, 14 * k, 9 * k, t.line)


def loading(c: Canvas, t: Theme, w: int, h: int) -> None:
    """A ring to turn while something loads."""
    for k in range(8):
        a = k * math.tau / 8
        x, y = w / 2 + math.cos(a) * w * 0.32, h / 2 + math.sin(a) * h * 0.32
        motif(
            c, t, x, y, w * (0.055 + 0.008 * k), t.accent_light if k > 5 else t.line, turn=k * 45,
            opacity=0.25 + 0.1 * k,
        )  # fmt: skip


def badge(tone: str, light: str) -> Draw:
    """A ribbon to mark something with."""

    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        d = trace("M", 6, 6, "H", w - 6, "L", w - 18, h / 2, "L", w - 6, h - 6, "H", 6, "L", 18, h / 2, "Z")
        c.path(d, c.linear((0, light), (1, tone)), stroke="#ffffff", width=2)
        for k in (-1, 0, 1):
            motif(c, t, w / 2 + k * 24, h / 2, 9 if k == 0 else 6, "#ffffff")

    return draw  # fmt: skip


def arrow(side: int) -> Draw:
    """An arrow to the left (-1) or right (1)."""

    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        disc_ground(c, t, w, h)
        x = w / 2 - side * w * 0.04
        c.path(
            trace(
                "M", x - side * w * 0.10, h * 0.30, "L", x + side * w * 0.14, h / 2, "L", x - side * w * 0.10, h * 0.70
            ),
            stroke=t.ink,
            width=w * 0.07,
        )

    return draw  # fmt: skip


def wait(c: Canvas, t: Theme, w: int, h: int) -> None:
    """The mark that a click goes on."""
    c.glow(w / 2, h / 2, w * 0.5, t.accent_light, 0.7)
    motif(c, t, w / 2, h * 0.46, w * 0.3, c.linear((0, t.line), (1, t.accent_light)))
    c.rect(w * 0.26, h * 0.84, w * 0.48, 3, t.line, rx=1.5)


def divider(c: Canvas, t: Theme, w: int, h: int) -> None:
    """A horizontal rule."""
    rule(c, t, w / 2, h / 2, w * 0.98, h * 0.34)


def corner(c: Canvas, t: Theme, w: int, h: int) -> None:
    """A corner ornament."""
    flourish(c, t, 6, 6, w - 14)


def bar(full: bool) -> Draw:
    """A bar, full or empty."""

    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        c.rect(2, 4, w - 4, h - 8, t.deep, rx=(h - 8) / 2, opacity=0.85)
        if full:
            c.rect(4, 6, w - 8, h - 12, c.along((0, 0), (w, 0), (0, t.accent), (1, t.accent_light)), rx=(h - 12) / 2)
            c.rect(8, 7.5, w - 16, (h - 12) * 0.36, "#ffffff", rx=3, opacity=0.35)
        c.rect(2, 4, w - 4, h - 8, "none", rx=(h - 8) / 2, stroke=t.line, width=1.8)

    return draw  # fmt: skip
