"""Fetches the web engine (Monogatari, MIT) once, checks it against its pinned hash and keeps it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from yoake.errors import MissingToolError

PACKAGE = "@monogatari/core"
VERSION = "2.8.0"
SHA512 = (
    "7846fa7c02b6a0e5da8dee048e135af27e775131ce4f903b15ecefc020aa0ec9"
    "1a9674ddbf8d5cc965b31fd1604ced247d7406a954974a7368316caf4af4f609"
)
"""Of the package file, as the npm registry states it (dist.integrity)."""
FILES = {
    "monogatari.js": "package/dist/engine/core/monogatari.js",
    "monogatari.css": "package/dist/engine/core/monogatari.css",
    "LICENSE": "package/LICENSE",
}
"""What a game needs of it; the rest are samples, icons and desktop wrappers."""
_MAX_BYTES = 16 * 2**20
_NEXT_STEP = (
    f"Install npm and go online once, or put the file of `npm pack {PACKAGE}@{VERSION}` into the folder named by "
    "YOAKE_ENGINES."
)


def engine_folder(cache: Path) -> Path:
    """The folder that holds the engine's files (the keys of `FILES`), fetched where it is not there yet.

    Args:
        cache: where engines are kept; the environment variable YOAKE_ENGINES names another folder.

    Raises:
        MissingToolError: `engine.missing` where it is neither kept nor can be fetched; `engine.changed` where what was
            fetched is not what was pinned.
    """
    cache = Path(os.environ.get("YOAKE_ENGINES") or cache)
    folder = cache / f"monogatari-{VERSION}"
    if all((folder / name).is_file() for name in FILES):
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".fetching-") as scratch:
        package = cache / f"monogatari-core-{VERSION}.tgz"
        if not package.is_file():
            package = _pack(Path(scratch))
        fresh = Path(scratch) / "engine"
        _unpack(package, fresh)
        try:
            fresh.replace(folder)
        except OSError:
            # another process was faster, or an unfinished folder is in the way
            if not all((folder / name).is_file() for name in FILES):
                shutil.rmtree(folder)
                fresh.replace(folder)
    return folder


def _pack(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise MissingToolError("engine.missing", "The web engine is not here and npm is missing.", next_step=_NEXT_STEP)
    command = [npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), f"{PACKAGE}@{VERSION}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, cwd=folder)
    except subprocess.TimeoutExpired as error:
        raise MissingToolError(
            "engine.missing", "The web engine could not be fetched: npm did not answer in time.", next_step=_NEXT_STEP
        ) from error
    packages = sorted(folder.glob("*.tgz"))
    if done.returncode != 0 or len(packages) != 1:
        said = (done.stderr.strip().splitlines() or ["no message"])[0][:200]
        raise MissingToolError(
            "engine.missing", f"The web engine could not be fetched by npm: {said}.", next_step=_NEXT_STEP
        )
    return packages[0]


def _unpack(package: Path, target: Path) -> None:
    """Takes the named files, and nothing else, out of the package."""
    data = package.read_bytes()
    if hashlib.sha512(data).hexdigest() != SHA512:
        raise MissingToolError(
            "engine.changed",
            f"{package.name} is not the pinned {PACKAGE} {VERSION}: its hash differs.",
            next_step="Delete it and try again; if it happens again, do not use that registry.",
        )
    target.mkdir(parents=True)
    with tarfile.open(package, "r:gz") as archive:
        for name, member in FILES.items():
            info = archive.getmember(member)
            source = archive.extractfile(info)
            if source is None or info.size > _MAX_BYTES:
                raise MissingToolError("engine.changed", f"{package.name}: {member} is no plain file.")
            (target / name).write_bytes(source.read())
