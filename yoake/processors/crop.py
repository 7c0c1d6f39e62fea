"""`crop`: a rectangle out of a picture."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from yoake.processors.base import OneInput, Processor, wrong_parameter
from yoake.processors.inputs import is_picture, the_one
from yoake.processors.pictures import MOST_SIDE, open_picture, picture_meta, save_picture
from yoake.providers.base import Product, Request

Anchor = Literal[
    "centre", "top", "bottom", "left", "right", "top_left", "top_right", "bottom_left", "bottom_right",
]  # fmt: skip


class CropParams(OneInput):
    """The size of the rectangle, and where it lies: at `left` and `top`, or else at `anchor`."""

    width: int = Field(ge=1, le=MOST_SIDE, description="width of what is kept, in pixels")
    height: int = Field(ge=1, le=MOST_SIDE, description="height of what is kept, in pixels")
    left: int | None = Field(None, ge=0, le=MOST_SIDE, description="pixels left of it; without: by anchor")
    top: int | None = Field(None, ge=0, le=MOST_SIDE, description="pixels above it; without: by anchor")
    anchor: Anchor = Field("centre", description="the part of the picture that is kept")


def crop(request: Request, params: CropParams) -> Product:
    """Cuts the rectangle out; it must lie within the picture."""
    source = the_one(request, is_picture, params.input)
    picture = open_picture(request, source)
    image = picture.image
    free = (image.width - params.width, image.height - params.height)
    left = _place(free[0], "left" in params.anchor, "right" in params.anchor) if params.left is None else params.left
    top = _place(free[1], "top" in params.anchor, "bottom" in params.anchor) if params.top is None else params.top
    box = (left, top, left + params.width, top + params.height)
    if min(left, top) < 0 or box[2] > image.width or box[3] > image.height:
        raise wrong_parameter(
            request,
            f"crop: a part of {params.width} x {params.height} pixels at ({max(left, 0)}, {max(top, 0)}) does not lie "
            f"within {source.address}, which has {image.width} x {image.height}",
            f"Give a width of at most {image.width} and a height of at most {image.height}, counting left and top",
        )
    image = image.crop(box)
    path, media_type = save_picture(image, request.folder, picture.format)
    return Product(path, media_type, picture_meta(source, image))


def _place(free: int, first: bool, last: bool) -> int:
    return 0 if first else free if last else free // 2


CROP = Processor(CropParams, crop)
