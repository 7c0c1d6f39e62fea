"""Turns a line of the game into words that a voice can say."""

from __future__ import annotations

import re

from yoake.words import Language

_LONGEST = 400
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        # ruby: the reading is what is said
        (r"<ruby>.*?<rt>(.*?)</rt>.*?</ruby>", r"\1"),
        (r"[|｜][^《》|｜]{1,20}《([^《》]{1,40})》", r"\1"),
        (r"[\u4e00-\u9fff々]{1,12}《([^《》]{1,40})》", r"\1"),
        (r"<[^<>]{0,60}>|\{[^{}]{0,60}\}", ""),
        # stage directions
        (r"（[^（）]{0,60}）|\([^()]{0,60}\)|\*[^*]{1,40}\*|【[^【】]{0,60}】", ""),
        (r"[「」『』〈〉《》“”\"\[\]\\|｜_^`~#@]+", " "),
        (r"[♪♫♬♡♥★☆※→←↑↓●○◎■□▲▼◆◇]+", " "),
        (r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\ufe0f\U0001f000-\U0001faff\u2600-\u27bf]+", " "),
    )
)
_JAPANESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"[〜～]+", "ー"),
        (r"[―—─…‥・]+|\.{2,}", "、"),
        (r"[！!]*[？?][！!？?]*|⁉|‽", "？"),
        (r"[！!‼]+", "！"),
        (r"[っッ]+(?=[、。！？\s]|$)", ""),  # a glottal stop at the end has no sound of its own
        (r"\s*、[、\s]*", "、"),
        (r"^[、。！？\s]+", ""),
        (r"ー{2,}", "ー"),
        (r"\s+", " "),
    )
)
_ENGLISH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"…|\.{2,}", ", "),
        (r"[—―–]+", ", "),
        (r"[’‘]", "'"),
        (r"!*\?[!?]*", "?"),
        (r"!+", "!"),
        (r"\s+", " "),
    )
)


def spoken(text: str, language: Language) -> str:
    """The words of `text`, without ruby, brackets, stage directions and symbols; empty where nothing can be said."""
    for pattern, by in (*_RULES, *(_JAPANESE if language == "ja" else _ENGLISH)):
        text = pattern.sub(by, text)
    text = text.strip()[:_LONGEST]
    # kana in an English line are silent, as the English voice would only spell them out
    return text if any(letter.isalnum() and (language == "ja" or letter < "\u0250") for letter in text) else ""
