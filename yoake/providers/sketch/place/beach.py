"""What stands, lies and flies at the seaside."""

from __future__ import annotations

import math
from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import Canvas, trace


def boat(c: Canvas, x: float, y: float, s: float, r: Random) -> None:
    """A sailing boat on the water."""
    sail = r.choice(["#ffffff", "#f4d8b0", "#e8f0f4"])
    c.ellipse(x, y + 4 * s, 60 * s, 5 * s, "#103048", opacity=0.3)
    c.path(
        trace(
            "M", x - 48 * s, y - 12 * s, "L", x + 52 * s, y - 14 * s, "L", x + 34 * s, y + 4 * s, "L",
            x - 36 * s, y + 4 * s, "Z",
        ),
        r.choice(["#3a6a9a", "#a8483f", "#f4f0e8"]),
    )  # fmt: skip
    c.line([(x, y - 12 * s), (x, y - 116 * s)], "#5a4a40", 2.5 * s)
    c.path(
        trace(
            "M", x + 4 * s, y - 112 * s, "Q", x + 44 * s, y - 60 * s, x + 46 * s, y - 20 * s, "L",
            x + 4 * s, y - 20 * s, "Z",
        ),
        sail,
    )  # fmt: skip
    c.path(
        trace(
            "M", x - 4 * s, y - 100 * s, "Q", x - 30 * s, y - 56 * s, x - 34 * s, y - 20 * s, "L",
            x - 4 * s, y - 20 * s, "Z",
        ),
        col.dark(sail, 0.12),
    )  # fmt: skip


def parasol(c: Canvas, x: float, y: float, r: Random) -> None:
    """A parasol, a towel and a ball on the sand."""
    tone = r.choice(["#e8574f", "#3f8fc9", "#f0a83f", "#e87fa0"])
    c.shade(x + 30, y + 6, 150, 18, 0.5)
    c.poly([(x - 130, y + 18), (x + 10, y - 4), (x + 60, y + 22), (x - 84, y + 48)], "#f7f2e6")
    for k in range(4):
        u = k / 4 + 0.08
        c.poly(
            [
                (x - 130 + 140 * u, y + 18 - 22 * u),
                (x - 130 + 140 * (u + 0.1), y + 18 - 22 * (u + 0.1)),
                (x - 84 + 144 * (u + 0.1), y + 48 - 26 * (u + 0.1)),
                (x - 84 + 144 * u, y + 48 - 26 * u),
            ],
            tone,
            opacity=0.85,
        )
    with c.layer(transform=f"rotate(10 {x} {y})"):
        c.rect(x - 3, y - 196, 6, 200, "#e8e0d0")
        for k in range(6):
            u, v = -1 + k / 3, -1 + (k + 1) / 3
            fill = tone if k % 2 == 0 else "#fff8ec"
            c.path(
                trace(
                    "M", x, y - 226, "Q", x + u * 110, y - 220, x + u * 140, y - 150, "Q", x + (u + v) * 70,
                    y - 164, x + v * 140, y - 150, "Q", x + v * 110, y - 220, x, y - 226, "Z",
                ),
                c.along((x - 140, 0), (x + 140, 0), (0, col.light(fill, 0.2)), (1, col.dark(fill, 0.25))),
            )  # fmt: skip
        c.circle(x, y - 228, 5, "#f4f0e8")
    c.circle(x + 96, y + 22, 19, "#ffffff")
    for k in range(3):
        c.path(
            trace("M", x + 96, y + 4, "Q", x + 82 + k * 14, y + 22, x + 96, y + 40),
            stroke=(tone, "#f0c83f", "#3fa88f")[k],
            width=5,
        )


def rowboat(c: Canvas, x: float, y: float, r: Random) -> None:
    """A rowing boat drawn up on the sand."""
    hull = r.choice(["#4f86a8", "#c9584a", "#e8e0cf", "#5f9a7f"])
    c.shade(x, y + 18, 210, 20, 0.55)
    c.path(
        trace(
            "M", x - 190, y - 54, "C", x - 120, y - 22, x + 110, y - 22, x + 196, y - 66, "C", x + 170,
            y + 4, x + 110, y + 22, x, y + 22, "C", x - 100, y + 22, x - 160, y + 4, x - 190, y - 54, "Z",
        ),
        c.linear((0, col.light(hull, 0.2)), (1, col.dark(hull, 0.35))),
    )  # fmt: skip
    c.path(
        trace(
            "M", x - 190, y - 54, "C", x - 120, y - 22, x + 110, y - 22, x + 196, y - 66, "C", x + 110,
            y - 48, x - 110, y - 46, x - 190, y - 54, "Z",
        ),
        "#7a5338",
    )  # fmt: skip
    for k in (-70, 10, 90):
        c.path(trace("M", x + k - 20, y - 44, "l", 50, 2, "l", -8, 12, "l", -40, -1, "Z"), "#b98858")
    for k in (-10, 6):
        c.path(
            trace("M", x - 170, y - 26 + k, "C", x - 100, y + 4 + k, x + 100, y + 4 + k, x + 180, y - 32 + k),
            stroke="#ffffff",
            width=3,
            opacity=0.6,
        )
    c.line([(x - 40, y - 34), (x + 150, y - 108)], "#c9a878", 6)


def palm(c: Canvas, x: float, y: float, r: Random) -> None:
    """A palm tree with its foot at (x, y)."""
    c.shade(x + 20, y, 100, 14, 0.5)
    c.path(
        trace(
            "M", x - 20, y, "C", x - 10, y - 180, x + 20, y - 300, x + 76, y - 410, "L", x + 94, y - 402,
            "C", x + 50, y - 300, x + 26, y - 180, x + 24, y, "Z",
        ),
        c.along((x - 20, 0), (x + 60, 0), (0, "#b08a62"), (1, "#6a4a38")),
    )  # fmt: skip
    for k in range(13):
        u = k / 13
        px, py = x + 2 + 84 * u**1.6, y - 405 * u
        c.path(
            trace("M", px - 18 + 8 * u, py, "Q", px, py + 8, px + 18 - 8 * u, py - 4),
            stroke="#5a4034",
            width=2,
            opacity=0.6,
        )
    for k, (dx, dy) in enumerate(
        ((-190, 30), (-160, -70), (-60, -130), (60, -130), (160, -80), (190, 20), (110, 90), (-110, 90))
    ):
        tx, ty = x + 84, y - 408
        tone = ("#3f8a4f", "#5fa858", "#82c060")[k % 3]
        c.path(
            trace(
                "M", tx, ty, "Q", tx + dx * 0.5, ty + dy - 70, tx + dx, ty + dy + 20, "Q", tx + dx * 0.55,
                ty + dy - 14, tx, ty + 10, "Z",
            ),
            tone,
        )  # fmt: skip
        for u in (0.35, 0.5, 0.65, 0.8):
            c.line(
                [(tx + dx * u, ty + dy * u - 40 * (1 - abs(2 * u - 1))), (tx + dx * (u + 0.04), ty + dy * u + 26)],
                col.dark(tone, 0.25),
                2.4,
            )
    for dx in (-12, 8, 0):
        c.circle(x + 84 + dx, y - 396 + abs(dx), 11, "#7a5338")


def shells(c: Canvas) -> None:
    """Shells and starfish along the picture's lower edge."""
    r = c.rng("shells")
    for _ in range(7):
        x, y, s = r.uniform(60, 1220), r.uniform(650, 706), r.uniform(5, 9)
        tone = r.choice(["#ffd8d0", "#fff4e0", "#e8c8e0"])
        if r.random() < 0.4:
            points: list[tuple[float, float]] = []
            for i in range(10):
                a, reach = i * math.pi / 5, s * (1.4 if i % 2 == 0 else 0.6)
                points.append((x + math.cos(a) * reach, y + math.sin(a) * reach * 0.7))
            c.poly(points, "#f09a5f")
        else:
            c.path(
                trace(
                    "M", x, y + s * 0.6, "C", x - s * 1.4, y, x - s, y - s, x, y - s, "C", x + s, y - s,
                    x + s * 1.4, y, x, y + s * 0.6, "Z",
                ),
                tone,
            )  # fmt: skip
            for k in (-0.5, 0, 0.5):
                c.line([(x, y + s * 0.5), (x + k * s, y - s * 0.8)], col.dark(tone, 0.3), 1)


def gulls(c: Canvas) -> None:
    """Gulls in the air."""
    r = c.rng("gulls")
    for _ in range(6):
        x, y, s = r.uniform(180, 900), r.uniform(60, 240), r.uniform(8, 20)
        c.path(
            trace(
                "M", x - 2 * s, y - 0.5 * s, "Q", x - s, y - s, x, y, "Q", x + s, y - s, x + 2 * s,
                y - 0.5 * s, "Q", x + s, y - 0.5 * s, x, y + 0.3 * s, "Q", x - s, y - 0.5 * s, x - 2 * s,
                y - 0.5 * s, "Z",
            ),
            "#ffffff",
        )  # fmt: skip
