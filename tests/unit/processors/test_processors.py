"""What each processor makes of its inputs, and what it says of those that do not fit."""

import json

import numpy as np
import pyloudnorm
import pytest
import soundfile
from fontTools.ttLib import TTFont
from PIL import Image

from yoake.errors import InvalidRequestError, MissingToolError
from yoake.processors import PROCESSORS


def size_of(product):
    with Image.open(product.path) as picture:
        return picture.size


def test_resize_keeps_proportions_and_what_the_picture_is_of(desk):
    made = desk.run("resize", desk.picture(), height=30)
    assert size_of(made) == (20, 30)
    assert made.meta == {"character": "hero", "width": 20, "height": 30}


@pytest.mark.parametrize(("fit", "size"), [("contain", (20, 30)), ("cover", (30, 30)), ("stretch", (30, 30))])
def test_resize_fits(desk, fit, size):
    assert size_of(desk.run("resize", desk.picture(), width=30, height=30, fit=fit)) == size


def test_a_resized_edge_has_no_dark_fringe(desk):
    with Image.open(desk.run("resize", desk.picture(), width=20).path) as picture:
        drawn = [p for p in picture.getdata() if p[3] > 20]
    assert min(p[0] for p in drawn) > 180


def test_crop(desk):
    made = desk.run("crop", desk.picture(), left=10, top=20, width=20, height=30)
    with Image.open(made.path) as picture:
        assert picture.getextrema()[3] == (255, 255)


def test_crop_outside_the_picture(desk):
    with pytest.raises(InvalidRequestError, match="40x60") as caught:
        desk.run("crop", desk.picture(), left=30, width=20, height=20)
    assert caught.value.code == "process.input"


def test_trim_cuts_transparent_borders(desk):
    assert size_of(desk.run("trim", desk.picture())) == (20, 30)
    assert size_of(desk.run("trim", desk.picture(), padding=4)) == (28, 38)


def test_trim_of_nothing(desk):
    with pytest.raises(InvalidRequestError, match="transparent all over"):
        desk.run("trim", desk.picture(box=(-9, -9, -5, -5)))


def test_thumbnail_never_enlarges(desk):
    assert size_of(desk.run("thumbnail", desk.picture(size=(400, 200)), size=100)) == (100, 50)
    assert size_of(desk.run("thumbnail", desk.picture(), size=100)) == (40, 60)


def test_contact_sheet(desk):
    pictures = [desk.picture(f"p{i}") for i in range(5)]
    made = desk.run("contact_sheet", *pictures, columns=3, cell_width=50, cell_height=40, gap=10)
    assert size_of(made) == (3 * 60 + 10, 2 * 50 + 10)


@pytest.mark.parametrize(("form", "magic"), [("png", b"\x89PNG"), ("jpeg", b"\xff\xd8\xff"), ("webp", b"RIFF")])
def test_convert_pictures(desk, form, magic):
    made = desk.run("convert", desk.picture(), format=form)
    assert made.path.read_bytes().startswith(magic)
    assert made.media_type == f"image/{form}"


@pytest.mark.parametrize(
    ("form", "magic"), [("ogg", b"OggS"), ("opus", b"OggS"), ("wav", b"RIFF"), ("flac", b"fLaC"), ("mp3", b"\xff\xf3")]
)
def test_convert_sounds(desk, form, magic):
    made = desk.run("convert", desk.sound(), format=form)
    assert made.path.read_bytes().startswith(magic)
    assert soundfile.info(made.path).duration == pytest.approx(1.0, abs=0.1)


def test_loudness(desk):
    made = desk.run("normalise_loudness", desk.sound(seconds=2, level=0.02), loudness_lufs=-20)
    samples, rate = soundfile.read(made.path)
    assert pyloudnorm.Meter(rate).integrated_loudness(samples) == pytest.approx(-20, abs=0.2)


def test_peaks_limit_loudness_and_short_sounds_go_by_peak(desk):
    loud = soundfile.read(desk.run("normalise_loudness", desk.sound(seconds=2), loudness_lufs=-5, peak_db=-3).path)[0]
    short = soundfile.read(desk.run("normalise_loudness", desk.sound(seconds=0.1), peak_db=-6).path)[0]
    assert np.max(np.abs(loud)) == pytest.approx(10 ** (-3 / 20), abs=0.01)
    assert np.max(np.abs(short)) == pytest.approx(10 ** (-6 / 20), abs=0.01)


def test_trim_silence(desk):
    made = desk.run("trim_silence", desk.sound(silence=0.8), padding_seconds=0.1)
    assert soundfile.info(made.path).duration == pytest.approx(1.2, abs=0.02)
    with pytest.raises(InvalidRequestError, match="louder than"):
        desk.run("trim_silence", desk.sound(level=0.0))


def test_merge_json(desk):
    a = desk.document("a", {"x": [1], "y": {"p": 1}})
    b = desk.document("b", {"x": [2], "y": {"q": "あ"}})
    assert json.loads(desk.run("merge_json", a, b).path.read_bytes()) == {"x": [1, 2], "y": {"p": 1, "q": "あ"}}
    assert json.loads(desk.run("merge_json", a, b, shape="list").path.read_bytes())[1]["x"] == [2]
    assert set(json.loads(desk.run("merge_json", a, b, shape="mapping").path.read_bytes())) == {"a", "b"}


def test_json_that_is_nested_without_end(desk):
    deep = desk.file("deep.json", b"[" * 5000 + b"]" * 5000, "application/json")
    with pytest.raises(InvalidRequestError, match=r"nested|no JSON"):
        desk.run("merge_json", deep)


def test_concat_text(desk):
    plain = desk.file("a.txt", "一\n".encode(), "text/plain")
    made = desk.run("concat_text", plain, desk.document("b", {"text": "二"}), separator=" / ")
    assert made.path.read_text(encoding="utf-8") == "一 / 二\n"


def test_subset_font_of_the_installed_font(desk):
    try:
        made = desk.run("subset_font", desk.document("a", {"lines": [{"text": "星降る夜"}]}), text="約束")
    except MissingToolError:
        pytest.skip("no Noto Sans CJK here")
    with TTFont(made.path) as font:
        assert {ord(c) for c in "星降夜約束"} <= set(font.getBestCmap())
        assert ord("鯨") not in font.getBestCmap()
    assert [c.licence for c in made.credits] == ["OFL-1.1"]
    small = desk.file("small.otf", made.path.read_bytes(), "font/otf")
    again = desk.run("subset_font", small, text="星鯨")
    assert again.meta["missing"] == "鯨"
    with TTFont(again.path) as font:
        assert ord("約") not in font.getBestCmap()


def test_unknown_processor(desk):
    with pytest.raises(InvalidRequestError, match="Did you mean resize") as caught:
        desk.run("rezise")
    assert caught.value.code == "process.unknown"


def test_parameters_that_do_not_fit(desk):
    with pytest.raises(InvalidRequestError, match="width or height") as caught:
        desk.run("resize", desk.picture())
    assert caught.value.code == "process.params"
    with pytest.raises(InvalidRequestError, match=r"colour: Extra inputs"):
        desk.run("resize", desk.picture(), width=9, colour="red")


def test_which_input(desk):
    with pytest.raises(InvalidRequestError, match="nothing of the kind"):
        desk.run("resize", desk.sound(), width=9)
    two = desk.picture("one"), desk.picture("two", size=(20, 20), box=(1, 1, 5, 5))
    with pytest.raises(InvalidRequestError, match="2 are there"):
        desk.run("resize", *two, width=9)
    assert size_of(desk.run("resize", *two, width=10, source="two")) == (10, 10)


@pytest.mark.parametrize(
    ("name", "params", "media"),
    [
        ("resize", {"width": 9}, "image/png"),
        ("convert", {"format": "wav"}, "audio/wav"),
        ("merge_json", {}, "application/json"),
        ("subset_font", {}, "font/otf"),
    ],
)
def test_what_is_no_such_file_is_refused_by_name(desk, name, params, media):
    with pytest.raises(InvalidRequestError, match="broken") as caught:
        desk.run(name, desk.file("broken", b"not what it says", media), **params)
    assert caught.value.code == "process.input"
    assert str(desk.root) not in str(caught.value)


def test_same_input_same_bytes(desk):
    for name, source, params in [
        ("resize", desk.picture(), {"width": 33}),
        ("convert", desk.picture(), {"format": "webp"}),
        ("convert", desk.sound(), {"format": "ogg"}),
        ("convert", desk.sound(), {"format": "mp3"}),
        ("normalise_loudness", desk.sound(), {}),
    ]:
        first, second = desk.run(name, source, **params), desk.run(name, source, **params)
        assert first.path.read_bytes() == second.path.read_bytes(), name


def test_every_processor_says_what_it_does():
    assert len(PROCESSORS) == 11
    assert all(p.purpose.endswith(".") for p in PROCESSORS.values())
