"""What an error said, taken apart again: the catalog keeps it as one text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = re.compile(r"\s*\[([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)\]\s*$")
_LAST_SENTENCE = re.compile(r"^(.*[.!?。])\s+(\S.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """An error as `str(YoakeError)` put it, in its parts; each may be empty."""

    sentence: str
    next_step: str
    code: str


def take_apart(text: str, code: str | None = None) -> Said:
    """The parts of a recorded error: `message next_step [code]`.

    A text without a code is no error of ours and stays as it is; of one with a code, the last sentence is the next
    step where there are two.

    Args:
        code: the code as it is recorded beside the text; used where the text has none.
    """
    found = _CODE.search(text)
    if found is None:
        return Said(text.strip(), "", code or "")
    rest = text[: found.start()].strip()
    two = _LAST_SENTENCE.match(rest)
    return Said(two[1], two[2], found[1]) if two else Said(rest, "", found[1])
