"""`interface_picture`: one part of the interface."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from yoake.providers.base import Product, Request
from yoake.providers.sketch.interface.cards import chapter_card, ending_card, page_background, title_picture
from yoake.providers.sketch.interface.logo import HEIGHT as LOGO_HEIGHT
from yoake.providers.sketch.interface.logo import WIDTH as LOGO_WIDTH
from yoake.providers.sketch.interface.logo import draw_logo
from yoake.providers.sketch.interface.parts import PARTS, Part, decorative
from yoake.providers.sketch.interface.theme import Theme, theme_of
from yoake.providers.sketch.place.canvas import Canvas
from yoake.providers.sketch.place.light import NEUTRAL
from yoake.providers.sketch.raster import find_font, save_png, svg_to_image

CARDS: dict[str, Callable[[Request, Theme], Image.Image]] = {
    "title_picture": title_picture,
    "chapter_card": chapter_card,
    "ending_card": ending_card,
    "page_background": page_background,
}
UNKNOWN = Part(480, 320, decorative, (110, 90, 110, 90))
"""What a part is that no table has."""


def part_names() -> list[str]:
    """Every part there is a drawing for."""
    return [*CARDS, "logo", *PARTS]


def _logo(request: Request, t: Theme) -> Image.Image:
    font = find_font("serif")
    latin = request.title.isascii()
    subtitle = "" if latin else " ".join(request.project.replace("-", " ").replace("_", " ").split()).upper()
    given = request.params.get("subtitle")
    c = Canvas(NEUTRAL, t.seed, "spring")
    draw_logo(c, t, font, request.title, given[:60] if isinstance(given, str) else subtitle)
    return svg_to_image(c.svg(size=(LOGO_WIDTH, LOGO_HEIGHT)), font)


def interface_picture(request: Request) -> Product:
    """Draws the part of the interface that `params.part` names (workflow `ui_parts`).

    All parts of a project share one theme. A part that nobody has drawn becomes a decorative panel.

    Raises:
        InvalidRequestError: `image.parameter`, where the theme asked for does not exist.
        MissingToolError: `font.missing`, where the part has text and there is no Japanese font.
    """
    name = str(request.params.get("part") or (request.item or {}).get("part") or request.address.rsplit("/", 1)[-1])
    t = theme_of(request)
    border: tuple[int, int, int, int] | None = None
    if name in CARDS:
        image = CARDS[name](request, t)
    elif name == "logo":
        image = _logo(request, t)
    else:
        part = PARTS.get(name, UNKNOWN)
        c = Canvas(NEUTRAL, t.seed, "spring")
        part.draw(c, t, part.width, part.height)
        image = svg_to_image(c.svg(size=(part.width, part.height)))
        border = part.slice
    path = request.folder / "part.png"
    save_png(image, path)
    meta: dict[str, object] = {"part": name, "theme": t.name, "width": image.width, "height": image.height}
    if border:
        meta["slice"] = list(border)
    return Product(path, "image/png", meta)
