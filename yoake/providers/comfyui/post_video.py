"""Clips as both engines play them: silent MP4 (H.264) in the manifest's size, as long and smooth as asked for."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from yoake.errors import YoakeError
from yoake.library.manifest import Workflow
from yoake.providers.base import Request
from yoake.providers.comfyui.bind import frame_count
from yoake.providers.comfyui.sizes import final_size
from yoake.quality.programs import ffmpeg

_TIMEOUT_SECONDS = 300.0
_DEMUXERS = {".mp4": "mov", ".mov": "mov", ".webm": "matroska", ".mkv": "matroska"}
"""The format is forced: a playlist in disguise could make ffmpeg read other files."""


def finished_video(file: Path, workflow: Workflow, request: Request) -> Path:
    """The clip, converted; one of a kind that ffmpeg is not asked to read (an animated picture) stays as it is.

    Raises:
        YoakeError: `video.convert`.
    """
    demuxer = _DEMUXERS.get(file.suffix.lower())
    if demuxer is None:
        return file
    path = request.folder / "clip.mp4"
    if path == file:
        file = file.rename(request.folder / f"generated{file.suffix}")
    command = [ffmpeg(), "-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file,pipe"]
    command += ["-f", demuxer, "-i", f"file:{file}", "-an", "-vf", ",".join(_filters(workflow, request))]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-threads", "1"]
    command += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-movflags", "+faststart"]
    try:
        done = subprocess.run([*command, f"file:{path}"], capture_output=True, timeout=_TIMEOUT_SECONDS, check=False)
        said = done.stderr.decode(errors="replace").replace(str(request.folder), "").strip()[-200:]
        failed = done.returncode != 0
    except subprocess.TimeoutExpired:
        failed, said = True, f"it took over {_TIMEOUT_SECONDS:g} s"
    if failed or not path.is_file():
        raise YoakeError(
            "video.convert",
            f"{request.address}: the clip that ComfyUI made cannot be converted ({said or 'ffmpeg wrote nothing'}).",
            next_step="Look at the clip on the server; another format in the graph's saving node may help.",
        )
    return path


def _filters(workflow: Workflow, request: Request) -> list[str]:
    filters = []
    size = final_size(workflow, request)
    if size and workflow.post.frame == "cover":
        width, height = size
        filters += [f"scale={width}:{height}:force_original_aspect_ratio=increase:flags=lanczos"]
        filters += [f"crop={width}:{height}", "setsar=1"]
    seconds = _number(request.params.get("duration_seconds"))
    if workflow.frames is not None and seconds:
        made = frame_count(workflow.frames, request) / workflow.frames.per_second
        if seconds > made * 1.02:
            filters.append(f"setpts=PTS*{seconds / made:.4f}")
    fps = _number(request.params.get("fps"))
    if fps:
        filters.append(f"framerate=fps={fps:g}")
    return filters or ["null"]


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else None
