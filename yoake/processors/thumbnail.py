"""`thumbnail`: a small picture of a picture."""

from __future__ import annotations

from typing import Literal

from PIL import Image, ImageOps
from pydantic import Field

from yoake.processors.base import COLOUR, OneInput, Processor
from yoake.processors.inputs import is_picture, the_one
from yoake.processors.pictures import PictureFormat, flat, open_picture, save_picture
from yoake.providers.base import Product, Request


class ThumbnailParams(OneInput):
    """Size, shape and format."""

    size: int = Field(320, ge=16, le=1024, description="longest side in pixels")
    shape: Literal["whole", "square"] = Field("whole", description="square cuts the middle out")
    format: PictureFormat = Field("webp", description="file format")
    background: str | None = Field(
        None, pattern=COLOUR, description="colour #rrggbb behind transparent parts; JPEG: white without"
    )


def thumbnail(request: Request, params: ThumbnailParams) -> Product:
    """Makes a picture no larger than it was.

    It says of itself that it is a thumbnail and nothing that the original says, so that it never takes its place
    in the game.
    """
    source = the_one(request, is_picture, params.input)
    image = open_picture(request, source).image
    if params.shape == "square":
        side = min(params.size, *image.size)
        image = ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)
    else:
        image.thumbnail((params.size, params.size), Image.Resampling.LANCZOS, reducing_gap=None)
    if params.background:
        image = flat(image, params.background)
    path, media_type = save_picture(image, request.folder, params.format, quality=82)
    meta = {"thumbnail_of": source.address, "width": image.width, "height": image.height}
    return Product(path, media_type, meta)


THUMBNAIL = Processor(ThumbnailParams, thumbnail)
