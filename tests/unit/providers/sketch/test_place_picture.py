"""Backgrounds: every place at every hour, the same place in other light, who decides what it shows."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from yoake.errors import InvalidRequestError
from yoake.providers.base import Input, Product, Request
from yoake.providers.sketch.place.draw import Place, place_image, place_svg
from yoake.providers.sketch.place.kind import KINDS, kind_in, season_in
from yoake.providers.sketch.place.picture import TIMES, place_picture
from yoake.providers.sketch.raster import svg_to_image
from yoake.texts.models import PlaceKind, TimeOfDay

ODD = '</text><script>alert("&")</script>\x00\ud800🏫' + "長" * 400


def request(folder: Path, workflow: str = "background", seed: int = 7, **params: object) -> Request:
    folder.mkdir(parents=True, exist_ok=True)
    return Request(
        project="hoshizora", title="星降る夜の約束", language="ja", address="bg/one", type="image_gen",
        category="background", workflow=workflow, template=None, prompt=None, params=params, item=None, seed=seed,
        inputs=(), folder=folder,
    )  # fmt: skip


def as_input(product: Product) -> Input:
    return Input("bg", "bg/one", product.path, product.media_type, product.meta)


def grey(image: Image.Image) -> np.ndarray:
    return np.asarray(image.convert("L"))


@cache
def half(kind: PlaceKind, time: TimeOfDay) -> np.ndarray:
    """A place in grey at half its size, which is quick to draw."""
    return grey(svg_to_image(place_svg(Place(kind, 7, time)), zoom=0.5))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_at_every_hour_is_a_picture(kind):
    for time in TIMES:
        pixels = half(kind, time)
        assert pixels.shape == (360, 640)
        assert cv2.Laplacian(pixels, cv2.CV_64F).var() > 60
        assert pixels.std() > 12
    assert half(kind, "night").mean() < half(kind, "day").mean() - 15


@pytest.mark.parametrize("kind", KINDS)
def test_hours_change_colours_and_nothing_else(kind):
    """The same shapes in the same places: what differs are the lights themselves (sun, stars, lamps)."""
    # the lower half: skies have their own lights
    day, evening = (cv2.Canny(half(kind, time), 60, 140)[180:] > 0 for time in ("day", "evening"))
    near = cv2.dilate(day.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert (evening & near).sum() / evening.sum() > 0.8


def test_the_darkest_picture_is_plausible_at_full_size():
    pixels = grey(place_image(Place("forest", 7, "night")))
    assert pixels.shape == (720, 1280)
    assert cv2.Laplacian(pixels, cv2.CV_64F).var() > 60


def test_equal_requests_give_equal_bytes(tmp_path):
    first, second = (place_picture(request(tmp_path / n, kind="cafe", time_of_day="night")) for n in ("a", "b"))
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.path.stat().st_size < 700_000
    assert first.meta == second.meta


@pytest.mark.parametrize("kind", ["cafe", "room"])
def test_another_seed_is_visibly_another_place(kind):
    one, two = (
        np.asarray(svg_to_image(place_svg(Place(kind, seed, season="summer")), zoom=0.5).convert("RGB"), dtype=np.int16)
        for seed in (1, 4)
    )
    assert np.abs(one - two).mean() > 12


@pytest.mark.parametrize("weather", ["cloudy", "rain", "snow"])
def test_weather_is_seen(weather):
    clear, other = (grey(svg_to_image(place_svg(Place("street", 3, "day", w)), zoom=0.5)) for w in ("clear", weather))
    assert np.abs(clear.astype(np.int16) - other).mean() > 5


def test_a_variation_is_the_same_place(tmp_path):
    day = place_picture(request(tmp_path / "day", place="gate", kind="school", weather="rain"))
    asked = request(tmp_path / "night", "time_of_day_variation", seed=99, time_of_day="night", weather="clear")
    night = place_picture(replace(asked, inputs=(as_input(day),)))
    assert night.meta == {**day.meta, "time_of_day": "night"}
    assert night.path.read_bytes() != day.path.read_bytes()


def test_a_variation_of_a_foreign_picture_keeps_the_picture(tmp_path):
    path = tmp_path / "comfy.png"
    place_image(Place("park", 5)).resize((640, 360)).save(path)
    source = Input("bg", "bg", path, "image/png", {"seed": 1})
    asked = request(tmp_path / "out", "time_of_day_variation", time_of_day="night")
    product = place_picture(replace(asked, inputs=(source,)))
    with Image.open(product.path) as night, Image.open(path) as day:
        assert night.size == (640, 360)
        assert grey(night).mean() < grey(day).mean() - 20
        assert np.corrcoef(grey(night).ravel(), grey(day).ravel())[0, 1] > 0.6


def test_the_world_setting_says_what_a_place_is(tmp_path):
    setting = tmp_path / "world.json"
    places = [
        {"id": "one", "name": "学校の図書室", "kind": "library", "description": "x"},
        {"id": "two", "name": "海", "kind": "seaside", "description": "雪の海"},
    ]
    setting.write_text(json.dumps({"places": places}), encoding="utf-8")
    source = Input("world", "world", setting, "application/json")
    asked = replace(request(tmp_path / "out", place="two"), inputs=(source,))
    meta = place_picture(asked).meta
    assert (meta["place"], meta["kind"], meta["season"]) == ("two", "seaside", "winter")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("放課後の教室", "classroom"), ("school_gate", "school"), ("学校の屋上", "rooftop"),
        ("学校の図書室", "library"),
        ("駅前の喫茶店", "cafe"), ("the seaside", "seaside"), ("next season", None), ("old bookstores", "library"),
        ("桜の公園", "park"), ("夕暮れの商店街", "street"), ("her bedroom", "room"), ("airport", None),
    ],
)  # fmt: skip
def test_words_name_kinds(text, kind):
    assert kind_in(text) == kind


def test_words_name_seasons():
    assert [season_in(t) for t in ("桜並木", "falling snow", "nothing")] == ["spring", "winter", None]


def test_every_kind_can_come_from_the_seed(tmp_path):
    asked = replace(request(tmp_path), address="zzz")
    assert place_picture(asked).meta["kind"] in KINDS


def test_hostile_names_stay_text(tmp_path):
    product = place_picture(request(tmp_path, place=ODD, name=ODD, kind="room"))
    assert product.meta["place"] == ODD
    assert product.path.parent == tmp_path
    assert "<script" not in place_svg(Place("room", 7))


@pytest.mark.parametrize(("key", "value"), [("time_of_day", "noonish"), ("weather", "<b>"), ("weather", 5)])
def test_unknown_hours_and_weathers_are_named(tmp_path, key, value):
    with pytest.raises(InvalidRequestError) as caught:
        place_picture(request(tmp_path, **{key: value}))
    assert caught.value.code == "image.parameter"
    assert key in str(caught.value)


def test_there_are_four_hours():
    assert TIMES == ("morning", "day", "evening", "night")
