"""How the simulated VOICEVOX reads a text: moras with the recordings' fields, by Open JTalk's readings."""

from __future__ import annotations

import contextlib
import io
import re
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

KATAKANA = re.compile(r"[ァ-ヴー]+")
_MORA = re.compile(r"[ァ-ヴー][ァィゥェォャュョヮ]?")
_PAUSE = re.compile(r"[、。,.!?！？\s]+")
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サ_スセソ", "sh": "_シ___", "t": "タ__テト", "ch": "_チ___",
    "ts": "__ツ__", "n": "ナニヌネノ", "h": "ハヒ_ヘホ", "f": "__フ__", "m": "マミムメモ", "y": "ヤ_ユ_ヨ",
    "r": "ラリルレロ", "w": "ワ___ヲ", "g": "ガギグゲゴ", "z": "ザ_ズゼゾ", "j": "_ジ___", "d": "ダヂヅデド",
    "b": "バビブベボ", "p": "パピプペポ", "v": "__ヴ__",
}  # fmt: skip
_SOUNDS = {kana: (row or None, "aiueo"[i]) for row, line in _ROWS.items() for i, kana in enumerate(line) if kana != "_"}
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "a", "ュ": "u", "ョ": "o", "ヮ": "a"}

_importing = threading.Lock()


def phrases_of(text: str, speaker: int) -> tuple[list[dict[str, Any]], str]:
    """Accent phrases and the AquesTalk-like kana of a text; none where it has nothing to say."""
    phrases: list[dict[str, Any]] = []
    parts = [(p, KATAKANA.findall(_kana(p))) for p in _PAUSE.split(text) if p]
    asks = text.rstrip("」』 ").endswith(("?", "？"))
    for _, found in parts:
        moras = [_mora(m, speaker) for m in _MORA.findall("".join(found))]
        if moras:
            phrases.append({"moras": moras, "accent": 1, "pause_mora": None, "is_interrogative": False})
    for phrase in phrases[:-1]:
        phrase["pause_mora"] = {"text": "、", "consonant": None, "consonant_length": None, "vowel": "pau",
                                "vowel_length": 0.0, "pitch": 0.0}  # fmt: skip
    if phrases:
        phrases[-1]["is_interrogative"] = asks
    kana = "、".join(
        p["moras"][0]["text"] + "'" + "".join(m["text"] for m in p["moras"][1:]) for p in phrases
    )  # fmt: skip
    return phrases, kana + ("？" if asks and phrases else "")


def moras_of(phrases: Sequence[dict[str, Any]]) -> str:
    """The vowels that are to be heard, one letter each."""
    return "".join(m["vowel"] if m["vowel"] in "aiueoN" else "u" for p in phrases for m in p["moras"])


@cache
def _kana(text: str) -> str:
    if KATAKANA.fullmatch(text):
        return text
    # it prints when it is imported; two threads that redirect at the same time would never put the real output back
    with _importing, contextlib.redirect_stdout(io.StringIO()):
        import pyopenjtalk
    return str(pyopenjtalk.g2p(text, kana=True))


def _mora(text: str, speaker: int) -> dict[str, Any]:
    if text in ("ン", "ッ", "ー"):
        consonant, vowel = None, {"ン": "N", "ッ": "cl", "ー": "a"}[text]
    else:
        consonant, vowel = _SOUNDS.get(text[0], (None, "a"))
        vowel = _SMALL.get(text[1:], vowel)
    return {
        "text": text, "consonant": consonant, "consonant_length": None if consonant is None else 1.44 + speaker,
        "vowel": vowel, "vowel_length": 0.88 + speaker, "pitch": 3.38 + speaker,
    }  # fmt: skip
