"""The part of the page's style that follows the game: its interface pictures and its colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageStat, UnidentifiedImageError

from yoake.errors import InvalidRequestError
from yoake.game.model import Game


@dataclass(frozen=True)
class _Place:
    """Where a part is drawn, and how it is fitted in.

    Attributes:
        selector: CSS selector within the game.
        edge: how much of the picture, in parts of its height, keeps its shape at the ends; the rest is stretched.
        size: how large that edge is on the screen, in cqw; without it the whole picture is stretched.
        sides: whether only the left and right ends keep their shape, or all four.
        more: further style.
    """

    selector: str
    edge: float = 0.0
    size: float | None = None
    sides: bool = False
    more: str = ""


_PLACES = {
    "page_background": (
        _Place(
            "[data-screen]:not(game-screen):not(main-screen)",
            # what is scrolled ends at the frame that such a picture has
            more="border-style: solid; border-width: 3.4cqw 4.4cqw; padding: 2.4cqw 3.6cqw; "
            "background-origin: border-box;",
        ),
        _Place(".card-chapter"),
    ),
    "textbox": (_Place("text-box", edge=0.33, size=5.3),),
    "namebox": (_Place("text-box [data-content=name]", edge=0.75, size=3.15, sides=True, more="padding: 0 3.4cqw;"),),
    "button": (
        _Place("main-menu button", edge=0.9, size=4.05, sides=True),
        _Place(".modal__content > button", edge=0.9, size=3.6, sides=True, more="padding-inline: 4cqw;"),
        _Place("[data-content=actions] button", edge=0.9, size=3.6, sides=True, more="padding-inline: 4cqw;"),
        _Place("save-screen .horizontal button", edge=0.9, size=3.6, sides=True, more="padding-inline: 4cqw;"),
        _Place("choice-container button", edge=0.9, size=4.86, sides=True, more="padding-inline: 5.4cqw;"),
    ),
    "button_hover": (
        _Place("main-menu button:is(:hover, :focus-visible)", edge=0.9, size=4.05, sides=True),
        _Place("choice-container button:is(:hover, :focus-visible)", edge=0.9, size=4.86, sides=True),
    ),
    "choice": (_Place("choice-container button", edge=1.6, size=8.6, sides=True, more="padding-inline: 7cqw;"),),
    "choice_hover": (_Place("choice-container button:is(:hover, :focus-visible)", edge=1.6, size=8.6, sides=True),),
    "dialog": (
        _Place("dialog-log .modal__content", edge=0.23, size=6.4, more="padding: 6cqw 4cqw 2cqw !important;"),
        _Place("alert-modal .modal__content", edge=0.23, size=5, more="padding: 5.4cqw 3cqw 2.8cqw;"),
    ),
    "click_to_continue": (_Place("text-box::after", more="clip-path: none;"),),
}
"""By part; a later one wins over an earlier one. This build draws the rest of the interface itself."""
_LIGHT, _DARK = ("#ffffff", "rgba(20, 12, 34, 0.75)"), ("#2a2038", "rgba(255, 255, 255, 0.75)")
"""Ink and the shadow that sets it off."""


def theme_css(game: Game, files: Mapping[str, Path]) -> str:
    """Style rules for the interface parts that the game has; the other parts look as `css/*.css` says.

    Args:
        files: the game's files by name; the pictures decide whether dark or light text stands on them.

    Raises:
        InvalidRequestError: `build.unreadable-picture` where a part is no picture.
    """
    rules = [f":root {{ --accent: {_accent(game)}; }}"]
    for part, places in _PLACES.items():
        if part in game.interface.parts:
            name = game.interface.parts[part]
            picture = _read(name, files[name])
            ink, shadow = _DARK if brightness(picture) > 0.58 else _LIGHT
            rules += [
                _rule(place, name, picture, f"color: {ink}; --ink: {ink}; --shadow: {shadow};") for place in places
            ]
    return "\n".join(rules) + "\n"


def _rule(place: _Place, name: str, picture: Image.Image, ink: str) -> str:
    # a file's name is made of [a-z0-9_/.] alone, says the model
    url = f'url("../assets/{name}")'
    if place.size is None:
        drawn = f"border-color: transparent; background: {url} center / 100% 100% no-repeat;"
    else:
        # at least a pixel of the middle is left to stretch
        end = max(1, min(round(picture.height * place.edge), (picture.width - 1) // 2))
        cut, size = (f"0 {end}", f"0 {place.size}cqw") if place.sides else (f"{end}", f"{place.size}cqw")
        drawn = (
            f"border: 1px solid transparent; border-radius: 0; background: none; "
            f"border-image: {url} {cut} fill / {size} stretch;"
        )
    return f"#monogatari {place.selector} {{ box-shadow: none; outline: 0; {drawn} {ink} {place.more} }}"


def _read(name: str, path: Path) -> Image.Image:
    try:
        with Image.open(path) as opened:
            return opened.convert("RGBA")
    except (UnidentifiedImageError, OSError) as error:
        raise InvalidRequestError(
            "build.unreadable-picture",
            f"The interface part {name} is no picture that can be read.",
            next_step="Generate it again.",
        ) from error


def brightness(picture: Image.Image) -> float:
    """How bright the middle of an RGBA picture is where it is opaque: 0 is black, 1 is white (Rec. 601 luma)."""
    middle = picture.resize((64, 32)).crop((12, 8, 52, 24))
    alpha = middle.getchannel("A")
    if ImageStat.Stat(alpha).mean[0] < 24:
        return 0.0  # next to nothing there: what lies behind is the stage, and light text with a shadow suits it
    return float(ImageStat.Stat(middle.convert("L"), mask=alpha.point(lambda a: 255 if a > 64 else 0)).mean[0] / 255)


def _accent(game: Game) -> str:
    return game.characters[0].colour if game.characters else "#ff9ab0"
