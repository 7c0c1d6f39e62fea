"""`subset_font`: a font with only the characters that the game's texts need."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Literal

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError
from pydantic import Field

from yoake.build.font import FAMILY
from yoake.build.font import subset_font as subset_installed
from yoake.errors import InvalidRequestError
from yoake.processors.base import MEGABYTE, Params, unusable
from yoake.processors.texts import load_json
from yoake.providers.base import Credit, Input, Product, Request

_MOST_BYTES = 64 * MEGABYTE
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "、。，．・：；？！「」『』（）…―〜ー　"
_NOTO = Credit("font", FAMILY, "OFL-1.1", "https://github.com/notofonts/noto-cjk")
_MEDIA_TYPES = {"woff2": "font/woff2", "otf": "font/otf", "ttf": "font/ttf"}


class SubsetFont(Params):
    """Parameters of `subset_font`."""

    format: Literal["otf", "woff2"] = "otf"
    text: str = Field("", max_length=20_000, description="characters to keep besides those of the upstream texts")


def subset_font(request: Request, params: SubsetFont) -> Product:
    """Cuts a font down to the characters of the upstream texts; the installed Noto Sans CJK where none is upstream."""
    text = params.text + "".join(_texts_of(request))
    fonts = [i for i in request.inputs if i.media_type.startswith(("font/", "application/font"))]
    if len(fonts) > 1:
        raise InvalidRequestError(
            "process.input",
            f"{request.address}: subset_font works on one font, and {len(fonts)} are upstream.",
            next_step="Keep one of them in `depends_on`.",
        )
    if fonts:
        return _subset_upstream(request, fonts[0], text, params.format)
    path = request.folder / f"font.{params.format}"
    made = subset_installed(text, path, flavor="woff2" if params.format == "woff2" else None)
    meta = {"characters": len(set(text)), "missing": "".join(made.missing)}
    return Product(path, _MEDIA_TYPES[params.format], meta, (_NOTO,))


def _texts_of(request: Request) -> list[str]:
    found: list[str] = []
    for source in request.inputs_of("application/json"):
        stack: list[Any] = [load_json(request, source)]
        while stack:
            at = stack.pop()
            if isinstance(at, str):
                found.append(at)
            elif isinstance(at, dict):
                stack.extend(at.values())
            elif isinstance(at, list):
                stack.extend(at)
    return found


def _subset_upstream(request: Request, source: Input, text: str, form: Literal["otf", "woff2"]) -> Product:
    if source.path.stat().st_size > _MOST_BYTES:
        raise unusable(request, source, f"it is larger than {_MOST_BYTES // MEGABYTE} MB")
    try:
        # A collection's first font is taken: it is the only one that every collection has.
        with TTFont(BytesIO(source.path.read_bytes()), fontNumber=0, recalcTimestamp=False) as font:
            drawn = font.getBestCmap() or {}
            wanted = sorted({ord(c) for c in text + _ALWAYS if c.isprintable()})
            missing = "".join(chr(c) for c in wanted if c not in drawn and chr(c) in text)
            options = Options(layout_features=["*"], recalc_timestamp=False)
            options.drop_tables += ["DSIG"]
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=wanted)
            subsetter.subset(font)
            suffix = "woff2" if form == "woff2" else "otf" if "CFF " in font or "CFF2" in font else "ttf"
            font.flavor = "woff2" if form == "woff2" else None
            path = request.folder / f"font.{suffix}"
            font.save(path)
    except (TTLibError, ValueError, KeyError, AssertionError, EOFError, OSError) as error:
        raise unusable(request, source, f"it is no font: {error}") from error
    return Product(path, _MEDIA_TYPES[suffix], {"characters": len(set(text)), "missing": missing})
