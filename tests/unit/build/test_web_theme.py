"""Interface pictures in the page's style."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.samples.sample_game import sample_game
from yoake.build.web.theme import brightness, theme_css
from yoake.errors import InvalidRequestError


def test_parts_of_the_game_are_drawn_and_text_on_them_can_be_read(tmp_path: Path) -> None:
    game, files = sample_game(tmp_path)
    css = theme_css(game, files)
    assert "--accent: #ff9ab0" in css
    textbox, button = (next(r for r in css.splitlines() if f"ui/{part}.png" in r) for part in ("textbox", "button"))
    assert "--ink: #ffffff" in textbox
    assert "--ink: #2a2038" in button
    assert "border-image" in button


def test_a_game_without_parts_still_has_its_colour(tmp_path: Path) -> None:
    game, files = sample_game(tmp_path)
    bare = game.model_copy(update={"interface": game.interface.model_copy(update={"parts": {}}), "characters": []})
    assert theme_css(bare, files) == ":root { --accent: #ff9ab0; }\n"


def test_brightness_counts_only_what_is_opaque() -> None:
    assert brightness(Image.new("RGBA", (50, 20), (255, 255, 255, 255))) == pytest.approx(1)
    assert brightness(Image.new("RGBA", (50, 20), (255, 255, 255, 0))) == 0
    picture = Image.new("RGBA", (100, 40), (255, 255, 255, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 50, 40))
    assert brightness(picture) < 0.1


def test_a_part_that_is_no_picture_is_named(tmp_path: Path) -> None:
    game, files = sample_game(tmp_path)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(InvalidRequestError, match=r"ui/textbox\.png.*build\.unreadable-picture"):
        theme_css(game, {**files, "ui/textbox.png": broken})
