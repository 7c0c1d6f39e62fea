"""Keys and texts of artifacts: what comes from outside stays text, and a key is one that Prefect takes."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

KEY_LENGTH = 120
MARKUP = frozenset("\\`*_{}[]<>()#+-.!|~&:@/=\"'$^%")
"""What means something in markdown or in an HTML page."""
STARTS = re.compile(r"\](?=[(\[:])|<|:(?=//)|@|www(?=\.)", re.IGNORECASE)
"""Of a link or a picture, of a tag, and of what becomes a link by itself: an address of a page or for mail."""
NO_WIDTH = "\u200b"


def key_of(*parts: str) -> str:
    """An artifact's key, of small letters, digits and dashes: `hoshizora-faces-happy`.

    A part in other letters is told apart by a digest of it.
    """
    steps = []
    for part in parts:
        plain_part = re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-")
        if not part.isascii() or not plain_part:
            plain_part = f"{plain_part}-{hashlib.sha256(part.encode()).hexdigest()[:8]}".strip("-")
        steps.append(plain_part)
    return "-".join(steps)[:KEY_LENGTH].strip("-")


def plain(text: str) -> str:
    """A text on one line that markdown shows as it is."""
    return "".join(f"\\{c}" if c in MARKUP else c for c in harmless(text))


def harmless(text: str) -> str:
    """A text on one line that makes no link, picture or tag wherever it stands in an artifact.

    The UI reads the cells of tables and all descriptions as markdown with HTML in it, and in some of these places it
    shows escapes as they are; so what would begin something is broken by a space without width instead.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return STARTS.sub(lambda found: f"{found[0][0]}{NO_WIDTH}{found[0][1:]}", line)


def at(seconds: float, now: datetime) -> str:
    """The time of day in so many seconds, with the day where it is another one: `03:12`, `Mon 03:12`."""
    then = now + timedelta(seconds=seconds)
    return f"{then:%H:%M}" if then.date() == now.date() else f"{then:%a %H:%M}"
