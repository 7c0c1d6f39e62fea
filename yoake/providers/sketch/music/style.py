"""What makes a mood sound as it does: the shape of the data in `moods`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yoake.providers.sketch.music.harmony import Mode
from yoake.providers.sketch.music.melody import Voice

Role = Literal["melody", "chords", "bass", "counter"]


@dataclass(frozen=True, slots=True)
class Layer:
    """One instrument of the band.

    Patterns divide a bar evenly among their space-separated steps. In all of them `.` rests and `-` holds.
    Chords: digits pick voices of the chord from the lowest, `4` and above an octave up, `c` is the whole chord.
    Bass: `r` root, `f` fifth, `t` third, `o` octave, `a` a step towards the next chord's bass.
    Melody and counter have no pattern of their own: any text but the empty one means that they play.
    """

    name: str
    role: Role
    programs: tuple[int, ...]
    """General MIDI instruments to choose from, all fit for the part."""
    volume: int
    pan: int
    first: str
    """Pattern in the first section; empty for silence."""
    second: str
    """Pattern in the second section."""
    low: int = 48
    high: int = 72
    velocity: int = 72
    octave: int = 0
    """Melody only: shift in octaves."""


@dataclass(frozen=True, slots=True)
class Beat:
    """Percussion: one string a drum, one character a step of the bar; `x` hit, `X` accent, `o` soft, `.` nothing."""

    first: dict[int, str]
    second: dict[int, str]
    fill: dict[int, str]
    """Replaces the pattern in the last bar of a section."""
    crash: int | None = None
    """Drum that marks the start of a section."""


@dataclass(frozen=True, slots=True)
class Style:
    """A mood as music."""

    bpm: tuple[int, int]
    beats: int
    mode: Mode
    tonics: tuple[int, ...]
    """MIDI pitches around middle C to choose the key from."""
    first: tuple[str, ...]
    """Progressions of the first section to choose from: chords by bar, `|` between bars, two chords share a bar."""
    second: tuple[str, ...]
    voice: Voice
    layers: tuple[Layer, ...]
    drums: Beat | None
    room_seconds: float
    room_brightness: float
    wet: float
    swing: float = 0.0
    """How late the second half of each beat comes, in beats."""
