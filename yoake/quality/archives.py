"""Checks of built games and other archives."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from yoake.quality.report import Notes
from yoake.quality.subject import Subject


def inspect(subject: Subject, limits: dict[str, float], notes: Notes) -> None:
    """Opens, holds a sensible number and volume of files under safe names, and every file's checksum is right."""
    try:
        with zipfile.ZipFile(subject.path) as archive:
            entries = archive.infolist()
            count = notes.measure("entries", len(entries))
            unpacked = notes.measure("unpacked_bytes", sum(entry.file_size for entry in entries))
            if not limits["min_entries"] <= count <= limits["max_entries"]:
                notes.find(
                    "archive.entries",
                    f"The archive holds {count:.0f} files; {limits['min_entries']:.0f} to {limits['max_entries']:.0f} "
                    "are right.",
                )
                return
            if unpacked > limits["max_unpacked_bytes"]:
                notes.find(
                    "archive.too-large",
                    f"Unpacked, the archive has {unpacked:.0f} bytes; "
                    f"at most {limits['max_unpacked_bytes']:.0f} are allowed.",
                )
                return
            if unsafe := _unsafe(entries):
                notes.find("archive.unsafe-name", f"The archive holds {unsafe!r}, which could be written elsewhere.")
                return
            if broken := archive.testzip():
                notes.find("archive.damaged", f"{broken[:80]!r} in the archive is damaged: its checksum is wrong.")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        notes.find("archive.unreadable", f"The archive cannot be read: {str(error)[:160] or type(error).__name__}.")


def _unsafe(entries: list[zipfile.ZipInfo]) -> str | None:
    """The first name that is absolute, climbs, hides something, comes twice or is a link; shortened."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        folded = name.casefold().rstrip("/")
        path = PurePosixPath(name)
        strange = "\\" in name or ":" in name or any(ord(letter) < 32 for letter in entry.orig_filename)
        if strange or path.is_absolute() or ".." in path.parts or not path.parts or folded in seen:
            return name[:80]
        if stat.S_ISLNK(entry.external_attr >> 16):
            return name[:80]
        seen.add(folded)
    return None
