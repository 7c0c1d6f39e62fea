"""Interface pictures: every part at its size, one theme a project, text that stays text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from yoake.errors import InvalidRequestError, MissingToolError
from yoake.providers.base import Request
from yoake.providers.sketch import raster
from yoake.providers.sketch.interface.logo import lines_of
from yoake.providers.sketch.interface.parts import PARTS
from yoake.providers.sketch.interface.picture import interface_picture, part_names
from yoake.providers.sketch.interface.theme import theme_of

ODD = '</text><svg onload="x">&\x00\ud800「約束」' + "長" * 200


def request(folder: Path, part: str, *, title: str = "星降る夜の約束", seed: int = 7, **params: object) -> Request:
    folder.mkdir(parents=True, exist_ok=True)
    return Request(
        project="hoshizora", title=title, language="ja", address=f"ui/{part}", type="image_gen", category="ui",
        workflow="ui_parts", template=None, prompt=None, params={"part": part, **params}, item=None, seed=seed,
        inputs=(), folder=folder,
    )  # fmt: skip


def has_font() -> bool:
    try:
        raster.find_font()
    except MissingToolError:
        return False
    return True


needs_font = pytest.mark.skipif(not has_font(), reason="needs fonts-noto-cjk")


def test_there_are_enough_parts():
    assert len(part_names()) >= 44
    assert {"title_picture", "logo", "textbox", "namebox", "button", "frame", "cursor"} <= set(part_names())


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_part_has_its_size_and_clear_corners(tmp_path, part):
    product = interface_picture(request(tmp_path, part))
    with Image.open(product.path) as image:
        assert image.mode == "RGBA"
        assert image.size == (PARTS[part].width, PARTS[part].height)
        alpha = np.asarray(image.getchannel("A"))
    assert alpha.max() > 120
    assert alpha[0, 0] < 40
    if border := PARTS[part].slice:
        assert product.meta["slice"] == list(border)
        assert border[0] + border[2] < image.width
        assert border[1] + border[3] < image.height


@pytest.mark.parametrize("part", ["chapter_card", "ending_card", "page_background"])
def test_cards_are_full_screen_and_opaque(tmp_path, part):
    with Image.open(interface_picture(request(tmp_path, part)).path) as image:
        assert (image.mode, image.size) == ("RGB", (1280, 720))
        assert np.asarray(image.convert("L")).std() > 8


def test_the_title_picture_is_a_scene(tmp_path):
    product = interface_picture(request(tmp_path, "title_picture"))
    with Image.open(product.path) as image:
        assert image.size == (1280, 720)
        assert np.asarray(image.convert("L")).std() > 15


def test_all_parts_of_a_project_share_a_theme_whatever_their_seeds(tmp_path):
    one, two = (interface_picture(request(tmp_path / str(s), "button", seed=s)) for s in (1, 2))
    assert one.path.read_bytes() == two.path.read_bytes()


@pytest.mark.parametrize(("title", "theme"), [("桜の咲く丘", "sakura"), ("Silent Ocean", "sea"), ("雪の城", "winter")])
def test_the_title_picks_the_theme(tmp_path, title, theme):
    assert theme_of(request(tmp_path, "button", title=title)).name == theme


def test_colours_can_be_asked_for(tmp_path):
    theme = theme_of(request(tmp_path, "button", main_colour="#FF0000", accent_colour="#00ff00"))
    assert theme.line == "#00ff00"
    assert int(theme.accent[1:3], 16) > 2 * int(theme.accent[3:5], 16)


@pytest.mark.parametrize(("key", "value"), [("theme", "no such"), ("main_colour", 'red"/><script>')])
def test_bad_wishes_are_named(tmp_path, key, value):
    with pytest.raises(InvalidRequestError) as caught:
        interface_picture(request(tmp_path, "button", **{key: value}))
    assert caught.value.code == "image.parameter"


def test_an_unknown_part_is_a_panel_every_time(tmp_path):
    one, two = (interface_picture(request(tmp_path / n, "../../etc/passwd")) for n in ("a", "b"))
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.path.parent == tmp_path / "a"
    assert one.meta["part"] == "../../etc/passwd"


@needs_font
@pytest.mark.parametrize("title", [ODD, "A", "夜", "The Long and Winding Road of Promises Kept", "  "])
def test_any_title_becomes_a_logo(tmp_path, title):
    with Image.open(interface_picture(request(tmp_path, "logo", title=title)).path) as image:
        assert image.size == (960, 340)
        assert image.getchannel("A").getextrema()[0] == 0


@needs_font
def test_different_titles_give_different_logos(tmp_path):
    pictures = {
        interface_picture(request(tmp_path / t, "logo", title=t)).path.read_bytes() for t in ("星の夜", "星の朝")
    }
    assert len(pictures) == 2


@needs_font
def test_long_titles_break_after_a_word():
    assert lines_of("星降る夜の約束と君の歌を", raster.find_font("serif")) == ["星降る夜の", "約束と君の歌を"]


@needs_font
def test_a_card_shows_its_words_as_text(tmp_path):
    plain = interface_picture(request(tmp_path / "a", "chapter_card"))
    worded = interface_picture(request(tmp_path / "b", "chapter_card", text=ODD))
    assert plain.path.read_bytes() != worded.path.read_bytes()


def test_plain_text_is_safe_in_xml():
    assert raster.plain('a<b>&"c"\x00\n\ud800\uffff é') == "a&lt;b&gt;&amp;&quot;c&quot; é"


def test_a_missing_font_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(raster, "_find", lambda style: None)
    with pytest.raises(MissingToolError) as caught:
        interface_picture(request(tmp_path, "logo"))
    assert caught.value.code == "font.missing"
    assert "fonts-noto-cjk" in str(caught.value)
    assert interface_picture(request(tmp_path, "textbox")).path.is_file()
