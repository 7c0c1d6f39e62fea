"""All kinds of sound effect: how each is made, in what room it sounds, and which words ask for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import get_args

from numpy.random import Generator

from yoake.providers.sketch.sound.effects import action, house, interface, nature, people
from yoake.providers.sketch.sound.ogg import Samples
from yoake.texts.models import SoundKind


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one kind of effect comes about."""

    make: Callable[[Generator], Samples]
    room_seconds: float
    """Reverberation to -60 dB; 0 for none."""
    wet: float
    words: str
    """A regular expression of the words that ask for it, in English and Japanese."""


KINDS: dict[SoundKind, Recipe] = {
    "click": Recipe(interface.click, 0.0, 0.0, r"click|button|confirm|クリック|ボタン|決定"),
    "cursor": Recipe(interface.cursor, 0.0, 0.0, r"cursor|select|hover|カーソル|選択"),
    "cancel": Recipe(interface.cancel, 0.0, 0.0, r"cancel|back\b|キャンセル|戻る"),
    "page": Recipe(interface.page, 0.3, 0.08, r"page|paper|book|ページ|紙|本をめくる|めくる"),
    "chime": Recipe(house.chime, 1.6, 0.35, r"chime|school bell|チャイム"),
    "bell": Recipe(house.bell, 1.2, 0.2, r"bell|鈴|ベル|鐘"),
    "door_open": Recipe(house.door_open, 0.7, 0.2,
                        r"door[ _-]?open|open\w*( the| a)? door|ドアを開|扉を開|戸を開|ドアが開|扉が開|ドア|扉|door"),
    "door_close": Recipe(house.door_close, 0.8, 0.25,
                         r"door[ _-]?(close|slam)|(clos|slam)\w*( the| a)? door|(ドア|扉|戸)[をが]閉"),
    "knock": Recipe(house.knock, 0.6, 0.2, r"knock|ノック|叩く"),
    "footsteps": Recipe(people.footsteps, 0.9, 0.22, r"footstep|walk|足音|歩"),
    "run": Recipe(people.run, 0.8, 0.18, r"\brun|dash|走|駆け"),
    "rain": Recipe(nature.rain, 0.0, 0.0, r"rain|雨"),
    "wind": Recipe(nature.wind, 0.0, 0.0, r"wind|breeze|風|嵐"),
    "waves": Recipe(nature.waves, 0.0, 0.0, r"waves?\b|sea\b|ocean|beach|波|海"),
    "birds": Recipe(nature.birds, 1.2, 0.2, r"birds?\b|chirp|鳥|小鳥|さえずり"),
    "cicadas": Recipe(nature.cicadas, 0.8, 0.12, r"cicada|蝉|セミ|せみ"),
    "crickets": Recipe(nature.crickets, 0.9, 0.14, r"cricket|insect|虫|鈴虫|コオロギ"),
    "crowd": Recipe(people.crowd, 1.4, 0.3, r"crowd|chatter|murmur|ざわめき|雑踏|人混み|群衆|賑わい"),
    "applause": Recipe(people.applause, 1.3, 0.22, r"applau|clap|拍手|喝采"),
    "heartbeat": Recipe(people.heartbeat, 0.4, 0.06, r"heart|鼓動|心臓|心音|ドキドキ"),
    "glass": Recipe(house.glass, 0.7, 0.15, r"glass|shatter|ガラス|割れる|砕"),
    "sword": Recipe(action.sword, 1.0, 0.2, r"sword|blade|slash|剣|刀|斬"),
    "magic": Recipe(action.magic, 1.8, 0.35, r"magic|spell|魔法|呪文|魔術"),
    "sparkle": Recipe(action.sparkle, 1.5, 0.3, r"sparkle|twinkle|glitter|キラ|きら|輝"),
    "thunder": Recipe(nature.thunder, 2.2, 0.2, r"thunder|lightning|雷|稲妻"),
    "train": Recipe(action.train, 0.6, 0.1, r"train|railway|電車|列車|汽車"),
    "car": Recipe(action.car, 0.5, 0.06, r"\bcars?\b|traffic|engine|車|自動車|エンジン"),
    "phone": Recipe(interface.phone, 0.4, 0.08, r"phone|ring(tone)?\b|電話|着信|スマホ"),
    "camera": Recipe(interface.camera, 0.4, 0.1, r"camera|shutter|photo|カメラ|シャッター|写真"),
    "fire": Recipe(nature.fire, 0.0, 0.0, r"fire\b|flame|bonfire|火|炎|焚"),
    "splash": Recipe(nature.splash, 0.7, 0.14, r"splash|water|水|飛び込"),
    "whoosh": Recipe(action.whoosh, 0.5, 0.1, r"whoosh|swish|swing|シュッ|ヒュ|素早"),
    "typing": Recipe(interface.typing, 0.3, 0.08, r"typing|keyboard|キーボード|タイピング|タイプ"),
    "clock": Recipe(interface.clock, 0.6, 0.15, r"clock|tick|時計|秒針|チクタク"),
}  # fmt: skip

KIND_NAMES: tuple[SoundKind, ...] = get_args(SoundKind)


def kind_of(prompt: str | None, seed: int) -> SoundKind:
    """The kind with the longest of its words in the prompt (`school bell` beats `bell`); without any, by the seed."""
    best: tuple[int, SoundKind] | None = None
    for kind in KIND_NAMES:
        lengths = [len(m.group(0)) for m in re.finditer(KINDS[kind].words, prompt or "", re.IGNORECASE)]
        if lengths and (best is None or max(lengths) > best[0]):
            best = (max(lengths), kind)
    return best[1] if best else Random(seed).choice(KIND_NAMES)
