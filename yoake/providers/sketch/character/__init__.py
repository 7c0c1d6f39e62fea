"""Pictures of people, drawn as layered SVG: one look, any expression, outfit and pose."""

from yoake.providers.sketch.character.expression import EXPRESSIONS
from yoake.providers.sketch.character.figure import HEIGHT, WIDTH, draw_svg, face_box
from yoake.providers.sketch.character.frame import POSES
from yoake.providers.sketch.character.look import Look, look_from_seed, look_of
from yoake.providers.sketch.character.picture import character_picture
from yoake.providers.sketch.character.wardrobe import OUTFITS

__all__ = [
    "EXPRESSIONS", "HEIGHT", "OUTFITS", "POSES", "WIDTH", "Look", "character_picture", "draw_svg", "face_box",
    "look_from_seed", "look_of",
]  # fmt: skip
