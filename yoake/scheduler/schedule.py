"""What a simulated run looks like: who ran where and when, and how that compares with what is possible at best."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from yoake.scheduler.bounds import LowerBound


@dataclass(frozen=True, slots=True)
class Slot:
    """One asset's stay at a place. `end` - `start` = `load_seconds` + the work itself."""

    asset: str
    depends_on: tuple[str, ...]
    resource: str
    service: str
    model: str | None
    vram_gb: float
    load_seconds: float
    start: float
    end: float
    loads: bool
    """Whether its model was loaded for it."""
    made: bool = True
    """False for an attempt that failed or was cut off."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole run, in seconds from its start."""

    policy: str
    makespan_seconds: float
    bound: LowerBound
    model_switches: int
    """Model loads, the first ones included."""
    least_switches: int
    """One load a model."""
    slots: tuple[Slot, ...]
    """In order of their starts."""
    not_made: tuple[str, ...]
    """Assets that failed for good, were cancelled, or needed one that did."""
    decisions: int

    @property
    def ratio(self) -> float:
        """Makespan over the lower bound: 1 is perfect."""
        return self.makespan_seconds / self.bound.seconds if self.bound.seconds > 0 else 1.0

    def as_json(self) -> dict[str, Any]:
        """The schedule as plain data, times in seconds from its start: anyone can check it."""
        return {
            "policy": self.policy,
            "makespan_seconds": self.makespan_seconds,
            "lower_bound_seconds": self.bound.seconds,
            "model_switches": self.model_switches,
            "least_model_switches": self.least_switches,
            "critical_path": list(self.bound.critical_path),
            "assets": [asdict(slot) for slot in self.slots],
            "not_made": list(self.not_made),
        }
