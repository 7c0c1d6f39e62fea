"""`trim`: transparent borders off."""

from __future__ import annotations

from pydantic import Field

from yoake.errors import InvalidRequestError
from yoake.processors.base import OneInput, Processor
from yoake.processors.inputs import is_picture, the_one
from yoake.processors.pictures import open_picture, picture_meta, save_picture
from yoake.providers.base import Product, Request


class TrimParams(OneInput):
    """How far to cut."""

    threshold: int = Field(8, ge=0, le=254, description="alpha, 0 to 254, up to which a pixel counts as transparent")
    margin: int = Field(0, ge=0, le=1024, description="transparent pixels left standing around what is seen")


def trim(request: Request, params: TrimParams) -> Product:
    """Cuts a picture down to what is seen of it; one without transparency stays as it is.

    Raises:
        InvalidRequestError: `process.empty`, where nothing is seen.
    """
    source = the_one(request, is_picture, params.input)
    picture = open_picture(request, source)
    image = picture.image
    if image.mode == "RGBA":
        seen = image.getchannel("A").point([255 if a > params.threshold else 0 for a in range(256)]).getbbox()
        if seen is None:
            raise InvalidRequestError(
                "process.empty",
                f"{request.address}: every pixel of {source.address} is transparent.",
                next_step=f"Lower params.threshold, or make {source.address} anew.",
            )
        left, top = (max(0, edge - params.margin) for edge in seen[:2])
        right, bottom = (min(s, edge + params.margin) for s, edge in zip(image.size, seen[2:], strict=True))
        image = image.crop((left, top, right, bottom))
    path, media_type = save_picture(image, request.folder, picture.format, lossless=True)
    whole = (1.0, 1.0) if image.size == picture.image.size else None
    return Product(path, media_type, picture_meta(source, image, scaled=whole))


TRIM = Processor(TrimParams, trim)
