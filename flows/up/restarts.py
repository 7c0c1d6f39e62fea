"""When a child that died is started again: soon, then later and later; pure."""

from __future__ import annotations

from dataclasses import dataclass, field

WINDOW_SECONDS = 60.0
OFTEN = 5
"""So many deaths within the window are no accident: something is wrong that a new start does not cure."""
FIRST_SECONDS = 0.5
OFTEN_SECONDS = 30.0


@dataclass(slots=True)
class Restarts:
    """The deaths of one child."""

    deaths: list[float] = field(default_factory=list)
    """Moments of the monotonic clock, in seconds; only those of the last minute are kept."""

    def died(self, now: float) -> float:
        """Notes a death.

        Returns:
            Seconds to wait before the next start: half a second, then twice as long each time, half a minute once it
            dies often.
        """
        self.deaths = [moment for moment in self.deaths if now - moment < WINDOW_SECONDS] + [now]
        return OFTEN_SECONDS if self.often else FIRST_SECONDS * 2 ** (len(self.deaths) - 1)

    @property
    def often(self) -> bool:
        """Whether it dies so often that a person has to look."""
        return len(self.deaths) >= OFTEN
