"""Castle masonry: walls, towers, arched windows."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import Canvas, trace
from yoake.providers.sketch.place.props import WARM, window_light


def stonework(c: Canvas, x: float, y: float, w: float, h: float, stone: str, r: Random) -> None:
    """Single stones that show on a wall."""
    for _ in range(int(w * h / 620)):
        px, py = x + r.uniform(2, max(3.0, w - 16)), y + r.uniform(2, max(3.0, h - 8))
        c.rect(
            px, py, r.uniform(8, 15), r.uniform(4, 7),
            r.choice([col.dark(stone, 0.35), col.light(stone, 0.4)]), rx=1.5, opacity=0.28,
        )  # fmt: skip


def wall(c: Canvas, x: float, y: float, w: float, h: float, stone: str, r: Random) -> None:
    """A wall with battlements, its upper edge at `y`."""
    c.rect(x, y, w, h, c.linear((0, stone), (1, col.dark(stone, 0.2))))
    stonework(c, x, y, w, h, stone, r)
    c.rect(x - 4, y - 3, w + 8, 9, col.light(stone, 0.15))
    c.rect(x, y + 6, w, 5, "#241c3a", opacity=0.25)
    count = max(3, int(w / 20))
    for k in range(count):
        c.rect(x - 4 + k * (w + 8) / count, y - 14, (w + 8) / count * 0.58, 12, col.light(stone, 0.08))
        if c.snowy:
            c.rect(x - 4 + k * (w + 8) / count, y - 17, (w + 8) / count * 0.58, 4, "#ffffff")


def tower(
    c: Canvas, x: float, low: float, w: float, h: float, tip: float, stone: str, roof: str, banner: str, r: Random
) -> None:
    """A round tower of height `h` with a pointed roof of height `tip` and a banner."""
    top = low - h
    shade = c.along(
        (x - w / 2, 0), (x + w / 2, 0), (0, col.light(stone, 0.22)), (0.45, stone), (1, col.dark(stone, 0.36))
    )
    c.rect(x - w / 2, top, w, h, shade)
    stonework(c, x - w / 2, top, w, h, stone, r)
    c.poly(
        [(x - w / 2 - 7, top + 14), (x + w / 2 + 7, top + 14), (x + w / 2, top + 26), (x - w / 2, top + 26)],
        col.dark(stone, 0.28),
    )
    c.rect(
        x - w / 2 - 8,
        top - 4,
        w + 16,
        19,
        c.along((x - w / 2, 0), (x + w / 2, 0), (0, col.light(stone, 0.3)), (1, col.dark(stone, 0.25))),
    )
    cone = c.along(
        (x - w / 2 - 12, 0), (x + w / 2 + 12, 0), (0, col.light(roof, 0.30)), (0.45, roof), (1, col.dark(roof, 0.42))
    )
    c.path(
        trace(
            "M", x - w / 2 - 13, top - 2, "Q", x - w * 0.12, top - tip * 0.45, x, top - tip, "Q",
            x + w * 0.12, top - tip * 0.45, x + w / 2 + 13, top - 2, "Q", x, top + 8, x - w / 2 - 13,
            top - 2, "Z",
        ),
        cone,
    )  # fmt: skip
    for k in range(1, 5):
        u = k / 5
        half = (w / 2 + 12) * (1 - u) ** 1.35
        c.path(
            trace(
                "M", x - half, top - tip * u * 0.92, "Q", x, top - tip * u * 0.92 + 7, x + half, top - tip * u * 0.92
            ),
            stroke=col.dark(roof, 0.4),
            width=1.4,
            opacity=0.6,
        )
    if c.snowy:
        c.path(
            trace(
                "M", x - w / 2 - 10, top - 4, "Q", x - w * 0.12, top - tip * 0.45, x, top - tip, "L", x + 3,
                top - tip * 0.6, "Q", x - w * 0.2, top - tip * 0.3, x - w / 2 - 10, top - 4, "Z",
            ),
            "#ffffff", opacity=0.92,
        )  # fmt: skip
    c.line([(x, top - tip), (x, top - tip - 30)], "#4a4450", 2)
    c.path(
        trace(
            "M", x + 1, top - tip - 30, "q", 12, -5, 22, 1, "q", 8, 4, 16, 0, "l", -6, 8, "l", 6, 8, "q",
            -10, 3, -18, -1, "q", -10, -4, -20, 0, "Z",
        ),
        banner,
    )  # fmt: skip
    for k in range(max(1, int(h / 74))):
        y = top + 42 + k * 66
        if y > low - 26:
            break
        lit = window_light(c, 0.85, r)
        slit(c, x, y, 13 if w > 50 else 9, stone, lit)


def slit(c: Canvas, x: float, y: float, w: float, stone: str, lit: str | None) -> None:
    """A narrow arched window, lit or dark."""
    h = w * 1.9
    c.path(
        trace(
            "M", x - w / 2 - 2, y + h, "V", y, "A", w / 2 + 2, w / 2 + 2, 0, "0", "1", x + w / 2 + 2, y, "V", y + h, "Z"
        ),
        col.light(stone, 0.3),
    )
    c.path(
        trace("M", x - w / 2, y + h, "V", y, "A", w / 2, w / 2, 0, "0", "1", x + w / 2, y, "V", y + h, "Z"),
        lit or "#3a4260",
    )
    c.line([(x, y - w / 2), (x, y + h)], col.dark(stone, 0.4), 1.2)
    if lit:
        c.glow(x, y + h / 2, w * 2.6, WARM, 0.6)
