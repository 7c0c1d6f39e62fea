"""What comes out of the work on one asset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yoake.providers.base import Product


@dataclass(frozen=True, slots=True)
class Worked:
    """A file that passed its check."""

    product: Product
    measures: Mapping[str, float] = field(default_factory=dict)
    """What the check measured."""
    peak_vram_gb: float | None = None
    """The most VRAM that its model was seen to use, in GB; none where nobody measured."""
