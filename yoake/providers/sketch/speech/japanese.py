"""Japanese speech by Open JTalk (pyopenjtalk-plus: dictionary and voice are in the package)."""

from __future__ import annotations

import contextlib
import io
import threading
from types import ModuleType

import numpy as np

from yoake.providers.base import Credit
from yoake.providers.sketch.sound.ogg import Samples

CREDITS = (
    Credit(
        kind="voice",
        name="HTS Voice 'Mei'",
        licence="CC BY 3.0",
        url="http://www.mmdagent.jp/",
        text="HTS Voice 'Mei' (c) 2009-2013 Nagoya Institute of Technology, MMDAgent Project Team, CC BY 3.0",
    ),
    Credit(
        kind="software",
        name="Open JTalk",
        licence="Modified BSD",
        url="https://open-jtalk.sourceforge.net/",
        text="Open JTalk (c) 2008-2016 Nagoya Institute of Technology",
    ),
)

_importing = threading.Lock()


def _engine() -> ModuleType:
    # its import prints that an optional model is missing, to where the command line prints its results
    # two threads that redirect at the same time would never put the real output back
    with _importing, contextlib.redirect_stdout(io.StringIO()):
        import pyopenjtalk
    return pyopenjtalk


def speak(text: str, speed: float, semitones: float) -> tuple[Samples, int]:
    """Say `text`; returns the samples (full scale -1 to 1) and their rate in Hz."""
    samples, rate = _engine().tts(text, speed=speed, half_tone=semitones, predict_nani=False)
    return np.asarray(samples, dtype=np.float64) / 32768.0, int(rate)
