"""Checks of video clips."""

from __future__ import annotations

import re
import subprocess

import numpy as np

from yoake.quality.programs import ffmpeg
from yoake.quality.report import Notes
from yoake.quality.subject import Subject

_FORMATS = {"video/mp4": "mov", "video/webm": "matroska", "video/x-matroska": "matroska", "video/quicktime": "mov"}
_TIMEOUT_SECONDS = 120.0
_SIZE = (96, 54)
_STREAM = re.compile(r"Stream #0.*Video:.*?\b(\d{2,5})x(\d{2,5})\b")
_RATE = re.compile(r"([\d.]+) fps")


def inspect(subject: Subject, limits: dict[str, float], notes: Notes) -> None:
    """Decodes to its end; size, length, number of frames; neither black nor frozen from start to end."""
    form = _FORMATS.get(subject.media_type)
    if form is None:
        notes.find("video.format", f"{subject.media_type[:60]} is no format of video that games play.")
        return
    # the format is forced: a playlist in disguise could make ffmpeg read other files
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-protocol_whitelist", "file,pipe", "-xerror", "-f", form]
    command += ["-i", f"file:{subject.path}", "-an", "-frames:v", f"{limits['max_frames'] + 1:.0f}"]
    command += ["-vf", f"scale={_SIZE[0]}:{_SIZE[1]}:flags=area", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        notes.find("video.unreadable", f"The video could not be decoded within {_TIMEOUT_SECONDS:.0f} s.")
        return
    said = done.stderr.decode(errors="replace")
    stream, rate = _STREAM.search(said), _RATE.search(said)
    if done.returncode != 0 or stream is None:
        reason = said.replace(str(subject.path), "the file").strip().splitlines()[-1:] or ["no reason was given"]
        notes.find("video.unreadable", f"The video cannot be decoded: {reason[0][:160]}.")
        return
    frames = np.frombuffer(done.stdout, dtype=np.uint8)
    frames = frames[: len(frames) // (_SIZE[0] * _SIZE[1]) * _SIZE[0] * _SIZE[1]].reshape(-1, _SIZE[1], _SIZE[0])
    _shape(int(stream[1]), int(stream[2]), limits, notes)
    count = notes.measure("frames", len(frames))
    if not limits["min_frames"] <= count <= limits["max_frames"]:
        notes.find(
            "video.frames",
            f"The video has {count:.0f} frames; {limits['min_frames']:.0f} to {limits['max_frames']:.0f} are right.",
        )
    if rate and float(rate[1]) > 0:
        _length(notes.measure("seconds", count / float(rate[1])), limits, notes)
    if count:
        _life(frames, limits, notes)


def _shape(width: int, height: int, limits: dict[str, float], notes: Notes) -> None:
    notes.measure("width", width)
    notes.measure("height", height)
    if min(width, height) < limits["min_side"] or max(width, height) > limits["max_side"]:
        notes.find(
            "video.size",
            f"The video has {width} x {height} pixels; "
            f"sides of {limits['min_side']:.0f} to {limits['max_side']:.0f} are right.",
        )


def _length(seconds: float, limits: dict[str, float], notes: Notes) -> None:
    if not limits["min_seconds"] <= seconds <= limits["max_seconds"]:
        notes.find(
            "video.length",
            f"The video lasts {seconds:.2f} s; {limits['min_seconds']:g} to {limits['max_seconds']:g} s are right.",
        )


def _life(frames: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], limits: dict[str, float], notes: Notes) -> None:
    brightness = notes.measure("brightness", float(frames.mean(axis=(1, 2)).max()))
    if brightness < limits["min_brightness"]:
        notes.find("video.black", f"The video is black: its brightest frame is {brightness:.1f} of 255.")
        return
    picked = frames[:: max(1, len(frames) // 48)].astype(np.float32)
    motion = notes.measure("motion", float(np.abs(picked - picked[0]).mean(axis=(1, 2)).max()))
    if motion < limits["min_motion"]:
        notes.find(
            "video.frozen", f"The video stands still: its frames differ by {motion:.2f}, not {limits['min_motion']:g}."
        )
