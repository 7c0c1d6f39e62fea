"""Colours as `#rrggbb` text: mixing, shading, and `raw` for light that shines by itself."""

from __future__ import annotations

RGB = tuple[float, float, float]


def parse(colour: str) -> RGB:
    """`#rrggbb` as three numbers of 0..255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def text(rgb: RGB) -> str:
    """Three numbers as `#rrggbb`, clamped."""
    r, g, b = (max(0, min(255, round(v))) for v in rgb)
    return f"#{r:02x}{g:02x}{b:02x}"


def mix(a: str, b: str, share: float) -> str:
    """`share` of `b` in `a`."""
    p, q = parse(a), parse(b)
    return text((p[0] + (q[0] - p[0]) * share, p[1] + (q[1] - p[1]) * share, p[2] + (q[2] - p[2]) * share))


def dark(colour: str, share: float = 0.2) -> str:
    """A shadow tone: darker and a little cooler, as painters mix it."""
    return mix(colour, "#1c1838", share)


def light(colour: str, share: float = 0.2) -> str:
    """A lit tone: lighter and a little warmer."""
    return mix(colour, "#fffaec", share)


def raw(colour: str) -> str:
    """The colour as a light source has it: no time of day tints it."""
    r, g, b = parse(colour)
    return f"rgb({r:.0f},{g:.0f},{b:.0f})"
