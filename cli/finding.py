"""What `yoake doctor` finds, line by line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table."""

    what: str
    good: bool
    found: str
    otherwise: str
    """What to do where it is not good."""
    needed: bool = True
    """Whether the embedded default cannot do its job without it."""
    otherwise_is: str = "missing"
    """The mark where it is not good."""
