"""Everyday clothes and sportswear."""

from __future__ import annotations

from yoake.providers.sketch.character.body import Figure, bare_arm, bare_torso
from yoake.providers.sketch.character.coat import open_front
from yoake.providers.sketch.character.garment import Worn, dressed_arms, top
from yoake.providers.sketch.character.hand import hand
from yoake.providers.sketch.character.legwear import hose, shoes, skirt, trousers
from yoake.providers.sketch.character.palette import brightness, cloth_line, cloth_shade, deepen, lift, mix
from yoake.providers.sketch.character.pattern import dots, flowers, stripes
from yoake.providers.sketch.character.pen import Point, fill, form, num, route, spline, stroke, strokes
from yoake.providers.sketch.character.trimming import bow, buttons, pocket, shirt_collar

_DENIM = "#5a7396"
_CREAM = "#fff6ea"


def casual(fig: Figure) -> Worn:
    """What the person wears in free time."""
    look = fig.look
    if look.age_group == "elder":
        return _cardigan(fig)
    if look.female:
        return (_cardigan, _sundress, _hoodie)[look.cut % 3](fig)
    return (_open_shirt, _hoodie, _striped)[look.cut % 3](fig)


def _round_neck(fig: Figure, colour: str, *, depth: float = 0.08, rib: str | None = None) -> str:
    f = fig.frame
    w, y, h = f.neck_w, f.neck_y, f.head
    edge: list[Point] = [(-w * 1.2, y - h * 0.075), (-w * 0.75, y + h * depth * 0.55), (0, y + h * depth),
        (w * 0.75, y + h * depth * 0.55), (w * 1.2, y - h * 0.075)]  # fmt: skip
    skin = fill(spline(edge) + route("L", (w * 0.8, y - h * 0.16), "H", num(-w * 0.8), "Z"), fig.skin_paint)
    band = rib or colour
    return skin + stroke(spline(edge), cloth_line(band), 14) + stroke(spline(edge), band, 9)


def _body_box(fig: Figure) -> tuple[float, float, float, float]:
    f = fig.frame
    return -f.shoulder_w * 1.6, f.neck_y, f.shoulder_w * 1.6, f.total


def _cardigan(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    knit = lift(main, 0.34)
    bottom = f.hip_y + h * 0.06
    column = buttons(0, [f.neck_y + h * (0.22 + 0.16 * i) for i in range(4)], accent, 5.5)
    cloth = skirt(fig, mix(accent, "#fff0e6", 0.55), top_y=f.waist_y, hem=f.crotch_y
        + (f.knee_y - f.crotch_y) * 0.78, flare=h * 0.28, folds=7, trim=accent)  # fmt: skip
    if look.female:
        legs = hose(fig, "#f6f1f4", top_at=0.8) + shoes(fig, "#7a4a3a")
        lower = cloth if look.age_group != "elder" else skirt(fig, mix(main, "#6a5a5a", 0.5), top_y=f.waist_y,
            hem=f.ankle_y - h * 0.2, flare=h * 0.14, folds=5)  # fmt: skip
        collar = shirt_collar(fig, _CREAM, open_by=0.0) + bow(fig, accent, f.neck_y + h * 0.12, size=0.27, tails=0.9)
    else:
        legs = trousers(fig, mix(main, "#6b5f55", 0.6), crease=True) + shoes(fig, "#5a3a2c")
        lower, collar = "", shirt_collar(fig, _CREAM, open_by=0.3)
    return Worn(
        covers_legs=not look.female, legs=legs,
        torso=lower + top(fig, _CREAM, ease=4, bottom=f.waist_y + h * 0.14 if look.female else f.hip_y) + column
        + open_front(fig, knit, bottom=bottom, ease=10, gap=(h * 0.15, h * 0.2), rim=lift(knit, 0.25)),
        arms=dressed_arms(fig, knit, ease=8, end=0.97, flare=2, cuff=lift(knit, 0.25)),
        front=collar,
    )  # fmt: skip


def _sundress(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, accent = f.head, look.accent_colour
    cloth = lift(look.main_colour, 0.5) if brightness(look.main_colour) < 0.6 else look.main_colour
    hem = f.crotch_y + (f.knee_y - f.crotch_y) * 0.72
    line = cloth_line(cloth)
    bodice = route(
        "M",
        (-f.chest_w * 0.72, f.shoulder_y + h * 0.1),
        "Q",
        (-f.chest_w * 0.3, f.shoulder_y + h * 0.2),
        (0, f.shoulder_y + h * 0.2),
        "Q",
        (f.chest_w * 0.3, f.shoulder_y + h * 0.2),
        (f.chest_w * 0.72, f.shoulder_y + h * 0.1),
        "C",
        (f.chest_w * 0.9, f.shoulder_y + h * 0.2),
        (f.chest_w + 4, f.bust_y - h * 0.1),
        (f.chest_w + 4, f.bust_y),
        "C",
        (f.chest_w, f.bust_y + h * 0.15),
        (f.waist_w + 4, f.waist_y - h * 0.1),
        (f.waist_w + 4, f.waist_y + 4),
        "H",
        num(-f.waist_w - 4),
        "C",
        (-f.waist_w - 4, f.waist_y - h * 0.1),
        (-f.chest_w, f.bust_y + h * 0.15),
        (-f.chest_w - 4, f.bust_y),
        "C",
        (-f.chest_w - 4, f.bust_y - h * 0.1),
        (-f.chest_w * 0.9, f.shoulder_y + h * 0.2),
        (-f.chest_w * 0.72, f.shoulder_y + h * 0.1),
        "Z",
    )
    straps = "".join(
        form(route("M", (s * f.chest_w * 0.5, f.shoulder_y + h * 0.18), "L", (s * f.neck_w * 1.75,
        f.neck_y - h * 0.005), "L", (s * f.neck_w * 2.2, f.neck_y + h * 0.01),
                   "L", (s * f.chest_w * 0.74, f.shoulder_y + h * 0.13), "Z"), cloth, line, 2.6)
        for s in (-1, 1)
    )  # fmt: skip
    petals = lift(accent, 0.15)
    pattern = flowers(_body_box(fig), petals, "#fff3c0", step=58, size=13) if look.cut < 3 else dots(_body_box(fig),
        lift(cloth, 0.6), step=36, radius=5)  # fmt: skip
    shade = fill(route("M", (f.chest_w * 0.55, f.shoulder_y), "L", (f.waist_w * 0.5, f.waist_y + 9), "H", num(300),
        "V", num(f.shoulder_y), "Z"), cloth_shade(cloth), 0.4)  # fmt: skip
    folds = strokes([[(s * f.chest_w, f.bust_y + h * 0.05), (s * f.chest_w * 0.55, f.bust_y + h * 0.17),
        (s * 8, f.bust_y + h * 0.08)] for s in (-1, 1)], cloth_shade(cloth), 6, 0.8)  # fmt: skip
    sash = form(route("M", (-f.waist_w - 6, f.waist_y - 14), "Q", (0, f.waist_y - 4), (f.waist_w + 6,
        f.waist_y - 14), "V", num(f.waist_y + 12), "Q", (0, f.waist_y + 22), (-f.waist_w - 6, f.waist_y + 12), "Z"),
        accent, cloth_line(accent), 2.6)  # fmt: skip
    drape = skirt(fig, cloth, top_y=f.waist_y, hem=hem, flare=h * 0.36, folds=8, frill="#fffaf4", pattern=pattern)
    return Worn(
        legs=shoes(fig, "#e9d6b8"),
        torso=bare_torso(fig) + drape + straps + form(bodice, fig.cloth(cloth), line, 3.0) + fig.ink.inside(bodice,
        pattern + shade + folds) + sash
        + bow(fig, accent, f.waist_y, size=0.3, x=-f.waist_w * 0.5, tails=1.2),
        arms=_bare_arms(fig),
    )  # fmt: skip


def _bare_arms(fig: Figure) -> str:
    return "".join(hand(fig, arm) + bare_arm(fig, arm) for arm in fig.arms)


def _hoodie(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    cloth = mix(accent, "#fff6ee", 0.25) if look.cut % 2 else lift(main, 0.16)
    line = cloth_line(cloth)
    bottom = f.hip_y + h * 0.04
    w, y = f.neck_w, f.neck_y
    hood = form(
        route(
            "M",
            (-w * 1.9, y + h * 0.05),
            "C",
            (-w * 1.7, y - h * 0.14),
            (-w * 1.2, y - h * 0.17),
            (-w * 1.05, y - h * 0.14),
            "C",
            (-w * 0.9, y + h * 0.08),
            (-w * 0.3, y + h * 0.15),
            (0, y + h * 0.19),
            "C",
            (w * 0.3, y + h * 0.15),
            (w * 0.9, y + h * 0.08),
            (w * 1.05, y - h * 0.14),
            "C",
            (w * 1.2, y - h * 0.17),
            (w * 1.7, y - h * 0.14),
            (w * 1.9, y + h * 0.05),
            "C",
            (w * 1.2, y + h * 0.25),
            (w * 0.4, y + h * 0.3),
            (0, y + h * 0.31),
            "C",
            (-w * 0.4, y + h * 0.3),
            (-w * 1.2, y + h * 0.25),
            (-w * 1.9, y + h * 0.05),
            "Z",
        ),
        fig.cloth(lift(cloth, 0.1)),
        line,
        3.0,
    )
    inner = fill(route("M", (-w * 1.0, y - h * 0.1), "Q", (0, y + h * 0.34), (w * 1.0, y - h * 0.1), "Z"),
        "#f4f1f6") + _round_neck(fig, "#ffffff", depth=0.06)  # fmt: skip
    cords = strokes(
        [[(s * w * 0.5, y + h * 0.24), (s * w * 0.62, y + h * 0.36), (s * w * 0.52, y + h * 0.5)] for s in (-1, 1)],
        "#fffdf6",
        9,
    ) + strokes(
        [[(s * w * 0.5, y + h * 0.24), (s * w * 0.62, y + h * 0.36), (s * w * 0.52, y + h * 0.5)] for s in (-1, 1)],
        line,
        2.4,
        0.6,
    )
    py = f.waist_y + h * 0.06
    pouch = form(route("M", (-h * 0.24, py), "H", num(h * 0.24), "L", (h * 0.33, py + h * 0.25), "V",
        num(bottom - 8), "H", num(-h * 0.33), "V", num(py + h * 0.25), "Z"), fig.cloth(cloth), line, 2.8)  # fmt: skip
    hem_w = f.hip_w + 14
    rib = form(route("M", (-hem_w, bottom - 10), "Q", (0, bottom + 2), (hem_w, bottom - 10), "L",
        (hem_w - 4, bottom + 16), "Q", (0, bottom + 28), (-hem_w + 4, bottom + 16), "Z"), deepen(cloth, 0.12), line,
        2.8)  # fmt: skip
    badge = fig.frame.bust_y + h * 0.16
    print_ = form(_star_path(0, badge, h * 0.12), lift(main, 0.55) if look.cut % 2 else lift(accent, 0.2), line, 2.4)
    if look.female:
        legs = hose(fig, "#2f2e42", top_at=0.3) + shoes(fig, "#f4f1f6", sole=accent)
        lower = skirt(fig, deepen(main, 0.1), top_y=f.waist_y + 6, hem=f.crotch_y + (f.knee_y - f.crotch_y) * 0.36,
            flare=h * 0.2, pleats=8)  # fmt: skip
    else:
        cargo = "#3b4152" if brightness(cloth) > 0.4 else "#8a7f6c"
        legs, lower = trousers(fig, cargo, ease=8) + shoes(fig, "#f4f1f6", sole=accent), ""
    if look.age_group == "child":
        shorts = "" if look.female else trousers(fig, _DENIM, end=0.4, ease=9)
        legs = hose(fig, "#f6f4fb", top_at=0.72) + shorts + shoes(fig, "#f4f1f6", sole=accent)
    return Worn(
        covers_legs=not look.female and look.age_group != "child",
        legs=legs, torso=lower + top(fig, cloth, ease=14, bottom=bottom) + rib + pouch + print_,
        arms=dressed_arms(fig, cloth, ease=11, end=0.98, flare=1, cuff=deepen(cloth, 0.12)), front=hood + inner + cords,
    )  # fmt: skip


def _star_path(x: float, y: float, r: float) -> str:
    return route(
        "M", (x, y - r), "Q", (x + r * 0.12, y - r * 0.12), (x + r, y), "Q", (x + r * 0.12, y + r * 0.12), (x, y + r),
        "Q", (x - r * 0.12, y + r * 0.12), (x - r, y), "Q", (x - r * 0.12, y - r * 0.12), (x, y - r), "Z",
    )  # fmt: skip


def _open_shirt(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    tee = "#fdfbf8" if brightness(main) < 0.7 else "#3a3f52"
    cloth = lift(main, 0.14)
    bottom = f.hip_y + h * 0.1
    return Worn(
        covers_legs=True,
        legs=trousers(fig, _DENIM if look.cut != 3 else "#b59a74", ease=6) + shoes(fig, "#f4f1f6", sole=accent),
        torso=top(fig, tee, ease=6, bottom=f.hip_y + h * 0.05)
        + form(_star_path(0, f.bust_y + h * 0.16, h * 0.13), accent, deepen(accent, 0.5), 2.2)
        + open_front(fig, cloth, bottom=bottom, ease=12, gap=(h * 0.16, h * 0.26)) + pocket(fig, f.chest_w * 0.66,
        f.bust_y, cloth, width=0.2),
        arms=dressed_arms(fig, cloth, ease=10, end=0.62, flare=4, cuff=lift(cloth, 0.2)),
        front=_round_neck(fig, tee, depth=0.09),
    )  # fmt: skip


def _striped(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main = f.head, look.main_colour
    shirt = "#fbf8f4"
    jacket = deepen(main, 0.05)
    bottom = f.hip_y + h * 0.06
    d = fig.torso_outline(6, bottom=bottom - h * 0.02)
    bands = fig.ink.inside(d, stripes((-200, f.neck_y + h * 0.12, 200, bottom), mix(main, "#2a3560", 0.5), step=26,
        width=9, level=True))  # fmt: skip
    zip_line = strokes([[(h * 0.17, f.bust_y), (h * 0.19, f.waist_y), (h * 0.23, bottom)]], "#d8dbe6", 3.4)
    return Worn(
        covers_legs=True, legs=trousers(fig, "#3f4660", ease=5) + shoes(fig, "#8a5a3c"),
        torso=top(fig, shirt, ease=6, bottom=bottom - h * 0.02) + bands
        + open_front(fig, jacket, bottom=bottom, ease=12, gap=(h * 0.18, h * 0.24), rim=lift(jacket, 0.12)) + zip_line,
        arms=dressed_arms(fig, jacket, ease=9.5, end=0.97, flare=2, cuff=lift(jacket, 0.12)),
        front=_round_neck(fig, shirt, depth=0.07, rib=mix(main, "#2a3560", 0.5)),
    )  # fmt: skip


def sport(fig: Figure) -> Worn:
    """Track suit, or gym shirt and shorts."""
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    bottom = f.hip_y + h * 0.05
    trainers = shoes(fig, "#fbfaff", sole=accent)
    if look.cut % 2 and not look.grown:
        shirt = "#fcfcff"
        plate = form(route("M", (-h * 0.17, f.bust_y), "h", num(h * 0.34), "v", num(h * 0.15), "h", num(-h * 0.34),
            "Z"), "#ffffff", cloth_line(shirt), 2.0)  # fmt: skip
        writing = strokes([[(-h * 0.1, f.bust_y + h * 0.075), (0, f.bust_y + h * 0.06),
            (h * 0.1, f.bust_y + h * 0.08)]], "#5a5f80", 5)  # fmt: skip
        return Worn(
            legs=hose(fig, "#f6f4fb", top_at=0.78) + trousers(fig, main, end=0.24, ease=9, flare=6,
            stripe="#ffffff") + trainers,
            torso=top(fig, shirt, ease=8, bottom=f.hip_y - h * 0.02) + plate + writing,
            arms=dressed_arms(fig, shirt, ease=8, end=0.36, flare=7, cuff=main),
            front=_round_neck(fig, shirt, depth=0.07, rib=main),
        )  # fmt: skip
    w, y = f.neck_w, f.neck_y
    collar = form(route("M", (-w * 1.1, y - h * 0.17), "Q", (0, y - h * 0.06), (w * 1.1, y - h * 0.17), "L",
        (w * 1.5, y + h * 0.02), "L", (h * 0.02, y + h * 0.16), "L", (-w * 1.5, y + h * 0.02), "Z"),
        fig.cloth(lift(main, 0.1)), cloth_line(main), 2.9)  # fmt: skip
    zipper = stroke(route("M", (0, y + h * 0.06), "L", (0, bottom)), "#f0f0f6", 6) + stroke(route("M",
        (0, y + h * 0.06), "L", (0, bottom)), cloth_line(main), 1.6)  # fmt: skip
    tab = form(route("M", (-5, f.bust_y - h * 0.04), "h", "10", "l", (2, 22), "h", "-14", "Z"), "#e8e9f2",
        "#6a6f88", 1.8)  # fmt: skip
    return Worn(
        covers_legs=True, legs=trousers(fig, main, ease=8, stripe=accent) + trainers,
        torso=top(fig, main, ease=11, bottom=bottom) + zipper + tab
        + pocket(fig, f.chest_w * 0.55, f.bust_y + h * 0.06, main, width=0.16),
        arms=dressed_arms(fig, main, ease=9, end=0.98, stripes=accent, cuff=deepen(main, 0.2)),
        front=collar,
        collared=True,
    )  # fmt: skip
