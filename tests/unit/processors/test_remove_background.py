"""`remove_background`: what stands on a plain ground is cut out, and nothing else is."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.unit.processors.conftest import Desk
from yoake.errors import InvalidRequestError
from yoake.processors.cut_out import cut_out


def figure(ground=(200, 204, 208), size=(300, 400)) -> Image.Image:
    """Somebody of a body and a head, with an arm that encloses a piece of ground, on a slightly uneven ground."""
    picture = Image.new("RGB", size, ground)
    shade = np.linspace(-8, 8, size[1])[:, None, None] + np.random.default_rng(1).normal(0, 2, (size[1], size[0], 3))
    picture = Image.fromarray(np.clip(np.asarray(picture) + shade, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((110, 40, 190, 130), fill=(240, 205, 180))
    pen.rectangle((100, 125, 200, 399), fill=(60, 70, 140))
    pen.arc((180, 150, 260, 280), 250, 110, fill=(60, 70, 140), width=16)
    return picture


def test_the_ground_goes_and_the_figure_stays():
    alpha = np.asarray(cut_out(figure()).getchannel("A"))
    assert alpha[5, 5] == alpha[5, -5] == alpha[390, 5] == 0
    assert alpha[80, 150] == alpha[300, 150] == alpha[395, 150] == 255
    assert 0.2 < (alpha > 128).mean() < 0.36


def test_equal_pixels_give_equal_cuts():
    assert cut_out(figure()).tobytes() == cut_out(figure()).tobytes()


def test_transparent_pictures_stay_as_they_are():
    picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert cut_out(picture) is picture


def test_the_processor_keeps_what_the_picture_says_of_itself(tmp_path):
    desk = Desk(tmp_path)
    figure().save(tmp_path / "a.png")
    product = desk.run("remove_background", desk.input("a", tmp_path / "a.png", "image/png", character="hero"))
    assert product.media_type == "image/png"
    assert product.meta == {"character": "hero", "width": 300, "height": 400}
    assert Image.open(product.path).mode == "RGBA"


def test_a_busy_ground_is_told(tmp_path):
    desk = Desk(tmp_path)
    noise = np.random.default_rng(2).integers(0, 255, (80, 80, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "a.png")
    with pytest.raises(InvalidRequestError, match="no plain ground") as caught:
        desk.run("remove_background", desk.input("a", tmp_path / "a.png", "image/png"))
    assert caught.value.code == "process.no-ground"
