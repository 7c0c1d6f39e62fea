"""Clothes of a trade and of another world: aprons, laboratory coats, robes, armour."""

from __future__ import annotations

from yoake.providers.sketch.character.body import Figure
from yoake.providers.sketch.character.coat import apron, cape, mantle, open_front
from yoake.providers.sketch.character.garment import Worn, belt, dressed_arms, top
from yoake.providers.sketch.character.legwear import hose, shoes, skirt, trousers
from yoake.providers.sketch.character.palette import cloth_line, cloth_shade, deepen, lift, mix
from yoake.providers.sketch.character.pen import Point, fill, form, num, route, spline, stroke, strokes
from yoake.providers.sketch.character.trimming import bow, buttons, pocket, shirt_collar, tie

_WHITE = "#fbfbff"
_GOLD = "#ecc867"
_STEEL = "#c3cbdc"


def work(fig: Figure) -> Worn:
    """A waiter's apron, a maid's dress, or a laboratory coat over office clothes."""
    if fig.look.grown and fig.look.cut % 3 == 2:
        return _laboratory(fig)
    return _waiting(fig)


def _laboratory(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    hem = f.crotch_y + (f.knee_y - f.crotch_y) * 0.72
    shirt = lift(main, 0.72)
    if look.female:
        lower = skirt(fig, deepen(main, 0.1), top_y=f.waist_y, hem=f.knee_y - h * 0.2, flare=0, folds=2)
        legs = hose(fig, "#3a3444", top_at=0.0) + shoes(fig, "#2f2834")
        neckwear = bow(fig, accent, f.neck_y + h * 0.12, size=0.3, tails=0.8)
    else:
        lower, legs = "", trousers(fig, deepen(main, 0.2), crease=True) + shoes(fig, "#4a342a")
        neckwear = tie(fig, accent, length=0.9)
    badge = form(route("M", (-f.chest_w * 0.74, f.bust_y + h * 0.06), "h", num(h * 0.13), "v", num(h * 0.17), "h",
        num(-h * 0.13), "Z"), "#ffffff", "#8a92b0", 2.2)  # fmt: skip
    badge += fill(route("M", (-f.chest_w * 0.74 + 3, f.bust_y + h * 0.065), "h", num(h * 0.13 - 6), "v",
        num(h * 0.05), "h", num(-h * 0.13 + 6), "Z"), accent)  # fmt: skip
    pens = strokes([[(f.chest_w * (0.55 + 0.1 * i), f.bust_y + h * 0.02), (f.chest_w * (0.55 + 0.1 * i), f.bust_y
        + h * 0.08), (f.chest_w * (0.55 + 0.1 * i), f.bust_y + h * 0.12)] for i in (0, 1)], accent, 7)  # fmt: skip
    return Worn(
        covers_legs=not look.female, legs=legs,
        torso=lower + top(fig, shirt, ease=5, bottom=f.hip_y) + open_front(fig, "#fdfdff", bottom=hem, ease=14,
        gap=(h * 0.13, h * 0.2), flare=h * 0.1)
        + pens + pocket(fig, f.chest_w * 0.62, f.bust_y + h * 0.11, "#fdfdff", width=0.2, flap=False) + badge
        + "".join(pocket(fig, s * f.hip_w * 0.78, f.hip_y + h * 0.02, "#fdfdff", width=0.24) for s in (-1, 1)),
        arms=dressed_arms(fig, "#fdfdff", ease=11, end=0.97, flare=3),
        front=shirt_collar(fig, shirt) + neckwear,
    )  # fmt: skip


def _waiting(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    hem = f.crotch_y + (f.knee_y - f.crotch_y) * 0.42
    if look.female and look.cut % 2 == 0 and look.age_group != "elder":  # a dress under a frilled apron
        cloth = deepen(main, 0.25)
        return Worn(
            back=bow(fig, _WHITE, f.waist_y, size=1.1, tails=1.0),
            legs=hose(fig, "#f8f6fb", top_at=0.3, band=accent) + shoes(fig, "#33242c"),
            torso=skirt(fig, cloth, top_y=f.waist_y, hem=hem + h * 0.2, flare=h * 0.36, folds=8, frill="#ffffff")
            + top(fig, cloth, ease=4, bottom=f.waist_y + h * 0.05),
            arms=apron(fig, _WHITE, trim=lift(accent, 0.35), hem=hem, frills=True)
            + dressed_arms(fig, cloth, ease=7, end=0.97, flare=1, cuff="#ffffff"),
            front=shirt_collar(fig, _WHITE) + bow(fig, accent, f.neck_y + h * 0.12, size=0.34, tails=1.0),
        )
    shirt = "#fcfbf8" if look.cut % 3 else lift(main, 0.7)
    tint = deepen(main, 0.1)
    if look.female:
        legs = hose(fig, "#37323f", top_at=0.0) + shoes(fig, "#5a3a2c")
        lower = skirt(fig, mix(main, "#3a3444", 0.6), top_y=f.waist_y, hem=f.knee_y - h * 0.24, flare=h * 0.05, folds=4)
    else:
        legs, lower = trousers(fig, "#3c3a48", crease=True) + shoes(fig, "#4a3026"), ""
    neckwear = tie(fig, accent, length=0.52) if look.cut % 2 else bow(fig, accent, f.neck_y + h * 0.1, size=0.28,
        tails=0)  # fmt: skip
    return Worn(
        covers_legs=not look.female,
        legs=legs,
        torso=lower + top(fig, shirt, ease=6, bottom=f.hip_y),
        arms=shirt_collar(fig, shirt) + neckwear + apron(fig, tint, trim=lift(accent, 0.1), hem=hem, frills=False)
        + dressed_arms(fig, shirt, ease=8, end=0.66, flare=3, cuff=lift(shirt, 0.4)),
    )  # fmt: skip


def fantasy(fig: Figure) -> Worn:
    """A mage's robe or a knight's armour, by person, with a cape."""
    return _mage(fig) if (fig.look.cut % 2 == 0) == fig.look.female or fig.look.age_group == "elder" else _knight(fig)


def _mage(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    robe = lift(main, 0.06)
    hem = f.ankle_y - h * 0.04 if not look.female else f.crotch_y + (f.knee_y - f.crotch_y) * 0.6
    under = skirt(fig, lift(accent, 0.55), top_y=f.waist_y + 6, hem=hem, flare=h * 0.3, folds=8, trim=_GOLD)
    y = f.waist_y
    panels = ""
    for s in (-1, 1):
        d = route(
            "M",
            (s * h * 0.07, y),
            "C",
            (s * h * 0.16, f.hip_y),
            (s * h * 0.25, f.crotch_y),
            (s * h * 0.28, hem - h * 0.1),
            "L",
            (s * (f.hip_w + h * 0.3), hem - h * 0.03),
            "C",
            (s * (f.hip_w + h * 0.22), f.crotch_y),
            (s * (f.hip_w + h * 0.1), f.hip_y),
            (s * (f.waist_w + 5), y),
            "Z",
        )
        rim = route("M", (s * h * 0.07, y), "C", (s * h * 0.16, f.hip_y), (s * h * 0.25, f.crotch_y), (s * h * 0.28,
            hem - h * 0.1), "L", (s * (f.hip_w + h * 0.3), hem - h * 0.03))  # fmt: skip
        folds = [[(s * f.waist_w * k, y + 8), (s * f.hip_w * k * 1.15, f.crotch_y), (s * (f.hip_w + h * 0.24) * k,
            hem - h * 0.1)] for k in (0.62, 0.84)]  # fmt: skip
        panels += form(d, fig.cloth(robe), cloth_line(robe), 3.0) + fig.ink.inside(d, strokes(folds,
            cloth_shade(robe), 7, 0.9) + stroke(rim, _GOLD, 12)) + stroke(rim, cloth_line(robe), 2.4)  # fmt: skip
    placket = form(route("M", (-h * 0.08, f.neck_y + h * 0.1), "L", (h * 0.08, f.neck_y + h * 0.1), "L",
        (h * 0.06, y), "H", num(-h * 0.06), "Z"), lift(accent, 0.5), cloth_line(accent), 2.4)  # fmt: skip
    rings = buttons(0, [f.bust_y + h * (0.02 + 0.14 * i) for i in range(4)], _GOLD, 6)
    sash = belt(fig, deepen(accent, 0.1), y - h * 0.03, ease=7, height=h * 0.09, buckle=_GOLD)
    return Worn(
        back=cape(fig, main, lining=accent, length=f.knee_y + h * 0.2),
        legs=hose(fig, "#3a3050", top_at=0.28, band=_GOLD) + shoes(fig, "#5a3a34", boots=0.7),
        torso=under + top(fig, robe, ease=6, bottom=y + h * 0.05) + panels + placket + rings + sash,
        arms=dressed_arms(fig, robe, ease=8, end=0.94, flare=13, cuff=_GOLD),
        front=mantle(fig, deepen(main, 0.12), clasp=accent, rim=_GOLD),
        collared=True,
    )  # fmt: skip


def _knight(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    line = "#4a5270"
    steel = fig.ink.linear(((0, "#f4f7fd"), (0.45, _STEEL), (1, "#8f98b4")), (-f.shoulder_w, f.neck_y),
        (f.shoulder_w, f.hip_y))  # fmt: skip
    half: list[Point] = [
        (f.neck_w * 1.5, f.neck_y + h * 0.05), (f.shoulder_w * 0.72, f.shoulder_y + h * 0.02), (f.chest_w * 0.92,
        f.shoulder_y + h * 0.2), (f.chest_w + 11, f.bust_y),
        (f.waist_w + 9, f.waist_y - h * 0.04),
    ]  # fmt: skip
    plate = spline(half) + route("L", (0, f.waist_y + h * 0.07)) + spline([(-x, y) for x, y in reversed(half)],
        join=True) + route("Q", (0, f.neck_y + h * 0.2), half[0], "Z")  # fmt: skip
    dusk = fill(route("M", (f.chest_w * 0.5, f.neck_y), "L", (f.waist_w * 0.45, f.waist_y + 30), "H", "300", "V",
        num(f.neck_y), "Z"), "#5b658c", 0.4)  # fmt: skip
    ridge = stroke(route("M", (0, f.neck_y + h * 0.13), "L", (0, f.waist_y + h * 0.05)), line, 2.6,
        0.8) + stroke(route("M", (-4, f.neck_y + h * 0.15), "L", (-4, f.waist_y)), "#ffffff", 3, 0.8)  # fmt: skip
    crest = form(_crest(0, f.bust_y - h * 0.02, h * 0.15), _GOLD, "#8a6420", 2.4)
    rim = stroke(route("M", half[0], "Q", (0, f.neck_y + h * 0.2), (-half[0][0], half[0][1])), _GOLD, 6)
    edge = stroke(route("M", (half[-1][0], half[-1][1]), "L", (0, f.waist_y + h * 0.07), "L", (-half[-1][0],
        half[-1][1])), _GOLD, 6)  # fmt: skip
    tunic_hem = f.crotch_y + (f.knee_y - f.crotch_y) * 0.3
    tunic = skirt(fig, main, top_y=f.waist_y - h * 0.02, hem=tunic_hem, flare=h * 0.14, folds=5, trim=_GOLD)
    arms = dressed_arms(fig, deepen(main, 0.1), ease=7, end=0.96, gloves="#6a4a3a")
    plates = ""
    for arm in fig.arms:
        s, (x, y) = arm.side, arm.shoulder
        for i, drop in enumerate((h * 0.16, 0.0)):
            r = f.arm_r + h * 0.07 - i * 3
            d = route("M", (x - s * r * 1.1, y + drop + h * 0.02), "C", (x - s * r * 1.1, y + drop - h * 0.2),
                (x + s * r * 1.1, y + drop - h * 0.22), (x + s * r * 1.25, y + drop + h * 0.12),
                      "Q", (x, y + drop + h * 0.02), (x - s * r * 1.1, y + drop + h * 0.02), "Z")  # fmt: skip
            plates += form(d, steel, line, 2.8) + stroke(route("M", (x + s * r * 1.2, y + drop + h * 0.1), "Q",
                (x, y + drop + h * 0.0), (x - s * r * 1.05, y + drop + h * 0.005)), _GOLD, 4)  # fmt: skip
    legs = (trousers(fig, "#3d3a4c", ease=3) if not look.female else hose(fig, "#3d3a4c", top_at=0.16)) + shoes(fig,
        "#6b5244", boots=0.85)  # fmt: skip
    return Worn(
        back=cape(fig, deepen(accent, 0.1), lining=accent, length=f.knee_y + h * 0.3),
        covers_legs=not look.female, legs=legs,
        torso=top(fig, deepen(main, 0.1), ease=6, bottom=f.hip_y) + tunic + form(plate, steel, line, 3.0)
        + fig.ink.inside(plate, dusk) + ridge + rim + edge + crest
        + belt(fig, "#6b4632", f.waist_y + h * 0.07, ease=10, height=h * 0.07, buckle=_GOLD),
        arms=arms + plates,
        front=_gorget(fig, accent),
        collared=True,
    )  # fmt: skip


def _gorget(fig: Figure, colour: str) -> str:
    """A scarf-like collar of the cape."""
    f = fig.frame
    w, y, h = f.neck_w, f.neck_y, f.head
    d = route(
        "M",
        (-w * 1.1, y - h * 0.14),
        "C",
        (-w * 1.9, y - h * 0.08),
        (-w * 2.2, y + h * 0.02),
        (-w * 1.9, y + h * 0.08),
        "Q",
        (0, y + h * 0.26),
        (w * 1.9, y + h * 0.08),
        "C",
        (w * 2.2, y + h * 0.02),
        (w * 1.9, y - h * 0.08),
        (w * 1.1, y - h * 0.14),
        "Q",
        (0, y + h * 0.1),
        (-w * 1.1, y - h * 0.14),
        "Z",
    )
    folds = [[(-w * 1.7, y), (0, y + h * 0.16), (w * 1.2, y + h * 0.06)], [(-w * 1.2, y + h * 0.14),
        (0, y + h * 0.2), (w * 1.8, y + h * 0.04)]]  # fmt: skip
    return form(d, fig.cloth(colour), cloth_line(colour), 2.9) + strokes(folds, deepen(colour, 0.4), 5, 0.7)


def _crest(x: float, y: float, r: float) -> str:
    return route(
        "M", (x, y - r), "L", (x + r * 0.25, y - r * 0.25), "L", (x + r * 0.8, y - r * 0.1), "L",
        (x + r * 0.3, y + r * 0.2), "L", (x, y + r * 1.2),
        "L", (x - r * 0.3, y + r * 0.2), "L", (x - r * 0.8, y - r * 0.1), "L", (x - r * 0.25, y - r * 0.25), "Z",
    )  # fmt: skip
