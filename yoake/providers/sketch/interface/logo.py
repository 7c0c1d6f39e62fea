"""The game's title as a logo: gradient letters, two outlines, a glow, the theme's motif."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.interface.ornament import motif, rule
from yoake.providers.sketch.interface.theme import Theme
from yoake.providers.sketch.place.canvas import Canvas, num
from yoake.providers.sketch.raster import Font, plain

WIDTH, HEIGHT = 960, 340
_LONGEST = 48
"""Characters of a title that the logo shows; more would be too small to read."""
_PAUSES = " 　、，,:：;；!！?？~〜・"
_BREAK_AFTER = _PAUSES + ".のはをにがと-"


def lines_of(title: str, font: Font) -> list[str]:
    """The title on one line, or on two where one would be small; broken at a word's end if there is one."""
    title = " ".join(title.split())
    if len(title) > _LONGEST:
        title = title[: _LONGEST - 1].rstrip() + "…"
    if font.width(title, 100) <= 880 or len(title) < 6:
        return [title]
    breaks = [i + 1 for i, ch in enumerate(title[:-2]) if ch in _BREAK_AFTER and i > 0] or [len(title) // 2]
    middle = font.width(title, 100) / 2
    # after a pause rather than after a particle, even where that is further from the middle
    at = min(breaks, key=lambda i: abs(font.width(title[:i], 100) - middle) - (200 if title[i - 1] in _PAUSES else 0))
    if not 0.2 < at / len(title) < 0.8:
        at = len(title) // 2
    return [title[:at].strip(), title[at:].strip()]


def _letters(c: Canvas, t: Theme, font: Font, text: str, x: float, y: float, size: float) -> None:
    """One line of letters around x, its baseline at y."""
    face = f'font-family="{font.family}" font-weight="bold" font-size="{num(size)}" text-anchor="middle"'
    at = f'x="{num(x)}" y="{num(y)}"'
    body = plain(text)
    joins = 'stroke-linejoin="round"'
    deep, line = t.deep, t.line
    with c.layer(blur=round(size * 0.09, 1)):
        c.add(
            f'<text {at} {face} fill="{t.accent}" stroke="{t.accent}" stroke-width="{num(size * 0.2)}" {joins} '
            f'opacity=".75">{body}</text>'
        )
    c.add(f'<text {at} {face} fill="{deep}" stroke="{deep}" stroke-width="{num(size * 0.17)}" {joins}>{body}</text>')
    c.add(f'<text {at} {face} fill="{line}" stroke="{line}" stroke-width="{num(size * 0.085)}" {joins}>{body}</text>')
    c.add(f'<text {at} {face} fill="#ffffff" stroke="#ffffff" stroke-width="{num(size * 0.05)}" {joins}>{body}</text>')
    fill = c.along(
        (0, y - size * 0.84), (0, y + size * 0.1),
        (0, t.accent_light), (0.46, t.accent), (0.52, t.panel), (0.56, t.accent), (1, t.accent_light),
    )  # fmt: skip
    c.add(f'<text {at} {face} fill="{fill}">{body}</text>')


def draw_logo(c: Canvas, t: Theme, font: Font, title: str, subtitle: str) -> None:
    """Paints the logo on 960 x 340."""
    lines = lines_of(title, font)
    widest = max(font.width(line, 100) for line in lines)
    size = min(118.0 if len(lines) == 1 else 104.0, 86_000 / max(widest, 1))
    r = Random(f"{t.seed}/logo")
    middle = WIDTH / 2
    c.ellipse(middle, 165, 450, 150, c.radial((0, t.accent_light, 0.40), (0.5, t.accent, 0.18), (1, t.accent, 0)))
    top = 165 + size * 0.36 if len(lines) == 1 else 158
    half = min(430.0, widest * size / 200)
    for side in (-1, 1):
        x = middle + side * min(half + 8, 420)
        motif(c, t, x, top - size * 0.78, size * 0.34, t.accent_light, turn=side * 16, opacity=0.95)
        motif(c, t, x + side * 10, top - size * 0.78 + size * 0.42, size * 0.16, t.line, turn=side * 40)
    for _ in range(16):
        x, y, s = r.uniform(60, WIDTH - 60), r.uniform(26, 300), r.uniform(3, 8)
        motif(c, t, x, y, s, t.line, turn=r.uniform(0, 90), opacity=r.uniform(0.4, 0.9))
    if len(lines) == 1:
        _letters(c, t, font, lines[0], middle, top, size)
    else:
        shift = min(46.0, (860 - widest * size / 100) / 2) if widest * size / 100 < 860 else 0
        _letters(c, t, font, lines[0], middle - shift, 120, size)
        _letters(c, t, font, lines[1], middle + shift, 120 + size * 1.12, size)
    rule(c, t, middle, 284, 640, 10)
    if subtitle:
        size, spacing = 20.0, 7.0
        while font.width(subtitle, size) + spacing * len(subtitle) > 760 and size > 9:
            size, spacing = size - 1, max(1.0, spacing - 0.5)
        face = (
            f'font-family="{font.family}" font-size="{num(size)}" letter-spacing="{num(spacing)}" text-anchor="middle"'
        )
        body = plain(subtitle)
        c.add(
            f'<text x="{num(middle)}" y="318" {face} fill="{t.deep}" stroke="{t.deep}" stroke-width="5" '
            f'stroke-linejoin="round">{body}</text>'
        )
        c.add(f'<text x="{num(middle)}" y="318" {face} fill="{t.ink}">{body}</text>')
