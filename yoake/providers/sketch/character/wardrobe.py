"""All outfits by name, and how other names are understood."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from yoake.providers.sketch.character.body import Figure
from yoake.providers.sketch.character.garment import Worn
from yoake.providers.sketch.character.outfit_casual import casual, sport
from yoake.providers.sketch.character.outfit_formal import formal, winter
from yoake.providers.sketch.character.outfit_kimono import kimono
from yoake.providers.sketch.character.outfit_role import fantasy, work
from yoake.providers.sketch.character.outfit_school import uniform

_WEAR: dict[str, Callable[[Figure], Worn]] = {
    "uniform": uniform,
    "casual": casual,
    "formal": formal,
    "sport": sport,
    "kimono": kimono,
    "winter": winter,
    "work": work,
    "fantasy": fantasy,
}
OUTFITS: tuple[str, ...] = tuple(_WEAR)

_OTHER_WORDS = {
    "school": "uniform", "sailor": "uniform", "blazer": "uniform", "制服": "uniform", "学生服": "uniform",
    "yukata": "kimono", "hakama": "kimono", "festival": "kimono", "浴衣": "kimono", "着物": "kimono", "和服": "kimono",
    "巫女": "kimono", "miko": "kimono", "dress": "formal", "suit": "formal", "party": "formal", "wedding": "formal",
    "tuxedo": "formal", "ドレス": "formal", "スーツ": "formal", "礼服": "formal", "gym": "sport", "track": "sport",
    "jersey": "sport", "training": "sport", "swim": "sport", "体操": "sport", "ジャージ": "sport", "運動": "sport",
    "coat": "winter", "snow": "winter", "scarf": "winter", "冬": "winter", "コート": "winter", "apron": "work",
    "maid": "work", "waiter": "work", "waitress": "work", "barista": "work", "エプロン": "work", "仕事": "work",
    "作業": "work", "armour": "fantasy", "armor": "fantasy", "knight": "fantasy", "mage": "fantasy",
    "witch": "fantasy", "adventur": "fantasy", "鎧": "fantasy", "魔法": "fantasy", "冒険": "fantasy",
    "private": "casual", "everyday": "casual", "summer": "casual", "default": "uniform", "home": "casual",
    "私服": "casual", "普段": "casual", "部屋着": "casual",
}  # fmt: skip


def outfit_named(name: str) -> str:
    """The outfit that a name means: itself, a word like it ('yukata'), or always the same one for the name."""
    wanted = name.strip().lower()
    for outfit in OUTFITS:
        if outfit in wanted:
            return outfit
    for word, outfit in _OTHER_WORDS.items():
        if word in wanted and outfit in OUTFITS:
            return outfit
    if not wanted:
        return "uniform"
    return OUTFITS[hashlib.sha256(wanted.encode("utf-8", "surrogatepass")).digest()[0] % len(OUTFITS)]


def wear(fig: Figure, outfit: str) -> Worn:
    """The layers of an outfit on a figure."""
    return _WEAR[outfit](fig)
