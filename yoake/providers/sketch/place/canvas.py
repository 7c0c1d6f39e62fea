"""A canvas of 1280 x 720 that every drawing routine paints on; it collects SVG and tints what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Literal

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.light import Light

WIDTH, HEIGHT = 1280, 720
Season = Literal["spring", "summer", "autumn", "winter"]
Point = tuple[float, float]
Stop = tuple[float, str] | tuple[float, str, float]
"""Offset, colour and, where it is not opaque, opacity."""


def num(value: float) -> str:
    """A coordinate, one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def points_path(points: Iterable[Point], *, closed: bool = True) -> str:
    """The `d` of a polygon."""
    return "M" + "L".join(f"{num(x)},{num(y)}" for x, y in points) + ("Z" if closed else "")


def trace(*steps: str | float) -> str:
    """The `d` of a path from letters and coordinates: `trace("M", 1, 2, "L", 3, 4, "Z")`."""
    return " ".join(step if isinstance(step, str) else num(step) for step in steps)


class Canvas:
    """Collects the picture.

    Colours written `#rrggbb` are tinted by the light of the moment; anything else (`url(#..)`, `none`,
    `colour.raw(..)`) is taken as it is.
    """

    def __init__(self, light: Light, seed: int, season: Season) -> None:
        self.light = light
        self.open_air = light
        self.seed = seed
        self.season = season
        self.haze = 0.0
        self._parts: list[str] = []
        self._defs: list[str] = []
        self._known: dict[str, str] = {}

    def rng(self, label: str) -> Random:
        """Random numbers for one part of the picture; the same at every hour."""
        return Random(f"{self.seed}/{label}")

    @property
    def snowy(self) -> bool:
        """Whether snow lies."""
        return self.open_air.weather == "snow"

    def paint(self, colour: str) -> str:
        """The colour as it comes out: tinted, and lost in haze by the layer's share."""
        if not colour.startswith("#"):
            return colour
        tinted = self.light.tint(colour)
        return col.mix(tinted, self.open_air.sky[2], self.haze) if self.haze else tinted

    # --- definitions -------------------------------------------------------------------------------------------

    def _reference(self, markup: str) -> str:
        """Defines `markup` (once; its id is written `ID`) and refers to it."""
        if markup not in self._known:
            name = f"d{len(self._known)}"
            self._known[markup] = name
            self._defs.append(markup.replace("ID", name, 1))
        return f"url(#{self._known[markup]})"

    def _stops(self, stops: Iterable[Stop]) -> str:
        out = []
        for stop in stops:
            opacity = f' stop-opacity="{stop[2]:.2f}"' if len(stop) == 3 else ""
            out.append(f'<stop offset="{stop[0]}" stop-color="{self.paint(stop[1])}"{opacity}/>')
        return "".join(out)

    def linear(self, *stops: Stop, start: Point = (0, 0), end: Point = (0, 1)) -> str:
        """A linear gradient as a paint; `start` and `end` in shares of the painted shape's box."""
        box = f'x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}"'
        return self._reference(f'<linearGradient id="ID" {box}>{self._stops(stops)}</linearGradient>')

    def along(self, start: Point, end: Point, *stops: Stop) -> str:
        """A linear gradient between two points of the canvas, in pixels."""
        box = f'x1="{num(start[0])}" y1="{num(start[1])}" x2="{num(end[0])}" y2="{num(end[1])}"'
        units = 'gradientUnits="userSpaceOnUse"'
        return self._reference(f'<linearGradient id="ID" {units} {box}>{self._stops(stops)}</linearGradient>')

    def radial(self, *stops: Stop) -> str:
        """A radial gradient as a paint."""
        return self._reference(f'<radialGradient id="ID">{self._stops(stops)}</radialGradient>')

    # --- shapes ------------------------------------------------------------------------------------------------

    def add(self, markup: str) -> None:
        """Appends SVG as it is."""
        self._parts.append(markup)

    def _style(self, fill: str, opacity: float, stroke: str | None, width: float, cap: str = "") -> str:
        out = f'fill="{self.paint(fill)}"'
        if opacity < 1:
            # `opacity` makes resvg paint on a sheet of its own, ten times as slow as a translucent paint
            kind = "opacity" if stroke and fill != "none" else "stroke-opacity" if stroke else "fill-opacity"
            out += f' {kind}="{opacity:.2f}"'
        if stroke:
            out += f' stroke="{self.paint(stroke)}" stroke-width="{num(width)}"'
        return out + cap

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str, *, rx: float = 0, opacity: float = 1,
        stroke: str | None = None, width: float = 2,
    ) -> None:  # fmt: skip
        """A rectangle, with round corners of radius `rx`."""
        corner = f' rx="{num(rx)}"' if rx else ""
        box = f'x="{num(x)}" y="{num(y)}" width="{num(max(w, 0.1))}" height="{num(max(h, 0.1))}"{corner}'
        self.add(f"<rect {box} {self._style(fill, opacity, stroke, width)}/>")

    def poly(
        self, points: Iterable[Point], fill: str, *, opacity: float = 1, stroke: str | None = None, width: float = 2
    ) -> None:
        """A polygon."""
        self.path(points_path(points), fill, opacity=opacity, stroke=stroke, width=width)

    def path(
        self, d: str, fill: str = "none", *, opacity: float = 1, stroke: str | None = None, width: float = 2
    ) -> None:
        """A path by its `d`."""
        cap = ' stroke-linejoin="round" stroke-linecap="round"' if stroke else ""
        self.add(f'<path d="{d}" {self._style(fill, opacity, stroke, width, cap)}/>')

    def line(self, points: Iterable[Point], stroke: str, width: float = 2, *, opacity: float = 1) -> None:
        """An open line through `points`."""
        self.path(points_path(points, closed=False), stroke=stroke, width=width, opacity=opacity)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, fill: str, *, opacity: float = 1, stroke: str | None = None,
        width: float = 2,
    ) -> None:  # fmt: skip
        """An ellipse around (x, y)."""
        box = f'cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}"'
        self.add(f"<ellipse {box} {self._style(fill, opacity, stroke, width)}/>")

    def circle(self, x: float, y: float, r: float, fill: str, *, opacity: float = 1) -> None:
        """A circle around (x, y)."""
        self.add(f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" {self._style(fill, opacity, None, 0)}/>')

    def glow(self, x: float, y: float, r: float, colour: str = "#ffdf8f", strength: float = 1.0, ry: float = 0) -> None:
        """Light that spreads from (x, y): no tint, soft rim."""
        if strength <= 0:
            return
        shine = col.raw(colour)
        fill = self.radial((0, shine, 0.85), (0.22, shine, 0.42), (0.55, shine, 0.12), (1, shine, 0))
        self.ellipse(x, y, r, ry or r, fill, opacity=min(strength, 1))

    def shade(self, x: float, y: float, rx: float, ry: float, strength: float = 0.4) -> None:
        """A soft shadow on the ground."""
        fill = self.radial((0, "#120f2c", 0.9), (0.5, "#120f2c", 0.55), (1, "#120f2c", 0))
        self.ellipse(x, y, rx, ry, fill, opacity=strength)

    # --- layers ------------------------------------------------------------------------------------------------

    @contextmanager
    def layer(
        self, *, opacity: float = 1, blur: float = 0, haze: float | None = None, clip: str | None = None,
        transform: str | None = None,
    ) -> Iterator[None]:  # fmt: skip
        """What is painted inside shares opacity, blur (pixels), haze, a clipping path (`d`) or a transform."""
        attributes = ""
        if opacity < 1:
            attributes += f' opacity="{opacity:.2f}"'
        if blur:
            box = 'x="-20%" y="-20%" width="140%" height="140%"'
            markup = f'<filter id="ID" {box}><feGaussianBlur stdDeviation="{blur}"/></filter>'
            attributes += f' filter="{self._reference(markup)}"'
        if clip:
            markup = f'<clipPath id="ID"><path d="{clip}"/></clipPath>'
            attributes += f' clip-path="{self._reference(markup)}"'
        if transform:
            attributes += f' transform="{transform}"'
        before = self.haze
        self.haze = before if haze is None else haze
        if attributes:
            self.add(f"<g{attributes}>")
        yield
        if attributes:
            self.add("</g>")
        self.haze = before

    @contextmanager
    def under(self, light: Light) -> Iterator[None]:
        """What is painted inside is lit by `light` (the street behind a window)."""
        before, self.light = self.light, light
        yield
        self.light = before

    def svg(self, *, mirrored: bool = False, size: tuple[int, int] = (WIDTH, HEIGHT)) -> str:
        """The whole picture; `size` in pixels cuts it on the right and below."""
        width, height = size
        body = "".join(self._parts)
        if mirrored:
            body = f'<g transform="translate({width},0) scale(-1,1)">{body}</g>'
        box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><defs>{"".join(self._defs)}</defs>{body}</svg>'
