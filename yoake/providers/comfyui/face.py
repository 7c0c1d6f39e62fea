"""Where the face is in a picture of one standing person, as a mask: white is redrawn, black stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps
from pydantic import ValidationError

_SEEN = 8
"""Alpha from which a pixel counts."""
_HEAD = 1 / 6.5
"""Share of a figure's height that is its head, as full figures in this style are drawn."""
_Box = tuple[float, float, float, float]


def mask_of(image: Image.Image, which: str, meta: Mapping[str, Any]) -> Image.Image:
    """White where the picture may change: the `face`, or everything `around_face`; soft at the edge."""
    left, top, right, bottom = face_of(image, meta)
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).ellipse((left, top, right, bottom), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(max(2.0, (bottom - top) / 20)))
    return mask if which == "face" else ImageOps.invert(mask)


def face_of(image: Image.Image, meta: Mapping[str, Any]) -> _Box:
    """Left, top, right and bottom of the face.

    Of a picture that the embedded provider drew, that is known; else it follows from the silhouette.
    """
    known = _drawn(image, meta)
    if known is not None:
        return known
    alpha = np.asarray(image.getchannel("A")) if image.mode == "RGBA" else np.full(image.size[::-1], 255, np.uint8)
    rows = np.flatnonzero((alpha > _SEEN).any(axis=1))
    top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, image.height)
    head = (bottom - top) * _HEAD
    columns = np.flatnonzero((alpha[top : top + max(1, round(head))] > _SEEN).any(axis=0))
    middle = float(columns.mean()) if len(columns) else image.width / 2
    return middle - head * 0.38, top + head * 0.3, middle + head * 0.38, top + head


def _drawn(image: Image.Image, meta: Mapping[str, Any]) -> _Box | None:
    if not meta.get("look"):
        return None
    from yoake.providers.sketch.character import Look, face_box
    from yoake.providers.sketch.character.figure import WIDTH, pose_named

    try:
        look = Look.model_validate(meta["look"])
    except ValidationError:
        return None  # a look of another version: the silhouette still tells
    scale = image.width / WIDTH
    left, top, right, bottom = (edge * scale for edge in face_box(look, pose=pose_named(str(meta.get("pose") or ""))))
    # the box holds the hair too
    return left + (right - left) * 0.14, top + (bottom - top) * 0.12, right - (right - left) * 0.14, bottom
