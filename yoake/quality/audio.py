"""Checks of music, effects and voices."""

from __future__ import annotations

import subprocess

import numpy as np
import numpy.typing as npt
import soundfile

from yoake.quality.programs import ffmpeg
from yoake.quality.report import Notes
from yoake.quality.subject import Subject

Samples = npt.NDArray[np.float64]
"""Shape (frames, channels)."""

_RATES = (8_000, 192_000)
_MOST_CHANNELS = 8
_FFMPEG_FORMATS = {"audio/mp4": "mov", "audio/aac": "aac", "audio/webm": "matroska"}
_FFMPEG_RATE = 44_100
_TIMEOUT_SECONDS = 60.0
_SILENCE_DB = -54.0
_WINDOW_SECONDS = 0.05
_LOUDNESS_SECONDS = 0.4  # pyloudnorm cannot measure less than one block


def inspect(subject: Subject, limits: dict[str, float], notes: Notes) -> None:
    """Decodes, length, silence, clipping, loudness; music that loops: the seam."""
    decoded = _decode(subject, limits, notes)
    if decoded is None:
        return
    samples, rate = decoded
    seconds = notes.measure("seconds", len(samples) / rate)
    peak = notes.measure("peak_db", _decibels(float(np.max(np.abs(samples), initial=0.0))))
    if seconds < limits["min_seconds"]:
        notes.find(
            "audio.too-short", f"The sound lasts {seconds:.2f} s; at least {limits['min_seconds']:g} s are needed."
        )
    if seconds > limits["max_seconds"]:
        notes.find("audio.too-long", f"The sound lasts over {limits['max_seconds']:g} s.")
    if not len(samples) or subject.meta.get("silent") is True:
        return
    if peak < limits["min_peak_db"]:
        notes.find("audio.silent", f"The sound is silent: its peak is {peak:.1f} dB, not {limits['min_peak_db']:g} dB.")
        return
    _level(samples, rate, limits, notes)
    if subject.asset_type == "bgm_gen" and subject.meta.get("loop") is not False:
        _seam(samples, rate, limits, notes)


def _decode(subject: Subject, limits: dict[str, float], notes: Notes) -> tuple[Samples, int] | None:
    try:
        if subject.media_type in _FFMPEG_FORMATS:
            samples, rate = _by_ffmpeg(subject, limits["max_seconds"])
        else:
            with soundfile.SoundFile(str(subject.path)) as file:
                rate = int(file.samplerate)
                if not _RATES[0] <= rate <= _RATES[1] or file.channels > _MOST_CHANNELS:
                    notes.find("audio.format", f"The sound has {file.channels} channels at {rate} Hz.")
                    return None
                # the header may lie about the length: read no more than may pass
                most = int((limits["max_seconds"] + 1) * rate)
                samples = file.read(most, dtype="float64", always_2d=True)
    except (soundfile.LibsndfileError, OSError, RuntimeError, ValueError, subprocess.TimeoutExpired) as error:
        notes.find("audio.unreadable", f"The sound cannot be decoded: {_reason(error, subject)}.")
        return None
    if not np.isfinite(samples).all():
        notes.find("audio.unreadable", "The sound cannot be used: it holds values that are no numbers.")
        return None
    return samples, rate


def _reason(error: Exception, subject: Subject) -> str:
    return str(error).replace(str(subject.path), "the file").strip(" .")[:160] or type(error).__name__


def _by_ffmpeg(subject: Subject, most_seconds: float) -> tuple[Samples, int]:
    # the format is forced: a playlist in disguise could make ffmpeg read other files
    command = [ffmpeg(), "-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe"]
    command += [
        "-f",
        _FFMPEG_FORMATS[subject.media_type],
        "-i",
        f"file:{subject.path}",
        "-vn",
        "-t",
        f"{most_seconds + 1:.3f}",
    ]
    command += ["-ac", "2", "-ar", str(_FFMPEG_RATE), "-f", "f32le", "pipe:1"]
    done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False)
    if done.returncode != 0:
        raise ValueError(done.stderr.decode(errors="replace").strip()[-160:] or f"status {done.returncode}")
    return np.frombuffer(done.stdout, dtype="<f4").reshape(-1, 2).astype(np.float64), _FFMPEG_RATE


def _level(samples: Samples, rate: int, limits: dict[str, float], notes: Notes) -> None:
    clipped = notes.measure("clipped_share", _clipped(samples))
    if clipped > limits["max_clipped_share"]:
        notes.find(
            "audio.clipped",
            f"{clipped:.2%} of the sound is clipped; at most {limits['max_clipped_share']:.2%} may be.",
        )
    loud = _windows(samples, rate) > _SILENCE_DB
    silent = notes.measure("silent_share", 1.0 - float(loud.mean()))
    if silent > limits["max_silent_share"]:
        notes.find(
            "audio.mostly-silent",
            f"{silent:.0%} of the sound is silence; at most {limits['max_silent_share']:.0%} may be.",
        )
    if len(samples) < _LOUDNESS_SECONDS * rate + 1:
        return  # the peak was looked at already
    import pyloudnorm  # brings scipy, which takes a second: only those who measure wait for it

    loudness = notes.measure("lufs", max(-70.0, float(pyloudnorm.Meter(rate).integrated_loudness(samples))))
    if loudness < limits["min_lufs"]:
        notes.find("audio.quiet", f"The sound is too quiet: {loudness:.1f} LUFS, not {limits['min_lufs']:g}.")
    elif loudness > limits["max_lufs"]:
        notes.find("audio.loud", f"The sound is too loud: {loudness:.1f} LUFS, over {limits['max_lufs']:g}.")


def _clipped(samples: Samples) -> float:
    """Share of samples in flat tops: three or more in a row at the very limit. One alone is no clipping."""
    top = max(0.985, float(np.max(np.abs(samples))) * 0.9995)
    at_top = np.abs(samples) >= top
    run = at_top[:-2] & at_top[1:-1] & at_top[2:]
    return float(run.mean()) if len(run) else 0.0


def _windows(samples: Samples, rate: int) -> npt.NDArray[np.float64]:
    """Level of every 50 ms, in dB."""
    size = min(len(samples), int(_WINDOW_SECONDS * rate))
    whole = len(samples) // size * size
    power = np.mean(samples[:whole].reshape(-1, size, samples.shape[1]) ** 2, axis=(1, 2))
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)), dtype=np.float64)


def _seam(samples: Samples, rate: int, limits: dict[str, float], notes: Notes) -> None:
    """The step from the last sample to the first beyond what is usual between neighbours, and silence around it."""
    usual = float(np.percentile(np.abs(np.diff(samples, axis=0)), 99.9))
    jump = notes.measure("seam_jump", max(0.0, float(np.max(np.abs(samples[0] - samples[-1]))) - usual))
    if limits["max_seam_jump"] and jump > limits["max_seam_jump"]:
        notes.find(
            "audio.seam", f"The loop clicks: its end and start differ by {jump:.2f}, over {limits['max_seam_jump']:g}."
        )
    levels = _windows(samples, rate)
    loud = np.flatnonzero(levels > max(_SILENCE_DB, float(levels.max()) - 45.0))
    if not len(loud):
        return
    gap = notes.measure("seam_gap_seconds", float(loud[0] + len(levels) - 1 - loud[-1]) * _WINDOW_SECONDS)
    if limits["max_seam_gap_seconds"] and gap > limits["max_seam_gap_seconds"]:
        notes.find(
            "audio.gap",
            f"The loop falls silent for {gap:.1f} s where it starts again; "
            f"at most {limits['max_seam_gap_seconds']:g} s are allowed.",
        )


def _decibels(amplitude: float) -> float:
    return 20.0 * float(np.log10(max(amplitude, 1e-6)))
