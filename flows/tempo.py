"""The clock of a run."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tempo:
    """How the run's own seconds pass: estimates, rates and forecasts are in them.

    With real services one is a real second; with simulated services on a fast clock, 60 of them may pass in one.
    """

    scale: float = 1.0

    def now(self) -> float:
        """The run's time in its own seconds; never goes back."""
        return time.monotonic() * self.scale

    def real(self, seconds: float) -> float:
        """How many real seconds some of the run's take."""
        return seconds / self.scale
