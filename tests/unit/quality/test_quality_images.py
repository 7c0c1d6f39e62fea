"""Checks of pictures, each finding brought about by a real file."""

import struct
import time
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from yoake.quality.check import Subject, check


def drawing(size=(640, 480)):
    """A picture with shapes, edges and shades, as a drawn background has."""
    random = np.random.default_rng(4)
    shades = np.tile(np.linspace(60, 200, size[0], dtype=np.uint8), (size[1], 1))
    picture = Image.fromarray(np.stack([shades, shades[:, ::-1], shades], axis=2))
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = int(random.integers(size[0])), int(random.integers(size[1]))
        colour = tuple(int(c) for c in random.integers(0, 255, 3))
        pen.rectangle((x, y, x + 40, y + 30), fill=colour, outline=(20, 20, 40))
    return picture


def figure(box=(100, 60, 300, 480), size=(400, 480), *, round_by=40):
    """A picture that is clear but for a drawn part."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(box, round_by, fill=255)
    picture.paste(drawing(size), (0, 0), mask)
    return picture


def examine(tmp_path, picture, *, name="a.png", category="background", **more):
    path = tmp_path / name
    picture.save(path)
    kinds = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
    return check(Subject(path, kinds[name.rpartition(".")[2]], "image_gen", category, **more))


def codes(report):
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_good_picture_passes(tmp_path, name):
    report = examine(tmp_path, drawing(), name=name, alpha=False)
    assert report.passed, report.findings
    assert (report.measures["width"], report.measures["height"]) == (640, 480)
    assert report.measures["sharpness"] > 50


def test_a_good_figure_passes(tmp_path):
    report = examine(tmp_path, figure(), category="character", alpha=True)
    assert report.passed, report.findings
    assert 0.3 < report.measures["alpha_coverage"] < 0.6


def test_a_picture_of_full_size_is_checked_in_time(tmp_path):
    picture = drawing((1280, 720))
    examine(tmp_path, picture)
    spent = []
    for _ in range(3):
        start = time.process_time()
        examine(tmp_path, picture)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.5  # about 0.03 s, and saving it; a loose bound for busy machines


def noise():
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (480, 640, 3), dtype=np.uint8))


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (Image.new("RGB", (640, 480), (200, 180, 160)), "image.blank"),
        (drawing().filter(ImageFilter.GaussianBlur(9)), "image.blurred"),
        (noise(), "image.noise"),
        (drawing((200, 300)), "image.too-small"),
        (drawing((9000, 380)), "image.too-large"),
        (Image.new("RGBA", (640, 480), (0, 0, 0, 0)), "image.blank"),
    ],
)
def test_bad_pictures_are_found(tmp_path, picture, code):
    assert code in codes(examine(tmp_path, picture))


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (drawing().convert("RGBA"), "image.no-alpha"),
        (drawing(), "image.no-alpha"),
        (figure((180, 300, 220, 380)), "image.alpha-coverage"),
        (figure((0, 0, 399, 330), round_by=0), "image.corners"),
    ],
)
def test_figures_that_are_not_cut_out_are_found(tmp_path, picture, code):
    assert code in codes(examine(tmp_path, picture, category="character", alpha=True))


def test_a_figure_in_pieces_is_found(tmp_path):
    picture = figure((60, 200, 160, 480))
    picture.alpha_composite(figure((240, 120, 340, 380)))
    assert codes(examine(tmp_path, picture, category="character", alpha=True)) == ["image.parts"]


def test_a_background_with_holes_is_found(tmp_path):
    assert codes(examine(tmp_path, figure((0, 0, 399, 420)), alpha=False)) == ["image.transparent"]


def test_parts_of_the_interface_may_be_small_and_plain(tmp_path):
    button = Image.new("RGBA", (200, 60), (0, 0, 0, 0))
    ImageDraw.Draw(button).rounded_rectangle((2, 2, 197, 57), 20, fill=(250, 240, 230, 230), outline=(90, 60, 80, 255))
    assert examine(tmp_path, button, category="ui", alpha=True).passed


def test_a_file_is_not_what_it_was_said_to_be(tmp_path):
    drawing().save(tmp_path / "a.jpg")
    report = check(Subject(tmp_path / "a.jpg", "image/png", "image_gen", "background"))
    assert codes(report) == ["image.format"]


@pytest.mark.parametrize("content", [b"not a picture", b"\x89PNG\r\n\x1a\n", b"<svg onload='x'/>"])
def test_what_is_no_picture_is_found(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    report = check(Subject(tmp_path / "a.png", "image/png", "image_gen", "background"))
    assert codes(report) == ["image.unreadable"]
    assert str(tmp_path) not in report.findings[0].message


def test_a_damaged_picture_is_found(tmp_path):
    drawing().save(tmp_path / "a.png")
    data = bytearray((tmp_path / "a.png").read_bytes())
    for cut in (data[: len(data) // 2], data[:2000] + b"\0\0\0\0" + data[2004:]):
        (tmp_path / "a.png").write_bytes(bytes(cut))
        report = check(Subject(tmp_path / "a.png", "image/png", "image_gen", "background"))
        assert codes(report) == ["image.unreadable"]


def test_a_decompression_bomb_is_never_decoded(tmp_path):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    (tmp_path / "a.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9)))
    )
    report = check(Subject(tmp_path / "a.png", "image/png", "image_gen", "background"))
    assert codes(report)[0] in ("image.unreadable", "image.too-large")


def test_sharpness_is_the_variance_of_the_laplacian(tmp_path):
    grey = np.asarray(drawing().convert("RGBA").convert("RGB"))
    expected = cv2.Laplacian(cv2.cvtColor(grey, cv2.COLOR_RGB2GRAY), cv2.CV_64F).var()
    assert examine(tmp_path, drawing()).measures["sharpness"] == pytest.approx(expected, rel=0.001)
