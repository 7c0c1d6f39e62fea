"""Things that stand in several places: lamps, benches, windows, clocks, pots, books, curtains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import Canvas, Point, num, points_path
from yoake.providers.sketch.place.nature import LEAVES, SNOW, blob
from yoake.providers.sketch.place.view import View

WARM = "#ffdc93"
BOOKS = ["#9c3b3b", "#3f6b8f", "#4f7f5a", "#c99a4a", "#6a4b7d", "#d8cdb4", "#2f4858", "#b5653f", "#7d8f4f", "#a75d7e"]


def window_light(c: Canvas, chance: float, r: Random) -> str | None:
    """The colour of a lit window seen from outside, or none where it is dark; draws one number in any case."""
    share = r.random()
    tone = r.random()
    if c.light.lamps <= 0 or share > chance * (0.45 + 0.55 * c.light.lamps):
        return None
    return col.raw(col.mix("#ffd277", "#fff0c4", tone))


def glass(c: Canvas) -> str:
    """A dark pane seen from outside: it mirrors the sky."""
    top, middle, low = c.light.sky
    return c.linear(
        (0, col.raw(col.mix(top, "#27344f", 0.45))),
        (0.6, col.raw(col.mix(middle, "#3a4f6c", 0.40))),
        (1, col.raw(col.mix(low, "#51627a", 0.5))),
    )


def street_lamp(c: Canvas, x: float, y: float, s: float) -> None:
    """A lamp post with its foot at (x, y), 150 x `s` pixels high."""
    iron = "#333a4a"
    c.shade(x, y, 26 * s, 5 * s, 0.5)
    c.rect(
        x - 2.6 * s,
        y - 128 * s,
        5.2 * s,
        128 * s,
        c.linear((0, col.light(iron, 0.25)), (1, col.dark(iron, 0.2)), end=(1, 0)),
    )
    c.rect(x - 6 * s, y - 12 * s, 12 * s, 12 * s, iron, rx=2 * s)
    c.rect(x - 9 * s, y - 132 * s, 18 * s, 4.5 * s, iron, rx=2 * s)
    on = c.light.lamps > 0
    c.path(
        f"M{num(x - 7 * s)},{num(y - 132 * s)}L{num(x - 10 * s)},{num(y - 154 * s)}L{num(x + 10 * s)},"
        f"{num(y - 154 * s)}L{num(x + 7 * s)},{num(y - 132 * s)}Z",
        col.raw("#fff3c8") if on else "#eef2f4", stroke=iron, width=2 * s,
    )  # fmt: skip
    c.path(
        f"M{num(x - 13 * s)},{num(y - 153 * s)}L{num(x)},{num(y - 168 * s)}L{num(x + 13 * s)},{num(y - 153 * s)}Z", iron
    )
    c.glow(x, y - 143 * s, 105 * s, WARM, c.light.lamps * 0.95)
    c.glow(x, y + 2 * s, 105 * s, WARM, c.light.lamps * 0.55, ry=19 * s)


def bench(c: Canvas, x: float, y: float, s: float, wood: str = "#a8703f") -> None:
    """A bench seen from the front, its feet at `y`, 150 x `s` pixels wide."""
    c.shade(x, y + 1, 92 * s, 12 * s, 0.5)
    iron = "#3a3f4c"
    for dx in (-58, 58):
        c.rect(x + (dx - 4) * s, y - 34 * s, 8 * s, 34 * s, iron, rx=2)
        c.rect(x + (dx - 3) * s, y - 72 * s, 6 * s, 40 * s, iron, rx=2)
    for i, dy in enumerate((-72, -60, -48)):
        c.rect(
            x - 75 * s, y + dy * s, 150 * s, 9 * s,
            c.linear((0, col.light(wood, 0.25 - 0.05 * i)), (1, wood)), rx=2.5 * s,
        )  # fmt: skip
    c.poly(
        [(x - 75 * s, y - 34 * s), (x + 75 * s, y - 34 * s), (x + 82 * s, y - 22 * s), (x - 82 * s, y - 22 * s)],
        col.light(wood, 0.3),
    )
    c.rect(x - 82 * s, y - 22 * s, 164 * s, 7 * s, col.dark(wood, 0.15), rx=2 * s)


def potted_plant(c: Canvas, x: float, y: float, s: float, r: Random, pot: str = "#b5654a") -> None:
    """A leafy plant in a pot standing at (x, y), about 150 x `s` pixels high."""
    c.shade(x, y, 34 * s, 7 * s, 0.5)
    tones = LEAVES["summer"][0]
    for i in range(15):
        lean = r.uniform(-1, 1)
        top = (x + lean * 66 * s, y - (88 + 62 * r.random() * (1.1 - abs(lean))) * s)
        bend = (x + lean * 18 * s, y - 80 * s)
        w = r.uniform(6, 11) * s
        c.path(
            f"M{num(x)},{num(y - 42 * s)}Q{num(bend[0] - w)},{num(bend[1])} {num(top[0])},{num(top[1])}Q"
            f"{num(bend[0] + w * 1.6)},{num(bend[1] + 6 * s)} {num(x)},{num(y - 42 * s)}Z",
            tones[(i * 7) % 3],
        )
    body = c.linear((0, col.light(pot, 0.25)), (0.5, pot), (1, col.dark(pot, 0.35)), end=(1, 0))
    c.path(
        f"M{num(x - 26 * s)},{num(y - 44 * s)}L{num(x + 26 * s)},{num(y - 44 * s)}L{num(x + 19 * s)},{num(y)}L"
        f"{num(x - 19 * s)},{num(y)}Z",
        body,
    )
    c.rect(x - 29 * s, y - 49 * s, 58 * s, 10 * s, col.light(pot, 0.12), rx=2)


def clock(c: Canvas, x: float, y: float, r: float, rim: str = "#5c5048") -> None:
    """A wall clock; it shows an hour that fits the light."""
    hour = {"morning": 8.1, "day": 12.6, "evening": 5.4, "night": 9.2}[c.light.time]
    c.circle(x + r * 0.06, y + r * 0.10, r * 1.08, "#1a1630", opacity=0.3)
    c.circle(x, y, r, rim)
    c.circle(x, y, r * 0.84, col.raw("#fff6d8") if c.light.lamps > 0.5 else "#fffdf4")
    for k in range(12):
        a = k * math.tau / 12
        c.circle(x + math.sin(a) * r * 0.68, y - math.cos(a) * r * 0.68, r * 0.05, "#4a4340")
    a, b = hour / 12 * math.tau, hour % 1 * math.tau
    c.line([(x, y), (x + math.sin(a) * r * 0.42, y - math.cos(a) * r * 0.42)], "#2c2730", r * 0.12)
    c.line([(x, y), (x + math.sin(b) * r * 0.64, y - math.cos(b) * r * 0.64)], "#2c2730", r * 0.08)


def spines(c: Canvas, quad: list[Point], r: Random, count: int, colours: list[str] = BOOKS) -> None:
    """Books side by side inside a quadrilateral (lower left, lower right, upper right, upper left)."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    at = 0.0
    while at < 0.985:
        wide = r.uniform(0.6, 1.5) / count
        end = min(at + wide, 1.0)
        high = r.uniform(0.66, 0.96)
        tone = r.choice(colours)
        if r.random() < 0.06:
            at = end
            continue
        corners = []
        for t, h in ((at, 0.0), (end - 0.1 * wide, 0.0), (end - 0.1 * wide, high), (at, high)):
            lx, ly = ax + (bx - ax) * t, ay + (by - ay) * t
            ux, uy = dx + (cx - dx) * t, dy + (cy - dy) * t
            corners.append((lx + (ux - lx) * h, ly + (uy - ly) * h))
        c.poly(corners, tone)
        if r.random() < 0.5:
            low, up = r.uniform(0.55, 0.68), r.uniform(0.72, 0.82)
            (px, py), (qx, qy), (sx, sy), (tx, ty) = corners
            band = [(px + (tx - px) * k, py + (ty - py) * k) for k in (low, up)] + [
                (qx + (sx - qx) * k, qy + (sy - qy) * k) for k in (up, low)
            ]
            c.poly(band, col.light(tone, 0.45), opacity=0.8)
        at = end


def curtain(c: Canvas, x: float, y: float, w: float, h: float, tone: str, *, to_left: bool) -> None:
    """A drawn-back curtain hanging from (x, y): its folds fall to one side."""
    side = -1 if to_left else 1
    edge = x if to_left else x + w
    tie = edge - side * -1 * w * 0.30
    d = (
        f"M{num(x)},{num(y)}H{num(x + w)}C{num(x + w)},{num(y + h * 0.4)} {num(tie + w * 0.14)},{num(y + h * 0.5)} "
        f"{num(tie + w * 0.10)},{num(y + h * 0.62)}"
        f"C{num(tie + w * 0.22)},{num(y + h * 0.8)} {num(tie + w * 0.26)},{num(y + h * 0.9)} {num(tie + w * 0.26)},"
        f"{num(y + h)}"
        f"H{num(tie - w * 0.26)}C{num(tie - w * 0.26)},{num(y + h * 0.9)} {num(tie - w * 0.22)},{num(y + h * 0.8)} "
        f"{num(tie - w * 0.10)},{num(y + h * 0.62)}"
        f"C{num(tie - w * 0.14)},{num(y + h * 0.5)} {num(x)},{num(y + h * 0.4)} {num(x)},{num(y)}Z"
    )
    folds: list[tuple[float, str]] = []
    for i in range(9):
        folds.append((i / 8, col.light(tone, 0.30) if i % 2 == 0 else col.dark(tone, 0.18)))
    c.path(d, c.linear(*folds, end=(1, 0)))
    c.rect(tie - w * 0.12, y + h * 0.59, w * 0.24, h * 0.035, col.dark(tone, 0.35), rx=3)


def pendant(c: Canvas, x: float, y: float, s: float, shade: str, drop: float) -> None:
    """A lamp hanging on a cord of `drop` pixels, its shade ending at (x, y)."""
    c.line([(x, y - drop), (x, y - 30 * s)], "#3a3034", max(1.4, 2 * s))
    body = c.linear((0, col.light(shade, 0.3)), (0.55, shade), (1, col.dark(shade, 0.35)), end=(1, 0))
    c.path(
        f"M{num(x - 9 * s)},{num(y - 34 * s)}H{num(x + 9 * s)}C{num(x + 14 * s)},{num(y - 22 * s)} {num(x + 40 * s)},"
        f"{num(y - 18 * s)} {num(x + 44 * s)},{num(y)}"
        f"H{num(x - 44 * s)}C{num(x - 40 * s)},{num(y - 18 * s)} {num(x - 14 * s)},{num(y - 22 * s)} {num(x - 9 * s)},"
        f"{num(y - 34 * s)}Z",
        body,
    )
    on = c.light.lamps > 0
    c.ellipse(x, y, 44 * s, 7 * s, col.raw("#fff2c2") if on else "#f5ead2")
    if on:
        c.glow(x, y + 8 * s, 190 * s, WARM, 0.75 * c.light.lamps)


def picture(c: Canvas, x: float, y: float, w: float, h: float, r: Random) -> None:
    """A framed little landscape on a wall."""
    c.rect(x + 4, y + 5, w, h, "#1a1630", opacity=0.25)
    c.rect(x, y, w, h, r.choice(["#8a5f3c", "#c9a25a", "#4a3a36", "#e8e0d0"]))
    i = min(w, h) * 0.10
    sky, ground, sun = r.choice(
        [
            ("#9fd0e8", "#6aa66a", "#fff2b0"),
            ("#f2b58a", "#7a5a8a", "#fff0c0"),
            ("#3a4a86", "#22304f", "#f5efcf"),
            ("#f7d9e3", "#8fb58a", "#ffffff"),
        ]
    )
    clip = f"M{num(x + i)},{num(y + i)}H{num(x + w - i)}V{num(y + h - i)}H{num(x + i)}Z"
    with c.layer(clip=clip):
        c.rect(x + i, y + i, w, h, sky)
        c.circle(x + w * r.uniform(0.3, 0.7), y + h * 0.4, h * 0.13, sun)
        c.path(
            f"M{num(x)},{num(y + h * 0.7)}Q{num(x + w * 0.3)},{num(y + h * r.uniform(0.4, 0.6))} {num(x + w * 0.6)},"
            f"{num(y + h * 0.66)}T{num(x + w)},{num(y + h * 0.6)}V{num(y + h)}H{num(x)}Z",
            ground,
        )


def ivy(c: Canvas, points: Sequence[Point], r: Random, size: float) -> None:
    """Leaves along a line of points."""
    tones = SNOW if c.snowy else LEAVES["summer"][1]
    for x, y in points:
        for k in range(3):
            px, py = x + r.uniform(-1, 1) * size, y + r.uniform(-1, 1) * size
            c.path(blob(px, py, size * r.uniform(0.5, 0.9), size * r.uniform(0.4, 0.7), r, 7), tones[k])


def paned_window(c: Canvas, v: View, quad: list[Point], lit: str | None, frame: str, bars: int = 1) -> None:
    """A window on a house as a quadrilateral (see `View.side`), lit or mirroring the sky."""
    c.poly(quad, lit or glass(c), stroke=frame, width=2.2)
    low, up, far_up, far_low = quad
    for i in range(1, bars + 1):
        t = i / (bars + 1)
        c.line(
            [
                (low[0] + (far_low[0] - low[0]) * t, low[1] + (far_low[1] - low[1]) * t),
                (up[0] + (far_up[0] - up[0]) * t, up[1] + (far_up[1] - up[1]) * t),
            ],
            frame,
            1.8,
        )
    if lit:
        x, y = (low[0] + far_up[0]) / 2, (low[1] + far_up[1]) / 2
        c.glow(x, y, max(26, abs(low[0] - far_low[0]) * 1.7), WARM, 0.32 * c.light.lamps)


def floor_light(c: Canvas, quads: list[list[Point]], strength: float) -> None:
    """Patches of sunlight (or moonlight) on a floor."""
    share = c.light.beams * strength
    if share > 0.02:
        c.path("".join(points_path(q) for q in quads), col.raw(c.light.beam), opacity=min(share, 0.9))
