"""Builds the sample game for Ren'Py, lints it and plays it to every ending, with real Ren'Py."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.samples.sample_game import sample_game
from yoake.build.renpy import build_renpy, lint_renpy, play_renpy
from yoake.build.renpy.engine import find_program
from yoake.words import Language

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_program("renpy") is None or find_program("Xvfb") is None,
        reason="needs Ren'Py and Xvfb (Debian: renpy, xvfb)",
    ),
]


HOSTILE = '"[b]{nil} %(x)s \\n\n    jump start\n$ renpy.quit()\n[[ .__a __b [__c 【d｜e】  \u3000\u202e\x07#'
"""Tags, substitutions, statements, private names, ruby, runs of spaces."""


def files_of(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*")}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_ending_is_played(language: Language, tmp_path: Path):
    game, files = sample_game(tmp_path / "files", language)
    project = tmp_path / "project"
    build_renpy(game, files, project)
    before = files_of(project)
    assert lint_renpy(project).problems == []
    report = play_renpy(project, game, tmp_path / "shots")
    assert report.skipped is None
    assert report.problems == []
    assert sorted(p.ending or "" for p in report.plays) == ["bad", "good", "normal"]
    assert all(play.lines >= 6 for play in report.plays)
    pictures = sorted((tmp_path / "shots").glob("*.png"))
    assert 10 <= len(pictures) <= 20
    for picture in pictures:
        with Image.open(picture) as shot:
            assert shot.size == (1280, 720)
            assert len(shot.convert("RGB").getcolors(1280 * 720) or []) > 50, picture.name
    assert {name for play in report.plays for name in play.screenshots} <= {p.name for p in pictures}
    assert files_of(project) == before, "the tests leave the project as it is"


def test_hostile_text_is_shown_to_the_letter(tmp_path: Path):
    game, files = sample_game(tmp_path / "files", "ja", HOSTILE)
    build_renpy(game, files, tmp_path / "project")
    assert lint_renpy(tmp_path / "project").problems == []
    assert play_renpy(tmp_path / "project", game, tmp_path / "shots", plans=[[1, 2]]).problems == []


def test_mistakes_in_a_script_are_found(tmp_path: Path):
    game, files = sample_game(tmp_path / "files")
    project = tmp_path / "project"
    build_renpy(game, files, project)
    script = project / "game" / "chapter_01.rpy"
    text = script.read_text("utf-8")
    script.write_text(text.replace("scene bg pic_river_day", "scene bg pic_nowhere"), "utf-8")
    assert any("pic_nowhere" in problem for problem in lint_renpy(project).problems)
    script.write_text(text.replace("風が気持ちいいね。", "風が強いね。"), "utf-8")
    report = play_renpy(project, game, tmp_path / "shots", plans=[[1, 0]])
    assert len(report.problems) == 1
    assert "風が気持ちいいね。" in report.problems[0]
    assert "風が強いね。" in report.problems[0]
