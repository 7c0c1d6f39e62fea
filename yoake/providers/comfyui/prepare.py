"""Upstream pictures as a graph wants them: on a plain ground, in the generated size, or as a mask of the face."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageOps

from yoake.library.manifest import Workflow
from yoake.library.wiring import UpstreamPicture
from yoake.processors.pictures import open_picture
from yoake.providers.base import Input, Request
from yoake.providers.comfyui.face import mask_of
from yoake.providers.comfyui.sizes import fitted, generated_size

GROUND = (196, 200, 204)
"""What stands behind figures: a grey that few clothes have; `background: remove` takes it away again."""
_STEP = 8
"""A latent's pixel is eight of the picture's."""


def address_of(source: Input, wanted: UpstreamPicture) -> str:
    """Under which address what is made of an upstream picture is uploaded."""
    return source.address if wanted.prepare == "as_is" else f"{source.address}#{wanted.prepare}"


def prepared(name: str, source: Input, wanted: UpstreamPicture, workflow: Workflow, request: Request) -> Input:
    """The upload for one input of the graph; a file of its own in `request.folder`, save for `as_is`.

    Raises:
        InvalidRequestError: `process.unreadable`.
    """
    if wanted.prepare == "as_is":
        return source
    image = open_picture(request, source).image
    if wanted.prepare == "cover":
        made = ImageOps.fit(on_ground(image), generated_size(workflow, request) or image.size)
    else:
        size = working_size(image, workflow, request)
        if wanted.prepare == "flat":
            made = on_ground(image).resize(size, Image.Resampling.LANCZOS)
        else:
            made = mask_of(image, wanted.prepare, source.meta).resize(size, Image.Resampling.BILINEAR).convert("RGB")
    path = request.folder / f"upload-{name}.png"
    made.save(path, format="PNG", compress_level=4)
    return replace(source, address=address_of(source, wanted), path=path, media_type="image/png")


def working_size(image: Image.Image, workflow: Workflow, request: Request) -> tuple[int, int]:
    """The size that a variation is made in: the picture's own shape, as many pixels as `resolution` says."""
    if "resolution" not in workflow.parameters:
        return image.size
    return fitted(image.size, workflow, request, _STEP)


def on_ground(image: Image.Image) -> Image.Image:
    """A picture without transparency."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, (*GROUND, 255))
    return Image.alpha_composite(ground, image).convert("RGB")
