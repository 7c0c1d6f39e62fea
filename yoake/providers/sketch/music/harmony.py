"""Keys, chords named by roman numerals, and voicings that move as little as possible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal

Mode = Literal["major", "minor", "harmonic", "dorian", "phrygian", "lydian", "mixolydian", "yo"]

SCALES: dict[Mode, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "yo": (0, 2, 5, 7, 9),  # Japanese folk and festival music
}

_DEGREES = {"i": 0, "ii": 2, "iii": 4, "iv": 5, "v": 7, "vi": 9, "vii": 11}
_QUALITIES: dict[str, tuple[int, ...]] = {
    "": (),
    "7": (10,),
    "maj7": (11,),
    "6": (9,),
    "add9": (14,),
    "9": (10, 14),
    "maj9": (11, 14),
}
_CHORD = re.compile(
    r"(?P<shift>[b#]?)(?P<degree>[ivIV]+)(?P<quality>sus4|sus2|dim7?|aug|5|maj9|maj7|add9|9|7|6)?(?:/(?P<bass>\d+))?"
)


@dataclass(frozen=True, slots=True)
class Chord:
    """Pitch classes counted from the tonic of the key (0 to 11)."""

    root: int
    tones: tuple[int, ...]
    """Root first, then upwards."""
    bass: int


def chord(name: str) -> Chord:
    """Read a chord such as `I`, `vi7`, `bVII`, `Vsus4`, `I/4`; after the slash: the bass, in semitones over the tonic.

    Degrees count on the major scale, whatever the mode: the sixth chord of a minor key is `bVI`.
    """
    match = _CHORD.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is not a chord")
    degree, quality = match["degree"], match["quality"] or ""
    root = (_DEGREES[degree.lower()] + {"b": -1, "#": 1, "": 0}[match["shift"]]) % 12
    third = 4 if degree.isupper() else 3
    special: dict[str, tuple[int, ...]] = {
        "sus4": (0, 5, 7),
        "sus2": (0, 2, 7),
        "dim": (0, 3, 6),
        "dim7": (0, 3, 6, 9),
        "aug": (0, 4, 8),
        "5": (0, 7),
    }
    shape = special[quality] if quality in special else (0, third, 7, *_QUALITIES[quality])
    bass = int(match["bass"]) % 12 if match["bass"] else root
    return Chord(root, tuple((root + step) % 12 for step in shape), bass)


def scale_for(mode: Mode, harmony: Chord) -> tuple[int, ...]:
    """The mode's pitch classes, bent where the chord has tones outside it (the leading tone of a minor key's V)."""
    pitches = set(SCALES[mode])
    for tone in harmony.tones:
        if tone not in pitches:
            # the third of a chord that stands in the key is raised to lead upwards, other strangers are lowered
            raised = tone in (6, 11) or (harmony.root in pitches and (tone - harmony.root) % 12 == 4)
            old = (tone + (-1 if raised else 1)) % 12
            if old not in harmony.tones:
                pitches.discard(old)
            pitches.add(tone)
    return tuple(sorted(pitches))


def voicing(harmony: Chord, tonic: int, low: int, high: int, before: tuple[int, ...] | None) -> tuple[int, ...]:
    """MIDI pitches of the chord's tones (at most four) between `low` and `high`, as near as can be to those `before`.

    `tonic` is any MIDI pitch of the tonic. Without a chord before, the closest voicing to the middle is taken.
    """
    tones = harmony.tones if len(harmony.tones) <= 4 else (harmony.tones[1], *harmony.tones[2:])
    choices = [
        [pitch for pitch in range(low, high + 1) if (pitch - tonic) % 12 == tone] or [low + (tonic + tone - low) % 12]
        for tone in tones
    ]
    middle = (low + high) / 2

    def cost(pitches: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        ordered = tuple(sorted(pitches))
        spread = ordered[-1] - ordered[0]
        muddy = sum(2 for a, b in pairwise(ordered) if b - a < 3 and a < 55)
        if before is None:
            move = abs(sum(ordered) / len(ordered) - middle)
        else:
            move = sum(min(abs(p - q) for q in before) for p in ordered) + abs(ordered[-1] - before[-1])
            move += 0.15 * abs(sum(ordered) / len(ordered) - middle)
        return move + muddy + max(0, spread - 14) * 0.7, ordered

    return min(cost(pitches) for pitches in product(*choices) if len(set(pitches)) == len(pitches))[1]


def nearest(pitch: float, tonic: int, classes: tuple[int, ...]) -> int:
    """The MIDI pitch nearest to `pitch` whose class over the tonic is one of `classes`; the lower of two."""
    around = range(int(pitch) - 12, int(pitch) + 14)
    return min((p for p in around if (p - tonic) % 12 in classes), key=lambda p: (abs(p - pitch), p))


def step(pitch: int, steps: int, tonic: int, scale: tuple[int, ...]) -> int:
    """Go `steps` up (or down) the scale from `pitch`, which may lie beside it."""
    direction = 1 if steps > 0 else -1
    for _ in range(abs(steps)):
        pitch += direction
        while (pitch - tonic) % 12 not in scale:
            pitch += direction
    return pitch
