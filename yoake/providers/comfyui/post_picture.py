"""Pictures as the game needs them: cut out, on the character's common body, in the size that there is room for."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageOps

from yoake.errors import QualityError
from yoake.library.manifest import Workflow
from yoake.processors.cut_out import cut_out
from yoake.processors.pictures import open_picture, save_picture
from yoake.providers.base import Input, Request
from yoake.providers.comfyui.face import mask_of
from yoake.providers.comfyui.sizes import final_size
from yoake.providers.comfyui.upstream import chosen_pictures

_SEEN = 8
"""Alpha from which a pixel counts."""
_HEADROOM = 0.03
"""Share of the height that stays free above a standing figure."""
_STRETCH = 1.35
"""How far a part of the interface may be distorted to fill its place; beyond that it is fitted in."""


def finished_picture(file: Path, workflow: Workflow, request: Request, alone: Request) -> Path:
    """The picture after everything that `post` asks for, as PNG.

    Raises:
        InvalidRequestError: `process.unreadable`, `comfyui.no-input`.
        QualityError: `image.blank`.
    """
    post = workflow.post
    image = open_picture(alone, Input("", request.address, file, "image/png")).image
    before = chosen_pictures(workflow, request).get(post.upstream) if post.upstream else None
    if post.background == "remove":
        image = cut_out(image)
    if before is not None:
        image = _varied(image, before, workflow, request)
    elif post.frame == "figure":
        image = _standing(image, workflow, request)
    elif post.frame == "part":
        image = _part(image, workflow, request)
    elif post.frame == "cover":
        size = final_size(workflow, request)
        image = ImageOps.fit(image, size, Image.Resampling.LANCZOS) if size else image
    return save_picture(image, request.folder, "png")[0]


def _varied(image: Image.Image, source: Input, workflow: Workflow, request: Request) -> Image.Image:
    """A variation upon the picture that it varies: same canvas, and that one's pixels where nothing may change."""
    post = workflow.post
    before = open_picture(request, source).image
    if post.frame == "upstream":
        image = image.resize(before.size, Image.Resampling.LANCZOS)
    own = before.resize(image.size, Image.Resampling.LANCZOS) if before.size != image.size else before
    if own.mode == "RGBA" and image.mode != "RGBA":
        # the graph saw it on a plain ground; what was transparent still is
        image = image.convert("RGBA")
        image.putalpha(own.getchannel("A"))
    if post.changes != "all":
        mask = mask_of(own, post.changes, source.meta)
        image = Image.composite(image.convert(own.mode), own, mask)
    return image


def _standing(image: Image.Image, workflow: Workflow, request: Request) -> Image.Image:
    """What is seen, as large as it fits, upright at the bottom: every outfit and face then has the same body."""
    size = final_size(workflow, request)
    if size is None or image.mode != "RGBA" or image.getchannel("A").getextrema()[0] == 255:
        return ImageOps.fit(image, size, Image.Resampling.LANCZOS) if size else image
    seen = _seen(image, request)
    room = (size[0], round(size[1] * (1 - _HEADROOM)))
    scale = min(room[0] / seen.width, room[1] / seen.height)
    figure = seen.resize((_side(seen.width * scale), _side(seen.height * scale)), Image.Resampling.LANCZOS)
    canvas = Image.new("RGBA", size, (0, 0, 0, 0))
    canvas.paste(figure, ((size[0] - figure.width) // 2, size[1] - figure.height))
    return canvas


def _part(image: Image.Image, workflow: Workflow, request: Request) -> Image.Image:
    size = final_size(workflow, request)
    if size is None:
        return image
    seen = _seen(image, request) if image.mode == "RGBA" else image
    distortion = (seen.width / seen.height) / (size[0] / size[1])
    if 1 / _STRETCH <= distortion <= _STRETCH:
        return seen.resize(size, Image.Resampling.LANCZOS)
    fitted = ImageOps.contain(seen.convert("RGBA"), size, Image.Resampling.LANCZOS)
    canvas = Image.new("RGBA", size, (0, 0, 0, 0))
    canvas.paste(fitted, ((size[0] - fitted.width) // 2, (size[1] - fitted.height) // 2))
    return canvas


def _seen(image: Image.Image, request: Request) -> Image.Image:
    box = image.getchannel("A").point([255 if v > _SEEN else 0 for v in range(256)]).getbbox()
    if box is None:
        raise QualityError("image.blank", f"{request.address}: nothing is left of the picture without its ground.")
    return image.crop(box)


def _side(length: float) -> int:
    return max(1, round(length))
