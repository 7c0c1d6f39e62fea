"""Where ffmpeg is."""

from __future__ import annotations

import shutil

import imageio_ffmpeg


def ffmpeg() -> str:
    """The system's ffmpeg, else the one inside the package imageio-ffmpeg."""
    return shutil.which("ffmpeg") or str(imageio_ffmpeg.get_ffmpeg_exe())
