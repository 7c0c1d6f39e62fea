from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import soundfile
from PIL import Image

from yoake.build.placeholder import placeholder_picture, placeholder_sound
from yoake.words import Category


@pytest.mark.parametrize("kind", get_args(Category))
def test_a_picture_of_every_kind_is_the_same_every_time(kind: Category, tmp_path: Path):
    for name in ("a.png", "b.png"):
        placeholder_picture(kind, "図書室", 320, 200, tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (320, 200)
        assert (picture.mode == "RGBA") == (kind in ("character", "ui"))
        assert len(picture.convert("RGB").getcolors(320 * 200) or []) > 8


def test_people_stand_on_clear_ground_and_labels_tell_them_apart(tmp_path: Path):
    placeholder_picture("character", "桜", 380, 640, tmp_path / "a.png")
    placeholder_picture("character", "雪", 380, 640, tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()
    with Image.open(tmp_path / "a.png") as picture:
        assert [picture.getpixel(p)[3] for p in ((0, 0), (379, 0))] == [0, 0]
        assert picture.getpixel((190, 630))[3] == 255


@pytest.mark.parametrize("label", ["", "x" * 500, "a\nb\x00\u202e", "🎴"])
def test_any_label_and_tiny_sizes_are_fine(label: str, tmp_path: Path):
    placeholder_picture("event", label, 16, 9, tmp_path / "a.png")
    placeholder_picture("event", label, 200, 90, tmp_path / "a.png")


def test_impossible_sizes_are_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="0x5"):
        placeholder_picture("ui", "x", 0, 5, tmp_path / "a.png")
    with pytest.raises(ValueError, match="0 s"):
        placeholder_sound(tmp_path / "a.wav", 0)


@pytest.mark.parametrize("name", ["a.wav", "a.ogg"])
def test_a_sound_is_quiet_and_the_same_every_time(name: str, tmp_path: Path):
    target = tmp_path / name
    placeholder_sound(target, 0.5)
    first = target.read_bytes()
    placeholder_sound(target, 0.5)
    assert target.read_bytes() == first
    samples, rate = soundfile.read(target)
    assert len(samples) / rate == pytest.approx(0.5, abs=0.01)
    assert 0.02 < abs(samples).max() < 0.08
