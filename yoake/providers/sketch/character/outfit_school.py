"""School uniforms, and the office clothes that grown people wear instead."""

from __future__ import annotations

from yoake.providers.sketch.character.body import Figure
from yoake.providers.sketch.character.garment import Worn, dressed_arms, top
from yoake.providers.sketch.character.legwear import hose, shoes, skirt, trousers
from yoake.providers.sketch.character.palette import brightness, cloth_line, deepen, lift, mix
from yoake.providers.sketch.character.pen import fill, form, num, route, stroke, strokes
from yoake.providers.sketch.character.trimming import bow, buttons, lapels, pocket, shirt_collar, tie

_WHITE = "#fbfbff"


def uniform(fig: Figure) -> Worn:
    """Sailor suit, blazer or stand-up collar by person; a suit for adults."""
    look = fig.look
    if look.grown:
        return _office(fig)
    if look.female:
        return _sailor(fig) if look.cut % 2 == 0 else _blazer(fig)
    return _gakuran(fig) if look.cut % 2 == 0 else _blazer(fig)


def _skirt_hem(fig: Figure) -> float:
    f = fig.frame
    return f.crotch_y + (f.knee_y - f.crotch_y) * 0.5


def _sailor(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    line = cloth_line(main)
    bottom = f.waist_y + (f.hip_y - f.waist_y) * 0.42
    w, y = f.neck_w, f.neck_y
    collar = "".join(
        form(
            route(
                "M",
                (s * w * 1.0, y - h * 0.1),
                "C",
                (s * f.shoulder_w * 0.5, y - h * 0.02),
                (s * f.shoulder_w * 0.7, y + h * 0.04),
                (s * f.shoulder_w * 0.76, y + h * 0.1),
                "C",
                (s * f.shoulder_w * 0.74, y + h * 0.3),
                (s * f.shoulder_w * 0.5, y + h * 0.42),
                (0, y + h * 0.6),
                "C",
                (s * w * 0.5, y + h * 0.4),
                (s * w * 0.95, y + h * 0.15),
                (s * w * 1.0, y - h * 0.1),
                "Z",
            ),
            fig.cloth(main),
            line,
            2.9,
        )
        + stroke(
            route(
                "M",
                (s * f.shoulder_w * 0.66, y + h * 0.06),
                "C",
                (s * f.shoulder_w * 0.66, y + h * 0.28),
                (s * f.shoulder_w * 0.42, y + h * 0.38),
                (s * 6, y + h * 0.53),
            ),
            "#ffffff",
            3.6,
            0.95,
        )
        for s in (-1, 1)
    )
    inset = form(
        route("M", (-w, y - h * 0.08), "C", (-w * 0.8, y + h * 0.16), (-w * 0.4, y + h * 0.4), (0, y + h * 0.56),
        "C", (w * 0.4, y + h * 0.4), (w * 0.8, y + h * 0.16), (w, y - h * 0.08), "Z"),
        fig.skin_paint, mix(fig.skin, "#5e1f24", 0.5), 2.0,
    )  # fmt: skip
    vest = fill(route("M", (-w * 0.72, y + h * 0.2), "Q", (0, y + h * 0.26), (w * 0.72, y + h * 0.2), "L",
        (0, y + h * 0.56), "Z"), _WHITE)  # fmt: skip
    short = look.cut in (0, 2)
    sleeves = dressed_arms(fig, _WHITE, ease=7 if short else 5, end=0.42 if short else 1.0, flare=8 if short else 3,
        cuff=main)  # fmt: skip
    return Worn(
        legs=_socks(fig) + shoes(fig, "#5a3428"),
        torso=skirt(fig, main, top_y=f.waist_y + 4, hem=_skirt_hem(fig), flare=h * 0.24, pleats=9, trim="#ffffff"
        if look.cut else None)
        + top(fig, _WHITE, ease=5, bottom=bottom, collar=2),
        arms=sleeves,
        front=inset + vest + collar + bow(fig, accent, y + h * 0.55, size=0.5, tails=1.15),
    )  # fmt: skip


def _socks(fig: Figure) -> str:
    kind = fig.look.cut % 3
    if kind == 0:
        return hose(fig, "#2b2a3c", top_at=0.36)
    return hose(fig, "#f6f4fb" if kind == 1 else "#33324a", top_at=0.68)


def _blazer(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    low = f.waist_y - h * 0.08
    bottom = f.hip_y - h * 0.02
    front_line = strokes([[(2, low), (4, low + h * 0.2), (10, bottom + 4)]], cloth_line(main), 3.6)
    badge = form(route("M", (f.chest_w * 0.52, f.bust_y - h * 0.1), "h", num(h * 0.12), "v", num(h * 0.09), "l",
        (-h * 0.06, h * 0.05), "l", (-h * 0.06, -h * 0.05), "Z"), "#f0cf6a", "#8a6420", 2.2)  # fmt: skip
    neckwear = bow(fig, accent, f.neck_y + h * 0.13, size=0.4,
        tails=0.9) if look.female and look.cut % 3 else tie(fig, accent, length=0.68, stripes=lift(accent, 0.55)
        if look.cut % 3 else None)  # fmt: skip
    if look.female:
        lower = skirt(fig, lift(accent, 0.1) if look.cut == 5 else mix(main, "#8a8f9f", 0.35), top_y=f.waist_y + 10,
            hem=_skirt_hem(fig), flare=h * 0.22, pleats=9, plaid=deepen(accent, 0.2) if look.cut != 5
            else "#fff4e0")  # fmt: skip
        legs = _socks(fig)
    else:
        lower = ""
        cloth = "#6c7080" if brightness(main) < 0.45 else deepen(main, 0.35)
        legs = hose(fig, "#2b2a3c", top_at=0.7) + trousers(fig, cloth, end=0.42, ease=9,
            flare=4) if look.age_group == "child" else trousers(fig, cloth, crease=True)  # fmt: skip
    return Worn(
        covers_legs=not look.female and look.age_group != "child", legs=legs + shoes(fig, "#4a2d26"),
        torso=lower + top(fig, main, ease=9, bottom=bottom),
        arms=dressed_arms(fig, main, ease=7.5, flare=2, end=0.97, cuff=None),
        front=lapels(fig, main, low=low, inner=_WHITE) + shirt_collar(fig, _WHITE) + neckwear + front_line
        + buttons(-2, [low + h * 0.05, low + h * 0.19], "#e8c15a", 6.5) + badge
        + pocket(fig, -f.waist_w * 0.72, bottom - h * 0.14, main) + pocket(fig, f.waist_w * 0.72, bottom - h * 0.14,
        main),
    )  # fmt: skip


def _gakuran(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h = f.head
    main = deepen(look.main_colour, 0.35)
    bottom = f.hip_y + h * 0.04
    line = cloth_line(main)
    w, y = f.neck_w, f.neck_y
    stand = form(
        route("M", (-w * 1.12, y - h * 0.17), "Q", (0, y - h * 0.06), (w * 1.12, y - h * 0.17), "L",
        (w * 1.42, y + h * 0.01), "Q", (0, y + h * 0.14), (-w * 1.42, y + h * 0.01), "Z"),
        fig.cloth(main), line, 2.8,
    )  # fmt: skip
    rim = stroke(route("M", (-w * 1.08, y - h * 0.175), "Q", (0, y - h * 0.065), (w * 1.08, y - h * 0.175)),
        "#fdfdff", 4.5)  # fmt: skip
    opening = strokes([[(3, y + h * 0.06), (5, f.waist_y), (4, bottom + 6)]], line, 4.4)
    lit = stroke(f"M-1,{num(y + h * 0.08)}L1,{num(bottom)}", lift(main, 0.35), 1.8, 0.6)
    step = (bottom - y) / 5.4
    legs = trousers(fig, deepen(main, 0.1), crease=True) if look.age_group != "child" else hose(fig, "#f6f4fb",
        top_at=0.7) + trousers(fig, main, end=0.4, ease=9)  # fmt: skip
    return Worn(
        covers_legs=look.age_group != "child", legs=legs + shoes(fig, "#2b2430"),
        torso=top(fig, main, ease=10, bottom=bottom),
        arms=dressed_arms(fig, main, ease=8, flare=2, end=0.97),
        front=stand + rim + opening + lit + buttons(-7, [y + step * (0.62 + i) for i in range(5)], "#f0c75a", 7.5)
        + pocket(fig, f.chest_w * 0.5, f.bust_y - h * 0.02, main)
        + form(route("M", (w * 0.75, y - h * 0.055), "l", (h * 0.05, -h * 0.02), "l", (h * 0.01, h * 0.05), "l",
        (-h * 0.05, h * 0.015), "Z"), "#f0c75a", "#8a6420", 1.8),
    )  # fmt: skip


def _office(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    low = f.waist_y + h * 0.02
    bottom = f.hip_y - h * 0.04 if look.female else f.hip_y + h * 0.06
    line = cloth_line(main)
    front_line = strokes([[(2, low), (5, low + h * 0.2), (16, bottom + 4)]], line, 3.6)
    if look.female:
        legs = hose(fig, mix(fig.skin, "#5a3a4a", 0.4), top_at=0.0) + shoes(fig, deepen(main, 0.3))
        lower = skirt(fig, deepen(main, 0.08), top_y=f.waist_y + 10, hem=f.knee_y - h * 0.16, flare=-h * 0.02, folds=2)
        under = shirt_collar(fig, _WHITE, open_by=0.8)
        if look.cut % 2:
            under += bow(fig, accent, f.neck_y + h * 0.3, size=0.3, tails=0.8)
    else:
        legs = trousers(fig, main, crease=True) + shoes(fig, "#3a2620")
        lower = ""
        under = shirt_collar(fig, _WHITE) + tie(fig, accent, length=0.95, stripes=lift(accent, 0.45)
            if look.cut % 2 else None)  # fmt: skip
    if not look.female and look.cut % 3 == 2:  # a waistcoat, sleeves rolled up
        return Worn(
            covers_legs=not look.female,
            legs=legs,
            torso=top(fig, _WHITE, ease=6, bottom=f.hip_y),
            arms=dressed_arms(fig, _WHITE, ease=7, end=0.66, flare=3, cuff="#eef0fa"),
            front=_waistcoat(fig, main) + under
            + buttons(2, [low + h * 0.06, low + h * 0.2, low + h * 0.34], lift(main, 0.5), 6),
        )  # fmt: skip
    return Worn(
        covers_legs=not look.female,
        legs=legs,
        torso=lower + top(fig, main, ease=8 if look.female else 11, bottom=bottom),
        arms=dressed_arms(fig, main, ease=7 if look.female else 8, flare=1.5, end=0.96),
        front=lapels(fig, main, low=low, inner=_WHITE)
        + under
        + front_line
        + buttons(-2, [low + h * 0.06], lift(main, 0.45), 7)
        + pocket(fig, -f.waist_w * 0.75, bottom - h * 0.16, main)
        + pocket(fig, f.waist_w * 0.75, bottom - h * 0.16, main),
    )


def _waistcoat(fig: Figure, colour: str) -> str:
    f = fig.frame
    h, w = f.head, f.neck_w
    low = f.waist_y
    out = ""
    for s in (-1, 1):
        d = (
            route("M", (s * w * 1.5, f.neck_y - h * 0.02), "L", (s * f.shoulder_w * 0.66, f.shoulder_y - h * 0.07),
            "C", (s * f.chest_w * 0.86, f.bust_y - h * 0.1), (s * (f.chest_w + 4), f.bust_y), (s * (f.chest_w + 5),
            f.bust_y + h * 0.06), "C", (s * (f.waist_w + 9), f.waist_y - h * 0.06), (s * (f.waist_w + 7),
            f.waist_y), (s * (f.hip_w + 6), f.hip_y - h * 0.08), "L", (s * h * 0.12, f.hip_y + h * 0.04), "L",
            (-s * 3, f.hip_y - h * 0.06), "L", (0, low - h * 0.04), "Z")
        )  # fmt: skip
        out += form(d, fig.cloth(colour), cloth_line(colour), 2.9)
    return out
