"""Pictures in and out: decoded within bounds, written without metadata."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageColor, ImageOps

from yoake.processors.base import wrong_parameter
from yoake.processors.inputs import bounded_size, unreadable
from yoake.providers.base import Input, Request

PictureFormat = Literal["png", "jpeg", "webp"]
MOST_SIDE = 8192
MOST_PIXELS = 40_000_000
QUALITY = 90
_MOST_BYTES = 64 * 1024 * 1024
_FORMATS: dict[str, PictureFormat] = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp", "GIF": "png"}
"""What is decoded, by Pillow's name, and what it is written as again."""
_SUFFIXES = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture."""

    image: Image.Image
    """RGBA where it has transparency, else RGB; upright."""
    format: PictureFormat
    """How it is written again."""


def open_picture(request: Request, source: Input) -> Picture:
    """Decodes a picture; of a moving one, the first frame.

    Raises:
        InvalidRequestError: `process.unreadable`, also for more pixels than `MOST_PIXELS`.
    """
    bounded_size(request, source, _MOST_BYTES)
    try:
        with Image.open(source.path, formats=list(_FORMATS)) as picture:
            width, height = picture.size
            if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
                raise ValueError(f"it has {width} x {height} pixels; {MOST_PIXELS:,} in all are allowed")
            format_ = _FORMATS[str(picture.format)]
            image = _plain(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError) as error:
        raise unreadable(request, source, f"the picture cannot be decoded ({error})") from error
    return Picture(image, format_)


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16"):
        # Pillow would cut 16 bits off at 255
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    image = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    image.info.clear()
    return image


def allowed_size(request: Request, width: int, height: int) -> None:
    """Asked before a picture of this size is made.

    Raises:
        InvalidRequestError: `process.parameter`.
    """
    if not (1 <= width <= MOST_SIDE and 1 <= height <= MOST_SIDE and width * height <= MOST_PIXELS):
        raise wrong_parameter(
            request,
            f"the picture would have {width} x {height} pixels",
            f"Ask for sides from 1 to {MOST_SIDE} and {MOST_PIXELS:,} pixels in all",
        )


def save_picture(
    image: Image.Image,
    folder: Path,
    format_: PictureFormat,
    *,
    quality: int = QUALITY,
    lossless: bool = False,
    background: str = "#ffffff",
) -> tuple[Path, str]:
    """Writes a picture: equal pixels give equal bytes.

    Args:
        quality: 1 to 100, for JPEG and for WebP that is not `lossless`.
        background: what shows through where a JPEG, which knows no transparency, was transparent.

    Returns:
        The file and its media type.
    """
    path = folder / f"picture{_SUFFIXES[format_]}"
    clean = image.copy()
    clean.info.clear()  # Pillow writes colour profiles, resolutions and comments that it finds there
    if format_ == "png":
        clean.save(path, format="PNG", compress_level=7)
    elif format_ == "webp":
        clean.save(path, format="WEBP", quality=quality, lossless=lossless, method=4)
    else:
        clean = flat(clean, background)
        clean.save(path, format="JPEG", quality=quality, optimize=True, subsampling=0 if quality >= QUALITY else 2)
    return path, f"image/{format_}"


def flat(image: Image.Image, background: str) -> Image.Image:
    """The picture upon a colour, without transparency."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGBA", image.size, (*ImageColor.getrgb(background)[:3], 255))
    return Image.alpha_composite(ground, image).convert("RGB")


def picture_meta(source: Input, image: Image.Image, *, scaled: tuple[float, float] | None = None) -> dict[str, Any]:
    """The upstream's facts with the new size.

    Args:
        scaled: by how much the whole picture grew, across and down; none where parts of it were cut off, after which
            the borders of a nine-patch (`slice`) hold no more.
    """
    meta = {**source.meta, "width": image.width, "height": image.height}
    if "slice" in meta:
        borders = _scaled(source.meta, scaled) if scaled else None
        if borders is None:
            del meta["slice"]
        else:
            meta["slice"] = borders
    return meta


def _scaled(meta: Mapping[str, Any], by: tuple[float, float]) -> list[int] | None:
    borders = meta["slice"]
    if not isinstance(borders, list) or len(borders) != 4 or not all(isinstance(b, int | float) for b in borders):
        return None
    return [round(border * factor) for border, factor in zip(borders, by * 2, strict=True)]
