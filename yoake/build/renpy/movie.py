"""Clips for Ren'Py, which plays no H.264: MP4 becomes MPEG-4 part 2 with Vorbis in Matroska."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import imageio_ffmpeg

from yoake.errors import InvalidRequestError

PLAYS = frozenset({"webm", "ogv", "mkv", "avi"})
"""Endings of files that are taken as they are (VP8, VP9, Theora, MPEG-4 part 2)."""


def playable_name(name: str) -> str:
    """The name of the file that the game plays for the clip `name`."""
    stem, _, ending = name.rpartition(".")
    return name if ending in PLAYS else f"{stem}_{ending}.mkv"


def write_playable(source: Path, name: str, target: Path) -> None:
    """Copies a clip that Ren'Py plays, or encodes it anew.

    Raises:
        InvalidRequestError: `build.broken-video` where it cannot be decoded.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if playable_name(name) == name:
        shutil.copyfile(source, target)
        return
    command = [
        shutil.which("ffmpeg") or imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-y",
        "-i", str(source), "-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1",
        "-c:v", "mpeg4", "-q:v", "3", "-c:a", "libvorbis", "-q:a", "4", "-threads", "1",
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-f", "matroska", str(target),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode != 0:
        raise InvalidRequestError(
            "build.broken-video",
            f"The clip {name} cannot be decoded: {done.stderr.strip().splitlines()[-1:] or 'no message'}.",
            next_step="Make the asset again: yoake generate PROJECT --redo ASSET.",
        )
