"""What the simulated language model writes: texts by the embedded writer, from what it finds in the prompt."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yoake.providers.base import Input, Request
from yoake.providers.sketch.story.cast import make_cast
from yoake.providers.sketch.story.provider import text
from yoake.texts.models import PlaceKind

_KANA = re.compile(r"[\u3041-\u30ff]")
_LISTED = re.compile(r"^- ([a-z][a-z0-9_]*): (.+)$", re.MULTILINE)
"""Somebody or some place that is already known."""
_ASKED = re.compile(r"^- ((?:id|kind|name): .+)$", re.MULTILINE)
"""Somebody or some place that is to be invented, with what is given: `- id: 「hero」, role: 「主人公」`."""
_FIELD = re.compile(r'([a-z_]+): (?:「([^」]*)」|"([^"]*)"|([^,\n]+))')
_KIND_AT_END = re.compile(r"[(（]([a-z]+)[)）]\s*$")
_NAME = re.compile(r'(?:名前)?「([^」]+)」|(?:name )?"([^"]+)"|([^（(,。]+)')
_ROLE = re.compile(r'役割「([^」]+)」|role "([^"]+)"|[（(]([^）)]+)[）)]')
_KINDS = PlaceKind.__args__  # type: ignore[attr-defined]


def kind_of(schema: Mapping[str, Any]) -> str:
    """Which text a JSON schema asks for."""
    properties = set(schema.get("properties", {}))
    for key, kind in (
        ("chapters", "main_scenario"), ("places", "world_setting"), ("characters", "character_setting"),
        ("scene", "dialogue"),
    ):  # fmt: skip
        if key in properties:
            return kind
    return "text"


def written(kind: str, prompt: str, seed: int) -> str:
    """The answer to a prompt of one of Yoake's templates, or to any other."""
    english = "Title: " in prompt or not _KANA.search(prompt)  # an English prompt may name a Japanese title
    language = "en" if english else "ja"
    title = _first(prompt, r'(?:作品名: 「|Title: ")([^」"\n]+)') or "Untitled"
    with tempfile.TemporaryDirectory() as folder:
        inputs, params, item = _found(kind, prompt, Path(folder), language, title, seed)
        if kind == "dialogue" and item is None:
            raise ValueError("the prompt names no scene")
        request = Request(
            "simulated", title, language, kind, "llm_gen", "scenario", None, None if kind == "text" else kind,
            prompt, params, item, seed, tuple(inputs), Path(folder),
        )  # fmt: skip
        return text(request).path.read_text(encoding="utf-8").strip()


def _found(
    kind: str, prompt: str, folder: Path, language: Any, title: str, seed: int
) -> tuple[list[Input], dict[str, Any], dict[str, Any] | None]:
    params: dict[str, Any] = {"genre": _first(prompt, r'(?:ジャンル: 「|Genre: ")([^」"\n]+)') or ""}
    places, people = _known(prompt)
    item = None
    if not people and (ids := _first(prompt, r"(?:人物のid|who are there): ([a-z0-9_、, ]+)$")):
        people = [{"id": one.strip()} for one in re.split(r"[、,]", ids) if one.strip()]
    if kind == "character_setting":
        known = {"id", "name", "role", "gender", "age_group", "personality"}
        params["characters"] = [
            {k: v for k, v in fields.items() if k in known} for fields in _asked(prompt) if "id" in fields
        ]
        params["character_count"] = _number(prompt, r"人物を(\d+)人|Create the (\d+) people") or 3
    elif kind == "world_setting":
        params["places"] = [
            {k: v for k, v in fields.items() if k in ("id", "kind")} for fields in _asked(prompt) if "kind" in fields
        ]
        params["place_count"] = _number(prompt, r"ちょうど(\d+)か所|Exactly (\d+) places") or 6
    elif kind == "main_scenario":
        params |= _outline(prompt)
    elif kind == "dialogue":
        item = _scene(prompt, people)
        params["lines_per_scene"] = _number(prompt, r"linesは(\d+)行|About (\d+) lines") or 8
    inputs = []
    if people:
        cast = make_cast(people, len(people), params["genre"], language, seed)
        inputs.append(_input(folder, "character_setting", cast.model_dump(mode="json")))
    if places:
        world = {
            "title": title[:80], "genre": params["genre"][:80] or "-", "era": "-", "summary": title,
            "themes": [title[:80]],
            "places": [{"id": i, "name": n[:80], "kind": k, "description": n} for i, n, k in places],
        }  # fmt: skip
        inputs.append(_input(folder, "world_setting", world))
    return inputs, params, item


def _outline(prompt: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "chapters": _number(prompt, r"章は(\d+)、|1\. (\d+) chapters of"),
        "scenes_per_chapter": _number(prompt, r"各章のシーンは(\d+)|chapters of (\d+) scenes"),
        "endings": _number(prompt, r"結末はちょうど(\d+)|Exactly (\d+) endings"),
        "events": _number(prompt, r"eventsはちょうど(\d+)|Exactly (\d+) events"),
        "lines_per_scene": _number(prompt, r"各シーンのlinesは(\d+)|About (\d+) lines a scene"),
    }
    for key, pattern in (
        ("times_of_day", r"time_of_dayは (.+?) だけ|only these times of day: ([^;.]+)"),
        ("moods", r"moodは (.+?) だけ|only these moods: ([^;.]+)"),
        ("outfits", r"outfitは (.+?) だけ|only these outfits: ([^;.]+)"),
        ("expressions", r"使えるのは (normal.+?)\)|allowed: (normal.+?)\)"),
    ):
        if words := _first(prompt, pattern):
            found[key] = [w.strip() for w in re.split(r"[、,]", words) if w.strip()]
    found["with_lines"] = not re.search(r"linesは空の配列|lines is an empty array", prompt)
    return {key: value for key, value in found.items() if value is not None}


def _scene(prompt: str, people: list[dict[str, Any]]) -> dict[str, Any] | None:
    head = re.search(r'シーン ([a-z0-9_]+)「([^」]*)」|Scene "?([a-z0-9_]+)[:,] "?([^"\n]*)"', prompt)
    if head is None:
        return None
    return {
        "id": head.group(1) or head.group(3),
        "title": (head.group(2) or head.group(4) or "-")[:80],
        "summary": _first(prompt, r"(?:内容|What happens): (.+)") or "-",
        "place": "here",
        "mood": _first(prompt, r"(?:雰囲気|mood): ([a-z]+)") or "daily",
        "time_of_day": _first(prompt, r"(?:時間帯|Time of day): ([a-z]+)") or "day",
        "characters": [p["id"] for p in people][:4],
        "ending": "end",
    }


def _input(folder: Path, schema: str, document: Mapping[str, Any]) -> Input:
    path = folder / f"{schema}.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return Input(schema, schema, path, "application/json", {"schema": schema})


def _known(prompt: str) -> tuple[list[tuple[str, str, str]], list[dict[str, Any]]]:
    """The places (id, name, kind) and the people that the prompt lists."""
    places, people = [], []
    for name, rest in _LISTED.findall(prompt):
        if name in ("id", "kind", "name"):
            continue
        shown, kind = (_first(rest, _NAME.pattern) or name).strip(), _KIND_AT_END.search(rest)
        if kind and kind.group(1) in _KINDS:
            places.append((name, shown, kind.group(1)))
        else:
            people.append({"id": name, "name": shown[:40], "role": (_first(rest, _ROLE.pattern) or "-")[:40]})
    return places, people


def _asked(prompt: str) -> list[dict[str, str]]:
    return [{f[0]: (f[1] or f[2] or f[3]).strip() for f in _FIELD.findall(line)} for line in _ASKED.findall(prompt)]


def _number(prompt: str, pattern: str) -> int | None:
    found = _first(prompt, pattern)
    return int(found) if found else None


def _first(prompt: str, pattern: str) -> str | None:
    found = re.search(pattern, prompt, re.MULTILINE)
    return next((g for g in found.groups() if g), None) if found else None
