"""A classroom: windows and sun on the left, desks in rows, the board in front."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import HEIGHT, WIDTH, Canvas, num, points_path
from yoake.providers.sketch.place.light import indoors
from yoake.providers.sketch.place.nature import blob, hills, leaves
from yoake.providers.sketch.place.props import clock, floor_light
from yoake.providers.sketch.place.sky import sky
from yoake.providers.sketch.place.view import View

_V = View(x=716, y=330, focal=730, eye=1.62)
_L, _R, _H, _BACK = -3.3, 2.9, 3.15, 7.6


def draw(c: Canvas) -> None:
    """Paints the picture."""
    r = c.rng("layout")
    wall, panel, wood, board = r.choice([
        ("#f1e9d8", "#c9a877", "#c98f56", "#2f6350"), ("#e8edef", "#b9c4c8", "#d8b27c", "#34584f"),
        ("#f3e3d0", "#a8734a", "#b97a45", "#28523f"), ("#e6e9dc", "#93a98a", "#cfa063", "#2d4f63"),
    ])  # fmt: skip
    inside = indoors(c.open_air, lamps=r.random() < 0.5)
    _outside(c)
    with c.under(inside):
        _shell(c, wall, panel, wood)
        _front(c, wall, panel, board, wood)
        floor_light(
            c,
            [
                _V.floor(_L + 0.5 + 0.15 * i, _L + 3.4 + 0.3 * i, z, z + 0.95)
                for i, z in enumerate((1.7, 3.1, 4.5, 5.9))
            ],
            0.50,
        )
        _lamps(c)
        _desks(c, wood)
    _beams(c)
    if inside.dark and inside.gain[0] > 0.6:
        c.glow(WIDTH / 2, 250, 640, "#ffe2ac", 0.16)


def _windows() -> list[list[tuple[float, float]]]:
    return [_V.side(_L, 0.95, 2.75, z, z + 1.25) for z in (1.6, 3.0, 4.4, 5.8)]


def _outside(c: Canvas) -> None:
    clip = "".join(points_path(q) for q in _windows())
    with c.layer(clip=clip):
        sky(c, 470, clouds=3, sun=(120, 130))
        hills(c, c.rng("hills"), 440, 70, "#7aa590", 0.5)
        r = c.rng("trees")
        tones = leaves(c, r)
        for _ in range(9):
            x, y = r.uniform(-60, 420), r.uniform(370, 470)
            c.path(blob(x, y, 90, 66, r, 12), tones[0])
            c.path(blob(x - 10, y - 14, 74, 50, r, 11), tones[1])
            c.path(blob(x - 20, y - 28, 46, 28, r, 10), tones[2])


def _shell(c: Canvas, wall: str, panel: str, wood: str) -> None:
    ceiling = c.along((0, 0), (0, 220), (0, col.dark(wall, 0.16)), (1, col.light(wall, 0.1)))
    c.poly(_V.floor(_L, _R, 0.7, _BACK, _H), ceiling)
    for k in range(9):
        c.line([_V.at(_L, _H, 1.2 + k * 0.9), _V.at(_R, _H, 1.2 + k * 0.9)], col.dark(wall, 0.3), 1.2, opacity=0.5)
    floor = c.along((0, 500), (0, HEIGHT), (0, col.light(wood, 0.20)), (1, col.dark(wood, 0.22)))
    c.poly(_V.floor(_L, _R, 0.7, _BACK), floor)
    r = c.rng("floor")
    for k in range(27):
        x = _L + k * (_R - _L) / 26
        c.line([_V.at(x, 0, 0.9), _V.at(x, 0, _BACK)], col.dark(wood, 0.42), 1.2, opacity=0.5)
        z = 0.8 + r.random()
        while z < _BACK:
            step = r.uniform(0.9, 2.2)
            if r.random() < 0.6:
                tone = r.choice([col.light(wood, 0.3), col.dark(wood, 0.25)])
                c.poly(_V.floor(x, x + (_R - _L) / 26, z, min(z + step, _BACK)), tone, opacity=0.30)
            z += step
    # window wall, with holes where the windows are
    whole = points_path(_V.side(_L, 0, _H, 0.7, _BACK))
    holes = "".join(points_path(list(reversed(q))) for q in _windows())
    left = c.along((0, 0), (330, 0), (0, col.dark(wall, 0.30)), (1, col.dark(wall, 0.12)))
    c.add(f'<path d="{whole}{holes}" fill-rule="evenodd" fill="{left}"/>')
    c.poly(_V.side(_L, 0, 0.86, 0.7, _BACK), col.dark(panel, 0.25))
    c.poly(_V.side(_L, 0.86, 0.95, 0.7, _BACK), col.light(panel, 0.35))
    for q in _windows():
        c.path(points_path(q), stroke=col.light("#dfe3e4", 0.3), width=5)
        low, up, far_up, far_low = q
        c.line(
            [
                ((low[0] + far_low[0]) / 2, (low[1] + far_low[1]) / 2),
                ((up[0] + far_up[0]) / 2, (up[1] + far_up[1]) / 2),
            ],
            "#eef0f0",
            4,
        )
        for t in (0.70,):
            c.line(
                [
                    (low[0] + (up[0] - low[0]) * t, low[1] + (up[1] - low[1]) * t),
                    (far_low[0] + (far_up[0] - far_low[0]) * t, far_low[1] + (far_up[1] - far_low[1]) * t),
                ],
                "#eef0f0",
                3.4,
            )
        c.poly([low, ((low[0] + up[0]) / 2, (low[1] + up[1]) / 2), far_up], "#ffffff", opacity=0.07)
    _curtains(c, r)
    right = c.along((_V.at(_R, 0, _BACK)[0], 0), (WIDTH, 0), (0, col.light(wall, 0.15)), (1, col.dark(wall, 0.10)))
    c.poly(_V.side(_R, 0, _H, 0.7, _BACK), right)
    c.poly(_V.side(_R, 0, 0.95, 0.7, _BACK), panel)
    c.poly(_V.side(_R, 0.95, 1.02, 0.7, _BACK), col.light(panel, 0.3))
    for z in (2.7, 5.9):
        c.poly(_V.side(_R, 0, 2.2, z, z + 1.25), col.light(wood, 0.12), stroke=col.dark(wood, 0.4), width=3)
        c.poly(_V.side(_R, 1.25, 2.0, z + 0.2, z + 1.05), "#cfe0e6", stroke=col.dark(wood, 0.4), width=2)
        c.poly(_V.side(_R, 2.3, 2.8, z - 0.1, z + 1.35), "#c8d8de", stroke=col.dark(panel, 0.3), width=2)


def _curtains(c: Canvas, r: Random) -> None:
    cloth = r.choice(["#f7f1e4", "#f5dfa8", "#cfe3ea", "#e9d5dd"])
    for z in (1.5, 2.92, 4.32, 5.72, 7.2):
        top0, top1 = _V.at(_L + 0.06, 2.9, z - 0.16), _V.at(_L + 0.06, 2.9, z + 0.16)
        low0, low1 = _V.at(_L + 0.12, 0.82, z - 0.12), _V.at(_L + 0.12, 0.82, z + 0.12)
        folds = [(i / 6, col.light(cloth, 0.2) if i % 2 else col.dark(cloth, 0.2)) for i in range(7)]
        c.poly([low0, top0, top1, low1], c.along((top0[0], 0), (top1[0], 0), *folds), opacity=0.96)
    c.line([_V.at(_L + 0.06, 2.9, 0.9), _V.at(_L + 0.06, 2.9, _BACK)], "#9aa2a6", 4)


def _front(c: Canvas, wall: str, panel: str, board: str, wood: str) -> None:
    x0, y1 = _V.at(_L, _H, _BACK)
    x1, y0 = _V.at(_R, 0, _BACK)
    c.rect(x0, y1, x1 - x0, y0 - y1, c.linear((0, wall), (1, col.dark(wall, 0.08)), start=(0, 0), end=(1, 1)))
    c.poly(_V.front(_L, _R, 0, 0.8, _BACK), panel)
    ax, ay = _V.at(-2.5, 2.35, _BACK)
    bx, by = _V.at(1.9, 0.95, _BACK)
    c.rect(ax - 8, ay - 8, bx - ax + 16, by - ay + 18, col.light(wood, 0.05), rx=3)
    c.rect(ax, ay, bx - ax, by - ay, c.linear((0, col.light(board, 0.10)), (1, col.dark(board, 0.15)), end=(1, 1)))
    r = c.rng("chalk")
    for _ in range(7):
        x, y, w = r.uniform(ax, bx - 90), r.uniform(ay, by - 20), r.uniform(60, 160)
        c.ellipse(x + w / 2, y + 8, w / 2, 9, "#ffffff", opacity=0.05)
    for k in range(6):
        x, y = ax + 30 + 17 * (k % 2), ay + 22 + k * 17
        d = f"M{num(x)},{num(y)}"
        for _ in range(r.randrange(8, 16)):
            d += f"q{num(r.uniform(2, 6))},{num(r.uniform(-8, 8))} {num(r.uniform(5, 10))},0"
        c.path(d, stroke="#f3f6ee", width=1.7, opacity=0.75)
    c.path(f"M{num(bx - 150)},{num(by - 30)}l44,-78l52,78z", stroke="#ffe08a", width=1.8, opacity=0.8)
    c.path(f"M{num(bx - 40)},{num(ay + 16)}v60", stroke="#ffb3c0", width=2, opacity=0.8)
    c.rect(ax - 8, by + 6, bx - ax + 16, 6, col.dark(wood, 0.2))
    for k, tone in enumerate(("#ffffff", "#ffd94a", "#f08a9a")):
        c.rect(ax + 200 + k * 18, by + 3, 12, 3.4, tone)
    cx, cy = _V.at(-0.35, 2.72, _BACK)
    clock(c, cx, cy, 19)
    c.rect(bx + 12, ay + 4, 66, 88, "#e9d8b8", stroke=col.dark(wood, 0.2), width=3)
    for k in range(5):
        c.rect(
            bx + 18 + 30 * (k % 2),
            ay + 12 + 26 * (k // 2),
            24,
            20,
            r.choice(["#ffffff", "#ffe9a8", "#cfe6f2", "#f6cfd6"]),
        )
    _V.box(c, (-2.8, 2.2), (0, 0.14), (6.5, _BACK), col.dark(wood, 0.1))
    _V.box(c, (-0.95, 0.35), (0.14, 1.1), (6.8, 7.2), col.light(wood, 0.05), edge=1.2)


def _lamps(c: Canvas) -> None:
    for z in (2.6, 4.6, 6.6):
        for x in (-1.7, 1.3):
            q = _V.floor(x - 0.14, x + 0.14, z - 0.55, z + 0.75, _H - 0.06)
            on = (c.light.dark and c.light.gain[0] > 0.6) or c.light.weather == "rain"
            c.poly(q, col.raw("#fffbe8") if on else "#f6f6f2", stroke="#b8bcc0", width=1.5)
            if on:
                px, py = _V.at(x, _H, z)
                c.glow(px, py, 150 * 4 / z, "#fff4cf", 0.5, ry=70 * 4 / z)


def _desks(c: Canvas, wood: str) -> None:
    r = c.rng("desks")
    top, iron = col.light(wood, 0.22), "#7d868f"
    for z in (5.5, 4.5, 3.5, 2.5, 1.6):
        for x in sorted((-2.2, -0.95, 0.3, 1.55), key=lambda v: -abs(v)):
            if r.random() < 0.04:
                continue
            dx, dz = r.uniform(-0.04, 0.04), r.uniform(-0.05, 0.05)
            _desk(c, x + dx, z + dz, top, iron, r)


def _desk(c: Canvas, x: float, z: float, top: str, iron: str, r: Random) -> None:
    sx, sy = _V.at(x, 0, z + 0.1)
    k = _V.scale(z)
    c.shade(sx + 0.1 * k, sy, 0.5 * k, 0.10 * k, 0.45)
    for lx, lz in ((-0.28, 0.4), (0.28, 0.4), (-0.28, 0.02), (0.28, 0.02)):
        c.line([_V.at(x + lx, 0, z + lz), _V.at(x + lx, 0.66, z + lz)], col.dark(iron, 0.25 if lz else 0.0), 0.035 * k)
    _V.box(c, (x - 0.28, x + 0.28), (0.54, 0.64), (z + 0.05, z + 0.38), col.dark(iron, 0.35))
    _V.box(c, (x - 0.34, x + 0.34), (0.68, 0.72), (z, z + 0.46), col.dark(top, 0.1), edge=1, top=top)
    if r.random() < 0.25:
        c.poly(
            _V.floor(x - 0.2, x + 0.05, z + 0.12, z + 0.34, 0.725),
            r.choice(["#f6f4ee", "#8fb7d6", "#e7a0a8", "#a9c98f"]),
        )
    if r.random() < 0.22:
        bx, by = _V.at(x + 0.36, 0.5, z + 0.2)
        c.rect(bx - 0.07 * k, by, 0.15 * k, 0.28 * k, r.choice(["#33476b", "#7a3b3b", "#4a4a52"]), rx=0.03 * k)
    cz = z - 0.40
    if cz < 1.15:
        return
    kk = _V.scale(cz)
    for lx, lz in ((-0.19, 0.3), (0.19, 0.3), (-0.19, 0.0), (0.19, 0.0)):
        c.line([_V.at(x + lx, 0, cz + lz), _V.at(x + lx, 0.42, cz + lz)], col.dark(iron, 0.1), 0.03 * kk)
    _V.box(c, (x - 0.21, x + 0.21), (0.41, 0.44), (cz, cz + 0.34), col.dark(top, 0.12), top=top)
    for lx in (-0.18, 0.18):
        c.line([_V.at(x + lx, 0.42, cz), _V.at(x + lx, 0.80, cz)], iron, 0.03 * kk)
    px, py = _V.at(x - 0.2, 0.82, cz)
    c.rect(
        px, py, 0.40 * kk, 0.17 * kk, c.linear((0, col.light(top, 0.1)), (1, col.dark(top, 0.15))),
        rx=0.03 * kk, stroke=col.dark(top, 0.4), width=1,
    )  # fmt: skip


def _beams(c: Canvas) -> None:
    share = c.light.beams * 0.34
    shine = col.raw(c.light.beam)
    for z in (1.9, 3.3, 4.7, 6.1):
        a, b = _V.at(_L, 2.7, z), _V.at(_L, 1.0, z + 0.9)
        e, f = _V.at(_L + 3.2, 0, z + 0.1), _V.at(_L + 1.6, 0, z + 1.0)
        c.poly([a, e, f, b], c.along(a, e, (0, shine, 0.55), (1, shine, 0.04)), opacity=max(share, 0.01))
