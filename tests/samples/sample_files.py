"""Small real files for the sample game: pictures by Pillow, sound by soundfile, a clip by ffmpeg."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import soundfile as sf
from PIL import Image, ImageDraw

RATE = 22_050


def background(target: Path, sky: str, ground: str) -> None:
    """A sky, a ground, a house; 1280x720."""
    picture = Image.new("RGB", (1280, 720), sky)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 470, 1280, 720), fill=ground)
    draw.rectangle((420, 200, 860, 480), fill="#f4ead8")
    draw.polygon([(390, 200), (890, 200), (640, 90)], fill="#a05a4a")
    for x in (460, 590, 720):
        draw.rectangle((x, 260, x + 90, 350), fill="#9fc8e8")
    draw.ellipse((1040, 60, 1160, 180), fill="#fff3c0")
    picture.save(target, quality=85)


def sprite(target: Path, hair: str, clothes: str, expression: str) -> None:
    """A person from the knees up on a clear ground; 380x640."""
    picture = Image.new("RGBA", (380, 640), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((90, 40, 290, 400), 90, fill=hair)
    draw.polygon([(130, 290), (250, 290), (310, 640), (70, 640)], fill=clothes)
    draw.ellipse((110, 70, 270, 280), fill="#ffe4d2")
    draw.pieslice((100, 50, 280, 230), 180, 360, fill=hair)
    for x in (150, 230):
        if expression == "happy":
            draw.arc((x - 18, 165, x + 18, 200), 200, 340, fill="#443040", width=5)
        else:
            draw.ellipse((x - 14, 160, x + 14, 200), fill="#443040")
    if expression == "sad":
        draw.arc((165, 232, 215, 262), 200, 340, fill="#b04050", width=5)
    else:
        draw.arc((165, 205, 215, 245), 20, 160, fill="#b04050", width=5)
    picture.save(target)


def panel(target: Path, size: tuple[int, int], fill: tuple[int, int, int, int], edge: str) -> None:
    """A rounded, framed panel of the interface."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((2, 2, size[0] - 3, size[1] - 3), min(24, size[1] // 3), fill=fill, outline=edge, width=3)
    picture.save(target)


def tone(target: Path, notes: list[float], seconds: float) -> None:
    """Notes (in Hz), `seconds` each, soft at both ends; Ogg Vorbis."""
    time = np.arange(int(RATE * seconds)) / RATE
    shape = np.minimum(1, np.minimum(time, seconds - time) * 40)
    samples = np.concatenate([0.2 * np.sin(2 * np.pi * note * time) * shape for note in notes])
    sf.write(target, samples.astype(np.float32), RATE, format="OGG", subtype="VORBIS")


def clip(target: Path) -> None:
    """A second of a moving pattern as MP4."""
    subprocess.run(
        ["ffmpeg", "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", "testsrc=s=320x180:r=12:d=1",
         "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-threads", "1",
         "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", str(target)],
        check=True, timeout=60,
    )  # fmt: skip
