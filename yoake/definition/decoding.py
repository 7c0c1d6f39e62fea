"""From the bytes of a project file to its text."""

from __future__ import annotations

import re
from itertools import islice

from yoake.definition.problems import Problems

MAX_BYTES = 1024 * 1024

# Refused are control characters, line breaks that editors do not count (NEL, LS, PS) and so would shift every line
# number, marks that reorder text on the screen (what is read is not what is there), and non-characters.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def decode(data: bytes, problems: Problems) -> str | None:
    """The text of a file, or None where it is none (the problems then say why).

    Args:
        data: the file's content; a UTF-8 byte order mark is accepted.
        problems: takes what is wrong.
    """
    if len(data) > MAX_BYTES:
        problems.add("too-large", 1, "", f"the file has {len(data):,} bytes", f"at most {MAX_BYTES:,} are read")
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.add("not-utf-8", 1, "", "the file is UTF-16", "save it as UTF-8")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add("not-utf-8", line, "", f"byte {error.start:,} is not UTF-8", _encoding_hint(data))
        return None
    text = text.removeprefix("\ufeff")
    bad = list(islice(FORBIDDEN.finditer(text), 20))
    for match in bad:
        line = text.count("\n", 0, match.start()) + 1
        problems.add(
            "control-character", line, "", f"the invisible character U+{ord(match[0]):04X} is in this line", "remove it"
        )
    return None if bad else text


def _encoding_hint(data: bytes) -> str:
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return "save the file as UTF-8"
    return "it looks like Shift_JIS: save the file as UTF-8"
