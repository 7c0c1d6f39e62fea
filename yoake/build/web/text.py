"""Text of the game on its way into a web page."""

from __future__ import annotations

import json
import re
from typing import Any

_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """The text as the game shows it: one kind of line break, no control characters, else to the letter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _DROPPED.sub("", text))


def isolated(text: str) -> str:
    """For places without markup, such as a window title: direction marks in it cannot turn what stands beside it."""
    return f"\u2068{text}\u2069" if _BIDI.search(text) else text


def script_literal(data: Any) -> str:
    """JSON that is also a JavaScript expression and can stand in any script: nothing in it ends the script or hides."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE_IN_SCRIPT.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
