"""Services that ask to come back later: how long that is, and the error that says so."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from yoake.errors import YoakeError

USUAL_WAIT_SECONDS = 30.0
"""Where a service does not say, or says nonsense."""
LONGEST_WAIT_SECONDS = 3600.0
"""A service that says more is believed so far, then asked again."""


class BusyError(YoakeError):
    """A service has no room or quota now.

    Args:
        wait_seconds: when it is worth asking again, from now on.
    """

    def __init__(
        self, code: str, message: str, *, wait_seconds: float, next_step: str = "", transient: bool = False
    ) -> None:
        super().__init__(code, message, next_step=next_step, transient=transient)
        self.wait_seconds = wait_seconds

    def __reduce__(self) -> tuple[object, ...]:
        return (*super().__reduce__(), {"wait_seconds": self.wait_seconds})


def retry_after(header: str | None, now: datetime | None = None) -> float:
    """Seconds to wait by a `Retry-After` header (RFC 9110 10.2.3: seconds or a date), within sensible bounds.

    Absent, negative, in the past or not understood: the usual wait. Absurdly long: the longest.
    """
    text = (header or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except ValueError:
            return USUAL_WAIT_SECONDS
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        seconds = (when - (now or datetime.now(UTC))).total_seconds()
    if not seconds > 0:  # NaN too
        return USUAL_WAIT_SECONDS
    return min(seconds, LONGEST_WAIT_SECONDS)
