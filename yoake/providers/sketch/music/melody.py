"""Melodies with a motif: it is stated, answered, taken up again, and every phrase comes to rest.

A phrase is four bars, as in most songs: motif, answer (the motif on another chord), motif with a turn, close.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from yoake.providers.sketch.music.harmony import Chord, Mode, nearest, scale_for, step
from yoake.providers.sketch.music.score import Note

Rhythm = tuple[float, ...]
"""Lengths in beats that fill one bar; negative for rests."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Range and manner of a melody."""

    low: int
    high: int
    rhythms: tuple[Rhythm, ...]
    closes: tuple[Rhythm, ...]
    """Bars that end a phrase: few notes, the last one long."""
    leap: int = 2
    """Largest step of the motif, in steps of the scale."""
    legato: float = 0.95
    """Share of a note's length that sounds."""
    velocity: int = 88


@dataclass(frozen=True, slots=True)
class _Motif:
    rhythm: Rhythm
    contour: tuple[int, ...]
    """Step in the scale from each sounding note to the next."""


def _motif(voice: Voice, random: Random, beats: int) -> _Motif:
    fitting = [rhythm for rhythm in voice.rhythms if sum(map(abs, rhythm)) == beats]
    rhythm = random.choice(fitting)
    count = sum(length > 0 for length in rhythm)
    contour: list[int] = []
    rising = random.choice((1, 1, -1))
    turn = random.randint(count // 2, max(count // 2, count - 1))
    for index in range(count - 1):
        direction = rising if index < turn else -rising
        size = random.choice((1, 1, 1, 2, 2, voice.leap))
        # after a leap, melodies step back
        if contour and abs(contour[-1]) > 2:
            direction, size = (-1 if contour[-1] > 0 else 1), 1
        contour.append(0 if random.random() < 0.12 else direction * size)
    return _Motif(rhythm, tuple(contour))


def melody(
    chords: list[list[Chord]], voice: Voice, tonic: int, mode: Mode, beats: int, random: Random, lift: float
) -> list[Note]:
    """A melody over `chords` (one list a bar), `beats` to a bar; `lift` shifts its middle within the range, -1 to 1.

    Every second phrase repeats the first one's motif and closes on the tonic; the others close half-way.
    """
    motif = _motif(voice, random, beats)
    turned = _motif(voice, random, beats)
    middle = (voice.low + voice.high) / 2 + lift * (voice.high - voice.low) / 4
    notes: list[Note] = []
    at = middle
    start_of_phrase = middle
    for bar, harmonies in enumerate(chords):
        place = bar % 4
        last_phrase = bar >= len(chords) - 4
        if place == 0:
            at = start_of_phrase = middle + random.choice((-2, 0, 2)) if bar == 0 else start_of_phrase
        if place == 3 or bar == len(chords) - 1:
            rhythm = random.choice([r for r in voice.closes if sum(map(abs, r)) == beats])
            notes += _close(rhythm, harmonies, voice, tonic, mode, bar * beats, at, beats, home=last_phrase)
        else:
            use = turned if place == 2 and random.random() < 0.5 else motif
            aim = at if place else start_of_phrase
            notes += _state(use, harmonies, voice, tonic, mode, bar * beats, aim, beats)
        if notes:
            at = 0.6 * notes[-1].pitch + 0.4 * middle
    return notes


def _harmony_at(harmonies: list[Chord], beat: float, beats: int) -> Chord:
    return harmonies[min(len(harmonies) - 1, int(beat * len(harmonies) / beats))]


def _accent(voice: Voice, beat: float) -> int:
    return voice.velocity + (8 if beat == 0 else 3 if beat == int(beat) else -4)


def _state(
    motif: _Motif, harmonies: list[Chord], voice: Voice, tonic: int, mode: Mode, start: float, aim: float, beats: int
) -> list[Note]:
    notes: list[Note] = []
    beat, index = 0.0, 0
    pitch = nearest(aim, tonic, _harmony_at(harmonies, 0, beats).tones)
    for length in motif.rhythm:
        if length > 0:
            harmony = _harmony_at(harmonies, beat, beats)
            scale = scale_for(mode, harmony)
            if index:
                pitch = step(pitch, motif.contour[index - 1], tonic, scale)
            strong = beat in (0, beats / 2) or length >= 1.5
            allowed = harmony.tones if strong else scale
            wanted = _into_range(pitch, voice)
            pitch = nearest(wanted, tonic, allowed)
            if index and motif.contour[index - 1] and pitch == notes[-1].pitch:
                # the chord pulled the tone back to where it came from: go on the way the motif went
                onward = 1 if (motif.contour[index - 1] > 0) == (wanted < voice.high - 2) else -1
                pitch = step(pitch, onward, tonic, tuple(sorted(allowed)))
            notes.append(Note(start + beat, length * voice.legato, pitch, _accent(voice, beat)))
            index += 1
        beat += abs(length)
    return notes


def _close(
    rhythm: Rhythm,
    harmonies: list[Chord],
    voice: Voice,
    tonic: int,
    mode: Mode,
    start: float,
    at: float,
    beats: int,
    *,
    home: bool,
) -> list[Note]:
    """Walk by step to the resting note: root or third of the last chord at the end, its fifth half-way."""
    sounding = [length for length in rhythm if length > 0]
    last = harmonies[-1]
    rest = last.tones[:2] if home else last.tones[1:3]
    target = nearest(_into_range(round(at), voice), tonic, rest)
    scale = scale_for(mode, last)
    side = 1 if target <= at else -1
    pitches = [step(target, side * back, tonic, scale) if back else target for back in range(len(sounding) - 1, -1, -1)]
    notes: list[Note] = []
    beat, index = 0.0, 0
    for length in rhythm:
        if length > 0:
            notes.append(Note(start + beat, length * voice.legato, pitches[index], _accent(voice, beat)))
            index += 1
        beat += abs(length)
    return notes


def _into_range(pitch: int, voice: Voice) -> int:
    """Mirror at the ends of the range: a tune that climbs too far turns round."""
    if pitch > voice.high:
        pitch = 2 * voice.high - pitch
    if pitch < voice.low:
        pitch = 2 * voice.low - pitch
    return min(max(pitch, voice.low), voice.high)
