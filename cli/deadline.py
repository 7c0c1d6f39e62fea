"""The time by which a run should be done: `08:00` is the next time that the clock shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from yoake.errors import InvalidRequestError

_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment, in this machine's time zone, and how far away it is."""

    at: datetime
    seconds: float


def deadline(text: str, now: datetime) -> Deadline:
    """The next `HH:MM` after now.

    Args:
        text: hours and minutes of a 24-hour clock.
        now: with its time zone.

    Raises:
        InvalidRequestError: `plan.bad-time`.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise InvalidRequestError(
            "plan.bad-time", f"--finish-by {text} is no time of day.", next_step="Write hours and minutes: 08:00."
        )
    # on the local clock, so that a night in which summer time begins or ends is as long as it is
    today = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0, tzinfo=None)
    at = today.astimezone()
    if at <= now:
        at = (today + timedelta(days=1)).astimezone()
    return Deadline(at, (at - now).total_seconds())


def clock(at: datetime, now: datetime) -> str:
    """A moment as people say it from here: `03:42`, `Tue 03:42` where it is a day away or more."""
    return f"{at:%H:%M}" if at - now < timedelta(hours=24) else f"{at:%a %d %b %H:%M}"
