"""Writes Ogg Vorbis files that are the same bytes every time.

libsndfile (inside the `soundfile` wheel, so the same version everywhere) does the encoding. It gives each stream a
random serial number; `fix_serial` replaces it, as RFC 3533 allows, and repairs the page checksums.
"""

from __future__ import annotations

import struct
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
import soundfile

Samples = npt.NDArray[np.float64]
"""Shape (frames,) or (frames, channels); full scale is -1 to 1."""

MEDIA_TYPE = "audio/ogg"
_SERIAL = 0x594F414B  # "YOAK": any constant does, the files hold one stream each
_HEADER = struct.Struct("<4sBBqIIIB")
_FLIPPED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def write_ogg(path: Path, samples: Samples, rate: int, *, quality: float = 0.5) -> None:
    """Encode `samples` at `rate` Hz into `path`; `quality` is Vorbis's own, 0 to 1 (0.4 is about 128 kbit/s stereo)."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    with soundfile.SoundFile(
        str(path), "w", rate, channels, format="OGG", subtype="VORBIS", compression_level=1.0 - quality
    ) as file:
        # libsndfile keeps one block's analysis on its stack: long files must come in pieces
        for start in range(0, len(samples), rate):
            file.write(samples[start : start + rate])
    path.write_bytes(fix_serial(path.read_bytes()))


def fix_serial(data: bytes) -> bytes:
    pages: list[bytes] = []
    at = 0
    while at < len(data):
        magic, version, kind, granule, _, number, _, segments = _HEADER.unpack_from(data, at)
        body_at = at + _HEADER.size
        end = body_at + segments + sum(data[body_at : body_at + segments])
        blank = _HEADER.pack(magic, version, kind, granule, _SERIAL, number, 0, segments) + data[body_at:end]
        pages.append(blank[:22] + struct.pack("<I", _ogg_crc(blank)) + blank[26:])
        at = end
    return b"".join(pages)


def _ogg_crc(page: bytes) -> int:
    """Ogg's CRC is zlib's polynomial unreflected, without pre- and post-inversion: flip the bits in and out."""
    reflected = crc32(page.translate(_FLIPPED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{reflected:032b}"[::-1], 2)
