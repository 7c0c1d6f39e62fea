"""What the processors of pictures make."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from yoake.errors import MissingToolError


def opened(product):
    with Image.open(product.path) as picture:
        picture.load()
        return picture


def test_resize_keeps_proportions_and_what_the_picture_is_of(desk):
    made = desk.run("resize", desk.picture(), height=30)
    assert opened(made).size == (20, 30)
    assert made.meta == {"character": "hero", "width": 20, "height": 30}


@pytest.mark.parametrize(("fit", "size"), [("inside", (20, 30)), ("cover", (30, 30)), ("stretch", (30, 30))])
def test_resize_fits(desk, fit, size):
    assert opened(desk.run("resize", desk.picture(), width=30, height=30, fit=fit)).size == size


def test_a_resized_edge_has_no_dark_fringe(desk):
    pixels = np.asarray(opened(desk.run("resize", desk.picture(), scale=0.37)))
    assert pixels[pixels[..., 3] > 20][:, 0].min() > 180


def test_pixel_art_keeps_its_colours(desk):
    pixels = np.asarray(opened(desk.run("resize", desk.picture(), scale=2.5, pixels=True)))
    assert set(np.unique(pixels[..., 3])) == {0, 255}


def test_the_borders_of_a_nine_patch_grow_with_it(desk):
    made = desk.run("resize", desk.picture(slice=[4, 6, 4, 6]), width=80, height=60, fit="stretch")
    assert made.meta["slice"] == [8, 6, 8, 6]


def test_the_borders_of_a_nine_patch_are_forgotten_when_parts_are_cut_off(desk):
    assert "slice" not in desk.run("crop", desk.picture(slice=[4, 4, 4, 4]), width=20, height=20).meta


def test_resize_needs_a_size(desk):
    error = desk.refused("resize", desk.picture())
    assert error.code == "process.parameter"
    assert "scale, or width" in error.next_step


def test_resize_beyond_bounds(desk):
    assert desk.refused("resize", desk.picture(), width=8000).code == "process.parameter"


def test_crop_at_a_place(desk):
    alpha = opened(desk.run("crop", desk.picture(), left=10, top=20, width=20, height=30)).getchannel("A")
    assert alpha.getextrema() == (255, 255)


def test_crop_at_an_anchor(desk):
    assert opened(desk.run("crop", desk.picture(), width=10, height=10, anchor="top_left")).getbbox() is None
    assert opened(desk.run("crop", desk.picture(), width=10, height=10)).getbbox() == (0, 0, 10, 10)


def test_crop_outside_the_picture(desk):
    error = desk.refused("crop", desk.picture(), left=30, width=20, height=20)
    assert error.code == "process.parameter"
    assert "40 x 60" in error.message


def test_trim_cuts_transparent_borders(desk):
    assert opened(desk.run("trim", desk.picture())).size == (20, 30)
    assert opened(desk.run("trim", desk.picture(), margin=4)).size == (28, 38)


def test_trim_of_nothing(desk):
    assert desk.refused("trim", desk.picture(box=(-9, -9, -5, -5))).code == "process.empty"


def test_trim_leaves_an_opaque_picture(desk):
    assert opened(desk.run("trim", desk.picture(form="jpeg"))).size == (40, 60)


def test_thumbnail_never_enlarges(desk):
    assert opened(desk.run("thumbnail", desk.picture(size=(400, 200)), size=100)).size == (100, 50)
    assert opened(desk.run("thumbnail", desk.picture(), size=100, shape="square")).size == (40, 40)


def test_thumbnail_does_not_pass_for_its_original(desk):
    made = desk.run("thumbnail", desk.picture(), size=16, background="#102030")
    assert made.meta == {"thumbnail_of": "a", "width": 11, "height": 16}
    assert opened(made).mode == "RGB"


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_convert(desk, form):
    made = desk.run("convert", desk.picture(), format=form)
    assert opened(made).format == form.upper()
    assert made.media_type == f"image/{form}"


def test_convert_to_jpeg_puts_a_colour_behind(desk):
    made = desk.run("convert", desk.picture(), format="jpeg", background="#00ff00", quality=100)
    red, green, blue = opened(made).getpixel((1, 1))
    assert red < 10 and green > 245 and blue < 10  # noqa: PT018


def test_convert_to_webp_without_loss(desk):
    made = desk.run("convert", desk.picture(), format="webp", lossless=True)
    assert opened(made).convert("RGBA").getpixel((20, 30)) == (200, 40, 80, 255)


def test_a_parameter_that_the_format_does_not_have(desk):
    error = desk.refused("convert", desk.picture(), format="png", quality=50)
    assert "png has no quality" in error.message


def test_metadata_is_left_out(desk):
    source = desk.picture()
    picture = Image.new("RGB", (40, 40))
    exif = Image.Exif()
    exif[0x010E] = "secret"
    picture.save(source.path, exif=exif, dpi=(300, 300), icc_profile=b"secret")
    assert set(opened(desk.run("resize", source, scale=2.0)).info) <= {"srgb"}


def test_a_photograph_is_turned_upright(desk):
    source = desk.picture(form="jpeg")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(source.path, exif=exif)
    assert opened(desk.run("convert", source, format="png")).size == (20, 40)


def test_sixteen_bits_a_channel(desk):
    source = desk.picture()
    Image.fromarray(np.full((20, 20), 0x8000, dtype=np.uint16)).save(source.path)
    assert opened(desk.run("convert", source, format="png")).getpixel((5, 5)) == (128, 128, 128)


def test_contact_sheet_is_a_grid(desk):
    pictures = [desk.picture(f"p{i}") for i in range(5)]
    made = desk.run("contact_sheet", *pictures, columns=3, cell_width=50, cell_height=40, gap=10, labels=False)
    assert opened(made).size == (3 * 60 + 10, 2 * 50 + 10)
    assert made.meta["pictures"] == ["p0", "p1", "p2", "p3", "p4"]


def test_contact_sheet_writes_labels(desk):
    shown = {}
    try:
        for address in ("あ", "い"):
            shown[address] = desk.run("contact_sheet", desk.picture(address)).path.read_bytes()
    except MissingToolError:
        pytest.skip("no Noto CJK here")
    assert shown["あ"] != shown["い"]


def test_a_small_file_with_too_many_pixels(desk):
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x01\x00\x00\x00\x00"
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    error = desk.refused("resize", desk.file("bomb", b"\x89PNG\r\n\x1a\n" + chunk, "image/png"), width=9)
    assert error.code == "process.unreadable"


def test_a_truncated_picture(desk):
    whole = io.BytesIO()
    Image.effect_noise((64, 64), 40).save(whole, "PNG")
    error = desk.refused("trim", desk.file("half", whole.getvalue()[:1500], "image/png"))
    assert error.code == "process.unreadable"
    assert "half" in error.message
