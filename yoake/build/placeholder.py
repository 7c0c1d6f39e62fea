"""Plain, recognisable stand-ins for assets that could not be made; the same request gives the same bytes."""

from __future__ import annotations

import hashlib
import wave
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from yoake.build.font import find_font
from yoake.errors import MissingToolError
from yoake.providers.sketch.sound.ogg import write_ogg
from yoake.words import Category

RATE = 22_050
_TINTS = ("#6f83a8", "#8a78a6", "#5f9199", "#a0786f", "#789068", "#98894f")
_INK = "#ffffff"


def placeholder_picture(kind: Category, label: str, width: int, height: int, target: Path) -> None:
    """Draws a stand-in as PNG: a silhouette for a person, a landscape for a place, a framed field for the rest.

    Args:
        kind: the asset's category; people and interface parts stand on a clear ground.
        label: what it stands for; written on it, shortened where it is long.
        width: pixels, 1 to 8192.
        height: pixels, 1 to 8192.
    """
    if not (1 <= width <= 8192 and 1 <= height <= 8192):
        raise ValueError(f"a picture of {width}x{height} pixels")
    tint = _TINTS[hashlib.sha256(label.encode("utf-8", "replace")).digest()[0] % len(_TINTS)]
    scale = 2  # drawn twice as large, so that edges come out smooth
    size = (width * scale, height * scale)
    clear = kind in ("character", "ui")
    picture = Image.new("RGBA", size, (0, 0, 0, 0) if clear else tint)
    draw = ImageDraw.Draw(picture)
    if kind == "character":
        _person(draw, *size, tint)
    elif kind == "background":
        _place(draw, *size)
    else:
        _field(draw, *size, tint)
    picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    _write_label(picture, kind, label)
    target.parent.mkdir(parents=True, exist_ok=True)
    (picture if clear else picture.convert("RGB")).save(target, format="PNG")


def placeholder_sound(target: Path, seconds: float) -> None:
    """Writes a quiet, soft tone: Ogg Vorbis where the name ends in `.ogg`, else 16-bit mono WAV.

    Args:
        seconds: 0.05 to 600.
    """
    if not 0.05 <= seconds <= 600:
        raise ValueError(f"a sound of {seconds} s")
    index = np.arange(int(RATE * seconds))
    edge = np.minimum(1.0, np.minimum(index, index[::-1]) / 400)
    samples = 0.04 * edge * np.sin(2 * np.pi * 330 * index / RATE)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".ogg":
        write_ogg(target, samples, RATE)
        return
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())


def _person(draw: ImageDraw.ImageDraw, width: int, height: int, tint: str) -> None:
    middle, unit = width / 2, min(width / 7.6, height / 12.8)
    edge = max(2, round(unit * 0.12))
    body = (middle - 2.2 * unit, height - 8.6 * unit, middle + 2.2 * unit, height + 3 * unit)
    head = (middle - 1.35 * unit, height - 11.9 * unit, middle + 1.35 * unit, height - 8.6 * unit)
    draw.rounded_rectangle(body, 2 * unit, fill=tint, outline=_INK, width=edge)
    draw.rectangle((middle - 0.5 * unit, height - 9 * unit, middle + 0.5 * unit, height - 8.2 * unit), fill=tint)
    draw.ellipse(head, fill=tint, outline=_INK, width=edge)


def _place(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    for row in range(height):
        share = row / height
        draw.line(
            (0, row, width, row), fill=(round(150 - 60 * share), round(170 - 50 * share), round(205 - 40 * share))
        )
    sun = height * 0.09
    draw.ellipse((width * 0.76 - sun, height * 0.26 - sun, width * 0.76 + sun, height * 0.26 + sun), fill="#f4e7c0")
    far = [
        (0, height * 0.66),
        (width * 0.26, height * 0.4),
        (width * 0.5, height * 0.64),
        (width * 0.74, height * 0.46),
    ]
    draw.polygon([*far, (width, height * 0.62), (width, height), (0, height)], fill="#66799c")
    draw.rectangle((0, height * 0.74, width, height), fill="#53678a")


def _field(draw: ImageDraw.ImageDraw, width: int, height: int, tint: str) -> None:
    edge = max(2, min(width, height) // 48)
    corner = min(width, height) // 8
    draw.rounded_rectangle((edge, edge, width - edge, height - edge), corner, fill=tint, outline=_INK, width=edge)


def _write_label(picture: Image.Image, kind: Category, label: str) -> None:
    """The label in the middle (on a person's chest); left out where no font is installed or no room is."""
    size = min(picture.width // 9, picture.height // 8, 64)
    if size < 8:
        return
    text = " ".join(label.split())
    text = "".join(char for char in text if char.isprintable())
    limit = max(4, int(picture.width * 0.8 / size))
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    try:
        font = ImageFont.truetype(str(find_font()), size)
    except MissingToolError:
        return  # a stand-in without words is still a stand-in
    middle = (picture.width / 2, picture.height * (0.55 if kind == "character" else 0.5))
    ImageDraw.Draw(picture).text(
        middle, text, font=font, fill=_INK, anchor="mm", stroke_width=max(1, size // 16), stroke_fill="#2b3350"
    )
