"""Requests for workflows, with upstream pictures and settings as they are in a game."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from yoake.fingerprint import seed_of
from yoake.library.manifest import Library, Workflow
from yoake.providers.base import Input, Request
from yoake.words import AssetType

SETTING = {
    "characters": [
        {
            "id": "hero", "name": "湊", "gender": "male", "age_group": "teen", "personality": "静かで (優しい) 少年。",
            "appearance": {
                "hair_style": "short", "hair_colour": "#2b3a67", "eye_colour": "#3f74c4", "skin_tone": "light",
                "build": "slim", "accessory": "glasses", "main_colour": "#20305a", "accent_colour": "#c0392b",
            },
        },
        {
            "id": "sakura", "name": "桜", "gender": "female", "age_group": "teen", "personality": "明るい。",
            "appearance": {
                "hair_style": "twintails", "hair_colour": "#e8a0b4", "eye_colour": "#4f9a5a", "skin_tone": "fair",
                "build": "petite", "accessory": "ribbon", "main_colour": "#7a2f45", "accent_colour": "#e8c25a",
            },
        },
    ]
}  # fmt: skip
WORLD = {
    "places": [
        {"id": "old_library", "name": "旧図書館", "kind": "library", "description": "高い窓から光が差す。"},
        {"id": "roof", "name": "Roof", "kind": "rooftop", "description": "A fence, and (far away) the sea."},
    ]
}
TYPES: dict[str, AssetType] = {
    "image": "image_gen", "mesh": "image_gen", "video": "animatediff", "music": "bgm_gen", "sound": "se_gen",
}  # fmt: skip


class Upstream:
    """Makes what comes before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def document(self, address: str, value: Any) -> Input:
        path = self.folder / f"{address}.json"
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return Input(address, address, path, "application/json")

    def person(self, address: str, size: tuple[int, int] = (192, 336), **meta: Any) -> Input:
        """A figure of a head and a body on transparent ground."""
        picture = Image.new("RGBA", size, (0, 0, 0, 0))
        pen, (w, h) = ImageDraw.Draw(picture), size
        pen.ellipse((w * 0.4, h * 0.03, w * 0.6, h * 0.18), fill=(240, 205, 180, 255))
        pen.rectangle((w * 0.32, h * 0.17, w * 0.68, h - 1), fill=(60, 70, 140, 255))
        return self.picture(address, picture, **meta)

    def place(self, address: str, size: tuple[int, int] = (320, 180), **meta: Any) -> Input:
        return self.picture(address, Image.linear_gradient("L").resize(size).convert("RGB"), **meta)

    def picture(self, address: str, picture: Image.Image, **meta: Any) -> Input:
        path = self.folder / f"{address.replace('/', '-')}.png"
        picture.save(path)
        return Input(address.partition("/")[0], address, path, "image/png", meta)

    def everything(self) -> list[Input]:
        """Settings, two people and two places."""
        return [
            self.document("char_setting", SETTING),
            self.document("world_setting", WORLD),
            self.person("char_image_hero", character="hero", outfit="uniform", expression="normal"),
            self.person("char_image_sakura", character="sakura", outfit="uniform", expression="normal"),
            self.place("bg_old_library", place="old_library", kind="library", time_of_day="day"),
            self.place("bg_roof", place="roof", kind="rooftop", time_of_day="day"),
        ]


def request_for(
    workflow: Workflow,
    folder: Path,
    inputs: list[Input] | None = None,
    *,
    address: str = "asset/one",
    item: Mapping[str, Any] | None = None,
    prompt: str | None = None,
    **params: Any,
) -> Request:
    """A request with the manifest's defaults filled in, as the graph gives it."""
    own = folder / f"made-{address.replace('/', '-')}-{workflow.name}"
    own.mkdir(exist_ok=True)
    defaults = {name: p.default for name, p in workflow.parameters.items() if p.default is not None}
    return Request(
        project="p", title="t", language="ja", address=address, type=TYPES[workflow.makes], category=workflow.category,
        workflow=workflow.name, template=None, prompt=prompt, params={**defaults, **params}, item=item,
        seed=seed_of(42, address), inputs=tuple(inputs or ()), folder=own,
    )  # fmt: skip


def names_for(library: Library, name: str, request: Request) -> dict[str, str]:
    """What a server might call the uploads of a request."""
    from yoake.providers.comfyui.bind import uploads_of

    return {u.address: f"server-{i}.png" for i, u in enumerate(uploads_of(library.workflows[name], request))}
