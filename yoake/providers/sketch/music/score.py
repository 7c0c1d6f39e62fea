"""A piece of music as data, and as a MIDI file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import mido

TICKS = 480
"""Per beat."""
DRUMS = 9
"""The MIDI channel that plays percussion."""


@dataclass(frozen=True, slots=True)
class Note:
    """One tone; `start` and `length` in beats, `pitch` and `velocity` as in MIDI."""

    start: float
    length: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one instrument plays."""

    name: str
    channel: int
    program: int
    """General MIDI instrument, 0 to 127; ignored on the drum channel."""
    volume: int
    """MIDI controller 7, 0 to 127."""
    pan: int
    """MIDI controller 10: 0 left, 64 middle, 127 right."""
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A loop: every part fills the same number of beats, and notes never start outside it."""

    bpm: float
    beats_per_bar: int
    bars: int
    parts: tuple[Part, ...]

    @property
    def beats(self) -> int:
        """Length in beats."""
        return self.beats_per_bar * self.bars

    @property
    def seconds(self) -> float:
        """Length of the loop, without the tail that rings on."""
        return self.beats * 60.0 / self.bpm


def write_midi(score: Score, path: Path, *, tail_seconds: float) -> None:
    """Write a MIDI file that lasts `tail_seconds` longer than the loop, so that its last notes can ring out."""
    file = mido.MidiFile(ticks_per_beat=TICKS)
    conductor = mido.MidiTrack()
    conductor.append(mido.MetaMessage("set_tempo", tempo=round(60e6 / score.bpm)))
    conductor.append(
        mido.MetaMessage("end_of_track", time=round((score.beats + tail_seconds * score.bpm / 60) * TICKS))
    )
    file.tracks.append(conductor)
    for part in score.parts:
        file.tracks.append(_track(part))
    file.save(str(path))


def _track(part: Part) -> mido.MidiTrack:
    track = mido.MidiTrack()
    if part.channel != DRUMS:
        track.append(mido.Message("program_change", channel=part.channel, program=part.program))
    track.append(mido.Message("control_change", channel=part.channel, control=7, value=part.volume))
    track.append(mido.Message("control_change", channel=part.channel, control=10, value=part.pan))
    events: list[tuple[int, int, int, int]] = []
    for note in part.notes:
        start = round(note.start * TICKS)
        events.append((start, 1, note.pitch, note.velocity))
        events.append((max(start + 1, round((note.start + note.length) * TICKS)), 0, note.pitch, 0))
    at = 0
    for tick, sounding, pitch, velocity in sorted(events):
        kind = "note_on" if sounding else "note_off"
        track.append(mido.Message(kind, channel=part.channel, note=pitch, velocity=velocity, time=tick - at))
        at = tick
    return track
