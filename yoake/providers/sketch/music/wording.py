"""Which mood a prompt asks for, in Japanese or English."""

from __future__ import annotations

import re
from random import Random
from typing import get_args

from yoake.texts.models import Mood

MOOD_NAMES: tuple[Mood, ...] = get_args(Mood)

_WORDS: tuple[tuple[Mood, str], ...] = (
    ("title", r"title|opening|main theme|theme song|epic|heroic|タイトル|オープニング|主題歌|テーマ曲|壮大"),
    ("ending", r"ending|credits|finale|epilogue|エンディング|エンドロール|終幕|卒業|旅立ち"),
    ("battle", r"battle|boss|fight|combat|war\b|バトル|戦闘|決戦|対決|戦い|激し"),
    ("festive", r"festiv|festival|matsuri|carnival|party|celebrat|祭|まつり|パーティ|賑やか|にぎやか|お祝い"),
    ("tense", r"tens|suspense|danger|chase|crisis|horror|urgent|緊張|緊迫|危機|追跡|不穏|恐怖|ホラー|サスペンス"),
    ("mystery", r"myster|puzzle|secret|eerie|magical|strange|謎|神秘|不思議|ミステリ|秘密|幻想"),
    ("romantic", r"romantic|romance|love|confess|恋|ロマン|告白|愛|ときめ"),
    ("sad", r"sad|sorrow|melanchol|tragic|tears|farewell|lonely|悲し|哀し|切な|涙|別れ|寂し|孤独"),
    ("calm", r"calm|peace|quiet|relax|gentle|ambient|night|穏やか|静か|癒|落ち着|夜|安らぎ"),
    ("daily", r"daily|everyday|cheer|happy|bright|school|fun|comic|日常|明る|楽し|学校|コミカル|ほのぼの|元気|朝|昼"),
)


def mood_of(prompt: str | None, seed: int) -> Mood:
    """The mood whose words the prompt has most of (the more special one of equals); without any, one by the seed."""
    found = [(len(re.findall(words, prompt or "", re.IGNORECASE)), mood) for mood, words in _WORDS]
    count, mood = max(found, key=lambda pair: pair[0])
    return mood if count else Random(seed).choice(MOOD_NAMES)
