"""`subset_font`: a font with the characters of the upstream texts and no others."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from yoake.processors.base import Params, Processor
from yoake.processors.documents import read_json, read_text, strings
from yoake.processors.inputs import every, is_json, is_text
from yoake.providers.base import Credit, Product, Request

_CREDIT = Credit(kind="font", name="Noto Sans CJK JP", licence="OFL-1.1", url="https://github.com/notofonts/noto-cjk")


class FontParams(Params):
    """Format, and further characters."""

    format: Literal["otf", "woff2"] = Field("otf", description="file format; woff2 is compressed, for the web")
    text: str = Field("", max_length=20_000, description="further characters that the font must have")


def subset_font(request: Request, params: FontParams) -> Product:
    """Cuts Noto Sans CJK JP down to what the upstream texts and `text` need; tells what it cannot draw.

    Raises:
        MissingToolError: `font.missing`.
    """
    from yoake.build import font  # fontTools, which only this needs

    # with characters of its own it needs no text to depend on
    sources = [i for i in request.inputs if is_text(i)] if params.text else every(request, is_text)
    words = [params.text]
    for source in sources:
        words += strings(read_json(request, source)) if is_json(source) else [read_text(request, source)]
    flavour: Literal["woff2"] | None = "woff2" if params.format == "woff2" else None
    made = font.subset_font("".join(words), request.folder / f"font.{params.format}", flavor=flavour)
    meta = {"family": font.FAMILY, "missing": list(made.missing)}
    return Product(made.path, f"font/{params.format}", meta, (_CREDIT,))


SUBSET_FONT = Processor(FontParams, subset_font)
