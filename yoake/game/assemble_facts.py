"""What an asset shows or sounds like: its provider's words first, then its parameters, then its id.

Providers name things in their own way (`smile`, `笑顔`); the words of `yoake.texts.models` come out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from typing import get_args

from yoake.game.assemble_input import MadeAsset
from yoake.texts.models import Expression, Mood, PlaceKind, SoundKind, TimeOfDay, Weather

EXPRESSIONS: tuple[str, ...] = get_args(Expression)
MOODS: tuple[str, ...] = get_args(Mood)
SOUNDS: tuple[str, ...] = get_args(SoundKind)
PLACE_KINDS: tuple[str, ...] = get_args(PlaceKind)
TIMES: tuple[str, ...] = get_args(TimeOfDay)
WEATHERS: tuple[str, ...] = get_args(Weather)

SYNONYMS: dict[str, str] = {
    "smile": "happy", "smiling": "happy", "joy": "happy", "笑顔": "happy", "喜び": "happy", "嬉しい": "happy",
    "default": "normal", "neutral": "normal", "通常": "normal", "普通": "normal", "基本": "normal",
    "crying": "sad", "悲しい": "sad", "悲しみ": "sad", "泣き": "sad", "怒り": "angry", "怒る": "angry",
    "surprise": "surprised", "驚き": "surprised", "blush": "shy", "embarrassed": "shy", "照れ": "shy",
    "anxious": "worried", "困り": "worried", "心配": "worried", "laugh": "laughing", "大笑い": "laughing",
    "真剣": "serious", "眠い": "sleepy", "noon": "day", "afternoon": "day", "昼": "day",
    "dawn": "morning", "朝": "morning",
    "sunset": "evening", "dusk": "evening", "夕方": "evening", "夕": "evening", "midnight": "night", "夜": "night",
    "sunny": "clear", "晴れ": "clear", "曇り": "cloudy", "overcast": "cloudy", "rainy": "rain", "雨": "rain",
    "snowy": "snow", "雪": "snow", "制服": "uniform", "私服": "casual",
}  # fmt: skip


def word(text: str) -> str:
    """`text` as a short lower-case word of letters a-z, digits and underscores; equal texts give equal words.

    Text with nothing of that kind in it (Japanese) becomes a digest of itself.
    """
    known = SYNONYMS.get(text.strip().lower())
    if known is not None:
        return known
    plain = re.sub(r"[^a-z0-9]+", "_", text.strip().lower()).strip("_")
    if plain and len(plain) <= 48 and text.isascii():
        return plain
    return (plain[:24] + "_" if plain else "x") + hashlib.sha256(text.encode()).hexdigest()[:10]


def item_of(asset: MadeAsset) -> str:
    """The item part of the address, empty where it has none."""
    return asset.address.partition("/")[2]


def told(asset: MadeAsset, *keys: str) -> str | None:
    """The first text that the provider's facts or the parameters hold under one of `keys`."""
    for source in (asset.meta, asset.params):
        for key in keys:
            value = source.get(key)
            if isinstance(value, str) and value.strip():
                return value
    return None


def fact(asset: MadeAsset, known: Collection[str], *keys: str) -> str | None:
    """The asset's word under `keys`, else the longest word of `known` that its item or its spec's id contains."""
    value = told(asset, *keys)
    if value is not None:
        return value if value in known else word(value)
    for text in (item_of(asset), asset.spec_id):
        parts = "_" + re.sub(r"[^a-z0-9]+", "_", text.lower()) + "_"
        found = [k for k in known if f"_{k}_" in parts]
        if found:
            return max(found, key=lambda k: (len(k), k))
    return None
