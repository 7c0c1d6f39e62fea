"""Small real files of each type that pass the checks, prepared once and made different asset by asset.

Every file gets its asset's address inside, where its format keeps remarks: files that are the same byte for byte would
be stored once only, and most of the storing would go unmeasured.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import wave
import zlib
from functools import cache

import numpy as np
from PIL import Image

PICTURE_SIDE = 360
SOUND_SECONDS, MUSIC_SECONDS = 0.5, 1.0
RATE = 8_000
TEXT = "これは計測のために書かれた短い文です。夜が明けるころ、ふたりは丘の上で星を見ていました。"

SYLLABLES = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん"


def picture(address: str) -> bytes:
    """An opaque PNG."""
    data = _picture()
    remark = b"Comment\0" + address.encode("ascii")
    chunk = struct.pack(">I", len(remark)) + b"tEXt" + remark + struct.pack(">I", zlib.crc32(b"tEXt" + remark))
    end = data.rindex(b"IEND") - 4
    return data[:end] + chunk + data[end:]


def sound(address: str, seconds: float = SOUND_SECONDS) -> bytes:
    """A WAV."""
    data = _sound(seconds)
    remark = address.encode("ascii") + b"\0" * (2 - len(address) % 2)
    info = b"INFOICMT" + struct.pack("<I", len(remark)) + remark
    data += b"LIST" + struct.pack("<I", len(info)) + info
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def text(address: str) -> bytes:
    """A text result."""
    return json.dumps({"text": f"{TEXT}({address})"}, ensure_ascii=False).encode()


def dialogue(address: str, lines: list[tuple[str, str]]) -> bytes:
    """The lines of a scene: (speaker, id)."""
    said = [{"id": line, "speaker": speaker, "text": _words(line)} for speaker, line in lines]
    return json.dumps({"scene": address, "lines": said}, ensure_ascii=False).encode()


def _words(line: str) -> str:
    """Syllables that differ from line to line: a text that repeats itself does not pass its check."""
    return "".join(SYLLABLES[byte % len(SYLLABLES)] for byte in hashlib.sha256(line.encode()).digest()[:20])


@cache
def _picture() -> bytes:
    along = np.linspace(0, 6 * np.pi, PICTURE_SIDE)
    waves = np.sin(along)[:, None] * np.cos(along)[None, :]
    blocks = (np.indices((PICTURE_SIDE, PICTURE_SIDE)) // 12).sum(axis=0) % 2
    grey = (128 + 60 * waves + 40 * blocks).clip(0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(grey).convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()


@cache
def _sound(seconds: float) -> bytes:
    along = np.arange(int(seconds * RATE)) / RATE
    samples = (0.3 * np.sin(2 * np.pi * 220 * along) * 32_767).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()
