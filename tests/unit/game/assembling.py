"""A small story and its assets, for the tests of this folder."""

from __future__ import annotations

import hashlib
from typing import Any

from yoake.game.assemble_input import AssembleInput, MadeAsset
from yoake.texts.models import Scenario

TYPES = {
    "character": "image/png", "background": "image/png", "event": "image/png", "ui": "image/png",
    "voice": "audio/ogg", "bgm": "audio/ogg", "se": "audio/ogg", "video": "video/mp4",
}  # fmt: skip


def line(number: int, speaker: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": f"l{number}", "speaker": speaker, "text": f"せりふ{number}。", **more}


def scenario(**first: Any) -> Scenario:
    """A classroom, a choice, a beach and two endings; `first` changes the first scene."""
    opening = {
        "id": "s1", "title": "朝", "summary": "朝が来た。二人は会った。", "place": "classroom",
        "characters": ["hero", "sakura"], "mood": "daily",
        "lines": [line(1), line(2, "sakura", expression="happy"), line(3, "hero"), line(4, "sakura", expression="shy")],
        "choice": {"prompt": "どうする？", "options": [{"text": "海へ", "next": "s2"}, {"text": "帰る", "next": "s3"}]},
        **first,
    }  # fmt: skip
    chapters = [
        {"id": "c1", "title": "第一章", "scenes": [opening]},
        {"id": "c2", "title": "第二章", "scenes": [
            {"id": "s2", "title": "海", "summary": "海。", "place": "beach", "time_of_day": "evening",
             "mood": "romantic", "lines": [line(5, "sakura", sound="waves")], "ending": "good"},
            {"id": "s3", "title": "道", "summary": "道。", "place": "street", "lines": [line(6)], "ending": "bad"}]},
    ]  # fmt: skip
    return Scenario.model_validate({
        "title": "話", "logline": "話。", "chapters": chapters,
        "endings": [{"id": "good", "title": "よい", "kind": "good"}, {"id": "bad", "title": "わるい", "kind": "bad"}],
        "events": [{"id": "promise", "title": "約束", "place": "classroom", "characters": ["sakura"],
                    "expression": "shy", "description": "約束。"}],
    })  # fmt: skip


def asset(address: str, category: Any, meta: dict[str, Any] | None = None, **more: Any) -> MadeAsset:
    made: dict[str, Any] = {
        "address": address,
        "spec_id": address.partition("/")[0],
        "type": "image_gen",
        "category": category,
        "media_type": TYPES[category],
        "sha256": hashlib.sha256(address.encode()).hexdigest(),
        "meta": meta or {},
    }
    return MadeAsset(**{**made, **more})


def source(story: Scenario, *assets: MadeAsset, **more: Any) -> AssembleInput:
    given: dict[str, Any] = {
        "project": "test", "title": "試し", "language": "ja", "scenario": story, "assets": assets, **more,
    }  # fmt: skip
    return AssembleInput(**given)
