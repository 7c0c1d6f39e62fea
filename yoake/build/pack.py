"""A built game as one zip file: the same folder gives the same bytes anywhere."""

from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from yoake.errors import InvalidRequestError

_DATE = (1980, 1, 1, 0, 0, 0)
_STORED = frozenset({".png", ".jpg", ".jpeg", ".webp", ".ogg", ".opus", ".mp3", ".mp4", ".webm", ".woff2"})
"""Already compressed: packing them again costs time and gains nothing."""
_BLOCK = 2**20


def pack(folder: Path, target: Path) -> None:
    """Zips the files of `folder`, without the folder itself, sorted by name, under one date and one set of rights."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(partial, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            stored = PurePosixPath(name).suffix.lower() in _STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            source = folder / name
            entry.file_size = source.stat().st_size
            with source.open("rb") as reader, archive.open(entry, "w") as writer:
                shutil.copyfileobj(reader, writer, _BLOCK)
    partial.replace(target)


def unpack(package: Path, folder: Path, *, max_bytes: int = 4 * 2**30, max_files: int = 100_000) -> None:
    """Unzips into `folder`, which is replaced as a whole, or left alone where anything is wrong.

    Args:
        max_bytes: all files together, unpacked.

    Raises:
        InvalidRequestError: `package.unsafe` where a name leads out of the folder, is a link, comes twice, or there is
            too much; `package.broken` where it is no sound zip file.
    """
    partial = folder.with_name(folder.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        with zipfile.ZipFile(package) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(package, entries, max_bytes, max_files)
            for entry in entries:
                _extract(package, archive, entry, partial / entry.filename)
        _swap(partial, folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise InvalidRequestError("package.broken", f"{package.name} is no sound zip file: {error}.") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _check(package: Path, entries: list[zipfile.ZipInfo], max_bytes: int, max_files: int) -> None:
    names = [entry.filename for entry in entries]
    for entry in entries:
        path = PurePosixPath(entry.filename)
        mode = entry.external_attr >> 16
        odd = "\\" in entry.filename or ":" in entry.filename or "\0" in entry.filename
        if odd or path.is_absolute() or ".." in path.parts or not path.parts or (mode and stat.S_ISLNK(mode)):
            raise InvalidRequestError("package.unsafe", f"{package.name} holds the unsafe name {entry.filename!r}.")
    if len(set(names)) < len(names):
        raise InvalidRequestError("package.unsafe", f"{package.name} holds a name twice.")
    if len(entries) > max_files or sum(entry.file_size for entry in entries) > max_bytes:
        raise InvalidRequestError("package.unsafe", f"{package.name} holds more than a game may hold.")


def _extract(package: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size  # the stated size was checked; a file that is longer than stated is a lie
    with archive.open(entry) as reader, target.open("wb") as writer:
        while block := reader.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise InvalidRequestError("package.unsafe", f"{package.name}: {entry.filename} is longer than stated.")
            writer.write(block)


def _swap(fresh: Path, folder: Path) -> None:
    """Puts `fresh` in the place of `folder`; what was there goes away only afterwards."""
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
