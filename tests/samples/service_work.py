"""Work for the clients of services, as the run gives it to them, and what they tell meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from yoake.library.load import load_library
from yoake.library.manifest import Library
from yoake.providers.base import Input, Product, Request
from yoake.providers.service import Work
from yoake.providers.sketch.story.provider import text
from yoake.quality.check import check
from yoake.quality.subject import Subject
from yoake.words import AssetType, Category, Language

CATEGORY: Mapping[str, Category] = {
    "llm_gen": "scenario",
    "text_gen": "scenario",
    "voice_gen": "voice",
    "bgm_gen": "bgm",
    "se_gen": "se",
}
TITLE: Mapping[Language, str] = {"ja": "星降る夜の約束", "en": "A Promise under the Stars"}


@cache
def library() -> Library:
    return load_library(ROOT / "workflows")


@dataclass
class Told:
    """What a client has told of one work."""

    begun: list[str] = field(default_factory=list)
    progress: list[tuple[float, str]] = field(default_factory=list)
    done: int = 0


def request(
    folder: Path,
    type: AssetType,
    *,
    params: Mapping[str, Any] | None = None,
    prompt: str | None = None,
    item: Mapping[str, Any] | None = None,
    inputs: tuple[Input, ...] = (),
    template: str | None = None,
    language: Language = "ja",
    seed: int = 7,
    address: str = "",
) -> Request:
    place = folder / "product"
    place.mkdir(exist_ok=True)
    return Request(
        "hoshizora", TITLE[language], language, address or f"{type}_1", type, CATEGORY[type], None, template, prompt,
        params or {}, item, seed, inputs, place,
    )  # fmt: skip


def work(asked: Request, told: Told | None = None, **more: Any) -> Work:
    told = told or Told()

    def done_there() -> None:
        told.done += 1

    template = library().templates[asked.template] if asked.template else None
    more.setdefault("timeout_seconds", 20.0)
    more.setdefault("workflow", library().workflows[asked.workflow] if asked.workflow else None)
    return Work(
        asked,
        template=template,
        schema=template.result if template else None,
        begun=told.begun.append,
        progress=lambda share, step: told.progress.append((share, step)),
        done_there=done_there,
        **more,
    )


def upstream(folder: Path, template: str, inputs: tuple[Input, ...] = (), **params: Any) -> Input:
    """A text as the embedded writer makes it, as an input of something else."""
    place = folder / template
    place.mkdir(exist_ok=True)
    asked = request(place, "llm_gen", template=template, params=params, inputs=inputs)
    product = text(asked)
    return Input(template, template, product.path, product.media_type, product.meta)


def setting(folder: Path, **changes: Any) -> Input:
    """A character setting of hero and sakura; the changes are the heroine's."""
    one = upstream(folder, "character_setting", characters=[{"id": "hero"}, {"id": "sakura", "gender": "female"}])
    document = json.loads(one.path.read_text(encoding="utf-8"))
    document["characters"][1] |= changes
    one.path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return one


def passes(product: Product, asked: Request, schema: str | None = None) -> None:
    """The product is the only file in its folder and passes the automatic check."""
    assert [p.name for p in asked.folder.iterdir()] == [product.path.name]
    report = check(
        Subject(
            product.path,
            product.media_type,
            asked.type,
            asked.category,
            language=asked.language,
            meta=product.meta,
            schema=schema,
        )
    )
    assert not report.findings, report.findings
    json.dumps(product.meta)
