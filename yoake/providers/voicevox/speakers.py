"""VOICEVOX's speakers and styles, and who of them speaks for whom."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yoake.errors import InvalidRequestError
from yoake.providers.base import Credit
from yoake.providers.voicevox.line import Line
from yoake.texts.models import Character, Expression

# Who sounds like whom cannot be asked of the engine: the speakers of VOICEVOX 0.25 by ear.
_KINDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("female", "child"): ("ずんだもん", "櫻歌ミコ", "中国うさぎ", "猫使ビィ"),
    ("female", "teen"): ("四国めたん", "春日部つむぎ", "雨晴はう", "冥鳴ひまり", "小夜/SAYO", "春歌ナナ", "猫使アル"),
    ("female", "adult"): ("九州そら", "もち子さん", "WhiteCUL", "No.7", "波音リツ", "後鬼", "琴詠ニア"),
    ("female", "elder"): ("後鬼", "九州そら"),
    ("male", "child"): ("白上虎太郎", "栗田まろん"),
    ("male", "teen"): ("玄野武宏", "白上虎太郎", "雀松朱司"),
    ("male", "adult"): ("青山龍星", "玄野武宏", "剣崎雌雄", "†聖騎士 紅桜†", "雀松朱司"),
    ("male", "elder"): ("ちび式じい", "麒ヶ島宗麟"),
}
_STYLES: dict[Expression, tuple[str, ...]] = {
    "normal": (),
    "happy": ("喜び", "あまあま", "たのしい", "元気"),
    "sad": ("悲しみ", "なみだめ", "かなしい", "哀しみ"),
    "angry": ("怒り", "ツンツン", "ツンギレ", "おこ"),
    "surprised": ("びっくり", "恐怖"),
    "shy": ("ささやき", "恥ずかしい"),
    "worried": ("びえーん", "恐怖"),
    "laughing": ("喜び", "たのしい"),
    "serious": ("クール", "かっこいい"),
    "sleepy": ("ヘロヘロ", "へろへろ", "のんびり"),
}
"""Names of styles that suit an expression, the best first; a speaker has few of them or none."""
_PLAIN = ("ノーマル", "ふつう", "人間ver.", "normal")


@dataclass(frozen=True, slots=True)
class Style:
    """One way of speaking of one speaker."""

    id: int
    name: str
    speaker: str

    def credit(self) -> Credit:
        """How VOICEVOX wants it named wherever the voice is published."""
        return Credit(
            "voice",
            f"VOICEVOX {self.speaker}",
            "VOICEVOX terms of use, and the speaker's own",
            url="https://voicevox.hiroshiba.jp/",
            text=f"VOICEVOX:{self.speaker}",
        )


def styles_of(listing: Sequence[Any]) -> tuple[Style, ...]:
    """The speaking styles in the answer of `/speakers`; singers' are left out."""
    found: list[Style] = []
    for entry in listing:
        if not isinstance(entry, dict) or not isinstance(entry.get("styles"), list):
            continue
        speaker = " ".join(str(entry.get("name", "")).split())[:80]
        found += [
            Style(style["id"], str(style.get("name", ""))[:80], speaker)
            for style in entry["styles"]
            if isinstance(style, dict) and type(style.get("id")) is int and style.get("type", "talk") == "talk"
        ]
    return tuple(found)


def choose(line: Line, styles: Sequence[Style], service: str) -> Style:
    """The style that says a line: the one asked for, else one that fits the character and the mood, always the same.

    Raises:
        InvalidRequestError: `voicevox.unknown-style`.
    """
    if line.style is not None:
        for style in styles:
            if style.id == line.style:
                return style
    if line.style is not None or not styles:
        listed = ", ".join(f"{s.id} ({s.speaker}, {s.name})" for s in styles[:12])
        raise InvalidRequestError(
            "voicevox.unknown-style",
            f"{service} has no style {line.style} for {line.speaker}.",
            next_step=f"It has {listed}." if listed else "Install a speaker there.",
        )
    speaker = _speaker(line.speaker, line.character, styles)
    own = [s for s in styles if s.speaker == speaker]
    for wanted in (*_STYLES[line.expression], *_PLAIN):
        for style in own:
            if style.name == wanted:
                return style
    return own[0]


def _speaker(name: str, character: Character | None, styles: Sequence[Style]) -> str:
    """By the character alone, so that nobody's voice changes when somebody joins the cast."""
    there = list(dict.fromkeys(s.speaker for s in styles))
    kind = (character.gender, character.age_group) if character else ("female", "adult")
    fitting = [s for s in _KINDS[kind] if s in there]
    if not fitting:
        fitting = [
            s for (gender, _), names in _KINDS.items() if gender == kind[0] for s in names if s in there
        ] or there
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return sorted(fitting)[number % len(fitting)]
