"""Sounds in and out: decoded within bounds, and encoded to the same bytes every time.

libsndfile (inside the `soundfile` wheel, so the same version everywhere) encodes every format; ffmpeg, whose version
differs between machines, only decodes what libsndfile cannot.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any, Literal

import numpy as np
import soundfile

from yoake.processors.inputs import bounded_size, unreadable
from yoake.providers.base import Input, Request
from yoake.providers.sketch.sound.ogg import Samples, fix_serial, write_ogg
from yoake.quality.programs import ffmpeg

SoundFormat = Literal["ogg", "wav", "mp3", "opus"]
QUALITY = 50
MOST_SECONDS = 600.0
_MOST_BYTES = 256 * 1024 * 1024
_RATES = (8_000, 192_000)
_MEDIA_TYPES: dict[SoundFormat, str] = {
    "ogg": "audio/ogg", "wav": "audio/wav", "mp3": "audio/mpeg", "opus": "audio/opus",
}  # fmt: skip
_FORMATS: dict[tuple[str, str | None], SoundFormat] = {
    ("OGG", "VORBIS"): "ogg", ("OGG", "OPUS"): "opus", ("MP3", None): "mp3", ("WAV", None): "wav",
}  # fmt: skip
"""libsndfile's format and, where it matters, subtype; everything else is written as `ogg`."""
_TAKES: dict[SoundFormat, tuple[int, ...]] = {
    "mp3": (8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000),
    "opus": (8_000, 12_000, 16_000, 24_000, 48_000),
}
"""Sampling rates of the formats that do not take every one; others become the next higher, or the highest."""
_DEMUXERS = {"audio/mp4": "mov", "audio/aac": "aac", "audio/webm": "matroska"}
_FFMPEG_RATE = 48_000
_TIMEOUT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Sound:
    """A decoded sound."""

    samples: Samples
    """Shape (frames, channels); full scale is -1 to 1."""
    rate: int
    """Frames a second."""
    format: SoundFormat
    """How it is written again."""


def open_sound(request: Request, source: Input) -> Sound:
    """Decodes a sound of one or two channels.

    Raises:
        InvalidRequestError: `process.unreadable`, also for more than `MOST_SECONDS`.
    """
    bounded_size(request, source, _MOST_BYTES)
    try:
        sound = _by_ffmpeg(source) if source.media_type in _DEMUXERS else _by_libsndfile(source)
    except (soundfile.LibsndfileError, OSError, RuntimeError, ValueError, subprocess.TimeoutExpired) as error:
        raise unreadable(request, source, f"the sound cannot be decoded ({error})") from error
    if not len(sound.samples) or not np.isfinite(sound.samples).all():
        raise unreadable(request, source, "the sound is empty, or holds values that are no numbers")
    if len(sound.samples) > MOST_SECONDS * sound.rate:
        raise unreadable(request, source, f"the sound lasts over {MOST_SECONDS:g} s")
    return sound


def _by_libsndfile(source: Input) -> Sound:
    with soundfile.SoundFile(str(source.path)) as file:
        rate = int(file.samplerate)
        if not _RATES[0] <= rate <= _RATES[1] or file.channels > 2:
            raise ValueError(f"it has {file.channels} channels at {rate} Hz; one or two at 8 to 192 kHz are allowed")
        # the header may lie about the length: read a little more than may pass
        samples = file.read(int((MOST_SECONDS + 1) * rate), dtype="float64", always_2d=True)
        format_ = _FORMATS.get((file.format, file.subtype)) or _FORMATS.get((file.format, None), "ogg")
    return Sound(samples, rate, format_)


def _by_ffmpeg(source: Input) -> Sound:
    # the format is forced: a playlist in disguise could make ffmpeg read other files
    command = [ffmpeg(), "-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe"]
    command += ["-f", _DEMUXERS[source.media_type], "-i", f"file:{source.path}", "-vn", "-t", f"{MOST_SECONDS + 1:g}"]
    command += ["-ac", "2", "-ar", str(_FFMPEG_RATE), "-bitexact", "-f", "f32le", "pipe:1"]
    done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False)
    if done.returncode != 0:
        raise ValueError(done.stderr.decode(errors="replace").strip()[-160:] or f"status {done.returncode}")
    samples = np.frombuffer(done.stdout, dtype="<f4").reshape(-1, 2).astype(np.float64)
    return Sound(samples, _FFMPEG_RATE, "ogg")


def save_sound(
    samples: Samples, rate: int, folder: Path, format_: SoundFormat, *, quality: int = QUALITY
) -> tuple[Path, str]:
    """Writes a sound: equal samples give equal bytes.

    Args:
        quality: 1 to 100; 50 is about 160 kbit/s in stereo. WAV (16 bit) has none.

    Returns:
        The file and its media type.
    """
    path = folder / f"sound.{format_}"
    taken = _TAKES.get(format_, ())
    if taken and rate not in taken:
        wanted = min((r for r in taken if r > rate), default=taken[-1])
        samples, rate = _resampled(samples, rate, wanted), wanted
    if format_ == "ogg":
        write_ogg(path, samples, rate, quality=quality / 100)
    elif format_ == "wav":
        soundfile.write(str(path), samples, rate, format="WAV", subtype="PCM_16")
    elif format_ == "mp3":
        _encode(path, samples, rate, "MP3", "MPEG_LAYER_III", 1.0 - quality / 100)
    else:
        # libsndfile's scale ends at 256 kbit/s a channel; half of that is more than anybody hears
        _encode(path, samples, rate, "OGG", "OPUS", 1.0 - quality / 200)
        path.write_bytes(fix_serial(path.read_bytes()))
    return path, _MEDIA_TYPES[format_]


def _encode(path: Path, samples: Samples, rate: int, format_: str, subtype: str, compression: float) -> None:
    with soundfile.SoundFile(
        str(path), "w", rate, samples.shape[1], format=format_, subtype=subtype, compression_level=compression
    ) as file:
        for start in range(0, len(samples), rate):
            file.write(samples[start : start + rate])


def _resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    from scipy.signal import resample_poly  # type: ignore[import-untyped]  # a second to import: only those who need it

    common = gcd(rate, wanted)
    return np.asarray(resample_poly(samples, wanted // common, rate // common, axis=0), dtype=np.float64)


def sound_meta(source: Input, samples: Samples, rate: int) -> dict[str, Any]:
    """The upstream's facts with the new length."""
    return {**source.meta, "duration_seconds": round(len(samples) / rate, 3)}
