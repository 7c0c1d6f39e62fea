"""Numbers, times and texts as a report shows them."""

from __future__ import annotations

import re
from datetime import datetime

from yoake.words import Language

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&$!#{}@]|(?<=[A-Za-z]):(?=//)|(?<=www)\.)")
_BLOCK = re.compile(r"^([-+=]|\d+(?=[.)]))")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)


def length(seconds: float, language: Language) -> str:
    """A time span for people: `3.2 s`, `4 min 05 s`, `2 h 10 min`; in Japanese `4分05秒`."""
    ja = language == "ja"
    if seconds < 59.95:
        shown = f"{seconds:.2f}" if seconds < 0.995 else f"{seconds:.1f}"
        return f"{shown}秒" if ja else f"{shown} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}時間{minutes:02d}分" if ja else f"{hours} h {minutes:02d} min"
    return f"{minutes}分{rest:02d}秒" if ja else f"{minutes} min {rest:02d} s"


def tick(seconds: float) -> str:
    """A moment on a time axis: `0:30`, `1:02:00`; below ten seconds with a fraction where it has one."""
    if seconds < 10 and seconds != int(seconds):
        return f"{seconds:.1f}"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def date(moment: datetime, language: Language) -> str:
    """A moment in this machine's time zone."""
    here = moment.astimezone()
    if language == "ja":
        return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"
    return f"{here.day} {here:%B %Y, %H:%M}"


def shown(text: str) -> str:
    """A text from anywhere without what cannot be seen or would reorder what stands around it."""
    return _UNSEEN.sub(" ", text)


def markdown(text: str) -> str:
    """Markdown that shows this text on one line: no markup, no link, nothing unseen; readable as plain text too."""
    line = _MARKUP.sub(r"\\\1", " ".join(shown(text).split()))
    # what would begin a list or a heading's underline, were it to stand at the beginning of a line
    return _BLOCK.sub(lambda found: f"\\{found[1]}" if not found[1].isdigit() else f"{found[1]}\\", line)
