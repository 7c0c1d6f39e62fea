"""What the drawn people look like: distinct, the same person everywhere, clean at the edges."""

from __future__ import annotations

import io
import itertools
import re
import xml.etree.ElementTree as ElementTree
from typing import get_args

import cv2
import numpy as np
import pytest
from PIL import Image
from pydantic import ValidationError

from yoake.providers.sketch.character import (
    EXPRESSIONS,
    HEIGHT,
    OUTFITS,
    POSES,
    WIDTH,
    Look,
    draw_svg,
    face_box,
    look_from_seed,
    look_of,
)
from yoake.providers.sketch.character.expression import expression_named
from yoake.providers.sketch.character.figure import pose_named
from yoake.providers.sketch.character.wardrobe import outfit_named
from yoake.providers.sketch.raster import svg_to_png
from yoake.texts.models import Appearance, Character


def pixels(look: Look, **wanted: str) -> np.ndarray:
    image = Image.open(io.BytesIO(svg_to_png(draw_svg(look, **wanted)))).convert("RGBA")
    return np.asarray(image)


def distance(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Greatest difference of a channel, pixel by pixel."""
    return cv2.absdiff(one, other).max(axis=2)


def person(**appearance: str) -> Character:
    look = {
        "hair_style": "bob", "hair_colour": "#6b4434", "eye_colour": "#3f9f7b", "main_colour": "#2f4570",
        "accent_colour": "#c43a4b",
    }  # fmt: skip
    return Character(
        id="aya",
        name="Aya",
        role="student",
        gender="female",
        personality="calm",
        speech_style="polite",
        appearance=Appearance.model_validate(look | appearance),
        name_colour="#ffffff",
    )


def test_the_same_look_draws_the_same_svg():
    look = look_from_seed("aya", 7)
    assert look == look_from_seed("aya", 7)
    assert draw_svg(look, outfit="kimono") == draw_svg(
        Look.model_validate(look.model_dump(mode="json")), outfit="kimono"
    )


def test_an_expression_changes_only_the_face():
    look = look_from_seed("aya", 3)
    left, top, right, bottom = face_box(look, pose="waving")
    first = pixels(look, expression="normal", pose="waving")
    for expression in ("laughing", "angry", "surprised"):
        changed = (first != pixels(look, expression=expression, pose="waving")).any(axis=2)
        assert changed[top:bottom, left:right].mean() > 0.01
        changed[top:bottom, left:right] = False
        assert not changed.any()


def test_all_ten_expressions_differ():
    look = look_from_seed("aya", 3)
    left, top, right, bottom = face_box(look)
    faces = {e: pixels(look, expression=e)[top:bottom, left:right] for e in EXPRESSIONS}
    for one, other in itertools.combinations(EXPRESSIONS, 2):
        share = (distance(faces[one], faces[other]) > 24).mean()
        assert share > 0.008, (one, other)


def test_twelve_seeds_are_twelve_people():
    people = [np.ascontiguousarray(pixels(look_from_seed(f"person {i}", i))[::4, ::4]) for i in range(12)]
    for one, other in itertools.combinations(people, 2):
        drawn = (one[..., 3] > 8) | (other[..., 3] > 8)
        assert (distance(one, other) > 24)[drawn].mean() > 0.2


@pytest.mark.parametrize("number", range(5))
def test_pictures_pass_the_quality_limits(number: int):
    look = look_from_seed("limits", number)
    image = pixels(look, outfit=OUTFITS[number + 3], pose=POSES[number % len(POSES)], expression=EXPRESSIONS[number])
    assert image.shape == (HEIGHT, WIDTH, 4)
    alpha = image[..., 3]
    assert 0.12 < (alpha > 8).mean() < 0.75
    assert not alpha[:40, :40].any()
    assert not alpha[:40, -40:].any()
    assert not alpha[:, 0].any()
    assert not alpha[:, -1].any()
    assert cv2.connectedComponents((alpha > 8).astype(np.uint8))[0] == 2
    grey = cv2.cvtColor(image[..., :3], cv2.COLOR_RGB2GRAY)
    assert cv2.Laplacian(grey, cv2.CV_64F).var() > 60


@pytest.mark.parametrize("field", ["hair_style", "skin_tone", "build", "accessory"])
def test_every_value_of_an_appearance_shows(field: str):
    values = get_args(Appearance.model_fields[field].annotation)
    drawings = {draw_svg(look_of(person(**{field: value}), 1)) for value in values}
    assert len(drawings) == len(values)


@pytest.mark.parametrize("gender", ["female", "male"])
@pytest.mark.parametrize("age_group", ["child", "teen", "adult", "elder"])
def test_every_outfit_and_pose_is_well_formed(gender: str, age_group: str):
    look = look_of(person().model_copy(update={"gender": gender, "age_group": age_group}), 5)
    drawings = set()
    for cut, outfit in itertools.product(range(6), OUTFITS):
        dressed = look.model_copy(update={"cut": cut})
        drawing = draw_svg(dressed, outfit=outfit, pose=POSES[cut % len(POSES)])
        ElementTree.fromstring(drawing)
        assert "nan" not in drawing
        drawings.add(drawing)
    assert len(drawings) >= len(POSES) * len(OUTFITS)


def test_elders_are_grey_and_only_men_have_beards():
    elders = [look_from_seed("elder", seed, "祖父") for seed in range(20)]
    assert {look.age_group for look in elders} == {"elder"}
    assert any(look.facial_hair != "none" for look in elders)
    women = [look_from_seed("woman", seed, "mother") for seed in range(20)]
    assert {(look.gender, look.age_group, look.facial_hair) for look in women} == {("female", "adult", "none")}


def test_people_can_share_one_svg():
    one, other = (draw_svg(look_from_seed("a", seed), prefix=prefix) for seed, prefix in ((1, "p1-"), (2, "p2-")))
    ids = [set(re.findall(r'id="([^"]+)"', drawing)) for drawing in (one, other)]
    assert not ids[0] & ids[1]
    for drawing, known in zip((one, other), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= known


def test_hostile_text_cannot_get_into_the_svg():
    hostile = '"/><script>alert(1)</script><image href="file:///etc/passwd"/>'
    look = look_from_seed(hostile, 1, hostile)
    drawing = draw_svg(look, expression=hostile, outfit=hostile, pose=hostile)
    assert "script" not in drawing
    assert "href" not in drawing
    with pytest.raises(ValidationError):
        Look.model_validate(look.model_dump() | {"hair_colour": '#fff"/><script>'})
    with pytest.raises(ValueError, match="prefix"):
        draw_svg(look, prefix='"><script>')


def test_other_words_are_understood():
    assert [expression_named(n) for n in ("Smile", "泣き顔", "shy_2", "")] == ["happy", "sad", "shy", "normal"]
    assert [outfit_named(n) for n in ("yukata", "school_uniform", "冬服", "")] == [
        "kimono",
        "uniform",
        "winter",
        "uniform",
    ]
    assert [pose_named(n) for n in ("waving", "hand on hip", "floating")] == ["waving", "hand_on_hip", "standing"]
    assert expression_named("zorp") == expression_named(" ZORP ")
    assert outfit_named("zorp") == outfit_named("zorp")
