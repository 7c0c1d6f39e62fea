"""One-point perspective: places in metres, with the eye at the origin, x to the right, y up and z away from it."""

from __future__ import annotations

from dataclasses import dataclass

from yoake.providers.sketch.place import colour as col
from yoake.providers.sketch.place.canvas import Canvas, Point


@dataclass(frozen=True, slots=True)
class View:
    """A camera: vanishing point (x, y) in pixels, focal length in pixels, height of the eye in metres."""

    x: float = 640
    y: float = 380
    focal: float = 820
    eye: float = 1.5

    def at(self, x: float, y: float, z: float) -> Point:
        """Where a point in metres is seen, in pixels."""
        z = max(z, 0.05)
        return self.x + self.focal * x / z, self.y - self.focal * (y - self.eye) / z

    def scale(self, z: float) -> float:
        """Pixels a metre at depth `z`."""
        return self.focal / max(z, 0.05)

    def floor(self, x0: float, x1: float, z0: float, z1: float, y: float = 0) -> list[Point]:
        """A level rectangle."""
        return [self.at(x0, y, z0), self.at(x1, y, z0), self.at(x1, y, z1), self.at(x0, y, z1)]

    def side(self, x: float, y0: float, y1: float, z0: float, z1: float) -> list[Point]:
        """An upright rectangle that runs away from the eye."""
        return [self.at(x, y0, z0), self.at(x, y1, z0), self.at(x, y1, z1), self.at(x, y0, z1)]

    def front(self, x0: float, x1: float, y0: float, y1: float, z: float) -> list[Point]:
        """An upright rectangle that faces the eye."""
        return [self.at(x0, y0, z), self.at(x1, y0, z), self.at(x1, y1, z), self.at(x0, y1, z)]

    def box(
        self, c: Canvas, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], colour: str,
        *, lit: str = "left", edge: float = 0.0, top: str | None = None,
    ) -> None:  # fmt: skip
        """A solid box, the faces that can be seen; `lit` is the side the light comes from.

        Args:
            edge: width in pixels of a line around each face.
            top: colour of its top, where that is another material.
        """
        line = col.dark(colour, 0.5) if edge else None
        if x[0] > 0:
            tone = col.light(colour, 0.12) if lit == "left" else col.dark(colour, 0.34)
            c.poly(self.side(x[0], *y, *z), tone, stroke=line, width=edge)
        elif x[1] < 0:
            tone = col.light(colour, 0.12) if lit == "right" else col.dark(colour, 0.34)
            c.poly(self.side(x[1], *y, *z), tone, stroke=line, width=edge)
        if y[1] < self.eye:
            c.poly(self.floor(*x, *z, y[1]), top or col.light(colour, 0.28), stroke=line, width=edge)
        elif y[0] > self.eye:
            c.poly(self.floor(*x, *z, y[0]), col.dark(colour, 0.45), stroke=line, width=edge)
        c.poly(self.front(*x, *y, z[0]), colour, stroke=line, width=edge)
