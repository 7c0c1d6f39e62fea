"""Which kind of place is meant: by name, by the world setting, by words in Japanese or English, or by the seed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from random import Random
from typing import Any, get_args

from yoake.providers.base import Input, Request
from yoake.providers.sketch.place.canvas import Season
from yoake.texts.models import PlaceKind

KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)

# Asked in this order: the particular before the general (図書室 before 学校, 教室 before 校).
_WORDS: tuple[tuple[PlaceKind, str], ...] = (
    ("rooftop", "屋上 ルーフ 天文台 展望 rooftop roof observatory"),
    ("library", "図書 書庫 本屋 書店 書斎 library bookshop bookstore archive study"),
    ("classroom", "教室 部室 職員室 保健室 音楽室 理科室 美術室 classroom clubroom lecture"),
    ("cafe", "喫茶 カフェ 珈琲 茶店 レストラン 食堂 酒場 パン屋 cafe café coffee restaurant diner tavern bakery"),
    ("shrine", "神社 鳥居 境内 寺 社殿 稲荷 shrine temple torii"),
    ("station", "駅 ホーム プラットフォーム 電車 列車 station platform train railway"),
    ("seaside", "海 浜 港 岬 灯台 渚 sea seaside seashore beach coast harbour harbor port shore lighthouse ocean"),
    ("castle", "城 宮殿 王宮 玉座 塔 砦 神殿 遺跡 castle palace throne tower fortress ruin"),
    ("forest", "森 林 山 樹海 竹 湖 滝 forest wood grove mountain lake jungle waterfall"),
    ("park", "公園 庭園 中庭 広場 花畑 草原 丘 park garden plaza meadow field hill courtyard"),
    ("room", "部屋 寝室 自室 居間 リビング 家の中 自宅 病室 キッチン room bedroom living apartment house home kitchen"),
    ("school", "学校 学園 校門 校舎 校庭 高校 大学 体育館 廊下 school schoolyard campus academy college gate hallway"),
    ("street", "街 町 村 通り 道 路地 商店 市場 坂 橋 交差点 street road town city alley market bridge village"),
)
_SEASON_WORDS: tuple[tuple[Season, str], ...] = (
    ("spring", "桜 春 花見 spring blossom sakura"),
    ("summer", "夏 蝉 向日葵 花火 summer sunflower firework"),
    ("autumn", "秋 紅葉 落ち葉 銀杏 autumn maple"),
    ("winter", "冬 雪 クリスマス winter snow christmas"),
)


def _speaks_of(text: str, words: str) -> bool:
    """Whether one of the words is in the text: Japanese anywhere, others as whole words, singular or plural."""
    plain = re.sub(r"[_\-/]", " ", text.lower())
    for word in words.split():
        if word.isascii() or word == "café":
            if re.search(rf"\b{word}(?:s|es)?\b", plain):
                return True
        elif word in plain:
            return True
    return False


def kind_in(text: str) -> PlaceKind | None:
    """The kind of place that `text` speaks of, or none."""
    return next((kind for kind, words in _WORDS if _speaks_of(text, words)), None)


def season_in(text: str) -> Season | None:
    """The season that `text` speaks of, or none."""
    return next((season for season, words in _SEASON_WORDS if _speaks_of(text, words)), None)


def read_json(source: Input) -> Any:
    """The content of an upstream JSON input.

    Raises:
        OSError, ValueError: where the file is gone or is no JSON; both mean a broken store.
    """
    return json.loads(source.path.read_text(encoding="utf-8"))


def places_of(request: Request) -> list[dict[str, Any]]:
    """The places that upstream world settings describe."""
    found: list[dict[str, Any]] = []
    for source in request.inputs_of("application/json"):
        document = read_json(source)
        listed = document.get("places") if isinstance(document, dict) else document
        if isinstance(listed, list):
            found += [p for p in listed if isinstance(p, dict)]
        elif isinstance(document, dict) and "kind" in document:
            found.append(document)
    return found


def _texts(values: Iterable[object]) -> list[str]:
    return [v for v in values if isinstance(v, str) and v.strip()]


def describe(request: Request, place: str | None) -> tuple[PlaceKind, Season | None]:
    """The kind and, where words name one, the season of the place that a request is about."""
    params = request.params
    item = request.item or {}
    entry: dict[str, Any] = next((p for p in places_of(request) if place and p.get("id") == place), {})
    words = _texts(
        [
            place, params.get("name"), params.get("description"), request.prompt, item.get("name"),
            item.get("description"),
        ]
    )  # fmt: skip
    words += _texts([entry.get("name"), entry.get("description")])
    season = next((s for s in map(season_in, words) if s), None)
    for named in (params.get("kind"), item.get("kind"), entry.get("kind")):
        if isinstance(named, str) and named in KINDS:
            return named, season
    for text in [*_texts([params.get("kind")]), *words, request.address]:
        if kind := kind_in(text):
            return kind, season
    return Random(f"{request.seed}/kind").choice(KINDS), season
