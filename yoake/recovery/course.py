"""One asset's course from try to try, within one task run: what the next try is, and when there is none."""

from __future__ import annotations

from dataclasses import dataclass

from yoake.errors import YoakeError
from yoake.recovery.table import action_for

SEEDS = 3
"""How many seeds are tried before a failed check counts."""
PEERS = 5
"""How often a service may be lost under an asset before that counts against the asset."""
WAITS = 3
"""How often a service may ask for patience."""
SIZES = 12
"""How often an asset is made smaller: more steps than there are from the largest resolution to the floor."""


@dataclass(frozen=True, slots=True)
class Step:
    """Another try, at once or after a pause."""

    wait_seconds: float = 0.0
    counts: bool = True
    """Whether the try before it was the asset's own failure."""


@dataclass(slots=True)
class Course:
    """Counts the tries of one asset. Each kind of trouble has its own bound, so that a course always ends.

    Args:
        seeds: how many seeds may be tried; 1 where another one changes nothing, or costs.
    """

    seeds: int = SEEDS
    seed_number: int = 0
    """Which seed is to be used, from 0: the asset's own."""
    lost: int = 0
    waited: int = 0
    lowered: int = 0

    def after(self, error: YoakeError, *, smallest: bool) -> Step | None:
        """What to do after a try has failed.

        Args:
            smallest: whether nothing was left to lower at that try.

        Returns:
            The next try; none where it needs more than that: a longer pause, or to be given up.
        """
        match action_for(error):
            case "another-seed" if self.seed_number + 1 < self.seeds:
                self.seed_number += 1
                return Step()
            case "smaller" if not smallest and self.lowered < SIZES:
                self.lowered += 1
                return Step()
            case "peer" if self.lost < PEERS:
                self.lost += 1
                return Step(counts=False)
            case "wait" if self.waited < WAITS:
                self.waited += 1
                return Step(float(getattr(error, "wait_seconds", 0.0)), counts=False)
            case _:
                return None
