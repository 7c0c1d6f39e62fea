"""Names as the character setting reads them, for VOICEVOX's user dictionary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yoake.texts.models import Character

_KATAKANA = re.compile(r"[ァ-ヴー]{1,40}")
_SMALL = "ァィゥェォャュョヮ"
_HEADED_MORAS = 3
"""Names up to this long are stressed on the first mora (ハ'ルカ), longer ones on none, as most Japanese names are."""


@dataclass(frozen=True, slots=True)
class Word:
    """One entry."""

    surface: str
    """As VOICEVOX keeps it, which is full-width."""
    pronunciation: str
    accent: int

    def params(self) -> dict[str, str | int]:
        """Query parameters of `POST /user_dict_word`."""
        return {
            "surface": self.surface,
            "pronunciation": self.pronunciation,
            "accent_type": self.accent,
            "word_type": "PROPER_NOUN",
            "priority": 8,
        }


def words_in(text: str, cast: tuple[Character, ...]) -> list[Word]:
    """The names in a text whose reading is known. Only these: the dictionary belongs to the whole engine."""
    found = []
    for character in cast:
        pronunciation = _katakana(character.reading)
        if character.name in text and _KATAKANA.fullmatch(pronunciation) and _needs(character.name, pronunciation):
            moras = sum(letter not in _SMALL for letter in pronunciation)
            found.append(Word(_full_width(character.name), pronunciation, 1 if moras <= _HEADED_MORAS else 0))
    return found


def entry_of(word: Word, dictionary: Mapping[str, Any]) -> tuple[str, bool] | None:
    """The id of the dictionary's entry for a word's surface, and whether it is read in the same way."""
    for key, entry in dictionary.items():
        if isinstance(entry, dict) and entry.get("surface") == word.surface:
            return key, entry.get("pronunciation") == word.pronunciation
    return None


def _needs(name: str, pronunciation: str) -> bool:
    return _katakana(name) != pronunciation


def _katakana(reading: str) -> str:
    plain = unicodedata.normalize("NFKC", reading)
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゔ" else c for c in plain if c not in " 　・=＝\t")


def _full_width(name: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "　" if c == " " else c for c in name)
