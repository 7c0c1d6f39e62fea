"""Reads the sound that a service sent, and says so when it is none or only half of one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from yoake.errors import YoakeError
from yoake.providers.sketch.sound.ogg import Samples

LONGEST_SECONDS = 900.0
_RATES = (8_000, 192_000)
_RIFF_HEAD = 8


def read_sound(path: Path, service: str) -> tuple[Samples, int]:
    """The samples, shape (frames, channels), and their rate in Hz; takes CPU time.

    The bytes decide what it is, not the content type that came with them.

    Raises:
        YoakeError: `service.bad-file`, transient: a web page, a file cut short, no sound at all.
    """
    try:
        _whole(path)
        with soundfile.SoundFile(str(path)) as file:
            rate = int(file.samplerate)
            if not _RATES[0] <= rate <= _RATES[1] or file.channels > 2:
                raise ValueError(f"{file.channels} channels at {rate} Hz")
            # the header may lie about the length
            samples = file.read(int(LONGEST_SECONDS * rate) + 1, dtype="float64", always_2d=True)
        if len(samples) > LONGEST_SECONDS * rate:
            raise ValueError(f"over {LONGEST_SECONDS:g} seconds")
        if not np.isfinite(samples).all():
            raise ValueError("values that are no numbers")
    except (soundfile.LibsndfileError, OSError, RuntimeError, ValueError) as error:
        why = str(error).replace(str(path), "the file").strip(" .")[:120]
        raise YoakeError(
            "service.bad-file",
            f"{service} sent a sound that cannot be used: {why}.",
            next_step="Look into the service's log.",
            transient=True,
        ) from error
    return samples, rate


def _whole(path: Path) -> None:
    """A WAV file says how long it is; one cut short decodes all the same, to half a sentence."""
    with path.open("rb") as file:
        head = file.read(_RIFF_HEAD + 4)
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        said = int.from_bytes(head[4:8], "little") + _RIFF_HEAD
        # writers that stream leave 0 or the largest number
        if said > path.stat().st_size and said < 2**32 - 1:
            raise ValueError(f"{path.stat().st_size:,} of {said:,} bytes")
