"""Clearly different looks and voices for a cast: no hair style or colour twice while there are enough of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Literal, TypeVar

from yoake.texts.models import Appearance, VoiceTraits

Gender = Literal["female", "male"]
Age = Literal["child", "teen", "adult", "elder"]

_HAIR_STYLES: dict[Gender, tuple[str, ...]] = {
    "female": ("long_straight", "bob", "ponytail", "twintails", "long_wavy", "braid", "bun", "short", "curly"),
    "male": ("short", "spiky", "messy", "slicked", "curly", "ponytail"),
}
_HAIR_COLOURS = (
    "#4a2f2a", "#5a6fb0", "#c97b5a", "#e3c26f", "#2b2733", "#b7434f", "#8d8fa6", "#5f8f6a", "#8a5fa8", "#e9e2d6",
    "#d98aa5", "#7a5230", "#3f8fa0", "#a8672f",
)  # fmt: skip
_GREY_HAIR = ("#d9d9e0", "#b8b8c2", "#9a9aa6")
_EYES = (
    "#3f8f6b", "#8a5fd0", "#3f74c4", "#b0703a", "#c4485a", "#4aa3a8", "#6b4a33", "#d09a2f", "#5b6a8f", "#7fae3f",
)  # fmt: skip
_CLOTHES = (
    ("#2f4570", "#c43a4b"), ("#3b3a52", "#3f7fc4"), ("#7a2f45", "#e8c25a"), ("#2f6650", "#e58a3c"),
    ("#5b4a8a", "#8fd0c8"), ("#6b4b32", "#5fa86b"), ("#1f4f66", "#f0a6b8"), ("#4d4f57", "#e0d04a"),
    ("#8a5a2f", "#5a8fd0"), ("#394a2f", "#d8694f"),
)  # fmt: skip
# Light enough to be read on a dark text box.
_NAME_COLOURS = (
    "#ffd1dc", "#a8d8ff", "#ffe08a", "#b8f0c0", "#d9c2ff", "#ffbf99", "#9fe8e0", "#f0f0a0", "#f5b8e8", "#c8d8a8",
)  # fmt: skip
_SKINS = ("light", "fair", "medium", "light", "tan", "fair", "light", "dark", "medium")
_BUILDS: dict[Gender, tuple[str, ...]] = {
    "female": ("slim", "average", "petite", "athletic", "sturdy"),
    "male": ("average", "athletic", "slim", "sturdy", "petite"),
}
_ACCESSORIES: dict[Gender, tuple[str, ...]] = {
    "female": ("ribbon", "hairpin", "glasses", "flower", "scarf", "earrings", "hat", "headband", "none"),
    "male": ("none", "glasses", "scarf", "headband", "earrings", "hat", "none"),
}
_PITCHES: dict[Gender, tuple[float, ...]] = {
    "female": (1.0, 3.0, -1.0, 4.5, 2.0, -2.5, 0.0, 3.5),
    "male": (-4.0, -6.5, -2.5, -8.0, -5.0, -3.0, -7.0, -9.0),
}
_SPEEDS = (1.0, 1.08, 0.94, 1.14, 0.9, 1.04, 0.97, 1.1)
_AGE_PITCH: dict[Age, float] = {"child": 3.0, "teen": 0.0, "adult": -1.0, "elder": -2.5}
_AGE_SPEED: dict[Age, float] = {"child": 0.04, "teen": 0.0, "adult": -0.02, "elder": -0.1}

_T = TypeVar("_T")


class Wardrobe:
    """Deals out looks to one cast, each thing once as long as there is another."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._decks: dict[str, list[Any]] = {}
        self._given: set[str] = set()

    def _deal(self, name: str, everything: Sequence[_T]) -> _T:
        deck = self._decks.setdefault(name, [])
        if not deck:
            deck.extend(everything)
            self._rng.shuffle(deck)
        return deck.pop()  # type: ignore[no-any-return]

    def _deal_shared(self, name: str, everything: Sequence[str]) -> str:
        """As `_deal`, and not what the other gender's deck gave already, where that can be."""
        for _ in everything:
            one = self._deal(name, everything)
            if one not in self._given:
                break
        self._given.add(one)
        return one

    def appearance(self, gender: Gender, age: Age) -> Appearance:
        """The look of the next person."""
        main, accent = self._deal("clothes", _CLOTHES)
        return Appearance.model_validate(
            {
                "hair_style": self._deal_shared(f"hair {gender}", _HAIR_STYLES[gender]),
                "hair_colour": self._deal("grey", _GREY_HAIR) if age == "elder" else self._deal("hair", _HAIR_COLOURS),
                "eye_colour": self._deal("eyes", _EYES),
                "skin_tone": self._deal("skin", _SKINS),
                "build": "petite" if age == "child" else self._deal(f"build {gender}", _BUILDS[gender]),
                "accessory": self._deal(f"accessory {gender}", _ACCESSORIES[gender]),
                "main_colour": main,
                "accent_colour": accent,
            }
        )

    def name_colour(self) -> str:
        """The colour of the next person's name."""
        return self._deal("name", _NAME_COLOURS)

    def voice(self, gender: Gender, age: Age, index: int) -> VoiceTraits:
        """The sound of the `index`-th person of a gender."""
        pitches = _PITCHES[gender]
        # Past the end of the list the same steps come again, a quarter tone higher, so that no two are equal.
        pitch = pitches[index % len(pitches)] + 0.5 * (index // len(pitches)) + _AGE_PITCH[age]
        speed = _SPEEDS[index % len(_SPEEDS)] + _AGE_SPEED[age] + (0.03 if gender == "male" else 0.0)
        return VoiceTraits(pitch_semitones=round(pitch, 2), speed=round(speed, 2))
