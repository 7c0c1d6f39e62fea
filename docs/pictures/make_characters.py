"""Draws docs/pictures/characters.png: twelve people of the embedded provider, each with three other expressions.

Run from the repository's root: `python docs/pictures/make_characters.py`.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from yoake.providers.sketch.character import HEIGHT, WIDTH, Look, draw_svg, face_box, look_from_seed
from yoake.providers.sketch.raster import svg_to_png

COLUMNS, CELL_W, CELL_H, GAP = 4, 306, 356, 12
FACE = 100
TINTS = ("#fde8ea", "#e4eefc", "#e6f5ea", "#fdf3da", "#efe6fb", "#e0f3f5")

PEOPLE = (
    # gender, age, hair, fringe, hair colour, eyes, skin, build, accessory, main, accent, cut, outfit, pose, faces
    "female teen long_straight hime 5b3f8f d79a30 fair slim ribbon 2f4570 c43a4b 2 uniform standing happy shy sad",
    "male teen messy choppy 3a3550 3f7fd0 light slim none 2b3a5c e2a04a 0 uniform hand_on_hip normal happy angry",
    "female teen twintails wispy f0c9a0 d0567f fair petite none 8a4a7a ff7a9a 3 fantasy waving laughing shy surprised",
    "male adult slicked back 6b4434 5a9a3a tan athletic none 33485a b0603f 1 formal standing serious happy worried",
    "female teen bob swept 4f93c8 8a5fd0 light slim hairpin 3d5a80 f2b84a 1 casual hands_together shy normal sleepy",
    "female adult long_wavy curtain 8b4a3c 3f9f7b medium slim glasses 4a5a7c d0567f 2 work standing normal serious shy",
    "male teen spiky choppy d9a441 c0503a light slim headband b0453f e8e0d0 2 sport cheering laughing serious sleepy",
    "female teen ponytail wispy 2b2a38 b03a52 tan athletic flower 3a4a8c f06a8a 0 kimono waving happy worried sad",
    "female child braid wispy c9783f 3f9fb5 fair petite hat f0b04a 4a9fd0 1 casual hands_together happy shy sad",
    "male elder slicked back d6d5de 4a4f78 light slim glasses 5f5348 7a3f4b 0 kimono standing normal happy worried",
    "female adult curly wispy 2e2426 d09a30 dark average earrings c4473a 2f9f8f 1 winter standing happy sad angry",
    "male teen short swept b9c4d8 7a5fd0 fair slim scarf 3f5d6f 8a5fd0 2 casual waving shy normal surprised",
)


def cast() -> list[tuple[Look, str, str, list[str]]]:
    """The people with their outfit, pose and expressions."""
    people = []
    for number, row in enumerate(PEOPLE):
        gender, age, hair, fringe, colour, eyes, skin, build, item, main, accent, cut, outfit, pose, *faces = (
            row.split()
        )
        base = look_from_seed(f"sheet {number}", number)
        look = base.model_dump() | {
            "gender": gender, "age_group": age, "hair_style": hair, "fringe": fringe, "hair_colour": f"#{colour}",
            "eye_colour": f"#{eyes}", "skin_tone": skin, "build": build, "accessory": item, "main_colour": f"#{main}",
            "accent_colour": f"#{accent}", "cut": int(cut), "mole": "none", "freckles": age == "child",
            "facial_hair": {"elder": "moustache", "adult": "goatee"}.get(age, "none") if gender == "male" else "none",
            "face_shape": {"child": "round", "elder": "square"}.get(age, "pointed" if number % 2 else "oval"),
            "eye_shape": ("round", "almond", "sharp", "narrow", "droopy", "almond")[number % 6],
            "ahoge": number in (2, 6, 8),
        }  # fmt: skip
        people.append((Look.model_validate(look), outfit, pose, faces))
    return people


def nested(drawing: str, x: float, y: float, width: float, height: float, view: str) -> str:
    """A drawing as part of another SVG; `view` is the part of it that is shown."""
    inner = drawing[drawing.index(">") + 1 :]
    return f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" viewBox="{view}">{inner}'


def main() -> None:
    """Writes the picture next to this script."""
    parts = []
    people = cast()
    for number, (look, outfit, pose, faces) in enumerate(people):
        x = GAP + number % COLUMNS * (CELL_W + GAP)
        y = GAP + number // COLUMNS * (CELL_H + GAP)
        tint = TINTS[number * 5 % len(TINTS)]
        parts.append(f'<rect x="{x}" y="{y}" width="{CELL_W}" height="{CELL_H}" rx="18" fill="{tint}"/>')
        drawing = draw_svg(look, expression=faces[0], outfit=outfit, pose=pose, prefix=f"p{number}-")
        parts.append(
            nested(drawing, x + 2, y + 10, (CELL_H - 10) * WIDTH / HEIGHT, CELL_H - 10, f"0 0 {WIDTH} {HEIGHT}")
        )
        left, top, right, bottom = face_box(look)
        side = max(right - left, bottom - top) + 40
        view = f"{(left + right - side) / 2:g} {(top + bottom - side) / 2 - 10:g} {side:g} {side:g}"
        for row, expression in enumerate(("normal", *faces[1:])):
            fx, fy = x + CELL_W - FACE - 10, y + 16 + row * (FACE + 14)
            drawing = draw_svg(look, expression=expression, outfit=outfit, prefix=f"p{number}-{row}-")
            tile = f'<rect x="{fx}" y="{fy}" width="{FACE}" height="{FACE}" rx="14" fill="#ffffff"/>'
            clip = f'{tile}<clipPath id="c{number}-{row}">{tile}</clipPath>'
            parts.append(f'{clip}<g clip-path="url(#c{number}-{row})">{nested(drawing, fx, fy, FACE, FACE, view)}</g>')
    width = GAP + COLUMNS * (CELL_W + GAP)
    height = GAP + -(-len(people) // COLUMNS) * (CELL_H + GAP)
    sheet = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="#fffdfb"/>{"".join(parts)}</svg>'
    )
    image = Image.open(io.BytesIO(svg_to_png(sheet))).convert("RGB")
    image.save(Path(__file__).with_name("characters.png"), optimize=True)


if __name__ == "__main__":
    main()
