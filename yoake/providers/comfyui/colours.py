"""Names of colours as image models know them."""

from __future__ import annotations

import colorsys
import re

_HEX = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})\Z")
_HUES = (
    (12, "red"), (40, "orange"), (66, "yellow"), (160, "green"), (195, "aqua"), (255, "blue"), (290, "purple"),
    (345, "pink"), (361, "red"),
)  # fmt: skip
"""Up to which hue, in degrees, a colour has which name."""


def colour_name(value: object) -> str:
    """What `#rrggbb` is called, in English; an empty text for anything else."""
    found = _HEX.match(value) if isinstance(value, str) else None
    if found is None:
        return ""
    hue, light, strength = colorsys.rgb_to_hls(*(int(part, 16) / 255 for part in found.groups()))
    degrees = hue * 360
    if light < 0.13 or (light < 0.2 and strength < 0.3):
        return "black"
    if light > 0.92 or (light > 0.85 and strength < 0.25):
        return "white"
    if strength < 0.12:
        return "grey" if light < 0.7 else "silver"
    if 15 <= degrees < 48:
        if light < 0.45:
            return "brown" if light > 0.25 else "dark brown"
        return "golden" if degrees >= 38 and strength < 0.8 else "light brown" if strength < 0.55 else "orange"
    name = next(name for limit, name in _HUES if degrees < limit)
    return f"dark {name}" if light < 0.28 else f"light {name}" if light > 0.78 else name
