from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.samples.sample_game import sample_game
from yoake.build.renpy import build_renpy
from yoake.build.renpy.names import Pictures, folder_of
from yoake.build.renpy.play import SCREENSHOTS, expected_events, moments_to_show
from yoake.build.renpy.script import chapter_scripts
from yoake.build.routes import routes
from yoake.errors import InvalidRequestError
from yoake.game.model import Game


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Game, dict[str, Path], Path]:
    folder = tmp_path_factory.mktemp("renpy")
    game, files = sample_game(folder / "files")
    assert build_renpy(game, files, folder / "built") == []
    return game, files, folder / "built"


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_project_is_whole_and_without_compiled_files(sample: tuple[Game, dict[str, Path], Path]):
    _, _, folder = sample
    names = set(everything(folder))
    assert {
        "game/script.rpy", "game/options.rpy", "game/settings.rpy", "game/words.rpy", "game/fonts/game.otf",
        "game/tl/japanese/common.rpy", "game/gui/title.png", "game/video/star_mp4.mkv", "CREDITS.md",
        "LICENSE-RENPY.txt", "README.txt",
    } <= names  # fmt: skip
    assert not [n for n in names if n.endswith((".rpyc", ".rpyb")) or "autoplay" in n or "sitecustomize" in n]


def test_the_same_game_gives_the_same_bytes(sample: tuple[Game, dict[str, Path], Path], tmp_path: Path):
    game, files, folder = sample
    build_renpy(game, files, tmp_path / "again")
    assert everything(tmp_path / "again") == everything(folder)


def test_every_file_that_the_script_names_is_there(sample: tuple[Game, dict[str, Path], Path]):
    _, _, folder = sample
    inside = folder / "game"
    named = set()
    for script in inside.rglob("*.rpy"):
        named |= set(re.findall(r'"((?:images|audio|voice|video|gui|fonts)/[^"\[\]]+)"', script.read_text("utf-8")))
    assert len(named) > 40
    assert [name for name in sorted(named) if not (inside / name).is_file()] == []


def test_the_words_of_both_languages_are_the_same(sample: tuple[Game, dict[str, Path], Path], tmp_path: Path):
    game, files, folder = sample
    build_renpy(game.model_copy(update={"language": "en"}), files, tmp_path / "en")
    known = [
        re.findall(r"^    (\w+) =", (f / "game/words.rpy").read_text("utf-8"), re.M) for f in (folder, tmp_path / "en")
    ]
    assert known[0] == known[1]
    used = set()
    for script in (folder / "game").glob("*.rpy"):
        used |= set(re.findall(r"\bwords\.(?!rpy)(\w+)", script.read_text("utf-8")))
    assert used == set(known[0])


def test_labels_and_people_cannot_be_words_of_renpy():
    names = ["start", "main_menu", "quit", "narrator", "menu", "python", "if", "store"]
    scenes = [
        {"id": name, "title": "t", "chapter": "c",
         "steps": [{"kind": "say", "speaker": name, "text": "x"},
                   {"kind": "jump", "to": names[i + 1]} if i + 1 < len(names) else {"kind": "end", "ending": "end"}]}
        for i, name in enumerate(names)
    ]  # fmt: skip
    game = Game.model_validate({
        "project": "p", "title": "t", "language": "en", "scenes": scenes, "files": [],
        "characters": [{"id": n, "name": n, "colour": "#ffffff"} for n in names],
        "endings": [{"id": "end", "title": "e", "kind": "good"}],
    })  # fmt: skip
    text = "".join(chapter_scripts(game, Pictures.of(game), {}, {}).values())
    assert set(re.findall(r"^label (\w+):", text, re.M)) == {"start", *(f"scene_{n}" for n in names)}
    assert re.findall(r"^    (?!who_|jump scene_|call yoake_|return|\$ save_name)(.+)", text, re.M) == []


def test_pictures_get_names_of_their_own(sample: tuple[Game, dict[str, Path], Path]):
    game, _, _ = sample
    person = game.characters[0]
    odd = person.model_copy(update={"sprites": {"with at/if": "character/a.png", "x": "character/b.png"}})
    names = Pictures.of(game.model_copy(update={"characters": [odd]})).of_sprite
    assert list(names.values()) == ["ch_sakura look_0", "ch_sakura look_1"]
    assert Pictures.of(game).of_sprite["yuki", "casual/sad"] == "ch_yuki wear_casual face_sad"
    assert folder_of("bgm/a.ogg") == "audio/bgm/a.ogg"


def test_a_missing_file_is_named_and_the_old_build_stays(sample: tuple[Game, dict[str, Path], Path], tmp_path: Path):
    game, files, _ = sample
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "old").write_text("old")
    with pytest.raises(InvalidRequestError, match=r"bgm/daily\.ogg") as caught:
        build_renpy(game, {k: v for k, v in files.items() if k != "bgm/daily.ogg"}, tmp_path / "built")
    assert caught.value.code == "build.missing-file"
    assert [p.name for p in tmp_path.iterdir()] == ["built"]
    assert (tmp_path / "built" / "old").is_file()


def test_broken_pictures_and_clips_are_named(sample: tuple[Game, dict[str, Path], Path], tmp_path: Path):
    game, files, _ = sample
    broken = tmp_path / "broken"
    broken.write_bytes(b"no picture")
    for name, code in (("event/promise.jpg", "build.broken-picture"), ("video/star.mp4", "build.broken-video")):
        with pytest.raises(InvalidRequestError) as caught:
            build_renpy(game, {**files, name: broken}, tmp_path / "built")
        assert caught.value.code == code


def test_a_game_of_text_alone_builds(sample: tuple[Game, dict[str, Path], Path], tmp_path: Path):
    game, _, _ = sample
    scenes = [
        s.model_copy(update={"steps": [t for t in s.steps if t.kind in ("menu", "jump", "end")]}) for s in game.scenes
    ]
    bare = game.model_copy(
        update={"scenes": scenes, "characters": [], "gallery": [], "files": [], "interface": type(game.interface)()}
    )
    assert build_renpy(bare, {}, tmp_path / "built") == []
    assert (tmp_path / "built/game/gui/title.png").is_file()


def test_characters_that_no_font_has_are_warned_of(sample: tuple[Game, dict[str, Path], Path], tmp_path: Path):
    game, files, _ = sample
    told = build_renpy(game.model_copy(update={"title": "星\U0001f98a"}), files, tmp_path / "built")
    assert len(told) == 1
    assert "U+1F98A" in told[0]


def test_the_expected_moments_of_a_route(sample: tuple[Game, dict[str, Path], Path]):
    game, _, _ = sample
    events = expected_events(game, [1, 2])
    assert events[0] == ("chapter", "第一章　春の朝")
    assert ("say", "桜", "風が気持ちいいね。") in events
    assert ("menu", "何を願う？", ["ずっと一緒にいたい", "いい未来になりますように", "願いごとなんてない"], 2) in events
    assert ("video", "video/star_mp4.mkv", True) in events
    assert events[-1] == ("ending", "消えた流れ星")


def test_few_moments_are_photographed_and_every_ending_is(sample: tuple[Game, dict[str, Path], Path]):
    game, _, _ = sample
    expected = [expected_events(game, plan) for plan in routes(game)]
    chosen = moments_to_show(expected)
    assert sum(len(indexes) for indexes in chosen) < SCREENSHOTS
    assert all(len(events) - 1 in indexes for events, indexes in zip(expected, chosen, strict=True))
