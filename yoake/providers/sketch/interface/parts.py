"""Every part of the interface: its size, what it is drawn by, and the border that may not be stretched."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from yoake.providers.sketch.interface.icons import ICONS
from yoake.providers.sketch.interface.ornament import flourish, motif, panel, rounded, rule, scatter
from yoake.providers.sketch.interface.small import (
    Draw,
    arrow,
    badge,
    bar,
    check,
    corner,
    cursor,
    divider,
    heart,
    icon,
    loading,
    star,
    thumb,
    wait,
)  # fmt: skip
from yoake.providers.sketch.interface.theme import Theme
from yoake.providers.sketch.place.canvas import Canvas, trace


@dataclass(frozen=True, slots=True)
class Part:
    """One part.

    Attributes:
        slice: left, top, right and bottom border in pixels of a nine-patch; none for what is not stretched.
    """

    width: int
    height: int
    draw: Draw
    slice: tuple[int, int, int, int] | None = None


def _textbox(c: Canvas, t: Theme, w: int, h: int) -> None:
    panel(c, t, w, h, radius=22, opacity=0.88)
    clip = rounded(10, 10, w - 20, h - 20, 20, notch=True)
    with c.layer(clip=clip):
        r = Random(f"{t.seed}/textbox")
        scatter(c, t, r, (w * 0.62, -10, w, h + 10), 13, [t.line, t.accent_light], (12, 46), 0.15)
        c.path(
            trace("M", 0, h, "C", w * 0.3, h * 0.72, w * 0.5, h * 1.05, w, h * 0.70, "V", h, "Z"),
            t.accent,
            opacity=0.16,
        )
    for sx, sy, x, y in ((1, 1, 12, 12), (-1, 1, w - 12, 12), (1, -1, 12, h - 12), (-1, -1, w - 12, h - 12)):
        flourish(c, t, x, y, 50, sx, sy)


def _namebox(c: Canvas, t: Theme, w: int, h: int) -> None:
    m, cut = 8, h * 0.36
    d = trace(
        "M", m + cut, m, "H", w - m - cut, "L", w - m, h / 2, "L", w - m - cut, h - m, "H", m + cut, "L", m, h / 2, "Z"
    )
    with c.layer(blur=3):
        c.path(d, "#000000", opacity=0.4)
    c.path(d, c.along((0, 0), (w, h), (0, t.accent_light), (0.5, t.accent), (1, t.panel)))
    c.path(
        trace("M", m + cut, m + 3, "H", w - m - cut, "L", w - m - cut * 0.6, h * 0.42, "H", m + cut * 0.6, "Z"),
        "#ffffff",
        opacity=0.2,
    )
    c.path(d, stroke=t.line, width=2.4)
    for x in (m + cut + 4, w - m - cut - 4):
        motif(c, t, x, h / 2, 8, t.line)


def _button(lit: bool, *, dim: bool = False) -> Draw:
    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        with c.layer(opacity=0.5 if dim else 1):
            panel(c, t, w, h, radius=h * 0.26, opacity=0.94, notch=True, lit=lit)
            for side in (-1, 1):
                x = w / 2 + side * (w / 2 - h * 0.46)
                motif(c, t, x, h / 2, h * (0.15 if lit else 0.12), t.ink if lit else t.line, opacity=1 if lit else 0.85)

    return draw  # fmt: skip


def _choice(lit: bool) -> Draw:
    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        m = 8.0
        with c.layer(blur=3):
            c.rect(m + 20, m + 3, w - 2 * m - 40, h - 2 * m, t.accent_light if lit else "#000000", rx=6, opacity=0.55)
        ends = 0.92 if lit else 0.82
        top, low = (t.accent, t.accent_light) if lit else (t.deep, t.panel)
        fade = c.along((m, 0), (w - m, 0), (0, low, 0.12), (0.14, top, ends), (0.86, top, ends), (1, low, 0.12))
        c.rect(m, m, w - 2 * m, h - 2 * m, fade)
        edge = c.along((m, 0), (w - m, 0), (0, t.line, 0.0), (0.2, t.line, 1.0), (0.8, t.line, 1.0), (1, t.line, 0.0))
        for y in (m, h - m - 2):
            c.rect(m, y, w - 2 * m, 2.2, edge)
        for y in (m + 5, h - m - 6):
            c.rect(m, y, w - 2 * m, 1, edge, opacity=0.6)
        for side in (-1, 1):
            motif(c, t, w / 2 + side * (w / 2 - 46), h / 2, 13 if lit else 10, t.ink if lit else t.line)

    return draw  # fmt: skip


def _frame(c: Canvas, t: Theme, w: int, h: int) -> None:
    m = 10
    c.path(rounded(m, m, w - 2 * m, h - 2 * m, 16, notch=True), stroke="#000000", width=8, opacity=0.3)
    metal = c.along((0, 0), (w, h), (0, t.line), (0.4, "#ffffff"), (0.6, t.line), (1, t.accent_light))
    c.path(rounded(m, m, w - 2 * m, h - 2 * m, 16, notch=True), stroke=metal, width=5)
    c.path(rounded(m + 9, m + 9, w - 2 * m - 18, h - 2 * m - 18, 12, notch=True), stroke=t.line, width=1.6)
    size = min(64, h * 0.3)
    for sx, sy, x, y in ((1, 1, m, m), (-1, 1, w - m, m), (1, -1, m, h - m), (-1, -1, w - m, h - m)):
        flourish(c, t, x, y, size, sx, sy)


def _slot(empty: bool) -> Draw:
    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        panel(c, t, w, h, radius=14, opacity=0.92)
        c.rect(22, 22, w - 44, h - 78, t.deep, rx=6, opacity=0.85)
        c.rect(22, 22, w - 44, h - 78, "none", rx=6, stroke=t.line, width=1.4)
        rule(c, t, w / 2, h - 36, w * 0.72, 7)
        if empty:
            motif(c, t, w / 2, (h - 34) / 2, 34, t.line, opacity=0.35)

    return draw  # fmt: skip


def _menu(c: Canvas, t: Theme, w: int, h: int) -> None:
    panel(c, t, w, h, radius=24, opacity=0.90)
    with c.layer(clip=rounded(12, 12, w - 24, h - 24, 20, notch=True)):
        r = Random(f"{t.seed}/menu")
        scatter(c, t, r, (0, h * 0.6, w, h), 18, [t.line, t.accent_light], (8, 40), 0.16)
    rule(c, t, w / 2, 74, w * 0.8, 11)
    rule(c, t, w / 2, h - 60, w * 0.6, 8)
    for sx, x in ((1, 14), (-1, w - 14)):
        flourish(c, t, x, 14, 56, sx, 1)
        flourish(c, t, x, h - 14, 56, sx, -1)


def _dialog(c: Canvas, t: Theme, w: int, h: int) -> None:
    panel(c, t, w, h, radius=24, opacity=0.96)
    rule(c, t, w / 2, 70, w * 0.7, 10)
    for sx, sy, x, y in ((1, 1, 14, 14), (-1, 1, w - 14, 14), (1, -1, 14, h - 14), (-1, -1, w - 14, h - 14)):
        flourish(c, t, x, y, 60, sx, sy)


def _tooltip(c: Canvas, t: Theme, w: int, h: int) -> None:
    m, tail = 8, 14
    d = rounded(m, m, w - 2 * m, h - 2 * m - tail, 12)
    nose = trace("M", w / 2 - 12, h - m - tail, "L", w / 2, h - m, "L", w / 2 + 12, h - m - tail, "Z")
    c.path(d + nose, c.linear((0, t.panel), (1, t.deep)), opacity=0.95)
    c.path(d, stroke=t.line, width=1.8)


def _tab(lit: bool) -> Draw:
    def draw(c: Canvas, t: Theme, w: int, h: int) -> None:
        d = trace("M", 6, h, "C", 20, h, 18, 8, 36, 8, "H", w - 36, "C", w - 18, 8, w - 20, h, w - 6, h, "Z")
        c.path(d, c.linear((0, t.accent_light if lit else t.panel), (1, t.accent if lit else t.deep)), opacity=0.95)
        c.path(d, stroke=t.line, width=2)
        motif(c, t, 40, h / 2 + 4, 9, t.ink if lit else t.line, opacity=0.9)

    return draw  # fmt: skip


def decorative(c: Canvas, t: Theme, w: int, h: int) -> None:
    """A panel for a part that nobody has a drawing for."""
    panel(c, t, w, h, radius=18, opacity=0.92)
    motif(c, t, w / 2, h / 2, min(w, h) * 0.2, t.line, opacity=0.5)
    for sx, sy, x, y in ((1, 1, 12, 12), (-1, -1, w - 12, h - 12)):
        flourish(c, t, x, y, min(w, h) * 0.24, sx, sy)


PARTS: dict[str, Part] = {
    "textbox": Part(1240, 220, _textbox, (72, 72, 72, 72)),
    "namebox": Part(300, 64, _namebox, (48, 20, 48, 20)),
    "button": Part(320, 72, _button(lit=False), (64, 30, 64, 30)),
    "button_hover": Part(320, 72, _button(lit=True), (64, 30, 64, 30)),
    "button_disabled": Part(320, 72, _button(lit=False, dim=True), (64, 30, 64, 30)),
    "choice": Part(760, 76, _choice(lit=False), (120, 24, 120, 24)),
    "choice_hover": Part(760, 76, _choice(lit=True), (120, 24, 120, 24)),
    "frame": Part(400, 300, _frame, (80, 80, 80, 80)),
    "thumb_frame": Part(336, 196, _frame, (70, 70, 70, 70)),
    "save_slot": Part(380, 260, _slot(empty=False), (30, 30, 30, 60)),
    "save_slot_empty": Part(380, 260, _slot(empty=True), (30, 30, 30, 60)),
    "menu_panel": Part(420, 640, _menu, (76, 100, 76, 90)),
    "dialog": Part(720, 400, _dialog, (84, 96, 84, 84)),
    "tooltip": Part(360, 96, _tooltip, (24, 24, 24, 28)),
    "tab": Part(220, 60, _tab(lit=False), (52, 20, 52, 10)),
    "tab_active": Part(220, 60, _tab(lit=True), (52, 20, 52, 10)),
    "bar_empty": Part(420, 28, bar(full=False), (14, 8, 14, 8)),
    "bar_full": Part(420, 28, bar(full=True), (14, 8, 14, 8)),
    "bar_thumb": Part(40, 40, thumb),
    "checkbox_off": Part(48, 48, check(on=False)),
    "checkbox_on": Part(48, 48, check(on=True)),
    "radio_off": Part(48, 48, check(on=False, disc=True)),
    "radio_on": Part(48, 48, check(on=True, disc=True)),
    "divider": Part(800, 36, divider),
    "corner": Part(160, 160, corner),
    "heart": Part(64, 64, heart),
    "star": Part(64, 64, star),
    "cursor": Part(64, 64, cursor),
    "loading": Part(128, 128, loading),
    "click_to_continue": Part(48, 48, wait),
    "badge_new": Part(140, 44, badge("#d8466a", "#ff9a8f")),
    "badge_cleared": Part(140, 44, badge("#3f8f5f", "#8fd48a")),
    "arrow_left": Part(72, 72, arrow(-1)),
    "arrow_right": Part(72, 72, arrow(1)),
    **{f"icon_{name}": Part(72, 72, icon(name)) for name in ICONS},
}
"""The parts without text or scenery; `cards.CARDS` holds the others."""
