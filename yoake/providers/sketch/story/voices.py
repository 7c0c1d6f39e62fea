"""How a sentence template becomes what one person says: names, pronouns, and each one's way of speaking.

A template holds `{slot}` (filled from the story), `{slot^}` (with a capital), `{A.they}` (a pronoun of person A) and,
in Japanese speech, `{plain|polite}` forms, the endings `{da} {yo} {ne}`, and `{I}`. English speech bends to the
speaker by its contractions. Forms are chosen before slots are filled, so that
a filled-in text is never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from yoake.words import Language


@dataclass(frozen=True, slots=True)
class Voice:
    """One way of speaking."""

    key: str
    described_ja: str
    described_en: str
    polite: bool
    da: str
    yo: str
    ne: str
    english: Literal["plain", "formal", "casual"]
    pronouns: tuple[str, str]
    """First person, as a woman and as a man say it."""


VOICES: dict[str, Voice] = {
    v.key: v
    for v in (
        Voice("gentle", "語尾は柔らかく、言葉を選んで話す", "soft-spoken, picks words with care",
              False, "だ", "よ", "ね", "plain", ("私", "僕")),
        Voice("rough", "ぶっきらぼうで、語尾は「ぜ」や「な」", "blunt and easy-going, drops letters",
              False, "だ", "ぜ", "な", "casual", ("あたし", "俺")),
        Voice("polite", "誰にでも丁寧な「です・ます」で話す", "courteous to everybody, never shortens a word",
              True, "です", "よ", "ね", "formal", ("私", "僕")),
        Voice("lively", "弾むような口調で、気持ちがすぐ声に出る", "bouncy, feelings are heard at once",
              False, "だ", "よ", "ね", "casual", ("あたし", "僕")),
        Voice("cool", "淡々と言い切る", "calm and brief, states things flatly",
              False, "だ", "", "な", "plain", ("私", "私")),
        Voice("lady", "お嬢さま言葉で、語尾は「わ」", "old-fashioned and ladylike, never shortens a word",
              True, "です", "わ", "わね", "formal", ("わたくし", "私")),
        Voice("elder", "年寄りらしく、語尾は「じゃ」や「のう」", "speaks slowly, with the words of another age",
              False, "じゃ", "ぞ", "のう", "formal", ("わし", "わし")),
    )
}  # fmt: skip

_PRONOUN = re.compile(r"「(私|僕|俺|あたし|わたくし|わし|うち|自分|ぼく|おれ|わたし|オレ|ボク|アタシ)」")
_CLUES = (
    ("elder", r"じゃ|のう|わし|another age|elderly"),
    ("lady", r"お嬢|ですわ|わたくし|「わ」|ladylike"),
    ("polite", r"です|ます|丁寧|敬語|courteous|polite|formal"),
    ("rough", r"俺|「ぜ」|ぶっきらぼう|乱暴|blunt|rough|drops letters"),
    ("cool", r"淡々|クール|冷静|無口|言い切|calm and brief|cool|flatly|terse"),
    ("lively", r"あたし|元気|弾む|明る|bouncy|lively|cheerful"),
)


def voice_of(speech_style: str) -> Voice:
    """The voice that a character setting's `speech_style` describes, whoever wrote it."""
    for key, pattern in _CLUES:
        if re.search(pattern, speech_style):
            return VOICES[key]
    return VOICES["gentle"]


def pronoun_of(speech_style: str, gender: str) -> str:
    """The first person that `speech_style` names in 「」, else the usual one of its voice."""
    found = _PRONOUN.search(speech_style)
    return found.group(1) if found else voice_of(speech_style).pronouns[0 if gender == "female" else 1]


def describe(voice: Voice, gender: str, language: Language) -> str:
    """The `speech_style` of a voice; `voice_of` and `pronoun_of` read it back."""
    if language == "en":
        return voice.described_en
    return f"一人称は「{voice.pronouns[0 if gender == 'female' else 1]}」。{voice.described_ja}"


@dataclass(frozen=True, slots=True)
class Person:
    """What sentences need to know of a character."""

    id: str
    name: str
    gender: Literal["female", "male"]
    voice: Voice
    pronoun: str


_ENGLISH_PRONOUNS = {
    "they": ("she", "he"),
    "them": ("her", "him"),
    "their": ("her", "his"),
    "self": ("herself", "himself"),
}
_SLOT = re.compile(r"\{([^{}|]*)\}")
_FORMS = re.compile(r"\{((?:[^{}|]|\{[^{}|]*\})*)\|((?:[^{}|]|\{[^{}|]*\})*)\}")
"""`{plain|polite}`; either side may hold slots."""


def fill(template: str, slots: Mapping[str, str], people: Mapping[str, Person], speaker: Person | None = None) -> str:
    """Fills a template in for a speaker (none for narration).

    Args:
        template: the sentence.
        slots: the story's words (`motif`, `goal`, `place`...).
        people: the roles `A`, `B`, `C`.
        speaker: who says it.

    Raises:
        KeyError: the template names a slot that the story lacks.
    """

    polite = speaker is not None and speaker.voice.polite
    chosen = _FORMS.sub(lambda m: m.group(2) if polite else m.group(1), template)

    def word(match: re.Match[str]) -> str:
        token = match.group(1)
        text = _word(token.removesuffix("^"), slots, people, speaker)
        return text[:1].upper() + text[1:] if token.endswith("^") else text

    return _SLOT.sub(word, chosen)


def _word(name: str, slots: Mapping[str, str], people: Mapping[str, Person], speaker: Person | None) -> str:
    role, _, word = name.partition(".")
    if word:
        return _ENGLISH_PRONOUNS[word][0 if people[role].gender == "female" else 1]
    if name in people:
        person = people[name]
        san = speaker is not None and speaker.voice.polite and person.id != speaker.id
        return person.name + "さん" if san and not person.name.isascii() else person.name
    if speaker is not None and name in ("da", "yo", "ne", "I"):
        voice = speaker.voice
        return {"da": voice.da, "yo": voice.yo, "ne": voice.ne, "I": speaker.pronoun}[name]
    return people["A"].pronoun if name == "I" else slots[name]


_FORMAL = (
    (r"\bcan't\b", "cannot"),
    (r"\bwon't\b", "will not"),
    (r"\bshan't\b", "shall not"),
    (r"\b[Ll]et's\b", lambda m: "Let us" if m.group()[0] == "L" else "let us"),
    (r"n't (you|we|they|it|I|he|she)\b", r" \1 not"),
    (r"n't\b", " not"),
    (r"\bI'm\b", "I am"),
    (r"'re\b", " are"),
    (r"'ll\b", " will"),
    (r"'ve\b", " have"),
    (r"\b([Tt]hat|[Ii]t|[Tt]here|[Ww]hat|[Ww]ho|[Hh]ere)'s\b", r"\1 is"),
    (r"\bYeah\b", "Yes"),
)
_CASUAL = (
    (r"\b(?<!to be )going to (?=[a-z])", "gonna "),
    (r"\bwant to\b", "wanna"),
    (r"^Yes\b", "Yeah"),
    (r"\bhave to\b", "gotta"),
)


_POLITE_JA = ((r"^(……)?うん(?=[。、])", r"\1ええ"),)
_ELDER_JA = ((r"うん(?=[。、])", "うむ"), (r"んだ(?=[。のぞ])", "んじゃ"), (r"(?<=[んた])だろう", "じゃろう"))


def bend(text: str, voice: Voice, language: Language) -> str:
    """Bends a filled-in line to a voice: the formal never shorten a word, the casual always do."""
    rules: Iterable[tuple[str, Any]] = ()
    if language == "en":
        rules = {"formal": _FORMAL, "casual": _CASUAL}.get(voice.english, ())
    elif voice.key == "elder":
        rules = _ELDER_JA
    elif voice.polite:
        rules = _POLITE_JA
    for pattern, replacement in rules:
        text = re.sub(pattern, replacement, text)
    return text
