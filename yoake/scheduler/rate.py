"""A rate limit with exact waits: at most so many starts in any 60 seconds."""

from __future__ import annotations

from collections import deque

WINDOW_SECONDS = 60.0


class RateLimit:
    """A bucket of `per_minute` tokens, each of which comes back 60 seconds after it was taken.

    A bucket that refills continuously would let a burst and its refill into the same minute, nearly twice the rate;
    with each token on its own clock no window of 60 seconds ever holds more than `per_minute` starts.

    Args:
        per_minute: starts in any 60 seconds, at least one.
    """

    __slots__ = ("_taken", "per_minute")

    def __init__(self, per_minute: int) -> None:
        if per_minute < 1:
            raise ValueError("a rate limit needs at least one start a minute")
        self.per_minute = per_minute
        self._taken: deque[float] = deque(maxlen=per_minute)

    def free_at(self, now: float) -> float:
        """The earliest time, `now` or later, at which a start is allowed."""
        if len(self._taken) < self.per_minute:
            return now
        return max(now, self._taken[0] + WINDOW_SECONDS)

    def seen_from(self, now: float) -> RateLimit:
        """A copy on a clock that is zero now."""
        copy = RateLimit(self.per_minute)
        copy._taken.extend(taken - now for taken in self._taken)
        return copy

    def take(self, now: float) -> None:
        """Uses a token; the caller has asked `free_at` before, or knows of a call that was made anyway."""
        self._taken.append(now)
