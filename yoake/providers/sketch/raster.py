"""SVG to pixels (resvg), the fonts it may use, and safe text inside SVG.

resvg sees no system fonts, so the same SVG gives the same pixels wherever the same font file is installed.
"""

from __future__ import annotations

import io
import os
import sys
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape as _escape

import resvg_py
from PIL import Image, ImageFont

from yoake.errors import MissingToolError

_FILES = {
    # style: file names, best first, with the family name that the SVG asks for
    "sans": (
        ("NotoSansCJK-Bold.ttc", "Noto Sans CJK JP"),
        ("NotoSansCJKjp-Bold.otf", "Noto Sans CJK JP"),
        ("NotoSansJP-Bold.otf", "Noto Sans JP"),
        ("NotoSansCJK-Regular.ttc", "Noto Sans CJK JP"),
        ("NotoSansJP-Regular.otf", "Noto Sans JP"),
    ),
    "serif": (
        ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK JP"),
        ("NotoSerifCJKjp-Bold.otf", "Noto Serif CJK JP"),
        ("NotoSerifJP-Bold.otf", "Noto Serif JP"),
        ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK JP"),
    ),
}


class Font:
    """A font file, the family name it answers to, and how wide text is in it."""

    def __init__(self, path: Path, family: str) -> None:
        self.path = path
        self.family = family

    def width(self, text: str, size: float) -> float:
        """Width of one line of `text` in pixels at `size` pixels."""
        return _metrics(str(self.path)).getlength(text) * size / 100

    def __repr__(self) -> str:
        return f"Font({self.family!r})"


@cache
def _metrics(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, 100)


def _font_folders() -> list[Path]:
    home = Path.home()
    places = [Path(p) for p in os.environ.get("YOAKE_FONTS", "").split(os.pathsep) if p]
    places += [home / ".fonts", home / ".local/share/fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    if sys.platform == "darwin":
        places += [home / "Library/Fonts", Path("/Library/Fonts")]
    if sys.platform == "win32":
        places.append(Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts")
    return [p for p in places if p.is_dir()]


@cache
def _find(style: str) -> Font | None:
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for path in sorted(folder.rglob("Noto*")):
            found.setdefault(path.name, path)
    for name, family in _FILES[style]:
        if name in found:
            return Font(found[name], family)
    return None


def find_font(style: str = "sans") -> Font:
    """The Japanese font for pictures with text.

    Args:
        style: `sans` or `serif`; where there is no serif font the sans one serves.

    Raises:
        MissingToolError: `font.missing`, where no Noto CJK font is installed.
    """
    font = _find(style) or _find("sans")
    if font is None:
        raise MissingToolError(
            "font.missing",
            "Drawing text into a picture needs a Japanese font, and none was found.",
            next_step="Install Debian's fonts-noto-cjk (Noto Sans CJK elsewhere), "
            "or name a folder with NotoSansCJK-Bold.ttc in YOAKE_FONTS.",
        )
    return font


def plain(text: str) -> str:
    """`text` for use inside SVG elements and attributes: escaped, on one line, without what XML forbids."""
    kept = "".join(ch if ch >= " " and not "\x7f" <= ch <= "\x9f" else " " for ch in text)
    kept = "".join(ch for ch in kept if not ("\ud800" <= ch <= "\udfff" or ch in "\ufffe\uffff"))
    return _escape(" ".join(kept.split()), {'"': "&quot;", "'": "&apos;"})


def svg_to_png(svg: str, *fonts: Font, zoom: float = 1.0) -> bytes:
    """PNG bytes of an SVG; text in it can use `fonts` and nothing else; `zoom` multiplies its size."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(f.path) for f in fonts] or None,
            zoom=None if zoom == 1.0 else zoom,
        )
    )


def svg_to_image(svg: str, *fonts: Font, zoom: float = 1.0) -> Image.Image:
    """RGBA pixels of an SVG."""
    image = Image.open(io.BytesIO(svg_to_png(svg, *fonts, zoom=zoom)))
    return image.convert("RGBA")


def save_png(image: Image.Image, path: Path) -> None:
    """Writes `image` without time stamps or other metadata, so that equal pixels are equal bytes."""
    image.save(path, format="PNG", compress_level=7)
