"""The part of the page's style that follows the game: its interface pictures and its colours."""

from __future__ import annotations

from yoake.game.model import Game

_PLACES = {
    "textbox": ("text-box",),
    "namebox": ("text-box [data-content=name]",),
    "button": ("main-menu button", "choice-container button"),
    "choice": ("choice-container button",),
    "frame": ("dialog-log .modal__content", "alert-modal .modal__content"),
}
"""Where each part is drawn; a later one wins over an earlier one. This build draws the rest of the interface itself."""


def theme_css(game: Game) -> str:
    """Style rules for the interface parts that the game has; the other parts look as `css/*.css` says."""
    first, second = _accents(game)
    rules = [f":root {{ --accent: {first}; --accent-2: {second}; }}"]
    for part, places in _PLACES.items():
        if part in game.interface.parts:
            selector = ", ".join(f"#monogatari {place}" for place in places)
            # a file's name is made of [a-z0-9_/.] alone, says the model
            picture = f'url("../assets/{game.interface.parts[part]}") center / 100% 100% no-repeat'
            rules.append(f"{selector} {{ border-color: transparent; box-shadow: none; background: {picture}; }}")
    return "\n".join(rules) + "\n"


def _accents(game: Game) -> tuple[str, str]:
    colours = list(dict.fromkeys(c.colour for c in game.characters)) or ["#ff9ab0"]
    return colours[0], colours[1 % len(colours)]
