"""Drawing primitives: paths, tapered brush strokes, limbs as tubes, and the definitions that they share.

Points are (x, y) pairs in canvas units, y pointing down. Everything returns SVG text.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]

_PREFIX = re.compile(r"^[A-Za-z0-9_-]{0,32}$")


def num(value: float) -> str:
    """A coordinate with one decimal, without a trailing `.0`."""
    text = f"{value:.1f}"
    return "0" if text in ("-0.0", "0.0") else text.removesuffix(".0")


def pt(point: Point) -> str:
    """A point as SVG writes it."""
    return f"{num(point[0])},{num(point[1])}"


def route(*steps: str | Point) -> str:
    """A path from commands and points: `route("M", (0, 0), "Q", (5, 9), (10, 0), "Z")`."""
    return " ".join(step if isinstance(step, str) else pt(step) for step in steps)


def lerp(a: Point, b: Point, share: float) -> Point:
    """The point `share` of the way from `a` to `b`."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def mirrored(points: Sequence[Point]) -> list[Point]:
    """The points mirrored at x = 0, in reverse order, so that a half outline can be closed."""
    return [(-x, y) for x, y in reversed(points)]


class Ink:
    """The definitions (gradients, clip paths) of one drawing, with ids unique under a prefix.

    Args:
        prefix: goes before every id, so that several drawings can share one SVG; letters, digits, `_`, `-`.

    Raises:
        ValueError: the prefix has other characters.
    """

    def __init__(self, prefix: str = "") -> None:
        if not _PREFIX.match(prefix):
            raise ValueError("an id prefix has only letters, digits, '_' and '-'")
        self._prefix = prefix
        self._known: dict[str, str] = {}

    def _add(self, body: str) -> str:
        if body not in self._known:
            self._known[body] = f"{self._prefix}d{len(self._known)}"
        return self._known[body]

    def linear(self, stops: Sequence[tuple[float, str]], start: Point, end: Point) -> str:
        """Paint running over `stops` (offset 0..1, colour) from `start` to `end` in canvas units."""
        marks = "".join(f'<stop offset="{offset:g}" stop-color="{colour}"/>' for offset, colour in stops)
        body = (
            f'<linearGradient id="%s" gradientUnits="userSpaceOnUse" x1="{num(start[0])}" y1="{num(start[1])}"'
            f' x2="{num(end[0])}" y2="{num(end[1])}">{marks}</linearGradient>'
        )
        return f"url(#{self._add(body)})"

    def glow(self, colour: str, opacity: float = 0.8) -> str:
        """Paint that fades from `colour` in the middle of a shape to nothing at its rim."""
        body = (
            f'<radialGradient id="%s"><stop offset="0" stop-color="{colour}" stop-opacity="{opacity:g}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
        )
        return f"url(#{self._add(body)})"

    def inside(self, outline: str, content: str) -> str:
        """`content` where it lies inside the path `outline`."""
        if not content:
            return ""
        clip = self._add(f'<clipPath id="%s"><path d="{outline}"/></clipPath>')
        return f'<g clip-path="url(#{clip})">{content}</g>'

    def definitions(self) -> str:
        """The `<defs>` of everything used so far."""
        return "<defs>" + "".join(body % name for body, name in self._known.items()) + "</defs>"


def fill(d: str, paint: str, opacity: float = 1.0) -> str:
    """A filled shape without a line."""
    tail = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""  # `opacity` would cost a layer each
    return f'<path d="{d}" fill="{paint}"{tail}/>'


def stroke(d: str, colour: str, width: float = 3.0, opacity: float = 1.0) -> str:
    """A line of even width with round ends."""
    tail = f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"'
        f' stroke-linejoin="round"{tail}/>'
    )


def _dropped_line(d: str, line: str, width: float) -> str:
    """The outline moved away from the light, which thickens it there; too fine to see on thin lines."""
    if width < 2.5:
        return ""
    return (
        f'<path d="{d}" transform="translate({width * 0.3:.2g},{width * 0.4:.2g})" fill="none" stroke="{line}"'
        f' stroke-width="{width:g}" stroke-linejoin="round"/>'
    )


def form(d: str, paint: str, line: str, width: float = 3.0) -> str:
    """A filled shape whose outline is thicker at the lower right, away from the light."""
    return (
        f'{_dropped_line(d, line, width)}<path d="{d}" fill="{paint}" stroke="{line}" stroke-width="{width:g}"'
        ' stroke-linejoin="round"/>'
    )


def merged(shapes: Sequence[str], paint: str, line: str, width: float = 3.0) -> str:
    """Several overlapping shapes drawn as one: a common outline and no lines between them."""
    d = " ".join(shapes)
    return _dropped_line(d, line, width) + stroke(d, line, width) + fill(d, paint)


def spline(points: Sequence[Point], *, closed: bool = False, join: bool = False) -> str:
    """A smooth curve through the points (Catmull-Rom as cubic Beziers).

    Args:
        points: at least two points to pass through.
        closed: lead back to the first point.
        join: go on from the pen's place with a line instead of starting a new sub-path.
    """
    count = len(points)
    parts = [("L" if join else "M") + pt(points[0])]
    for i in range(count if closed else count - 1):
        before = points[i - 1] if closed or i > 0 else points[0]
        here, there = points[i], points[(i + 1) % count]
        after = points[(i + 2) % count] if closed or i + 2 < count else points[-1]
        one = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        two = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        parts.append(f"C{pt(one)} {pt(two)} {pt(there)}")
    return "".join(parts) + ("Z" if closed else "")


def bezier(points: Sequence[Point], share: float) -> Point:
    """The point at `share` (0..1) of a Bezier curve with any number of control points."""
    level = list(points)
    while len(level) > 1:
        level = [lerp(a, b, share) for a, b in itertools.pairwise(level)]
    return level[0]


def brush(points: Sequence[Point], width: float, *, start: float = 0.0, end: float = 0.0, peak: float = 0.5) -> str:
    """Path of a brush stroke along a Bezier curve: thickest at `peak`, running out at the ends.

    Args:
        points: two to four control points.
        width: greatest width.
        start: share of the width (0..1) at the beginning.
        end: share of the width at the end.
        peak: where along the stroke (0..1) it is thickest.
    """
    steps = 8
    left: list[Point] = []
    right: list[Point] = []
    for i in range(steps + 1):
        t = i / steps
        x, y = bezier(points, t)
        a, b = bezier(points, max(0.0, t - 0.02)), bezier(points, min(1.0, t + 0.02))
        length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        rise = min(1.0, t / peak) if peak > 0 else 1.0
        fall = min(1.0, (1 - t) / (1 - peak)) if peak < 1 else 1.0
        swell = (start + (1 - start) * math.sin(rise * math.pi / 2)) * (end + (1 - end) * math.sin(fall * math.pi / 2))
        half = max(width * swell / 2, 0.15)
        nx, ny = -(b[1] - a[1]) / length * half, (b[0] - a[0]) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return spline(left) + spline(right[::-1], join=True) + "Z"


def strokes(lines: Sequence[Sequence[Point]], colour: str, width: float, opacity: float = 1.0) -> str:
    """Several brush strokes of one colour (folds, strands of hair)."""
    return fill("".join(brush(line, width) for line in lines), colour, opacity) if lines else ""


@dataclass(frozen=True)
class Tube:
    """A limb or a sleeve: a band around a centre line, flat at the end and open at the beginning."""

    left: tuple[Point, ...]
    right: tuple[Point, ...]
    centre: tuple[Point, ...]

    @property
    def outline(self) -> str:
        """The closed shape."""
        return spline(self.left) + spline(self.right[::-1], join=True) + "Z"

    @property
    def rounded(self) -> str:
        """The closed shape with a round beginning (an elbow)."""
        (ax, ay), (bx, by) = self.right[0], self.left[0]
        radius = num(math.hypot(bx - ax, by - ay) / 2)
        return f"{spline(self.left)}{spline(self.right[::-1], join=True)}A{radius},{radius} 0 0 1 {pt(self.left[0])}Z"

    @property
    def rounded_line(self) -> str:
        """The outline of `rounded` without the end (the wrist)."""
        (ax, ay), (bx, by) = self.right[0], self.left[0]
        radius = num(math.hypot(bx - ax, by - ay) / 2)
        return f"{spline(self.right[::-1])}A{radius},{radius} 0 0 1 {pt(self.left[0])}{spline(self.left, join=True)}"

    def open_line(self, trim_left: int = 0, trim_right: int = 0, *, end: bool = True) -> str:
        """The outline without the beginning; `trim_*` leaves out that many first points of a side."""
        return spline(self.left[trim_left:]) + spline(self.right[trim_right:][::-1], join=end)

    def side(self, share: float, *, of_right: bool = True) -> str:
        """The band next to one side that grows to `share` (0..1) of the half width; for shadows."""
        rim = self.right if of_right else self.left
        inner = [lerp(r, c, share * min(1.0, i / 9)) for i, (r, c) in enumerate(zip(rim, self.centre, strict=True))]
        return spline(rim) + spline(inner[::-1], join=True) + "Z"


def tube(joints: Sequence[Point], radii: Sequence[float], *, steps: int = 5) -> Tube:
    """A tube through joints with a radius at each; `left` is on the left when looking along it, y down.

    Args:
        joints: two or more centre points.
        radii: half width at each joint.
        steps: samples between two joints.
    """
    path: list[tuple[Point, float]] = []
    count = len(joints)
    for i in range(count - 1):
        before, here = joints[max(i - 1, 0)], joints[i]
        there, after = joints[i + 1], joints[min(i + 2, count - 1)]
        one = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        two = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        for step in range(steps + (i == count - 2)):
            t = step / steps
            path.append((bezier((here, one, two, there), t), radii[i] + (radii[i + 1] - radii[i]) * t))
    left: list[Point] = []
    right: list[Point] = []
    for i, ((x, y), radius) in enumerate(path):
        (ax, ay), (bx, by) = path[max(i - 1, 0)][0], path[min(i + 1, len(path) - 1)][0]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = (by - ay) / length * radius, -(bx - ax) / length * radius
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return Tube(tuple(left), tuple(right), tuple(p for p, _ in path))
