"""The time as the catalog writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The time as it is written into the catalog: ISO 8601, UTC, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
