"""The built folder: complete, the same everywhere, and honest about what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.samples.sample_game import HOSTILE, sample_game
from yoake.build.web import engine as engine_module
from yoake.build.web.build import build_web
from yoake.build.web.engine import FILES, engine_folder
from yoake.build.web.interface_words import WORDS
from yoake.errors import InvalidRequestError, MissingToolError
from yoake.game.model import Game

Sample = tuple[Game, dict[str, Path]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample_game(tmp_path_factory.mktemp("sample"))


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """A stand-in: building only copies the engine."""
    folder = tmp_path / "engine"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_text(name)
    return folder


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_same_game_same_bytes_and_nothing_is_left_over(sample: Sample, engine: Path, tmp_path: Path) -> None:
    game, files = sample
    assert build_web(game, files, tmp_path / "one", engine=engine) == []
    (tmp_path / "two").mkdir()
    (tmp_path / "two/old.txt").write_text("of an earlier build")
    build_web(game, files, tmp_path / "two", engine=engine)
    one = _bytes(tmp_path / "one")
    assert one == _bytes(tmp_path / "two")
    assert {"index.html", "CREDITS.md", "play.py", "engine/LICENSE", "font/game.woff2", "js/story.js"} <= set(one)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["engine", "one", "two"]


def test_every_file_that_the_page_names_is_there(sample: Sample, engine: Path, tmp_path: Path) -> None:
    game, files = sample
    build_web(game, files, tmp_path / "site", engine=engine)
    page = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    for name in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert (tmp_path / "site" / name).is_file(), name
    assert "default-src &#x27;none&#x27;; script-src &#x27;self&#x27;;" in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_page_shows_its_title_and_nothing_else(engine: Path, tmp_path: Path) -> None:
    text = "</title><script>alert(1)</script>$title ${policy} $$ \u202eevil\u2028" + HOSTILE[8]
    game, files = sample_game(tmp_path / "sample", hostile=text[:80])
    build_web(game, files, tmp_path / "site", engine=engine)
    page = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert page.count("<script ") == page.count("<script") == 9
    assert page.count("</title>") == 1
    assert "&lt;/title&gt;" in page
    assert "$title ${policy} $$" in page
    assert "<script" not in (tmp_path / "site/js/story.js").read_text(encoding="utf-8")
    credit = (tmp_path / "site/CREDITS.md").read_text(encoding="utf-8")
    assert "<script" not in credit.replace("\\<", "")


def test_missing_and_changed_files_are_named(sample: Sample, engine: Path, tmp_path: Path) -> None:
    game, files = sample
    name = "background/river_day.jpg"
    with pytest.raises(InvalidRequestError, match=rf"{name} is missing.*build\.missing-file"):
        build_web(game, {k: v for k, v in files.items() if k != name}, tmp_path / "site", engine=engine)
    other = tmp_path / "other.jpg"
    other.write_bytes(b"other")
    with pytest.raises(InvalidRequestError, match=r"build\.changed-file"):
        build_web(game, {**files, name: other}, tmp_path / "site", engine=engine)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["engine", "other.jpg"]


def test_characters_that_the_font_lacks_are_a_warning(engine: Path, tmp_path: Path) -> None:
    game, files = sample_game(tmp_path / "sample", hostile="ก😀")
    warnings = build_web(game, files, tmp_path / "site", engine=engine)
    assert len(warnings) == 1
    assert "ก (U+0E01), 😀 (U+1F600)" in warnings[0]


def test_both_languages_have_all_words_that_yoake_adds() -> None:
    added = [key for key in WORDS["ja"] if "_" in key or key in ("SlotName", "ClickToGoOn")]
    assert set(added) <= set(WORDS["en"])
    assert set(WORDS["en"]) <= set(WORDS["ja"])


def test_the_engine_is_kept_and_its_absence_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YOAKE_ENGINES", raising=False)
    monkeypatch.setattr(engine_module.shutil, "which", lambda _name: None)
    with pytest.raises(MissingToolError, match=r"npm is missing.*YOAKE_ENGINES.*engine\.missing"):
        engine_folder(tmp_path / "cache")
    (tmp_path / "cache/monogatari-core-2.8.0.tgz").write_bytes(b"something else")
    with pytest.raises(MissingToolError, match=r"hash differs.*engine\.changed"):
        engine_folder(tmp_path / "cache")
    kept = tmp_path / "kept/monogatari-2.8.0"
    kept.mkdir(parents=True)
    for name in FILES:
        (kept / name).write_text(name)
    monkeypatch.setenv("YOAKE_ENGINES", str(tmp_path / "kept"))
    assert engine_folder(tmp_path / "cache") == kept
