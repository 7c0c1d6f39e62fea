"""Event pictures: who is in them, where, and in what air."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from yoake.providers.base import Input, Request
from yoake.providers.sketch.character import character_picture
from yoake.providers.sketch.event import event_picture
from yoake.providers.sketch.place.air import air_of
from yoake.providers.sketch.place.picture import place_picture


def request(folder: Path, inputs: tuple[Input, ...] = (), *, item=None, seed: int = 3, **params: object) -> Request:
    folder.mkdir(parents=True, exist_ok=True)
    return Request(
        project="hoshizora", title="星降る夜の約束", language="ja", address="event/promise", type="image_gen",
        category="event", workflow="event_cg", template=None, prompt=None, params=params, item=item, seed=seed,
        inputs=inputs, folder=folder,
    )  # fmt: skip


@pytest.fixture(scope="module")
def people(tmp_path_factory) -> tuple[Input, ...]:
    found = []
    for number, name in enumerate(("sakura", "ren")):
        product = character_picture(request(tmp_path_factory.mktemp(name), seed=11 + number))
        found.append(Input(name, name, product.path, "image/png", {**product.meta, "character": name}))
    return tuple(found)


@pytest.fixture(scope="module")
def gate(tmp_path_factory) -> Input:
    product = place_picture(request(tmp_path_factory.mktemp("gate"), place="gate", kind="school"))
    return Input("gate", "gate", product.path, "image/png", product.meta)


def grey(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        assert image.size == (1280, 720)
        return np.asarray(image.convert("L"))


def test_the_item_says_who_is_where(tmp_path, people, gate):
    item = {
        "id": "promise", "title": "約束", "place": "gate", "time_of_day": "evening", "characters": ["ren", "ghost"],
        "expression": "shy", "description": "桜の下で",
    }  # fmt: skip
    product = event_picture(request(tmp_path, (*people, gate), item=item))
    assert product.meta["characters"] == ["ren"]
    assert (product.meta["event"], product.meta["place"], product.meta["air"]) == ("promise", "gate", "petals")
    pixels = grey(product.path)
    assert cv2.Laplacian(pixels, cv2.CV_64F).var() > 60
    assert pixels.std() > 12


def test_equal_requests_give_equal_bytes(tmp_path, people, gate):
    one, two = (event_picture(request(tmp_path / n, (people[0], gate))) for n in ("a", "b"))
    assert one.path.read_bytes() == two.path.read_bytes()


def test_the_expression_is_drawn_anew(tmp_path, people, gate):
    faces = [
        grey(event_picture(request(tmp_path / e, (people[0], gate), expression=e, place="gate")).path)
        for e in ("happy", "sad")
    ]
    assert np.count_nonzero(cv2.absdiff(*faces) > 24) > 500


def test_pictures_from_elsewhere_are_cut_in(tmp_path, gate):
    cutout = Image.new("RGBA", (300, 700))
    ImageDraw.Draw(cutout).ellipse((60, 20, 240, 690), fill=(20, 220, 40, 255))
    cutout.save(tmp_path / "comfy.png")
    source = Input("c", "c", tmp_path / "comfy.png", "image/png", {"character": "sakura"})
    product = event_picture(request(tmp_path / "out", (source, gate), place="gate"))
    with Image.open(product.path) as image:
        red, green, blue = image.getpixel((640, 400))
    assert green > red + 40
    assert green > blue + 40


def test_a_damaged_look_falls_back_to_the_picture(tmp_path, people, gate):
    broken = Input("c", "c", people[0].path, "image/png", {"character": "sakura", "look": {"no": "look"}})
    assert event_picture(request(tmp_path, (broken, gate))).meta["characters"] == ["sakura"]


def test_without_people_or_places_there_is_still_a_picture(tmp_path):
    product = event_picture(request(tmp_path, place="浜辺", description="<svg>&'\"\x00"))
    assert product.meta["characters"] == []
    assert grey(product.path).std() > 12


@pytest.mark.parametrize(
    ("words", "kind"),
    [("花火大会の夜", "fireworks"), ("a sudden rain", "rain"), ("告白", "hearts"), ("散歩", "leaves")],
)
def test_words_make_the_air(words, kind):
    assert air_of(words, "day", "autumn", inside=False, seed=1).kind == kind
