"""`contact_sheet`: all pictures at a glance, in a grid."""

from __future__ import annotations

from math import ceil, sqrt

from PIL import Image, ImageColor, ImageDraw, ImageFont
from pydantic import Field

from yoake.processors.base import COLOUR, Params, Processor, wrong_parameter
from yoake.processors.inputs import every, is_picture
from yoake.processors.pictures import allowed_size, open_picture, save_picture
from yoake.providers.base import Product, Request

_MOST_PICTURES = 400
_CORNER = 6


class SheetParams(Params):
    """The grid."""

    columns: int | None = Field(None, ge=1, le=40, description="pictures in a row; without: about as wide as high")
    cell_width: int = Field(320, ge=32, le=2048, description="most a picture is wide, in pixels")
    cell_height: int = Field(320, ge=32, le=2048, description="most a picture is high, in pixels")
    gap: int = Field(16, ge=0, le=128, description="pixels between pictures and around them")
    labels: bool = Field(True, description="write each picture's address below it")
    background: str = Field("#1c1e28", pattern=COLOUR, description="colour #rrggbb of the ground")


def contact_sheet(request: Request, params: SheetParams) -> Product:
    """Draws all upstream pictures, in order, each whole in its cell; a PNG.

    Raises:
        MissingToolError: `font.missing`, where labels are wanted and there is no Japanese font.
    """
    sources = every(request, is_picture)
    if len(sources) > _MOST_PICTURES:
        raise wrong_parameter(
            request,
            f"contact_sheet: {len(sources)} pictures are too many",
            f"Depend on at most {_MOST_PICTURES}",
        )
    columns = min(params.columns or ceil(sqrt(len(sources))), len(sources))
    rows = ceil(len(sources) / columns)
    text_size = max(12, min(24, params.cell_width // 18))
    pitch = (params.cell_width + params.gap, params.cell_height + params.gap + (text_size * 2 if params.labels else 0))
    size = (columns * pitch[0] + params.gap, rows * pitch[1] + params.gap)
    allowed_size(request, *size)
    ground = ImageColor.getrgb(params.background)[:3]
    ink = (20, 22, 30) if sum(ground) > 382 else (236, 238, 246)
    cell = tuple(round(g + (i - g) * 0.07) for g, i in zip(ground, ink, strict=True))
    sheet = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(sheet)
    font = _font(text_size) if params.labels else None
    for number, source in enumerate(sources):
        left = params.gap + number % columns * pitch[0]
        top = params.gap + number // columns * pitch[1]
        box = (left, top, left + params.cell_width - 1, top + params.cell_height - 1)
        draw.rounded_rectangle(box, _CORNER, fill=cell)
        picture = open_picture(request, source).image
        picture.thumbnail((params.cell_width, params.cell_height), Image.Resampling.LANCZOS, reducing_gap=None)
        place = (left + (params.cell_width - picture.width) // 2, top + (params.cell_height - picture.height) // 2)
        sheet.paste(picture, place, picture if picture.mode == "RGBA" else None)
        if font is not None:
            middle = (left + params.cell_width / 2, box[3] + text_size * 1.1)
            draw.text(middle, _fitted(source.address, font, params.cell_width), fill=ink, font=font, anchor="mm")
    path, media_type = save_picture(sheet, request.folder, "png")
    meta = {"pictures": [s.address for s in sources], "columns": columns, "width": sheet.width, "height": sheet.height}
    return Product(path, media_type, meta)


def _font(size: int) -> ImageFont.FreeTypeFont:
    from yoake.providers.sketch.raster import find_font

    # the simple layout: the other one depends on a library that not every machine has
    return ImageFont.truetype(str(find_font().path), size, layout_engine=ImageFont.Layout.BASIC)


def _fitted(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """`text`, with its middle left out where it is too wide."""
    if font.getlength(text) <= width:
        return text
    for kept in range(len(text) - 1, 1, -1):
        short = text[: kept // 2] + "…" + text[len(text) - (kept - kept // 2) :]
        if font.getlength(short) <= width:
            return short
    return "…"


CONTACT_SHEET = Processor(SheetParams, contact_sheet)
