"""`remove_background`: the plain ground behind something made transparent."""

from __future__ import annotations

from pydantic import Field

from yoake.errors import InvalidRequestError
from yoake.processors.base import OneInput, Processor
from yoake.processors.inputs import is_picture, the_one
from yoake.processors.pictures import open_picture, picture_meta, save_picture
from yoake.providers.base import Product, Request


class GroundParams(OneInput):
    """What counts as ground."""

    tolerance: float = Field(
        12.0, ge=1, le=60, description="how far a colour may be from the ground's, in units of CIE Lab"
    )


def remove_background(request: Request, params: GroundParams) -> Product:
    """Cuts out what stands on a plain ground; a picture that is transparent already stays as it is.

    Raises:
        InvalidRequestError: `process.no-ground`, where the rim of the picture is no plain ground.
    """
    from yoake.processors.cut_out import cut_out  # opencv, which other processors do without

    source = the_one(request, is_picture, params.input)
    picture = open_picture(request, source)
    image = cut_out(picture.image, params.tolerance)
    if image.getchannel("A").getextrema()[0] == 255:
        raise InvalidRequestError(
            "process.no-ground",
            f"{request.address}: what is around the figure of {source.address} is no plain ground.",
            next_step=f"Raise params.tolerance, or make {source.address} anew on a plain ground.",
        )
    format_ = "png" if picture.format == "jpeg" else picture.format
    path, media_type = save_picture(image, request.folder, format_, lossless=True)
    return Product(path, media_type, picture_meta(source, image, scaled=(1.0, 1.0)))


REMOVE_BACKGROUND = Processor(GroundParams, remove_background)
