"""Plays a score with the program fluidsynth and a General MIDI soundfont."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile

from yoake.errors import YoakeError
from yoake.providers.sketch.music.score import Score, write_midi
from yoake.providers.sketch.sound.ogg import Samples
from yoake.providers.sketch.sound.space import fold

_TAIL_SECONDS = 3.0
_TIMEOUT_SECONDS = 120.0
_PLACES = (
    "/usr/share/sounds/sf2/TimGM6mb.sf2",
    "/usr/share/soundfonts/TimGM6mb.sf2",
    "/usr/local/share/soundfonts/TimGM6mb.sf2",
    "/opt/homebrew/share/soundfonts/TimGM6mb.sf2",
)


def soundfont() -> Path | None:
    """The soundfont that `YOAKE_SOUNDFONT` names, else TimGM6mb where systems keep it, else none.

    Raises:
        YoakeError: `music.soundfont` where the variable names no soundfont.
    """
    if named := os.environ.get("YOAKE_SOUNDFONT"):
        path = Path(named)
        if not _is_soundfont(path):
            raise YoakeError(
                "music.soundfont",
                f"YOAKE_SOUNDFONT names {named!r}, which is not a soundfont.",
                next_step="Set it to a .sf2 file, or unset it to use the installed one.",
            )
        return path
    return next((Path(place) for place in _PLACES if Path(place).is_file()), None)


def _is_soundfont(path: Path) -> bool:
    """Whether the file begins as one; fluidsynth itself would quietly play with another one."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(12)
    return head[:4] == b"RIFF" and head[8:] == b"sfbk"


def program() -> str | None:
    """Where fluidsynth is, else none."""
    return shutil.which("fluidsynth")


def render(score: Score, fluidsynth: str, font: Path, rate: int) -> Samples:
    """The loop, dry, shape (frames, 2): exactly its length, with what rings beyond the end laid over the start.

    Raises:
        YoakeError: `music.render` where fluidsynth fails.
    """
    with tempfile.TemporaryDirectory(prefix="yoake-music-") as folder:
        midi, wave = Path(folder, "score.mid"), Path(folder, "score.wav")
        write_midi(score, midi, tail_seconds=_TAIL_SECONDS)
        command = [fluidsynth, "-ni", "-q", "-R", "0", "-C", "0", "-g", "0.35", "-r", str(rate)]
        command += ["-o", "synth.cpu-cores=1", "-T", "wav", "-O", "float", "-F", str(wave), str(font), str(midi)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise YoakeError(
                "music.render", f"fluidsynth took over {_TIMEOUT_SECONDS:.0f} s for one loop.", transient=True
            ) from error
        if done.returncode != 0 or not wave.is_file():
            said = done.stderr.decode(errors="replace").strip()[-300:]
            raise YoakeError(
                "music.render",
                f"fluidsynth ended with status {done.returncode}: {said or 'it said nothing'}.",
                next_step=f"Check that {font.name} is a soundfont.",
            )
        played, _ = soundfile.read(str(wave), dtype="float64", always_2d=True)
    if not played.any():
        # a font that it cannot play is no failure to fluidsynth
        raise YoakeError(
            "music.render", f"fluidsynth played nothing with {font.name}.", next_step="Check that it is a soundfont."
        )
    return fold(np.asarray(played, dtype=np.float64), round(score.seconds * rate))
