"""Requests for pictures of people: whose look is used, and what stays the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from yoake.errors import InvalidRequestError
from yoake.providers.base import Input, Request
from yoake.providers.sketch.character import Look, character_picture, look_of
from yoake.texts.models import CharacterSetting

SETTING = {
    "characters": [
        {
            "id": name, "name": name.title(), "role": "student", "gender": gender, "personality": "calm",
            "speech_style": "polite", "name_colour": "#ffffff",
            "appearance": {
                "hair_style": "twintails", "hair_colour": "#d79a55", "eye_colour": "#3f7fd0",
                "main_colour": "#2f4570", "accent_colour": "#c43a4b",
            },
        }
        for name, gender in (("aya", "female"), ("ren", "male"))
    ]
}  # fmt: skip


def asked(tmp_path: Path, *inputs: Input, seed: int = 11, prompt: str | None = None, **params: Any) -> Request:
    folder = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    return Request(
        project="p", title="P", language="ja", address="aya", type="image_gen", category="character",
        workflow="character_fullbody", template=None, prompt=prompt, params=params, item=None, seed=seed,
        inputs=inputs, folder=folder,
    )  # fmt: skip


def setting(tmp_path: Path) -> Input:
    path = tmp_path / "setting.json"
    path.write_text(json.dumps(SETTING), encoding="utf-8")
    return Input("characters", "characters", path, "application/json")


def test_the_look_comes_from_the_setting(tmp_path: Path):
    product = character_picture(asked(tmp_path, setting(tmp_path), character="ren"))
    expected = look_of(CharacterSetting.model_validate(SETTING).characters[1], 11)
    assert Look.model_validate(product.meta["look"]) == expected
    assert product.media_type == "image/png"
    assert product.path.read_bytes().startswith(b"\x89PNG")
    assert product.path.stat().st_size < 250_000
    kept = {k: product.meta[k] for k in ("character", "expression", "outfit", "pose", "width", "height")}
    assert kept == {
        "character": "ren", "expression": "normal", "outfit": "uniform", "pose": "standing", "width": 760,
        "height": 1280,
    }  # fmt: skip
    assert json.loads(json.dumps(product.meta)) == product.meta


def test_a_variation_keeps_the_person_outfit_and_pose(tmp_path: Path):
    first = character_picture(asked(tmp_path, setting(tmp_path), character="aya", outfit="kimono", pose="waving"))
    picture = Input("aya", "aya", first.path, "image/png", first.meta)
    smiling = character_picture(asked(tmp_path, picture, seed=99, expression="happy"))
    assert smiling.meta == first.meta | {"expression": "happy"}
    sporty = character_picture(asked(tmp_path, picture, seed=99, outfit="sport"))
    assert sporty.meta == first.meta | {"outfit": "sport"}


def test_the_same_request_makes_the_same_bytes(tmp_path: Path):
    one, other = (character_picture(asked(tmp_path, prompt="a quiet girl")) for _ in range(2))
    assert one.path.read_bytes() == other.path.read_bytes()
    assert one.meta["look"]["gender"] == "female"


def test_an_unknown_character_is_refused(tmp_path: Path):
    with pytest.raises(InvalidRequestError) as caught:
        character_picture(asked(tmp_path, setting(tmp_path), character="nobody"))
    assert caught.value.code == "picture.unknown-character"
    assert "aya, ren" in caught.value.next_step


def test_an_unreadable_look_is_refused(tmp_path: Path):
    broken = Input("aya", "aya", tmp_path / "aya.png", "image/png", {"look": {"gender": "<svg>"}})
    with pytest.raises(InvalidRequestError) as caught:
        character_picture(asked(tmp_path, broken))
    assert caught.value.code == "picture.bad-look"


def test_other_texts_upstream_are_passed_over(tmp_path: Path):
    world = tmp_path / "world.json"
    world.write_text('{"title": "x"}', encoding="utf-8")
    product = character_picture(asked(tmp_path, Input("world", "world", world, "application/json"), character="aya"))
    assert product.meta["character"] == "aya"
