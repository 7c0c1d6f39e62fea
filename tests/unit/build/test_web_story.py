"""The story as tables: statements are numbers and ids, texts are data."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples.sample_game import HOSTILE, sample_game
from yoake.build.web.story import Story, used_files
from yoake.build.web.text import shown
from yoake.game.model import Game

STATEMENT = re.compile(
    r"(say|stage|menu|chapter) \d+|(jump|ending) [a-z][a-z0-9_]*|(sound|video) [a-z0-9_/]+\.[a-z0-9]+"
)


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Game:
    return sample_game(tmp_path_factory.mktemp("sample"))[0]


def _with_texts(game: Game, text: str) -> Game:
    data: dict[str, Any] = game.model_dump()
    data["title"] = text
    for scene in data["scenes"]:
        scene["title"] = scene["chapter"] = text
        for step in scene["steps"]:
            if step["kind"] == "say":
                step["text"] = text
            if step["kind"] == "menu":
                step["prompt"] = text
                for option in step["options"]:
                    option["text"] = text
    for person in data["characters"]:
        person["name"] = text
    return Game.model_validate(data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=60) | st.sampled_from(HOSTILE))
def test_no_text_becomes_a_statement(game: Game, text: str) -> None:
    story = Story(_with_texts(game, text)).data
    for statements in story["labels"].values():
        assert all(STATEMENT.fullmatch(statement) for statement in statements)
    assert {line[1] for line in story["lines"]} == {shown(text)}
    assert {option["text"] for menu in story["menus"] for option in menu["options"]} == {shown(text)}
    assert story["title"] == shown(text)
    if not shown(text).strip():
        assert not [s for statements in story["labels"].values() for s in statements if s.startswith("chapter")]


def test_the_stage_changes_at_once_and_lines_come_in_order(game: Game) -> None:
    story = Story(game).data
    assert story["start"] == "start"
    assert story["labels"]["start"] == [
        "chapter 0", "stage 0", "say 0", "stage 1", "say 1", "sound se/chime.ogg", "stage 2", "say 2", "menu 0",
    ]  # fmt: skip
    assert story["stages"][0] == [["scene", "background/school_day.jpg"], ["music", "bgm/daily.ogg"]]
    assert story["stages"][2] == [
        ["show", "sakura", "character/sakura_uniform_happy.png", "left"],
        ["show", "yuki", "character/yuki_uniform_normal.png", "right"],
    ]
    assert story["lines"][1] == ["sakura", "おはよう、先輩♪　今日は文化祭だよ‼", "voice/l0002.ogg"]
    assert story["menus"][0]["options"][1] == {"text": "川沿いをのんびり歩く", "to": "river"}
    assert story["chapters"] == ["第一章　春の朝", "第二章　星の夜"]


def test_saves_are_kept_apart_when_the_script_changes(game: Game) -> None:
    changed = _with_texts(game, "another")
    assert Story(game).data["edition"] == Story(game).data["edition"] != Story(changed).data["edition"]


def test_only_files_that_can_be_met_are_used(game: Game) -> None:
    used = used_files(game)
    assert used == sorted(set(used))
    assert "character/sakura_casual_sad.png" in used
    assert "character/yuki_casual_happy.png" not in used
    assert {"ui/title.jpg", "ui/textbox.png", "bgm/title.ogg", "se/click.ogg", "video/star.mp4"} <= set(used)
