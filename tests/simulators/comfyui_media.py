"""Real small pictures, videos and sounds for the simulated ComfyUI; each kind is made once and then only marked."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import tempfile
import zlib
from functools import cache, lru_cache
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import soundfile
from PIL import Image

Pixels = npt.NDArray[np.uint8]
GROUND = (236, 238, 240)
VIDEO_SIDE = 512
"""Longer sides of videos are cut to this: an encoder is slow."""
MOST_FRAMES = 24


@lru_cache(maxsize=32)
def _drawing(width: int, height: int, tint: int, alpha: bool, shift: int = 0) -> Pixels:
    """A figure with sharp edges on a plain ground, shape (height, width, 3 or 4)."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = (columns - width / 2 - shift) / width, (rows - height * 0.55) / height
    head = (x * 5.2) ** 2 + ((y + 0.27) * 6.5) ** 2 < 1
    body = (np.abs(x) < 0.10 + 0.16 * np.clip(y + 0.15, 0, 1)) & (y > -0.16)
    stripes = ((columns // 7 + rows // 11) % 3).astype(np.uint8) * 34
    color = np.array([(90 + tint * 29) % 200, (60 + tint * 67) % 200, (140 + tint * 41) % 200], np.uint8)
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = GROUND
    picture[body] = color + stripes[body][:, None]
    picture[head] = np.array([244, 214, 190], np.uint8) - (stripes[head] // 3)[:, None]
    if not alpha:
        return picture
    return np.dstack([picture, ((head | body) * 255).astype(np.uint8)])


@lru_cache(maxsize=64)
def _png(width: int, height: int, tint: int, alpha: bool) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(_drawing(width, height, tint, alpha)).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def png(width: int, height: int, seed: int, alpha: bool, prompt: object) -> bytes:
    """A picture with its graph in a text chunk, as ComfyUI writes it; so no two graphs give the same bytes."""
    plain = _png(width, height, seed % 5, alpha)
    text = b"prompt\0" + json.dumps(prompt).encode("latin-1", "replace") + f" {seed}".encode()
    chunk = b"tEXt" + text
    marked = struct.pack(">I", len(text)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return plain[:33] + marked + plain[33:]


@cache
def jpeg_preview(tint: int = 0) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(_drawing(96, 96, tint, False)).save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


@lru_cache(maxsize=32)
def animation(suffix: str, width: int, height: int, frames: int, fps: float) -> bytes:
    """A clip in which the figure moves: `.webp`, `.gif` and `.png` by Pillow, `.webm`, `.mp4` and `.mov` by ffmpeg."""
    shrink = min(1.0, VIDEO_SIDE / max(width, height))
    width, height = (max(16, round(side * shrink) // 2 * 2) for side in (width, height))
    pictures = [_drawing(width, height, 1, False, shift=2 * n) for n in range(max(2, min(frames, MOST_FRAMES)))]
    if suffix in (".webp", ".gif", ".png"):
        buffer = io.BytesIO()
        first, *rest = [Image.fromarray(p) for p in pictures]
        kind = suffix[1:].upper()
        first.save(buffer, kind, save_all=True, append_images=rest, duration=round(1000 / fps), loop=0)
        return buffer.getvalue()
    codec = {".webm": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"], ".mov": ["-c:v", "mjpeg"]}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"clip{suffix}"
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24",
            "-s", f"{width}x{height}", "-r", str(fps), "-i", "-",
            *codec.get(suffix, ["-c:v", "libx264", "-preset", "ultrafast"]), "-pix_fmt", "yuv420p", str(target),
        ]  # fmt: skip
        subprocess.run(command, input=b"".join(p.tobytes() for p in pictures), check=True)
        return target.read_bytes()


@lru_cache(maxsize=32)
def sound(suffix: str, seconds: float, tone: int) -> bytes:
    """A chord that swells and fades, stereo: `.flac`, `.mp3`, `.opus`, `.wav`."""
    rate = 48000 if suffix == ".opus" else 44100
    time = np.arange(int(rate * max(0.2, min(seconds, 120.0)))) / rate
    base = 220 * 2 ** (tone / 12)
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * 0.5 * time)
    wave = sum(np.sin(2 * np.pi * base * ratio * time) for ratio in (1, 1.25, 1.5)) * swell * 0.12
    edge = np.minimum(1, np.minimum(time, time[::-1]) / 0.05)
    stereo = np.column_stack([wave * edge, wave * edge * 0.9]).astype(np.float32)
    kinds = {".flac": ("FLAC", None), ".mp3": ("MP3", None), ".opus": ("OGG", "OPUS"), ".wav": ("WAV", "PCM_16")}
    container, subtype = kinds[suffix]
    buffer = io.BytesIO()
    soundfile.write(buffer, stereo, rate, format=container, subtype=subtype)
    return buffer.getvalue()


@cache
def mesh() -> bytes:
    """A triangle as binary glTF 2.0."""
    points = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
    document = {
        "asset": {"version": "2.0"},
        "buffers": [{"byteLength": len(points)}],
        "bufferViews": [{"buffer": 0, "byteLength": len(points)}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]}
        ],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "nodes": [{"mesh": 0}],
        "scenes": [{"nodes": [0]}],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(points), b"BIN\0") + points
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
