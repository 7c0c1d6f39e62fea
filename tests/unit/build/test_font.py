"""The font subset: same bytes everywhere, everything that is needed, and the truth about what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from yoake.build import font
from yoake.build.font import subset_font
from yoake.errors import MissingToolError


def test_same_text_gives_the_same_bytes(tmp_path: Path) -> None:
    one = subset_font("桜並木", tmp_path / "one.otf")
    two = subset_font("木並桜桜", tmp_path / "two.otf")
    assert one.path.read_bytes() == two.path.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.otf", "two.otf"]


def test_what_every_game_needs_is_there(tmp_path: Path) -> None:
    result = subset_font("", tmp_path / "font.woff2", flavor="woff2")
    assert result.path.read_bytes()[:4] == b"wOF2"
    assert result.missing == ()
    with TTFont(result.path) as opened:
        drawn = opened.getBestCmap()
    assert not [c for c in "Az09あンー！？「」♪♥髙〆‼⁉…―" if ord(c) not in drawn]
    assert ord("桜") not in drawn


def test_characters_without_a_glyph_are_named(tmp_path: Path) -> None:
    result = subset_font("ก桜😀\u200b\u202e\n\x00", tmp_path / "font.otf")
    assert result.missing == ("ก", "😀")


def test_no_font_is_said_with_a_next_step(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(font, "_USUAL_PLACES", ())
    monkeypatch.setattr(font.shutil, "which", lambda _name: None)
    font.find_font.cache_clear()
    try:
        with pytest.raises(MissingToolError, match=r"fonts-noto-cjk.*font\.missing"):
            subset_font("桜", tmp_path / "font.otf")
    finally:
        font.find_font.cache_clear()
