"""Kimono and yukata, with hakama for some."""

from __future__ import annotations

from yoake.providers.sketch.character.body import Figure, bare_arm
from yoake.providers.sketch.character.coat import wide_sleeve
from yoake.providers.sketch.character.garment import Worn, top
from yoake.providers.sketch.character.hand import hand
from yoake.providers.sketch.character.legwear import shoes, skirt
from yoake.providers.sketch.character.palette import brightness, cloth_line, deepen, lift, mix
from yoake.providers.sketch.character.pattern import dots, flowers, stripes
from yoake.providers.sketch.character.pen import fill, form, num, route, stroke, strokes
from yoake.providers.sketch.character.trimming import bow


def kimono(fig: Figure) -> Worn:
    """A yukata with a wide sash for women, a narrow one for men; hakama by person."""
    look = fig.look
    hakama = look.cut == 5 if look.female else look.cut % 3 == 2
    cloth, pattern = _cloth(fig)
    if hakama:
        cloth, pattern = ("#fdfbff", "") if look.female else (lift(look.main_colour, 0.25), "")
    return _dress(fig, cloth, pattern, hakama)


def _cloth(fig: Figure) -> tuple[str, str]:
    f, look = fig.frame, fig.look
    box = (-f.shoulder_w * 2.1, f.neck_y, f.shoulder_w * 2.1, f.total)
    if look.female:
        cloth = (look.main_colour, lift(look.main_colour, 0.78), mix(look.accent_colour, "#fff2f2", 0.6))[look.cut % 3]
        petals = lift(look.accent_colour, 0.3) if brightness(cloth) < 0.5 else look.accent_colour
        return cloth, flowers(box, petals, "#ffe9a0", step=74, size=21)
    cloth = (deepen(look.main_colour, 0.1), mix(look.main_colour, "#e9e4da", 0.6), look.main_colour)[look.cut % 3]
    mark = lift(cloth, 0.35) if brightness(cloth) < 0.5 else deepen(cloth, 0.3)
    return cloth, stripes(box, mark, step=24, width=3.4) if look.cut % 2 == 0 else dots(box, mark, step=40, radius=3.6)


def _dress(fig: Figure, cloth: str, pattern: str, hakama: bool) -> Worn:
    f, look = fig.frame, fig.look
    h, accent = f.head, look.accent_colour
    line = cloth_line(cloth)
    hem = f.ankle_y - h * 0.02
    if hakama:
        tint = "#c8383f" if look.female else deepen(look.main_colour, 0.35)
        lower = skirt(fig, tint, top_y=f.waist_y - h * 0.05, hem=hem - h * 0.06, flare=h * 0.34, pleats=7)
        belt = _belt(fig, tint, f.waist_y - h * 0.1, h * 0.16) + bow(fig, tint, f.waist_y - h * 0.02, size=0.3,
            tails=1.2)  # fmt: skip
        back = ""
    else:
        lower = _column(fig, cloth, pattern, hem)
        if look.female:
            sash = accent if brightness(accent) > 0.25 else lift(accent, 0.3)
            if brightness(cloth) > 0.55:
                sash = deepen(sash, 0.12)
            belt = _obi(fig, sash)
            back = bow(fig, sash, f.waist_y - h * 0.12, size=1.28, tails=0.7)
        else:
            belt = _belt(fig, "#2f2a3c" if brightness(cloth) > 0.3 else lift(accent, 0.1), f.waist_y + h * 0.16,
                h * 0.15)  # fmt: skip
            back = ""
    body = fig.torso_outline(9, bottom=f.waist_y + h * 0.2)
    torso = lower + top(fig, cloth, ease=9, bottom=f.waist_y + h * (0.02 if look.female or hakama
        else 0.26)) + fig.ink.inside(body, pattern)  # fmt: skip
    arms = ""
    for arm in fig.arms:
        bare = bare_arm(fig, arm, covered=0.6) if arm.raised else ""
        cover = wide_sleeve(fig, arm, cloth, drop=0.62 if look.female else 0.42, pattern=pattern, lining="#fff4ea")
        arms += hand(fig, arm) + bare + cover
    return Worn(back=back, covers_legs=True, legs=_feet(fig), torso=torso, arms=_collar(fig, cloth, line) + belt + arms)


def _feet(fig: Figure) -> str:
    return shoes(fig, "#8a5a44", sole="#5a3a2c")


def _column(fig: Figure, cloth: str, pattern: str, hem: float) -> str:
    f = fig.frame
    h = f.head
    line = cloth_line(cloth)
    wide, low = f.hip_w + 12, f.hip_w * 0.94 + 10
    d = route(
        "M",
        (-f.waist_w - 8, f.waist_y),
        "C",
        (-wide, f.waist_y + h * 0.2),
        (-wide - 4, f.hip_y),
        (-wide, f.crotch_y + h * 0.1),
        "L",
        (-low, hem),
        "Q",
        (0, hem + h * 0.08),
        (low, hem),
        "L",
        (wide, f.crotch_y + h * 0.1),
        "C",
        (wide + 4, f.hip_y),
        (wide, f.waist_y + h * 0.2),
        (f.waist_w + 8, f.waist_y),
        "Z",
    )
    overlap = route("M", (f.waist_w * 0.1, f.waist_y), "C", (wide * 0.42, f.hip_y), (wide * 0.5, f.knee_y),
        (wide * 0.36, hem + h * 0.06))  # fmt: skip
    lining = fill(route("M", (wide * 0.36, hem + h * 0.07), "L", (wide * 0.45, f.knee_y + h * 0.1), "L",
        (wide * 0.62, hem + h * 0.06), "Z"), lift(fig.look.accent_colour, 0.4), 0.9)  # fmt: skip
    folds = [[(f.waist_w * 0.2, f.waist_y + h * 0.2), (-wide * 0.2, f.hip_y + h * 0.1), (-wide * 0.9, f.hip_y
        + h * 0.2)],
             [(wide * 0.42, f.crotch_y), (-wide * 0.1, f.crotch_y + h * 0.3), (-wide * 0.8, f.crotch_y + h * 0.5)],
             [(wide * 0.9, f.hip_y), (wide * 0.7, f.crotch_y), (wide * 0.48, f.crotch_y + h * 0.1)]]  # fmt: skip
    dusk = fill(route("M", (wide * 0.45, f.waist_y), "C", (wide * 0.55, f.hip_y), (wide * 0.6, f.knee_y),
        (wide * 0.5, hem + 40), "H", "400", "V", num(f.waist_y), "Z"), deepen(cloth, 0.4), 0.28)  # fmt: skip
    paint = fig.cloth(cloth, f.waist_y, f.total)
    return form(d, paint, line, 3.0) + fig.ink.inside(d, pattern + dusk + lining) + stroke(overlap, line,
        3.4) + strokes(folds, line, 4.4, 0.5)  # fmt: skip


def _collar(fig: Figure, cloth: str, line: str) -> str:
    """The crossing collar; the viewer's right side lies over the left."""
    f = fig.frame
    h, w, y = f.head, f.neck_w, f.neck_y
    white = "#fffdf8"
    trim = lift(fig.look.accent_colour, 0.2) if fig.look.female else deepen(cloth, 0.3)
    throat = fill(route("M", (-w * 0.95, y - h * 0.1), "L", (-w * 0.05, y + h * 0.2), "L", (w * 0.95, y - h * 0.1),
        "Z"), fig.skin_paint)  # fmt: skip
    low = f.waist_y + h * (0.02 if fig.look.female else 0.2)

    def band(s: int, reach: float, offset: float, colour: str, width: float) -> str:
        a, b = (s * (w * 1.0 + offset), y - h * 0.13), (-s * reach, low)
        c = (s * (w * 1.05 + offset), y + h * 0.1)
        return form(
            route("M", a, "Q", c, b, "L", (b[0] + s * width * 1.1, b[1] + 4), "Q", (c[0] + s * width * 1.05, c[1]),
            (a[0] + s * width, a[1] + 6), "Z"),
            colour, cloth_line(colour), 2.7,
        )  # fmt: skip

    cover = band(-1, f.waist_w * 0.35, 0, white, 11) + band(-1, f.waist_w * 0.3, 9, trim, 24)
    return throat + cover + band(1, f.waist_w * 0.5, 0, white, 11) + band(1, f.waist_w * 0.45, 9, trim, 24)


def _belt(fig: Figure, colour: str, y: float, height: float) -> str:
    f = fig.frame
    w = f.waist_w + (f.hip_w - f.waist_w) * max(0.0, (y + height - f.waist_y) / max(f.hip_y - f.waist_y, 1)) + 10
    d = route("M", (-w, y), "Q", (0, y + 12), (w, y), "L", (w + 3, y + height), "Q", (0, y + height + 14),
        (-w - 3, y + height), "Z")  # fmt: skip
    middle = stroke(route("M", (-w, y + height * 0.5), "Q", (0, y + height * 0.5 + 13), (w, y + height * 0.5)),
        lift(colour, 0.4), 3.0, 0.7)  # fmt: skip
    return form(d, fig.cloth(colour), cloth_line(colour), 2.9) + middle


def _obi(fig: Figure, colour: str) -> str:
    f = fig.frame
    h = f.head
    y, height, w = f.waist_y - h * 0.3, h * 0.42, f.waist_w + 11
    line = cloth_line(colour)
    d = route("M", (-w - 4, y), "Q", (0, y + 12), (w + 4, y), "Q", (w - 2, y + height / 2), (w + 4, y + height),
        "Q", (0, y + height + 16), (-w - 4, y + height), "Q", (-w + 2, y + height / 2), (-w - 4, y), "Z")  # fmt: skip
    weave = dots((-w - 10, y, w + 10, y + height + 20), lift(colour, 0.4), step=30, radius=4)
    top_edge = fill(route("M", (-w - 6, y - 6), "Q", (0, y + 10), (w + 6, y - 6), "L", (w + 4, y + 10), "Q",
        (0, y + 26), (-w - 4, y + 10), "Z"), lift(colour, 0.55), 0.95)  # fmt: skip
    cord_y = y + height * 0.56
    cord = stroke(route("M", (-w - 1, cord_y), "Q", (0, cord_y + 14), (w + 1, cord_y)), deepen(fig.look.main_colour,
        0.2), 8) + stroke(route("M", (-w - 1, cord_y), "Q", (0, cord_y + 14), (w + 1, cord_y)), "#f3d98a",
        4)  # fmt: skip
    jewel = (
        f'<circle cx="0" cy="{num(cord_y + 7)}" r="10" fill="#ffe9a8" stroke="#a8792c" stroke-width="2.6"/>'
        f'<circle cx="-3" cy="{num(cord_y + 4)}" r="3" fill="#fff"/>'
    )
    return form(d, fig.cloth(colour), line, 3.0) + fig.ink.inside(d, weave + top_edge) + cord + jewel
