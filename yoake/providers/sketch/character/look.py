"""What fixes how one person looks (`Look`), taken from a character setting or drawn from a seed."""

from __future__ import annotations

import hashlib
import random
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from yoake.texts.models import Appearance, Character, Colour

Gender = Literal["female", "male"]
AgeGroup = Literal["child", "teen", "adult", "elder"]
Fringe = Literal["hime", "wispy", "swept", "parted", "curtain", "choppy", "back"]
EyeShape = Literal["round", "almond", "sharp", "droopy", "narrow"]
FaceShape = Literal["round", "oval", "pointed", "square"]
FacialHair = Literal["none", "stubble", "moustache", "goatee", "beard"]

HAIR_STYLES: tuple[str, ...] = (
    "long_straight", "long_wavy", "bob", "short", "ponytail", "twintails", "braid", "bun", "spiky", "messy",
    "slicked", "curly",
)  # fmt: skip


class Look(BaseModel):
    """Everything that fixes how one person looks, whatever the expression, outfit and pose.

    Travels as JSON in `Product.meta["look"]`, so that later pictures show the same person.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    gender: Gender
    age_group: AgeGroup
    build: Literal["slim", "average", "athletic", "sturdy", "petite"]
    height: float = Field(ge=0.9, le=1.1, description="body height against the usual one of the age and gender")
    skin_tone: Literal["fair", "light", "medium", "tan", "dark"]
    hair_style: Literal[
        "long_straight", "long_wavy", "bob", "short", "ponytail", "twintails", "braid", "bun", "spiky", "messy",
        "slicked", "curly",
    ]  # fmt: skip
    hair_colour: Colour
    fringe: Fringe
    ahoge: bool = Field(description="a lock that stands up on the crown")
    part: Literal[-1, 1] = Field(description="side of the parting, seen by the viewer: -1 left, 1 right")
    eye_colour: Colour
    eye_shape: EyeShape
    face_shape: FaceShape
    facial_hair: FacialHair = "none"
    accessory: Literal["none", "ribbon", "hairpin", "glasses", "headband", "hat", "earrings", "scarf", "flower"]
    mole: Literal["none", "eye", "mouth"] = "none"
    freckles: bool = False
    main_colour: Colour = Field(description="main colour of the clothes")
    accent_colour: Colour = Field(description="ties, ribbons, trims")
    cut: int = Field(ge=0, le=5, description="which variant of an outfit the person prefers")
    tilt: float = Field(ge=-5, le=5, description="how the head is held, in degrees, clockwise")

    @property
    def female(self) -> bool:
        """Whether the person is drawn as a woman or girl."""
        return self.gender == "female"

    @property
    def grown(self) -> bool:
        """Whether the person is an adult or an elder."""
        return self.age_group in ("adult", "elder")


def _rng(*parts: str | int) -> random.Random:
    digest = hashlib.sha256("\x1f".join(str(p) for p in parts).encode("utf-8", "surrogatepass")).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))


_FRINGES: dict[str, tuple[Fringe, ...]] = {
    "female": ("hime", "wispy", "swept", "parted", "curtain", "choppy"),
    "male": ("swept", "choppy", "parted", "wispy"),
}
_ELDER_HAIR = ("#c9c8d2", "#dfdce3", "#a9a7b5", "#efeaea")
_HAIR = (
    "#3a2b3a", "#26283c", "#6b4434", "#a8653f", "#d79a55", "#f0cf86", "#b8433f", "#e58a9c", "#7a5aa8", "#4f6fb5",
    "#3f8f93", "#5d9a62", "#d9d6e4", "#8b5a4c", "#f2e6d0", "#e07f4a",
)  # fmt: skip
_EYES = ("#3f9f7b", "#8a5fd0", "#3f7fd0", "#c0703a", "#b03a52", "#5a9a3a", "#d09a30", "#4a4f78", "#c25fa0", "#2f9fb5")
_MAIN = (
    "#2f4570", "#3d5a80", "#6b2f45", "#2f5d4f", "#4a3a6b", "#8c4a3a", "#33485a", "#7a3f6b", "#3a6b8c", "#5a5f3a",
    "#2b3048", "#b0603f",
)  # fmt: skip
_ACCENT = ("#c43a4b", "#3f7fc4", "#e2a04a", "#d0567f", "#3f9f8b", "#8a5fd0", "#e8c04a", "#e06a4a")
_ROLE_HINTS: tuple[tuple[tuple[str, ...], Gender | None, AgeGroup | None], ...] = (
    (("grandmother", "old woman", "祖母", "おばあ", "老婆"), "female", "elder"),
    (("grandfather", "old man", "祖父", "おじい", "老人"), "male", "elder"),
    (("little girl", "幼女", "女児"), "female", "child"),
    (("little boy", "男児"), "male", "child"),
    (("schoolgirl", "女子高生", "女子生徒", "少女", "heroine", "ヒロイン", "sister", "姉", "妹"), "female", None),
    (("schoolboy", "男子高生", "男子生徒", "少年", "brother", "兄", "弟"), "male", None),
    (("mother", "woman", "actress", "女性", "母", "lady"), "female", "adult"),
    (("father", "gentleman", "男性", "父"), "male", "adult"),
    (("teacher", "doctor", "officer", "先生", "教師", "医者", "店長"), None, "adult"),
    (("child", "子供", "こども", "kid"), None, "child"),
    (("elder", "長老", "老"), None, "elder"),
    (("girl", "女"), "female", None),
    (("boy", "男"), "male", None),
)


def _features(rng: random.Random, *, gender: Gender, age_group: AgeGroup, appearance: Appearance, role: str) -> Look:
    """Adds what an appearance leaves open: eyes, face, fringe, height, small marks."""
    female = gender == "female"
    grown = age_group in ("adult", "elder")
    eye_shapes: tuple[EyeShape, ...] = {
        ("female", False): ("round", "round", "almond", "sharp", "droopy"),
        ("female", True): ("almond", "sharp", "droopy", "narrow", "round"),
        ("male", False): ("almond", "sharp", "droopy", "round"),
        ("male", True): ("narrow", "sharp", "almond", "droopy"),
    }[gender, grown]  # type: ignore[assignment]
    faces: tuple[FaceShape, ...] = ("oval", "pointed", "round") if female else ("oval", "pointed", "square")
    hairs: tuple[FacialHair, ...] = {
        "adult": ("none", "none", "stubble", "goatee", "moustache", "beard"),
        "elder": ("beard", "moustache", "goatee", "none"),
    }.get(age_group, ("none",))  # type: ignore[assignment]
    fringe: Fringe = "back" if appearance.hair_style == "slicked" else rng.choice(_FRINGES[gender])
    if appearance.hair_style in ("spiky", "messy") and fringe in ("hime", "parted", "curtain"):
        fringe = "choppy"
    lively = any(word in role.lower() for word in ("genki", "energetic", "cheerful", "元気", "明る"))
    return Look(
        gender=gender,
        age_group=age_group,
        build=appearance.build,
        height=round(rng.uniform(0.96, 1.04), 3),
        skin_tone=appearance.skin_tone,
        hair_style=appearance.hair_style,
        hair_colour=appearance.hair_colour,
        fringe=fringe,
        ahoge=appearance.hair_style not in ("slicked", "bun") and not grown and rng.random() < (0.7 if lively else 0.3),
        part=rng.choice((-1, 1)),
        eye_colour=appearance.eye_colour,
        eye_shape="round" if age_group == "child" else rng.choice(eye_shapes),
        face_shape="round" if age_group == "child" else rng.choice(faces),
        facial_hair="none" if female else rng.choice(hairs),
        accessory=appearance.accessory,
        mole=rng.choice(("none", "none", "none", "eye", "mouth")) if age_group != "child" else "none",
        freckles=age_group in ("child", "teen") and rng.random() < 0.16,
        main_colour=appearance.main_colour,
        accent_colour=appearance.accent_colour,
        cut=rng.randrange(6),
        tilt=round(rng.choice((-1, 1)) * rng.uniform(1.0, 3.5 if female else 2.4), 2),
    )


def look_of(character: Character, seed: int) -> Look:
    """The look of a person of a character setting; the seed decides what the setting leaves open."""
    return _features(
        _rng("look", seed, character.id),
        gender=character.gender,
        age_group=character.age_group,
        appearance=character.appearance,
        role=f"{character.role} {character.personality}",
    )


def look_from_seed(name: str, seed: int, role_hint: str = "") -> Look:
    """A look for a person of whom only a name and perhaps a role or prompt are known.

    Args:
        name: any text; decides the look together with the seed, and is never drawn.
        seed: 0 <= seed < 2**32.
        role_hint: free text; words such as 'mother' or '少年' set gender and age.
    """
    rng = _rng("seed", seed, name)
    gender: Gender = rng.choice(("female", "male"))
    age_group: AgeGroup = rng.choice(("teen", "teen", "teen", "teen", "adult", "adult", "adult", "child", "elder"))
    hint = f"{name} {role_hint}".lower()
    for words, hinted_gender, hinted_age in _ROLE_HINTS:
        if any(word in hint for word in words):
            gender, age_group = hinted_gender or gender, hinted_age or age_group
            break
    female = gender == "female"
    styles: tuple[str, ...] = (
        ("long_straight", "long_wavy", "bob", "short", "ponytail", "twintails", "braid", "bun", "curly")
        if female
        else ("short", "spiky", "messy", "slicked", "curly", "short", "messy")
    )
    if age_group == "elder":
        styles = ("bun", "short", "curly", "braid") if female else ("slicked", "short", "messy")
    accessories: tuple[str, ...] = (
        ("none", "none", "ribbon", "hairpin", "glasses", "headband", "hat", "earrings", "scarf", "flower")
        if female
        else ("none", "none", "none", "glasses", "glasses", "earrings", "scarf", "hat", "headband")
    )
    appearance = Appearance.model_validate(
        {
            "hair_style": rng.choice(styles),
            "hair_colour": rng.choice(_ELDER_HAIR if age_group == "elder" else _HAIR),
            "eye_colour": rng.choice(_EYES),
            "skin_tone": rng.choice(("fair", "fair", "light", "light", "light", "medium", "medium", "tan", "dark")),
            "build": rng.choice(("slim", "average", "average", "athletic", "sturdy", "petite" if female else "slim")),
            "accessory": rng.choice(accessories),
            "main_colour": rng.choice(_MAIN),
            "accent_colour": rng.choice(_ACCENT),
        }
    )
    return _features(rng, gender=gender, age_group=age_group, appearance=appearance, role=role_hint)
