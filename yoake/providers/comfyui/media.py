"""What kind of file something is, by its own bytes: neither name nor `Content-Type` of a server is trusted."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

from PIL import Image

LARGEST_SIDE = 16_384
MOST_PIXELS = 100_000_000
_HEAD = 64


def _after(offset: int, *marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[offset:].startswith(marks)


_KINDS: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (
    (_after(0, b"\x89PNG\r\n\x1a\n"), "image/png", ".png"),
    (_after(0, b"\xff\xd8\xff"), "image/jpeg", ".jpg"),
    (_after(0, b"GIF87a", b"GIF89a"), "image/gif", ".gif"),
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP", "image/webp", ".webp"),
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WAVE", "audio/wav", ".wav"),
    (_after(0, b"fLaC"), "audio/flac", ".flac"),
    (_after(0, b"OggS"), "audio/ogg", ".ogg"),
    (_after(0, b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"), "audio/mpeg", ".mp3"),
    (lambda head: head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head, "video/webm", ".webm"),
    (_after(0, b"\x1a\x45\xdf\xa3"), "video/x-matroska", ".mkv"),
    (_after(4, b"ftypqt"), "video/quicktime", ".mov"),
    (_after(4, b"ftyp"), "video/mp4", ".mp4"),
    (_after(0, b"glTF"), "model/gltf-binary", ".glb"),
)
"""Test on the first bytes, media type, suffix; the first that fits."""


def sniff(path: Path) -> tuple[str, str] | None:
    """Media type and suffix of a file by its first bytes; none where it is nothing that ComfyUI makes."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return next(((kind, suffix) for fits, kind, suffix in _KINDS if fits(head)), None)


def fault_of_picture(path: Path) -> str:
    """Why a picture must not be opened; empty where it may. Reads its header only, decodes nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
                width, height = picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return f"is a picture that cannot be read ({type(error).__name__})"
    if max(width, height) > LARGEST_SIDE or width * height > MOST_PIXELS:
        return f"claims to have {width} x {height} pixels"
    return ""
