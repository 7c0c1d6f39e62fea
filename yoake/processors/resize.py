"""`resize`: another size, by sides or by a factor."""

from __future__ import annotations

from typing import Literal, Self

from PIL import Image, ImageOps
from pydantic import Field, model_validator

from yoake.processors.base import OneInput, Processor
from yoake.processors.inputs import is_picture, the_one
from yoake.processors.pictures import MOST_SIDE, allowed_size, open_picture, picture_meta, save_picture
from yoake.providers.base import Product, Request


class ResizeParams(OneInput):
    """Either `scale`, or `width`, `height` or both."""

    width: int | None = Field(None, ge=1, le=MOST_SIDE, description="width in pixels")
    height: int | None = Field(None, ge=1, le=MOST_SIDE, description="height in pixels")
    scale: float | None = Field(None, ge=0.01, le=16, description="factor for both sides, instead of width and height")
    fit: Literal["inside", "cover", "stretch"] = Field(
        "inside",
        description="with width and height: inside shows all within them, cover fills them and cuts what stands out, "
        "stretch distorts",
    )
    pixels: bool = Field(False, description="keep hard pixel edges, for pixel art")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.scale is None) == (self.width is None and self.height is None):
            raise ValueError("the new size is not clear: give scale, or width, height or both")
        return self


def resize(request: Request, params: ResizeParams) -> Product:
    """Resizes a picture; one missing side follows from the other."""
    source = the_one(request, is_picture, params.input)
    picture = open_picture(request, source)
    before = picture.image
    filter_ = Image.Resampling.NEAREST if params.pixels else Image.Resampling.LANCZOS
    width, height = _size(params, before.width, before.height)
    allowed_size(request, width, height)
    if params.fit == "cover" and params.width and params.height:
        image = ImageOps.fit(before, (width, height), filter_)
        scaled = None
    else:
        image = before.resize((width, height), filter_)
        scaled = (width / before.width, height / before.height)
    path, media_type = save_picture(image, request.folder, picture.format)
    return Product(path, media_type, picture_meta(source, image, scaled=scaled))


def _size(params: ResizeParams, width: int, height: int) -> tuple[int, int]:
    if params.width and params.height and params.fit != "inside":
        return params.width, params.height
    factor = params.scale or min(
        side / was for side, was in ((params.width, width), (params.height, height)) if side is not None
    )
    return max(1, round(width * factor)), max(1, round(height * factor))


RESIZE = Processor(ResizeParams, resize)
