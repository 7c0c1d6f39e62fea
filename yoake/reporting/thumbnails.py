"""Small copies of pictures as data URIs, made side by side in threads (Pillow lets go of the interpreter)."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from PIL import Image, UnidentifiedImageError

LARGEST_PIXELS = 40_000_000
"""A picture with more is left out: reading it would take memory that a report is not worth."""
COARSE = 4
"""Where a figure stands is looked up at a quarter of its size."""
QUALITY = 78
ALPHA_QUALITY = 60
"""Transparency without loss takes ten times as long to encode."""
FIGURE = (150, 250)
BUST = (132, 132)
SCENE = (320, 180)
PART = (220, 124)
CANDIDATE = (168, 168)
SCREEN = (400, 225)
HERO = (1280, 720)
"""Largest width and height in pixels by what is shown."""

Source = Path | bytes
Shape = Callable[[Image.Image], Image.Image]


class Thumbnail:
    """A picture that is being made smaller."""

    def __init__(self, future: Future[tuple[str, int, int] | None]) -> None:
        self._future = future

    @property
    def uri(self) -> str:
        """The picture as a data URI; empty where it is missing or cannot be read. Waits until it is done."""
        made = self._future.result()
        return made[0] if made else ""

    @property
    def width(self) -> int:
        """Pixels; 0 where there is no picture."""
        made = self._future.result()
        return made[1] if made else 0

    @property
    def height(self) -> int:
        """Pixels; 0 where there is no picture."""
        made = self._future.result()
        return made[2] if made else 0


class Thumbnails:
    """Makes thumbnails until it is closed."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="thumbnail")

    def close(self) -> None:
        """Waits for what is being made and ends the threads."""
        self._pool.shutdown()

    def make(self, source: Source, size: tuple[int, int], *, bust: bool = False) -> Thumbnail:
        """A thumbnail that fits into `size`.

        Args:
            bust: only head and shoulders of a standing figure.
        """
        return Thumbnail(self._pool.submit(_small, source, size, _head_and_shoulders if bust else None))


def _small(source: Source, size: tuple[int, int], shape: Shape | None) -> tuple[str, int, int] | None:
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as image:
            if image.width * image.height > LARGEST_PIXELS:
                return None
            image.draft("RGB", (size[0] * 2, size[1] * 2))
            has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
            mode = "RGBA" if has_alpha else "RGB"
            picture = image.convert(mode) if image.mode != mode else image.crop((0, 0, *image.size))
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError, SyntaxError):
        return None  # the page shows an empty frame in its place
    if shape is not None:
        picture = shape(picture)
    picture.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    encoded = io.BytesIO()
    picture.save(encoded, "WEBP", quality=QUALITY, alpha_quality=ALPHA_QUALITY, method=2)
    text = base64.b64encode(encoded.getvalue()).decode("ascii")
    return f"data:image/webp;base64,{text}", picture.width, picture.height


def _head_and_shoulders(picture: Image.Image) -> Image.Image:
    """The upper third of the figure as a square around its middle; the whole picture where nothing is transparent."""
    if picture.mode != "RGBA":
        return picture
    coarse = picture.getchannel("A").reduce(COARSE)
    box = coarse.getbbox()
    if box is None or box == (0, 0, *coarse.size):
        return picture
    left, top, right, bottom = (edge * COARSE for edge in box)
    side = min(round((bottom - top) * 0.36), picture.width, picture.height)
    head = coarse.crop((box[0], box[1], box[2], box[1] + max(1, side // 2 // COARSE))).getbbox()
    middle = left + (head[0] + head[2]) * COARSE // 2 if head else (left + right) // 2
    x = min(max(0, middle - side // 2), picture.width - side)
    y = max(0, min(top - side // 24, picture.height - side))
    return picture.crop((x, y, x + side, y + side))
