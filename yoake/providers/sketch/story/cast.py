"""The character setting: people with names, looks, voices and ways of speaking that differ clearly."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from typing import Any, get_args

from yoake.providers.sketch.story.looks import Age, Gender, Wardrobe
from yoake.providers.sketch.story.scripts import names
from yoake.providers.sketch.story.subject import genre_of
from yoake.providers.sketch.story.voices import VOICES, Person, Voice, describe, pronoun_of, voice_of
from yoake.texts.models import Character, CharacterSetting
from yoake.words import Language

DEFAULT_COUNT = 3
_MOST = 24
_FEMALE = (
    r"妹|姉|母|少女|娘|女|姫|巫女|魔女|婆|sister|mother|girl|daughter|princess|queen|witch|grandmother|heroine|woman"
)
_MALE = r"弟|兄|父|少年|息子|男|王子|爺|brother|father|boy|\bson\b|prince|king|grandfather|\bman\b"
_AGES: tuple[tuple[Age, str], ...] = (
    ("elder", r"祖父|祖母|老|爺|婆|elder|grand|\bold\b"),
    (
        "adult",
        r"先生|教師|大人|母|父|店主|師匠|館長|医|騎士|将軍|刑事|teacher|adult|master|mother|father|keeper|knight|captain|doctor",
    ),
    ("child", r"妹|弟|子ども|子供|幼い|child\b|little|kid\b"),
)


def make_cast(
    asked: list[Mapping[str, Any]], count: int, genre: str, language: Language, seed: int
) -> CharacterSetting:
    """A cast of `count` people or of all asked for, whichever is more; the first is `hero` unless asked otherwise.

    Args:
        asked: what is fixed of some people: `id`, and any of `name role gender age_group personality`.
        count: how many people at least.
        genre: in a person's words.
        language: of names and texts.
        seed: decides everything that was not asked for.
    """
    rng = random.Random(seed)
    wardrobe = Wardrobe(rng)
    briefs = [dict(one) for one in asked]
    if not any(b.get("id") == "hero" for b in briefs) and (not briefs or len(briefs) < count):
        briefs.insert(0, {"id": "hero"})
    known = {row[0]: (gender, row) for gender in get_args(Gender) for row in names()[gender]}
    taken = {str(b["id"]) for b in briefs if b.get("id")}
    decks = {g: [row for row in names()[g] if row[0] not in taken] for g in get_args(Gender)}
    # Sakura and Yuki go first, as the examples expect them; everybody after them comes by chance.
    tails = {g: decks[g][2:] for g in decks} if "sakura" not in taken else dict(decks)
    for gender, tail in tails.items():
        rng.shuffle(tail)
        decks[gender] = [r for r in decks[gender] if r not in tail] + tail
    voices = _Voices(rng)
    people: list[Character] = []
    heard: dict[str, int] = {}
    third = list(names()["roles"]["third"])
    rng.shuffle(third)
    for index in range(min(max(count, len(briefs)), _MOST)):
        brief = briefs[index] if index < len(briefs) else {}
        role = str(brief.get("role") or _role(index, genre_of(genre), language, third))
        gender = _gender(brief, role, known, people, rng)
        row = _name(brief, gender, decks, known, index)
        age = brief.get("age_group") or _age(role)
        voice = voices.deal(gender, age)
        name = str(brief.get("name") or (row[1] if language == "ja" else _english_name(brief, row)))
        people.append(
            Character(
                id=str(brief.get("id") or row[0]),
                name=name,
                reading=row[2] if language == "ja" and not brief.get("name") else "",
                role=role,
                gender=gender,
                age_group=age,
                personality=str(brief.get("personality") or _personality(name, index, people, language, rng)),
                speech_style=describe(voice, gender, language),
                appearance=wardrobe.appearance(gender, age),
                voice=wardrobe.voice(gender, age, heard.get(gender, 0)),
                name_colour=wardrobe.name_colour(),
            )
        )
        heard[gender] = heard.get(gender, 0) + 1
    return CharacterSetting(characters=people)


def person(character: Character) -> Person:
    """What sentences need to know of a character."""
    return Person(
        id=character.id,
        name=character.name,
        gender=character.gender,
        voice=voice_of(character.speech_style),
        pronoun=pronoun_of(character.speech_style, character.gender),
    )


class _Voices:
    """Deals out ways of speaking, none twice in a cast while there are others."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._given: list[str] = []

    def deal(self, gender: Gender, age: Age) -> Voice:
        if age == "elder":
            return VOICES["elder"]
        # What suits almost anybody goes before the mannered voices.
        common = ["gentle", "lively", "polite"] if gender == "female" else ["gentle", "rough", "polite"]
        rare = ["cool", "lady"] if gender == "female" else ["cool", "lively"]
        self._rng.shuffle(common)
        self._rng.shuffle(rare)
        key = min([*common, *rare], key=self._given.count)
        self._given.append(key)
        return VOICES[key]


def _role(index: int, genre: str, language: Language, third: list[list[str]]) -> str:
    at = 0 if language == "ja" else 1
    if index == 0:
        return str(names()["hero_by_genre"].get(genre, names()["roles"]["hero"])[at])
    if index == 1:
        return str(names()["partner_by_genre"].get(genre, names()["roles"]["partner"])[at])
    return str(third[(index - 2) % len(third)][at])


def _gender(
    brief: Mapping[str, Any], role: str, known: Mapping[str, Any], people: list[Character], rng: random.Random
) -> Gender:
    if brief.get("gender") in get_args(Gender):
        return brief["gender"]  # type: ignore[no-any-return]
    if str(brief.get("id")) in known:
        return known[str(brief["id"])][0]  # type: ignore[no-any-return]
    if re.search(_FEMALE, role, re.IGNORECASE):
        return "female"
    if re.search(_MALE, role, re.IGNORECASE):
        return "male"
    if not people:
        return rng.choice(("male", "female"))
    if len(people) == 1:
        return "female" if people[0].gender == "male" else "male"
    women = sum(p.gender == "female" for p in people)
    return "female" if women * 2 <= len(people) else "male"


def _age(role: str) -> Age:
    return next((age for age, pattern in _AGES if re.search(pattern, role, re.IGNORECASE)), "teen")


def _name(
    brief: Mapping[str, Any],
    gender: Gender,
    decks: dict[str, list[list[str]]],
    known: Mapping[str, Any],
    index: int,
) -> list[str]:
    if str(brief.get("id")) in known:
        return known[str(brief["id"])][1]  # type: ignore[no-any-return]
    deck = decks[gender] or decks["female" if gender == "male" else "male"]
    # The hero's id tells no name, so that any will do; the others are called what their ids are.
    return deck.pop(-1 if index == 0 else 0)


def _english_name(brief: Mapping[str, Any], row: list[str]) -> str:
    """An id that is a name is that name; a role such as `hero` gets an English one."""
    return row[0].capitalize() if brief.get("id", row[0]) == row[0] else row[3]


def _personality(name: str, index: int, people: list[Character], language: Language, rng: random.Random) -> str:
    at = 0 if language == "ja" else 1
    strength, weakness, wish, like = (
        rng.choice(names()[kind])[at] for kind in ("strengths", "weaknesses", "wishes", "likes")
    )
    if language == "ja":
        tie = f"{people[0].name}のことを、誰より近くで見てきた。" if index == 1 else ""
        return f"{strength}が、{weakness}。願いは「{wish}」。{like}。{tie}"
    tie = f" {name} has watched {people[0].name} from closer by than anybody." if index == 1 else ""
    return f"{name} {strength}, but {weakness}. {name} {wish}, and {like}.{tie}"
