"""The automatic check: every asset passes it before anything else uses it.

Nothing that the file or its provider says is believed before the file is decoded, and its size is looked at first.
"""

from __future__ import annotations

from collections.abc import Callable

from yoake.quality import archives, audio, images, texts, video
from yoake.quality.report import Finding, Notes, QualityReport
from yoake.quality.subject import Subject
from yoake.quality.thresholds import Kind, kind_of, thresholds_for

__all__ = ["Finding", "QualityReport", "Subject", "check"]

_CHECKS: dict[Kind, Callable[[Subject, dict[str, float], Notes], None]] = {
    "character": images.inspect,
    "background": images.inspect,
    "event": images.inspect,
    "ui": images.inspect,
    "video": video.inspect,
    "bgm": audio.inspect,
    "se": audio.inspect,
    "voice": audio.inspect,
    "text": texts.inspect,
    "archive": archives.inspect,
}


def check(subject: Subject) -> QualityReport:
    """Check one file by its kind's row of the table of thresholds.

    Raises:
        InvalidRequestError: `quality.unknown-threshold`, `quality.unknown-schema`: the spec is wrong, not the file.
    """
    kind = kind_of(subject.media_type, subject.asset_type, subject.category)
    limits = thresholds_for(kind, subject.thresholds)
    notes = Notes()
    if not subject.path.is_file():
        notes.find("file.missing", "There is no file.")
        return notes.report()
    size = notes.measure("bytes", subject.path.stat().st_size)
    if size == 0:
        notes.find("file.empty", "The file is empty.")
    elif size > limits["max_bytes"]:
        notes.find("file.too-large", f"The file has {size:.0f} bytes; at most {limits['max_bytes']:.0f} are allowed.")
    elif kind in _CHECKS:
        _CHECKS[kind](subject, limits, notes)
    return notes.report()
