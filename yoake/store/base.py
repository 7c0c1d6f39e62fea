"""What an asset store can do; one for a local folder, one for S3 and other remote file systems."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHUNK = 1 << 20
Key = tuple[str, str]
"""(SHA-256, suffix with its dot)."""
Facts = tuple[int, int]
"""(size, modification time in ns) of a local file."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One object as the store has it."""

    sha256: str
    suffix: str
    size: int
    signature: str
    """Changes whenever the bytes may have changed: the modification time locally, the ETag on S3."""


class AssetStore(Protocol):
    """Keeps files by the hash of their content."""

    def put(self, path: Path, suffix: str) -> Stored:
        """Takes a file in, verified and whole or not at all; the source may be moved away."""

    def local(self, sha256: str, suffix: str) -> Path:
        """A local file with the object's content, read only."""

    def facts(self, sha256: str, suffix: str) -> Facts:
        """Of that local file, as last seen; it is looked at where it has not been yet."""

    def listing(self) -> dict[Key, Stored]:
        """Everything that is there, in one pass, without reading it."""

    def verify(self, sha256: str, suffix: str) -> Stored | None:
        """Reads the object; None where it is gone, or damaged, in which case it is put aside."""


def facts_of(status: os.stat_result) -> Facts:
    """The facts of a file that was looked at."""
    return status.st_size, status.st_mtime_ns


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes of a file."""
    hasher, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            hasher.update(chunk)
            size += len(chunk)
    return hasher.hexdigest(), size
