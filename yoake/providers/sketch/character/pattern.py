"""Patterns on cloth, to be clipped by the cloth: flowers, stripes, dots."""

from __future__ import annotations

import math

from yoake.providers.sketch.character.palette import lift
from yoake.providers.sketch.character.pen import num

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def flowers(box: Box, colour: str, centre: str, *, step: float = 62.0, size: float = 17.0) -> str:
    """Five-petalled flowers on a shifted lattice, with small leaves between."""
    left, top, right, bottom = box
    out = ""
    row = 0
    y = top
    while y < bottom:
        x = left + (step / 2 if row % 2 else 0)
        column = 0
        while x < right:
            wobble = math.sin(row * 12.9 + column * 78.2)
            px, py, r = x + wobble * step * 0.16, y + math.cos(column * 3.7 + row) * step * 0.14, size * (0.8
                + 0.35 * abs(wobble))  # fmt: skip
            if (row + column * 2) % 5 != 4:
                out += _flower(px, py, r, wobble * 60, colour, centre)
            else:
                out += f'<circle cx="{num(px)}" cy="{num(py)}" r="{num(r * 0.3)}" fill="{lift(colour, 0.3)}"/>'
            x += step
            column += 1
        y += step * 0.86
        row += 1
    return out


def _flower(x: float, y: float, r: float, turn: float, colour: str, centre: str) -> str:
    petals = ""
    for i in range(5):
        angle = math.radians(turn + 72 * i)
        px, py = x + math.cos(angle) * r * 0.55, y + math.sin(angle) * r * 0.55
        petals += f'<circle cx="{num(px)}" cy="{num(py)}" r="{num(r * 0.42)}"/>'
    return f'<g fill="{colour}">{petals}</g><circle cx="{num(x)}" cy="{num(y)}" r="{num(r * 0.24)}" fill="{centre}"/>'


def stripes(box: Box, colour: str, *, step: float = 26.0, width: float = 7.0, level: bool = False) -> str:
    """Even stripes: upright, or level."""
    left, top, right, bottom = box
    out = ""
    at = top if level else left
    while at < (bottom if level else right):
        if level:
            out += f'<path d="M{num(left)},{num(at)}Q{num((left + right) / 2)},{num(at + 14)} {num(right)},{num(at)}"/>'
        else:
            out += f'<path d="M{num(at)},{num(top)}V{num(bottom)}"/>'
        at += step
    return f'<g stroke="{colour}" stroke-width="{width:g}" fill="none">{out}</g>'


def dots(box: Box, colour: str, *, step: float = 34.0, radius: float = 5.0) -> str:
    """Dots on a shifted lattice."""
    left, top, right, bottom = box
    out = ""
    row = 0
    y = top
    while y < bottom:
        x = left + (step / 2 if row % 2 else 0)
        while x < right:
            out += f'<circle cx="{num(x)}" cy="{num(y)}" r="{radius:g}"/>'
            x += step
        y += step * 0.8
        row += 1
    return f'<g fill="{colour}">{out}</g>'
