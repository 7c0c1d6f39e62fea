"""How this run's work compares with its estimates, kind of work by kind of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

DOUBT = 2.0
"""How many assets' worth of trust the estimate has against what is measured."""


class Pace:
    """Learns the ratio of measured to estimated seconds; a few assets outweigh a wrong estimate."""

    def __init__(self) -> None:
        self._measured: defaultdict[Hashable, float] = defaultdict(float)
        self._estimated: defaultdict[Hashable, float] = defaultdict(float)

    def saw(self, kind: Hashable, measured_seconds: float, estimated_seconds: float) -> None:
        """Takes note of one asset's stay at its place."""
        self._measured[kind] += measured_seconds
        self._estimated[kind] += estimated_seconds

    def expected(self, kind: Hashable, estimated_seconds: float) -> float:
        """What an asset of a kind is likely to take, in seconds."""
        trust = DOUBT * estimated_seconds
        return estimated_seconds * (self._measured[kind] + trust) / (self._estimated[kind] + trust)
