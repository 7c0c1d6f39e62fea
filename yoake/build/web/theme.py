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
    """Where a part is drawn. With a `cap` (in cqw) its two ends keep their shape and only the middle is stretched."""

    selector: str
    cap: float | None = None


_PLACES = {
    "textbox": (_Place("text-box"),),
    "namebox": (_Place("text-box [data-content=name]", 2.1),),
    "button": (_Place("main-menu button", 2.25), _Place("choice-container button", 2.7)),
    "choice": (_Place("choice-container button", 2.7),),
    "frame": (_Place("dialog-log .modal__content"), _Place("alert-modal .modal__content")),
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
    if place.cap is None:
        drawn = f"border-color: transparent; background: {url} center / 100% 100% no-repeat;"
    else:
        end = min(picture.height, picture.width - 2) // 2
        drawn = (
            f"border: solid transparent; border-width: 0 {place.cap}cqw; padding-inline: 0.6cqw; border-radius: 0; "
            f"background: none; border-image: {url} 0 {end} fill / 0 {place.cap}cqw stretch;"
        )
    return f"#monogatari {place.selector} {{ box-shadow: none; {drawn} {ink} }}"


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
