"""Pictures small enough for an artifact: one by itself, or all of a category on a contact sheet; as data URIs."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from yoake.reporting.thumbnails import LARGEST_PIXELS

SINGLE = ((320, 320), (240, 240), (160, 160))
"""Largest width and height in pixels of one picture; the first is taken at which it is small enough."""
SINGLE_BYTES = 10_000
QUALITY = 75
CELL = (168, 128)
LABEL = 16
GAP = 8
COLUMNS = 8
MOST = 48
"""Pictures on a sheet; of more, so many spread over all of them."""
GROUND, INK, FRAME = (28, 30, 40), (226, 228, 238), (44, 47, 60)
LABEL_LETTERS = 26
Named = tuple[str, Path]
"""An address and its file."""


def single(path: Path) -> str | None:
    """One picture as a data URI of at most 10 kB or as small as it gets; none where it cannot be read."""
    picture = _read(path, SINGLE[0])
    if picture is None:
        return None
    encoded = b""
    for size in SINGLE:
        picture.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        encoded = _encoded(picture)
        if len(encoded) <= SINGLE_BYTES:
            break
    return _uri(encoded)


def sheet(pictures: Sequence[Named]) -> str | None:
    """A contact sheet with the addresses below the pictures, as a data URI; none where no picture can be read.

    Args:
        pictures: address and file.
    """
    read = [(address, _read(path, CELL)) for address, path in spread(pictures)]
    found = [(address, picture) for address, picture in read if picture is not None]
    if not found:
        return None
    columns = min(COLUMNS, len(found))
    rows = math.ceil(len(found) / columns)
    pitch = (CELL[0] + GAP, CELL[1] + LABEL + GAP)
    whole = Image.new("RGB", (columns * pitch[0] + GAP, rows * pitch[1] + GAP), GROUND)
    draw, font = ImageDraw.Draw(whole), ImageFont.load_default(11)
    for number, (address, picture) in enumerate(found):
        left, top = GAP + number % columns * pitch[0], GAP + number // columns * pitch[1]
        draw.rectangle((left, top, left + CELL[0] - 1, top + CELL[1] - 1), fill=FRAME)
        picture.thumbnail(CELL, Image.Resampling.LANCZOS, reducing_gap=2.0)
        place = (left + (CELL[0] - picture.width) // 2, top + (CELL[1] - picture.height) // 2)
        whole.paste(picture, place, picture if picture.mode == "RGBA" else None)
        draw.text((left, top + CELL[1] + 2), label(address), fill=INK, font=font)
    return _uri(_encoded(whole))


def spread(many: Sequence[Named], most: int = MOST) -> list[Named]:
    """All of them, or so many at equal distances."""
    return list(many) if len(many) <= most else [many[i * len(many) // most] for i in range(most)]


def label(address: str) -> str:
    """An address as the font of the sheet can write it, and as long as there is room for."""
    text = "".join(c if c.isascii() and c.isprintable() else "?" for c in address)
    return text if len(text) <= LABEL_LETTERS else f"..{text[-(LABEL_LETTERS - 2) :]}"


def _read(path: Path, size: tuple[int, int]) -> Image.Image | None:
    """A picture not much larger than `size`; it comes from a service and may be anything."""
    try:
        with Image.open(path) as image:
            if image.width * image.height > LARGEST_PIXELS:
                return None
            image.draft("RGB", size)
            has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            picture = image.convert("RGBA" if has_alpha else "RGB")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    picture.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def _encoded(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=QUALITY, alpha_quality=60, method=2)
    return target.getvalue()


def _uri(encoded: bytes) -> str:
    return f"data:image/webp;base64,{base64.b64encode(encoded).decode('ascii')}"
