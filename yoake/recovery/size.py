"""How large an asset is made: what can be lowered when VRAM runs out, in which steps, and what is known not to fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

STEP = 256
"""Pixels by which the resolution is lowered (architecture document 7.2)."""
FLOOR = 512
"""Pixels: lower than this, models paint nothing of use."""


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """What decides how much VRAM a job takes. Larger resolutions are larger, then larger batches."""

    resolution: int
    """Side in pixels; 0 where the workflow has no such parameter."""
    batch_size: int = 1
    """Pictures made in one go."""

    def includes(self, other: Size) -> bool:
        """Whether the other takes no more VRAM than this, so that it fits where this does."""
        return other.resolution <= self.resolution and other.batch_size <= self.batch_size


def size_of(params: Mapping[str, Any]) -> Size | None:
    """The size that parameters ask for; none where they have nothing that could be lowered."""
    resolution, batch_size = params.get("resolution"), params.get("batch_size")
    numbers = [v if isinstance(v, int) and not isinstance(v, bool) else None for v in (resolution, batch_size)]
    if numbers == [None, None]:
        return None
    return Size(numbers[0] or 0, numbers[1] or 1)


def smaller(size: Size, floor: int = FLOOR) -> Size | None:
    """The next smaller size: first the batch goes, which costs no quality; none where nothing is left to lower.

    Args:
        floor: the lowest resolution in pixels.
    """
    if size.batch_size > 1:
        return Size(size.resolution, 1)
    if size.resolution > floor:
        return Size(max(floor, size.resolution - STEP))
    return None


def largest_allowed(asked: Size, failed: Iterable[Size], floor: int = FLOOR) -> Size:
    """The largest size, at most the one asked for, that is not known to fail; the smallest where all are.

    Args:
        failed: sizes that ran out of VRAM; whatever takes as much as one of them would do so too.
    """
    known, size = list(failed), asked
    while any(size.includes(bad) for bad in known):
        less = smaller(size, floor)
        if less is None:
            return size
        size = less
    return size


def with_size(params: Mapping[str, Any], size: Size) -> dict[str, Any]:
    """Parameters with another size; what they do not have is not added."""
    lowered = {"resolution": size.resolution, "batch_size": size.batch_size}
    return {**params, **{key: value for key, value in lowered.items() if key in params}}
