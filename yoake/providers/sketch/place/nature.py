"""Plants and ground: trees for every season, bushes, grass, flowers, hills, petals in the air."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, num, trace

LEAVES: dict[str, list[tuple[str, str, str, str]]] = {
    # season: palettes of four tones, shadow to highlight
    "spring": [("#c8718f", "#ea9cb8", "#fbc3d4", "#ffe9f0"), ("#b9648f", "#e394bd", "#f7bfdb", "#ffe6f4")],
    "summer": [("#2c6a45", "#4a9a4f", "#7cc25c", "#bfe27d"), ("#1f6152", "#37906a", "#63b978", "#aadf97")],
    "autumn": [("#93381f", "#cf5a28", "#ee8d3a", "#ffc65e"), ("#8f2331", "#c93c38", "#ea6a42", "#ffac5c")],
    "winter": [("#5c7a80", "#84a4a8", "#aec7c8", "#d8e6e6"), ("#4f6f74", "#76989a", "#a3bfbf", "#d2e4e0")],
}
SNOW = ("#8ea6c4", "#c3d3e6", "#e6eef8", "#ffffff")
GRASS = {
    "spring": ("#a3d46a", "#4f9a48"), "summer": ("#86c653", "#35853f"), "autumn": ("#cdb75f", "#87803a"),
    "winter": ("#b9bfa0", "#7b8a70"),
}  # fmt: skip


def leaves(c: Canvas, r: Random) -> tuple[str, str, str, str]:
    """Tones of the season's leaves, shadow to highlight; white under snow."""
    palette = r.choice(LEAVES[c.season])
    return SNOW if c.snowy else palette


def grass(c: Canvas) -> tuple[str, str]:
    """Far and near colour of the ground."""
    return ("#f4f8fd", "#c9d8ea") if c.snowy else GRASS[c.season]


def blob(cx: float, cy: float, rx: float, ry: float, r: Random, lobes: int = 11) -> str:
    """The outline (`d`) of a clump of leaves: an ellipse of round bulges."""
    start = r.random() * math.tau
    angles = [start + (i + r.uniform(-0.22, 0.22)) * math.tau / lobes for i in range(lobes)]
    ring = []
    for a in angles:
        k = r.uniform(0.88, 1.08)
        ring.append((cx + math.cos(a) * rx * k, cy + math.sin(a) * ry * k))
    out = f"M{num(ring[0][0])},{num(ring[0][1])}"
    for (px, py), (qx, qy) in zip(ring, [*ring[1:], ring[0]], strict=True):
        bulge = math.hypot(qx - px, qy - py) * r.uniform(0.52, 0.66)
        out += f"A{num(bulge)},{num(bulge)} 0 0,1 {num(qx)},{num(qy)}"
    return out + "Z"


def crown(c: Canvas, x: float, y: float, rx: float, ry: float, tones: tuple[str, str, str, str], r: Random) -> None:
    """The leaves of a tree around (x, y): shadow, body, light, and single leaves; lit from the upper left."""
    shadow, body, lit, high = tones
    c.path(blob(x, y, rx, ry, r, 13), shadow)
    clumps = [(r.uniform(-0.62, 0.62), r.uniform(-0.62, 0.5), r.uniform(0.34, 0.50)) for _ in range(9)]
    for dx, dy, k in sorted(clumps, key=lambda p: -p[1]):
        px, py = x + dx * rx, y + dy * ry
        c.path(blob(px, py, rx * k, ry * k * 0.92, r, 9), body, opacity=0.95)
        c.path(blob(px - rx * k * 0.14, py - ry * k * 0.24, rx * k * 0.74, ry * k * 0.58, r, 8), lit, opacity=0.9)
        c.path(blob(px - rx * k * 0.24, py - ry * k * 0.40, rx * k * 0.38, ry * k * 0.28, r, 7), high, opacity=0.8)
    size = max(1.2, rx * 0.030)
    for _ in range(54):
        a, k = r.random() * math.tau, r.random() ** 0.5
        px, py = x + math.cos(a) * rx * 1.04 * k, y + math.sin(a) * ry * 1.04 * k
        tone = high if py < y - ry * 0.1 else lit if r.random() < 0.6 else shadow
        c.ellipse(px, py, size * r.uniform(0.7, 1.5), size * r.uniform(0.5, 1.0), tone, opacity=0.85)


def tree(c: Canvas, x: float, y: float, s: float, r: Random, tones: tuple[str, str, str, str] | None = None) -> None:
    """A broad-leaved tree with its foot at (x, y), about 290 x `s` pixels high."""
    tones = tones or leaves(c, r)
    bark = "#5b3f3b"
    c.shade(x + 12 * s, y + 2 * s, 150 * s, 20 * s, 0.5)
    trunk = c.along(
        (x - 20 * s, 0), (x + 24 * s, 0), (0, col.light(bark, 0.25)), (0.5, bark), (1, col.dark(bark, 0.45))
    )
    c.path(
        f"M{num(x - 24 * s)},{num(y + 2 * s)}C{num(x - 8 * s)},{num(y - 50 * s)} {num(x - 12 * s)},{num(y - 110 * s)} "
        f"{num(x - 44 * s)},{num(y - 176 * s)}L{num(x - 30 * s)},{num(y - 182 * s)}C{num(x - 12 * s)},"
        f"{num(y - 150 * s)} "
        f"{num(x)},{num(y - 142 * s)} {num(x + 2 * s)},{num(y - 132 * s)}C{num(x + 12 * s)},{num(y - 150 * s)} "
        f"{num(x + 28 * s)},{num(y - 172 * s)} {num(x + 42 * s)},{num(y - 186 * s)}L{num(x + 52 * s)},"
        f"{num(y - 174 * s)}"
        f"C{num(x + 22 * s)},{num(y - 130 * s)} {num(x + 10 * s)},{num(y - 70 * s)} {num(x + 26 * s)},"
        f"{num(y + 2 * s)}Z",
        trunk,
    )
    crown(c, x, y - 215 * s, 128 * s, 88 * s, tones, r)


def conifer(c: Canvas, x: float, y: float, s: float, r: Random, tone: str = "#2f6b4f") -> None:
    """A cedar or fir with its foot at (x, y), about 300 x `s` pixels high."""
    c.shade(x, y, 80 * s, 12 * s, 0.4)
    c.rect(x - 8 * s, y - 50 * s, 16 * s, 52 * s, "#553d36")
    for i in range(6):
        w, top, low = (92 - 13 * i) * s, y - (120 + 36 * i) * s, y - (34 + 38 * i) * s
        jag = "".join(
            f"L{num(x + w * (0.5 - t / 4) * 2 - w / 4)},{num(low + (6 if t % 2 else -8) * s + r.uniform(-4, 4) * s)}"
            for t in range(5)
        )
        body = c.linear((0, col.light(tone, 0.10 + 0.03 * i)), (1, col.dark(tone, 0.3)), end=(1, 0.6))
        c.path(f"M{num(x)},{num(top)}L{num(x + w)},{num(low)}{jag}L{num(x - w)},{num(low)}Z", body)
        if c.snowy:
            c.path(
                f"M{num(x)},{num(top)}L{num(x + w * 0.5)},{num((top + low) / 2)}L{num(x)},{num(top + 20 * s)}L"
                f"{num(x - w * 0.8)},{num(low - 6 * s)}Z",
                "#f4f8ff",
                opacity=0.9,
            )


def bush(
    c: Canvas, x: float, y: float, w: float, h: float, r: Random, tones: tuple[str, str, str, str] | None = None
) -> None:
    """A round bush standing on `y`."""
    tones = tones or (SNOW if c.snowy else LEAVES["autumn" if c.season == "autumn" else "summer"][0])
    c.shade(x, y, w * 0.62, h * 0.16, 0.45)
    c.path(blob(x, y - h * 0.46, w * 0.5, h * 0.5, r, 10), tones[0])
    for _ in range(5):
        dx, dy, k = r.uniform(-0.3, 0.3), r.uniform(-0.22, 0.12), r.uniform(0.18, 0.27)
        c.path(blob(x + dx * w, y - h * 0.52 + dy * h, w * k, h * k, r, 8), tones[1])
        c.path(
            blob(x + dx * w - w * 0.03, y - h * 0.60 + dy * h, w * k * 0.62, h * k * 0.5, r, 7), tones[2], opacity=0.9
        )


def tufts(c: Canvas, r: Random, top: float, count: int, left: float = 0, right: float = WIDTH) -> None:
    """Blades of grass on a lawn from `top` down to the picture's edge, bigger nearer."""
    far, near = grass(c)
    for _ in range(count):
        t = r.random()
        y = top + (HEIGHT - top) * t
        x, s = left + r.random() * (right - left), 4 + 16 * t
        tone = col.mix(far, near, r.random())
        tone = col.light(tone, 0.25) if r.random() < 0.5 else col.dark(tone, 0.16)
        c.path(
            f"M{num(x - s * 0.35)},{num(y)}L{num(x - s * 0.5)},{num(y - s)}L{num(x - s * 0.1)},{num(y - s * 0.2)}"
            f"L{num(x)},{num(y - s * 1.3)}L{num(x + s * 0.15)},{num(y - s * 0.2)}L{num(x + s * 0.55)},"
            f"{num(y - s * 0.9)}"
            f"L{num(x + s * 0.35)},{num(y)}Z",
            tone,
        )


def flowers(c: Canvas, r: Random, box: tuple[float, float, float, float], count: int, colours: list[str]) -> None:
    """Small flowers inside `box` (x0, y0, x1, y1), bigger nearer; none under snow."""
    if c.snowy:
        return
    for _ in range(count):
        t = r.random()
        x, y, s = r.uniform(box[0], box[2]), box[1] + (box[3] - box[1]) * t, 1.6 + 3.4 * t
        tone = r.choice(colours)
        for k in range(5):
            a = k * math.tau / 5 + 0.3
            c.circle(x + math.cos(a) * s, y + math.sin(a) * s * 0.8, s * 0.72, tone)
        c.circle(x, y, s * 0.55, "#ffe27a")


def hills(c: Canvas, r: Random, y: float, height: float, tone: str, haze: float) -> None:
    """A range of hills along the horizon at `y`, lost in haze by `haze`."""
    top = []
    steps = 9
    for i in range(steps + 1):
        top.append((i * WIDTH / steps, y - height * r.uniform(0.25, 1.0)))
    d = f"M-4,{num(y + 30)}L-4,{num(top[0][1])}"
    for (px, py), (qx, qy) in pairwise(top):
        mid = (px + qx) / 2
        d += f"C{num(mid)},{num(py)} {num(mid)},{num(qy)} {num(qx)},{num(qy)}"
    d += f"L{WIDTH + 4},{num(y + 30)}Z"
    with c.layer(haze=haze):
        lit = "#eef3fa" if c.snowy else col.light(tone, 0.12)
        c.path(d, c.along((0, y - height), (0, y + 20), (0, lit), (1, col.mix(tone, "#d8e6e0", 0.25))))


def drifting(c: Canvas, count: int = 46) -> None:
    """Petals, leaves or, on summer nights, fireflies in the air; near ones are out of focus."""
    if c.light.weather in ("rain", "snow"):
        return
    r = c.rng("drifting")
    if c.season in ("summer", "winter"):
        if c.season == "summer" and c.light.dark:
            for _ in range(26):
                x, y = r.uniform(0, WIDTH), r.uniform(300, 690)
                c.glow(x, y, 15, "#d8ff8a", 0.8)
                c.circle(x, y, 1.8, col.raw("#f6ffd0"))
        return
    tones = ["#ffd0de", "#ffe3ec", "#f7b4c8"] if c.season == "spring" else ["#f2a03c", "#e2662f", "#ffce5c", "#c9402f"]
    for _ in range(count):
        x, y, s, turn = r.uniform(0, WIDTH), r.uniform(60, HEIGHT), 2.4 + 5.5 * r.random() ** 2.2, r.uniform(0, 360)
        tone = r.choice(tones)
        with c.layer(transform=f"translate({num(x)},{num(y)}) rotate({turn:.0f})"):
            if c.season == "spring":
                d = trace("M", 0, -s, "C", s, -s, s, s * 0.6, 0, s, "C", -s, s * 0.6, -s, -s, 0, -s, "Z")
            else:
                d = trace("M", 0, -s * 1.2, "C", s * 0.9, -s * 0.3, s * 0.7, s * 0.5, 0, s * 1.3)
                d += trace("C", -s * 0.7, s * 0.5, -s * 0.9, -s * 0.3, 0, -s * 1.2, "Z")
            c.path(d, tone, opacity=0.92)


def beams(c: Canvas, origin: tuple[float, float], targets: list[tuple[float, float, float]], strength: float) -> None:
    """Shafts of light from `origin` to (x, y, half width) each."""
    share = c.light.beams * strength
    if share <= 0.02:
        return
    shine = col.raw(c.light.beam)
    for x, y, half in targets:
        ox, oy = origin
        fill = c.along((ox, oy), (x, y), (0, shine, 0.5), (0.6, shine, 0.24), (1, shine, 0))
        c.path(
            f"M{num(ox - half * 0.2)},{num(oy)}L{num(ox + half * 0.2)},{num(oy)}L{num(x + half)},{num(y)}L"
            f"{num(x - half)},{num(y)}Z",
            fill,
            opacity=share,
        )
