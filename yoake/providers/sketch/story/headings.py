"""Titles of chapters: each third of a story draws from its own, none twice while there are others."""

from __future__ import annotations

import random

from yoake.providers.sketch.story.scripts import Pair, ambience, pick
from yoake.words import Language

_DIGITS = "〇一二三四五六七八九"


def headings(count: int, language: Language, rng: random.Random) -> list[str]:
    """`count` titles with their numbers."""
    pools: dict[str, list[Pair]] = {}
    for phase, pairs in ambience()["chapters"].items():
        pools[phase] = [tuple(pair) for pair in pairs]
        rng.shuffle(pools[phase])
    chosen: list[Pair] = []
    for index in range(count):
        share = (index + 0.5) / count
        phase = "begin" if share < 0.4 or count == 1 else "middle" if share < 0.72 else "end"
        pool = pools[phase] or max(pools.values(), key=len)
        chosen.append(pool.pop())
    numbered = "第{number}章　{title}" if language == "ja" else "Chapter {number}: {title}"
    return [
        numbered.format(number=_number(i, language), title=pick(pair, language)) for i, pair in enumerate(chosen, 1)
    ]


def _number(number: int, language: Language) -> str:
    if language == "en" or number > 20:
        return str(number)
    tens = "" if number < 10 else "十" if number < 20 else "二十"
    return tens + (_DIGITS[number % 10] if number % 10 else "")
