"""Evening wear and winter coats."""

from __future__ import annotations

from yoake.providers.sketch.character.accessory import scarf_at
from yoake.providers.sketch.character.body import Figure, bare_arm, bare_torso
from yoake.providers.sketch.character.coat import open_front
from yoake.providers.sketch.character.garment import Worn, dressed_arms, top
from yoake.providers.sketch.character.hand import hand
from yoake.providers.sketch.character.legwear import hose, shoes, skirt, trousers
from yoake.providers.sketch.character.palette import brightness, cloth_line, cloth_shade, deepen, lift, mix
from yoake.providers.sketch.character.pen import fill, form, num, route, stroke, strokes
from yoake.providers.sketch.character.trimming import bow, buttons, lapels, pocket, shirt_collar

_WHITE = "#fbfbff"
_GOLD = "#ecc867"


def formal(fig: Figure) -> Worn:
    """An evening dress, or a dinner jacket."""
    return _gown(fig) if fig.look.female else _tuxedo(fig)


def _gown(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, accent = f.head, look.accent_colour
    cloth = (look.main_colour, mix(look.main_colour, accent, 0.55), deepen(accent, 0.12))[look.cut % 3]
    line, shade = cloth_line(cloth), cloth_shade(cloth)
    top_y = f.shoulder_y + h * 0.2
    side = [(f.chest_w * 0.98, top_y - h * 0.03), (f.chest_w + 3, f.bust_y), (f.waist_w + 2, f.waist_y + 6)]
    neckline = route("Q", (-f.chest_w * 0.5, top_y - h * 0.13), (0, top_y + h * 0.03), "Q", (f.chest_w * 0.5,
        top_y - h * 0.13), side[0])  # fmt: skip
    bodice = (
        route("M", (-side[0][0], side[0][1])) + neckline + route("C", (f.chest_w + 8, f.bust_y - h * 0.1),
        (f.chest_w + 4, f.bust_y + h * 0.12), side[2])
        + route("Q", (0, f.waist_y + h * 0.1), (-side[2][0], side[2][1])) + route("C", (-f.chest_w - 4, f.bust_y
        + h * 0.12), (-f.chest_w - 8, f.bust_y - h * 0.1), (-side[0][0], side[0][1]), "Z")
    )  # fmt: skip
    folds = [[(s * f.chest_w, f.bust_y + h * 0.04), (s * f.chest_w * 0.55, f.bust_y + h * 0.17),
        (s * 6, f.bust_y + h * 0.08)] for s in (-1, 1)]  # fmt: skip
    folds += [[(s * f.waist_w * k, f.waist_y), (s * f.waist_w * k * 1.1, f.waist_y - h * 0.2), (s * f.chest_w * k,
        f.bust_y + h * 0.1)] for s in (-1, 1) for k in (0.4, 0.8)]  # fmt: skip
    dusk = fill(route("M", (f.chest_w * 0.55, top_y - 40), "L", (f.waist_w * 0.5, f.waist_y + 20), "H", "300", "V",
        num(top_y - 40), "Z"), shade, 0.42)  # fmt: skip
    ruffles = ""
    for k, tint in ((1.0, 0.06), (0.86, 0.22)):
        y0 = top_y - h * 0.06
        wave = "".join(route("Q", (-f.chest_w * k + f.chest_w * k * 2 * (i + 0.5) / 7, y0 + h * (0.17 if k == 1.0
            else 0.1)), (-f.chest_w * k + f.chest_w * k * 2 * (i + 1) / 7, y0 + h * (0.09 if k == 1.0 else 0.04)))
            for i in range(7))  # fmt: skip
        ruffles += form(route("M", (-f.chest_w * k, y0 + h * 0.06)) + wave + route("L", (f.chest_w * k * 0.98, y0),
            "Q", (f.chest_w * 0.5, top_y - h * 0.13), (0, top_y), "Q", (-f.chest_w * 0.5, top_y - h * 0.13),
            (-f.chest_w * k * 0.98, y0), "Z"), lift(cloth, tint + 0.12), line, 2.4)  # fmt: skip
    necklace = stroke(route("M", (-f.neck_w * 1.0, f.neck_y - h * 0.04), "Q", (0, f.neck_y + h * 0.16),
        (f.neck_w * 1.0, f.neck_y - h * 0.04)), _GOLD, 3.4)  # fmt: skip
    gy = f.neck_y + h * 0.085
    gem = form(route("M", (0, gy - 10), "L", (10, gy), "L", (0, gy + 15), "L", (-10, gy), "Z"), accent,
        deepen(accent, 0.6), 2.2) + fill(route("M", (0, gy - 6), "L", (-6, gy), "L", (0, gy + 3), "Z"), "#fff",
        0.7)  # fmt: skip
    long_skirt = skirt(fig, cloth, top_y=f.waist_y + 2, hem=f.ankle_y + h * 0.04, flare=h * 0.52, folds=8)
    over = skirt(fig, lift(cloth, 0.22), top_y=f.waist_y + 2, hem=f.hip_y + h * 0.34, flare=h * 0.3, folds=7,
        trim=_GOLD)  # fmt: skip
    sash = bow(fig, accent, f.waist_y + h * 0.02, size=0.42, x=f.waist_w * 0.55, tails=1.5)
    arms = ""
    for arm in fig.arms:
        arms += hand(fig, arm) + bare_arm(fig, arm)
    return Worn(
        covers_legs=True, legs=hose(fig, mix(fig.skin, "#fff4f0", 0.4), top_at=0.1) + shoes(fig, accent),
        torso=bare_torso(fig) + long_skirt + over + form(bodice, fig.cloth(cloth), line, 3.0)
        + fig.ink.inside(bodice, dusk + strokes(folds, shade, 6, 0.8)) + ruffles + sash,
        arms=arms, front=necklace + gem,
    )  # fmt: skip


def _tuxedo(fig: Figure) -> Worn:
    f, look = fig.frame, fig.look
    h, accent = f.head, look.accent_colour
    cloth = ("#2a2a3c", deepen(look.main_colour, 0.3), "#f1eef2")[look.cut % 3]
    bottom = f.hip_y + h * 0.07
    low = f.waist_y + h * 0.04
    waistcoat = mix(accent, "#3a3040", 0.45)
    handkerchief = form(
        route("M", (f.chest_w * 0.42, f.bust_y), "l", (h * 0.03, -h * 0.07), "l", (h * 0.04, h * 0.045), "l",
        (h * 0.04, -h * 0.06), "l", (h * 0.035, h * 0.085), "Z"),
        accent, deepen(accent, 0.6), 2.0,
    )  # fmt: skip
    vest = form(route("M", (-h * 0.17, f.bust_y + h * 0.22), "L", (0, f.bust_y + h * 0.38), "L",
        (h * 0.17, f.bust_y + h * 0.22), "L", (h * 0.06, low + h * 0.04), "L", (-h * 0.06, low + h * 0.04), "Z"),
        waistcoat, deepen(waistcoat, 0.6), 2.4)  # fmt: skip
    studs = buttons(0, [f.neck_y + h * (0.24 + 0.12 * i) for i in range(3)], "#3a3446", 4)
    opening = strokes([[(2, low), (6, low + h * 0.2), (24, bottom + 4)]], cloth_line(cloth), 3.6)
    return Worn(
        covers_legs=True,
        legs=trousers(fig, cloth, crease=True) + shoes(fig, "#2a2230"),
        torso=top(fig, cloth, ease=11, bottom=bottom),
        arms=dressed_arms(fig, cloth, ease=8, end=0.96, flare=1),
        front=lapels(fig, lift(cloth, 0.1) if brightness(cloth) < 0.5 else "#ffffff", low=low, inner=_WHITE, spread=0.7)
        + vest
        + studs
        + shirt_collar(fig, _WHITE)
        + bow(fig, accent if look.cut % 2 else "#33283a", f.neck_y + h * 0.09, size=0.34, tails=0)
        + handkerchief
        + opening
        + buttons(-1, [low + h * 0.06], _GOLD, 7)
        + pocket(fig, -f.waist_w * 0.8, bottom - h * 0.17, cloth)
        + pocket(fig, f.waist_w * 0.8, bottom - h * 0.17, cloth),
    )


def winter(fig: Figure) -> Worn:
    """A duffle coat or a long coat, with a scarf and gloves."""
    f, look = fig.frame, fig.look
    h, main, accent = f.head, look.main_colour, look.accent_colour
    coat = (mix(main, "#c9a27a", 0.55), lift(main, 0.1), mix(main, "#f2ead8", 0.72))[look.cut % 3]
    line = cloth_line(coat)
    hem = f.crotch_y + (f.knee_y - f.crotch_y) * (0.62 if look.female else 0.5)
    flare = h * (0.2 if look.female else 0.08)
    if look.female:
        legs = hose(fig, "#33303f", top_at=0.0) + shoes(fig, "#6a4a3a", boots=0.7)
        under = skirt(fig, deepen(main, 0.15), top_y=f.waist_y, hem=hem + h * 0.1, flare=flare + h * 0.02, pleats=9)
    else:
        legs, under = trousers(fig, "#3c4258", ease=6) + shoes(fig, "#4a3428", boots=0.4), ""
    body = top(fig, coat, ease=13, bottom=f.hip_y) + open_front(fig, coat, bottom=hem, ease=14, gap=(0.0, 0.0),
        flare=flare)  # fmt: skip
    ys = [f.bust_y + h * (0.1 + 0.27 * i) for i in range(4)]
    if look.cut % 2 == 0:  # toggles
        closing = "".join(
            stroke(route("M", (-h * 0.15, y), "L", (h * 0.15, y)), "#7a5236", 5)
            + form(route("M", (-h * 0.075, y - 7), "h", num(h * 0.15), "q", (7, 7), (0, 14), "h", num(-h * 0.15),
            "q", (-7, -7), (0, -14), "Z"), "#f0dcb4", "#7a5236", 2.2)
            for y in ys
        )  # fmt: skip
    else:
        closing = buttons(-h * 0.12, ys, deepen(coat, 0.45), 8.5) + buttons(h * 0.12, ys, deepen(coat, 0.45), 8.5)
    pockets = "".join(pocket(fig, s * f.hip_w * 0.62, f.hip_y + h * 0.08, coat, width=0.32) for s in (-1, 1))
    fluff = ""
    edge = f.hip_w + 14 + flare
    if look.female:
        bumps = "".join(route("q", (-edge / 12, 24 if i % 2 else 20), (-edge / 6, 0)) for i in range(12))
        fluff = form(route("M", (edge, hem - 8)) + bumps + route("l", (2, -20), "Q", (0, hem - 12),
            (edge, hem - 26), "Z"), "#fff8f0", "#b9a59c", 2.6)  # fmt: skip
    gloves = lift(accent, 0.1)
    sleeves = dressed_arms(fig, coat, ease=12, end=0.97, flare=2, cuff="#fff8f0" if look.female else deepen(coat,
        0.14), gloves=gloves)  # fmt: skip
    tint = accent if look.accessory != "scarf" else mix(accent, "#ffffff", 0.1)
    return Worn(
        covers_legs=not look.female,
        legs=legs, torso=under + body + stroke(route("M", (0, f.neck_y), "L", (1, hem)), line, 3.4) + fluff
        + closing + pockets,
        arms=sleeves, front=scarf_at(fig.frame.head, look, tint, fig.ink), collared=True,
    )  # fmt: skip
