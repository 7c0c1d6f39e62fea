"""Text of the game on its way into a Ren'Py script: it must be shown to the letter and can never become a statement."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters, direction marks and others without a shape: Ren'Py would draw boxes for them or turn the line."""
_PLAIN = re.compile(r"[A-Za-z0-9,.!?'():;/~@&*+=<>#^|$%-]")
"""ASCII that means nothing inside a quoted string, neither to Ren'Py's parser nor to Python."""
PAGE_WIDTH = 240
"""Full-width characters that one text box holds."""
LINE_BREAK_WIDTH = 30
"""What a line break costs of a text box, in full-width characters."""


def shown(text: str) -> str:
    """The text as the game shows it: one kind of line break, no character without a shape, else to the letter."""
    text = _DROPPED.sub("", _BREAKS.sub("\n", text).replace("\t", " "))
    return text if text.strip() else "…"


def literal(text: str) -> str:
    """A quoted string that Ren'Py's parser and Python read as exactly this text.

    Ren'Py folds runs of spaces, and rewrites names after `.__` and `[__` even inside strings.
    """
    before = ["", *text]
    return '"' + "".join(_escaped(char, last) for char, last in zip(text, before, strict=False)) + '"'


def _escaped(char: str, before: str) -> str:
    if char == "\n":
        return "\\n"
    harmless = (
        _PLAIN.fullmatch(char)
        or (char == " " and before not in (" ", "\n", ""))
        or (char == "_" and before not in "._[")
        or (not char.isascii() and not char.isspace() and char.isprintable())
        or ord(char) > 0xFFFF
    )
    return char if harmless else f"\\u{ord(char):04x}"


def quoted(text: str) -> str:
    """A string literal for what Ren'Py puts on the screen: no tags, no substitution, no control characters."""
    return literal(shown(text).replace("[", "[[").replace("{", "{{"))


def one_line(text: str) -> str:
    """The text without line breaks, for titles, names and answers."""
    return " ".join(shown(text).split("\n"))


def width(text: str) -> float:
    """How wide the text is, in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in text)


def pages(text: str) -> list[str]:
    """The text of one line in pieces that each fit the text box; most lines are one piece.

    Cuts fall after a sentence, else after a space, else anywhere.
    """
    text = shown(text)
    found: list[str] = []
    while text:
        end = _page_end(text)
        found.append(shown(text[:end]))
        text = text[end:]
    return found


def _page_end(text: str) -> int:
    room = float(PAGE_WIDTH)
    sentence = space = 0
    for index, char in enumerate(text):
        room -= LINE_BREAK_WIDTH if char == "\n" else width(char)
        if room < 0:
            return sentence or space or max(index, 1)
        if char in "。！？!?.\n":
            sentence = index + 1
        elif char.isspace():
            space = index + 1
    return len(text)
