"""What a look at a service has found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a service does not have."""

    what: str
    """A model file, custom nodes, a tag, a style."""
    users: str
    """What it is for."""
    remedy: str
    needed: bool
    mark: str = "missing"


@dataclass(frozen=True, slots=True)
class Checked:
    """One service."""

    service: str
    good: bool
    found: str
    """Version and what it has, or why it cannot be used."""
    remedy: str = ""
    needed: bool = True
    mark: str = "down"
    """In one word, where it is not good."""
    lacks: tuple[Lack, ...] = ()


def listed(names: list[str], most: int = 3) -> str:
    """`a, b, c and 4 more`."""
    shown = list(dict.fromkeys(names))
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")
