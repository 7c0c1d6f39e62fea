"""Clips: they decode, last as long as asked, move, and are the same every time."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from yoake.errors import InvalidRequestError
from yoake.providers.base import Input, Request
from yoake.providers.sketch.clip import MOTIONS, clip, frames


def request(folder: Path, inputs: tuple[Input, ...] = (), **params: object) -> Request:
    folder.mkdir(parents=True, exist_ok=True)
    return Request(
        project="hoshizora", title="星降る夜の約束", language="ja", address="opening", type="animatediff",
        category="video", workflow="animatediff_clip", template=None, prompt=None, params=params, item=None, seed=5,
        inputs=inputs, folder=folder,
    )  # fmt: skip


@pytest.fixture
def still(tmp_path) -> Input:
    noise = np.random.Generator(np.random.PCG64(1)).integers(0, 255, (45, 80, 3), dtype=np.uint8)
    path = tmp_path / "still.png"
    Image.fromarray(noise).resize((1280, 720)).save(path)
    return Input("bg", "bg", path, "image/png", {"season": "spring", "time_of_day": "day"})


def decoded(path: Path) -> list[np.ndarray]:
    video = cv2.VideoCapture(str(path))
    found = []
    while True:
        more, frame = video.read()
        if not more:
            return found
        found.append(frame)


def test_a_clip_has_its_frames(tmp_path, still):
    product = clip(request(tmp_path / "out", (still,), duration_seconds=1.0, fps=12))
    shown = decoded(product.path)
    assert len(shown) == 12
    assert shown[0].shape == (720, 1280, 3)
    assert product.meta["duration_seconds"] == 1.0
    assert np.abs(shown[6].astype(np.int16) - shown[11]).mean() > 1
    assert b"moov" in product.path.read_bytes()[:4096]  # may start before it is loaded


def test_equal_requests_give_equal_bytes(tmp_path, still):
    one, two = (clip(request(tmp_path / n, (still,), duration_seconds=0.5)) for n in ("a", "b"))
    assert one.path.read_bytes() == two.path.read_bytes()


def test_without_pictures_a_place_is_drawn(tmp_path):
    product = clip(request(tmp_path, duration_seconds=0.5, fps=8, place="seaside"))
    assert len(decoded(product.path)) == 4


@pytest.mark.parametrize(("motion", "drift"), zip(MOTIONS, cycle(["petals", "leaves", "snow", "lights"]), strict=False))
def test_every_motion_and_drift_paints(motion, drift):
    blank = np.full((836, 1485, 3), 90, np.uint8)
    shown = list(frames([blank], motion, drift, 1, 0.6, 10))
    assert [f.shape for f in shown] == [(720, 1280, 3)] * 6
    assert shown[-1].max() > 120


@pytest.mark.parametrize(
    ("key", "value"), [("duration_seconds", 0), ("duration_seconds", "3"), ("fps", 1000), ("motion", "$(rm)")]
)
def test_what_cannot_be_filmed_is_named(tmp_path, key, value):
    with pytest.raises(InvalidRequestError) as caught:
        clip(request(tmp_path, **{key: value}))
    assert caught.value.code == "video.parameter"
    assert key in str(caught.value)
