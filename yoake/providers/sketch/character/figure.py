"""The whole person as one SVG: hair, body, clothes and face put together and placed on the canvas."""

from __future__ import annotations

from yoake.providers.sketch.character.accessory import behind_head, on_head, scarf
from yoake.providers.sketch.character.back_hair import back_hair, bands, front_hair
from yoake.providers.sketch.character.body import Figure, bare_legs, neck
from yoake.providers.sketch.character.expression import FACES, expression_named
from yoake.providers.sketch.character.eyes import brows
from yoake.providers.sketch.character.face import CHIN_Y, CROWN_Y, features, head, marks
from yoake.providers.sketch.character.frame import POSES, Pose
from yoake.providers.sketch.character.fringe import ahoge, fringe, fringe_shadow, side_locks
from yoake.providers.sketch.character.look import Look
from yoake.providers.sketch.character.palette import skin_shade
from yoake.providers.sketch.character.pen import Ink, num
from yoake.providers.sketch.character.wardrobe import outfit_named, wear

WIDTH, HEIGHT = 760, 1280
_TALLEST = 1560.0
"""Figure units; who is smaller stands lower on the canvas."""


def pose_named(name: str) -> Pose:
    """The pose of a name; anything unknown stands."""
    wanted = name.strip().lower()
    for pose in POSES:
        if pose == wanted:
            return pose
    words: dict[str, Pose] = {"wav": "waving", "hip": "hand_on_hip", "together": "hands_together", "cheer": "cheering",
                              "clasp": "hands_together", "fist": "cheering", "手を振": "waving"}  # fmt: skip
    return next((pose for word, pose in words.items() if word in wanted), "standing")


def _placing(fig: Figure) -> tuple[float, float]:
    """Scale of the figure on the canvas, and the y of its crown."""
    reach = max(abs(x) for arm in fig.arms for x, _ in arm.joints) + fig.frame.head * (
        0.28 if fig.arms[1].raised else 0.14
    )
    scale = min(1.17, (WIDTH / 2 - 4) / reach)
    hat = 14 if fig.look.accessory == "hat" else 0
    return scale, 108 + hat + (_TALLEST - fig.frame.total) * 0.32


def face_box(look: Look, *, pose: str = "standing") -> tuple[int, int, int, int]:
    """Left, top, right and bottom (pixels) of the part that an expression may change."""
    fig = Figure(look, pose_named(pose), Ink())
    scale, crown = _placing(fig)
    unit = fig.frame.head / (CHIN_Y - CROWN_Y) * scale
    top = crown + (-120 - CROWN_Y) * unit
    return (
        round(WIDTH / 2 - 122 * unit), round(top), round(WIDTH / 2 + 122 * unit), round(top + 250 * unit),
    )  # fmt: skip


def draw_svg(
    look: Look, *, expression: str = "normal", outfit: str = "uniform", pose: str = "standing", prefix: str = ""
) -> str:
    """One person as an SVG of 760 x 1280, transparent around, cut off above the knees by the lower edge.

    Args:
        look: who it is.
        expression: one of `texts.models.Expression`; other words are understood or mapped to one.
        outfit: one of `wardrobe.OUTFITS`; other words are understood or mapped to one.
        pose: one of `frame.POSES`; anything else stands.
        prefix: goes before all ids, so that several people can be put into one SVG.

    Raises:
        ValueError: the prefix has other characters than letters, digits, `_` and `-`.
    """
    ink = Ink(prefix)
    fig = Figure(look, pose_named(pose), ink)
    face = FACES[expression_named(expression)]
    worn = wear(fig, outfit_named(outfit))
    scale, crown = _placing(fig)
    unit = fig.frame.head / (CHIN_Y - CROWN_Y)
    hung = (
        f'<g transform="rotate({num(look.tilt)},0,{num(fig.frame.head * 0.9)})">'
        f'<g transform="translate(0,{num(-CROWN_Y * unit)}) scale({unit:.4f})">'
    )
    close = "</g></g>"
    shadow = fringe_shadow(look, skin_shade(fig.skin))
    lower = back_hair(look, ink) + behind_head(look, ink)
    upper = (
        head(look, fig.skin, ink, shadow) + features(look, face, fig.skin, ink) + side_locks(look, ink)
        + fringe(look, ink) + ahoge(look, ink) + bands(look) + brows(look, face) + on_head(look, ink)
        + marks(face, fig.skin, ink)
    )  # fmt: skip
    wrap = scarf(look, look.accent_colour, ink) if look.accessory == "scarf" and not worn.collared else ""
    body = (
        worn.back
        + ("" if worn.covers_legs else bare_legs(fig))
        + worn.legs
        + neck(fig)
        + worn.torso
        + worn.arms
        + worn.front
    )
    content = hung + lower + close + body + hung + (wrap and f"<g>{wrap}</g>") + front_hair(look, ink) + upper + close
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'{ink.definitions()}<g transform="translate({WIDTH // 2},{num(crown)}) scale({scale:g})">{content}</g></svg>'
    )
