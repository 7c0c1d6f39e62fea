"""English speech by the program espeak-ng."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np

from yoake.errors import MissingToolError, YoakeError
from yoake.providers.base import Credit
from yoake.providers.sketch.sound.ogg import Samples
from yoake.providers.sketch.speech.voice import Voice

CREDITS = (
    Credit(
        kind="software",
        name="eSpeak NG",
        licence="GPL-3.0",
        url="https://github.com/espeak-ng/espeak-ng",
        text="Speech by eSpeak NG, GPL-3.0",
    ),
)

_WORDS_A_MINUTE = 165
_TIMEOUT_SECONDS = 30.0
_ACCENTS = ("en-us", "en-us", "en-gb", "en-gb-x-rp")
_THROATS = {"female": ("f1", "f2", "f3", "f4", "f5"), "male": ("m1", "m2", "m3", "m4", "m6", "m7")}
_OWN_SEMITONES = {"female": -7.0, "male": -17.0}
"""Where espeak's voices lie already, in the terms of `Voice.pitch_semitones`."""
_HEADER_BYTES = 44


def speak(text: str, voice: Voice, speed: float, semitones: float) -> tuple[Samples, int]:
    """Say `text`; returns the samples (full scale -1 to 1) and their rate in Hz.

    Raises:
        MissingToolError: `espeak.missing`.
        YoakeError: `espeak.failed`.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        raise MissingToolError(
            "espeak.missing",
            "English speech needs the program espeak-ng, which is not installed.",
            next_step="Install it (Debian: apt install espeak-ng), or name a provider for voice_gen.",
        )
    throats = _THROATS[voice.gender]
    name = f"{_ACCENTS[voice.accent % len(_ACCENTS)]}+{throats[voice.accent // 7 % len(throats)]}"
    pace = round(min(400, max(80, _WORDS_A_MINUTE * speed)))
    pitch = round(min(99, max(0, 50 + 4.2 * (semitones - _OWN_SEMITONES[voice.gender]))))
    command = [program, "-v", name, "-s", str(pace), "-p", str(pitch), "-b", "1", "--stdin", "--stdout"]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=_TIMEOUT_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise YoakeError(
            "espeak.failed", f"espeak-ng took over {_TIMEOUT_SECONDS:.0f} s for one line.", transient=True
        ) from error
    if done.returncode != 0 or len(done.stdout) < _HEADER_BYTES:
        said = done.stderr.decode(errors="replace").strip()[-200:]
        raise YoakeError("espeak.failed", f"espeak-ng ended with status {done.returncode}: {said or 'no sound'}.")
    # written to a pipe, the header's lengths are not to be trusted; the rate in it is
    rate = int.from_bytes(done.stdout[24:28], "little")
    frames = (len(done.stdout) - _HEADER_BYTES) // 2
    samples = np.frombuffer(done.stdout, dtype="<i2", offset=_HEADER_BYTES, count=frames)
    return samples.astype(np.float64) / 32768.0, rate
