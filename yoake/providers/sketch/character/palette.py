"""Colours of people: mixing, shading with a hue shift, and the skin tones."""

from __future__ import annotations

SKIN_TONES: dict[str, str] = {
    "fair": "#ffeee2",
    "light": "#ffe2cf",
    "medium": "#f2c8a3",
    "tan": "#d8a074",
    "dark": "#9c6a4a",
}
"""Base colour of each skin tone of `texts.models.Appearance`."""

_DEEP = "#24163e"
_WARM_WHITE = "#fffaf4"


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0..255) of a `#rrggbb` colour; raises ValueError for anything else."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"not a #rrggbb colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(a: str, b: str, share: float) -> str:
    """The colour `share` (0..1) of the way from `a` to `b`."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(channels(a), channels(b), strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def deepen(colour: str, share: float = 0.25) -> str:
    """A shadow of the colour: darker and a little towards violet."""
    return mix(colour, _DEEP, share)


def lift(colour: str, share: float = 0.3) -> str:
    """A lit version of the colour: towards a warm white."""
    return mix(colour, _WARM_WHITE, share)


def brightness(colour: str) -> float:
    """Perceived brightness, 0 (black) to 1 (white), after ITU-R BT.601."""
    red, green, blue = channels(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def skin_shade(skin: str) -> str:
    """The soft shadow colour on skin."""
    return mix(skin, "#c8484a", 0.26)


def skin_line(skin: str) -> str:
    """The colour of outlines on skin."""
    return mix(skin, "#5e1f24", 0.62)


def cloth_line(colour: str) -> str:
    """The colour of outlines on cloth; white cloth gets a blue-grey line."""
    return mix(colour, "#333a66", 0.6) if brightness(colour) > 0.8 else deepen(colour, 0.66)


def cloth_shade(colour: str) -> str:
    """The shadow colour on cloth; white cloth falls into a cool lavender."""
    return mix(colour, "#8f97cf", 0.42) if brightness(colour) > 0.8 else deepen(colour, 0.34)
