"""The asset store in a local folder: `objects/ab/abcdef….png`."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import uuid
from pathlib import Path

from yoake.errors import YoakeError
from yoake.store.base import Facts, Key, Stored, facts_of, hash_file
from yoake.store.paths import Layout, safe_suffix


class LocalStore:
    """Objects below `layout.objects`. An object is renamed into place only once it is whole and on disk."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._made: set[Path] = set()
        self._seen: dict[Key, Facts] = {}

    def put(self, path: Path, suffix: str) -> Stored:
        """Moves `path` in (copies across file systems), synced to disk before it gets its name.

        Raises:
            YoakeError: `store.full`, `store.read-only`, `store.write-failed`.
        """
        safe_suffix(suffix)
        try:
            sha256, size = hash_file(path)
            target = self._path(sha256, suffix)
            if target.exists():
                kept = self.verify(sha256, suffix)
                if kept is not None:
                    return kept
            self._folder(target.parent)
            temporary = target.parent / f".{uuid.uuid4().hex}.part"
            try:
                copied = _move(path, temporary)
                # what was renamed is the very file that was hashed; a copy is another
                if copied and hash_file(temporary) != (sha256, size):
                    raise YoakeError("store.write-failed", f"{path.name} changed while it was stored.", transient=True)
                _sync(temporary)
                temporary.chmod(0o444)
                temporary.replace(target)
                _sync(target.parent)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise disk_error(error, path.name) from error
        return self._stored(target, sha256, suffix)

    def local(self, sha256: str, suffix: str) -> Path:
        """The object itself."""
        return self._path(sha256, suffix)

    def facts(self, sha256: str, suffix: str) -> Facts:
        """As listed, stored or verified; looked up for an object that was none of these yet."""
        if (sha256, suffix) not in self._seen:
            self._stored(self._path(sha256, suffix), sha256, suffix)
        return self._seen[sha256, suffix]

    def listing(self) -> dict[Key, Stored]:
        """Everything that is there: one scan of each folder, one stat a file."""
        found: dict[Key, Stored] = {}
        if not self.layout.objects.is_dir():
            return found
        with os.scandir(self.layout.objects) as folders:
            for folder in folders:
                if len(folder.name) != 2:
                    continue
                with os.scandir(folder.path) as files:
                    for file in files:
                        sha256, dot, ending = file.name.partition(".")
                        if len(sha256) != 64 or not dot:
                            continue
                        suffix = dot + ending
                        found[sha256, suffix] = self._noted(file.stat(), sha256, suffix)
        return found

    def verify(self, sha256: str, suffix: str) -> Stored | None:
        """Hashes the object; a damaged one is moved to `damaged/` for a person to look at."""
        path = self._path(sha256, suffix)
        try:
            actual, _ = hash_file(path)
        except FileNotFoundError:
            return None
        if actual == sha256:
            return self._stored(path, sha256, suffix)
        self.layout.damaged.mkdir(parents=True, exist_ok=True)
        path.replace(self.layout.damaged / path.name)
        return None

    def _path(self, sha256: str, suffix: str) -> Path:
        return self.layout.objects / sha256[:2] / f"{sha256}{safe_suffix(suffix)}"

    def _folder(self, folder: Path) -> None:
        if folder not in self._made:
            folder.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)

    def _stored(self, path: Path, sha256: str, suffix: str) -> Stored:
        return self._noted(path.stat(), sha256, suffix)

    def _noted(self, status: os.stat_result, sha256: str, suffix: str) -> Stored:
        size, modified = self._seen[sha256, suffix] = facts_of(status)
        return Stored(sha256, suffix, size, str(modified))


def disk_error(error: OSError, name: str) -> YoakeError:
    """What an OSError while writing means for a person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return YoakeError(
            "store.full",
            f"The disk is full; {name} could not be stored.",
            next_step="Free some space and run the same command again: it goes on where it stopped.",
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return YoakeError(
            "store.read-only",
            f"The output folder cannot be written: {error.strerror}.",
            next_step="Choose another folder with --out, or give yourself the right to write.",
        )
    return YoakeError("store.write-failed", f"{name} could not be stored: {error.strerror or error}.", transient=True)


def _move(source: Path, target: Path) -> bool:
    """Moves a file; says whether it had to be copied."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(source, target)
        return True
    return False


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems cannot sync a folder
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
