"""Writes a piece: a style and a source of chance become a score."""

from __future__ import annotations

from random import Random

from yoake.providers.sketch.music.harmony import Chord, chord, scale_for, step, voicing
from yoake.providers.sketch.music.melody import melody
from yoake.providers.sketch.music.score import DRUMS, Note, Part, Score
from yoake.providers.sketch.music.style import Beat, Layer, Style

_HITS = {"X": 112, "x": 92, "o": 62}


def compose(style: Style, random: Random, *, bars: int | None = None, seconds: float | None = None) -> Score:
    """Compose a loop; `bars` or else about `seconds` of it, or else the length that suits the mood."""
    bpm = random.randint(*style.bpm)
    tonic = random.choice(style.tonics)
    sections = [_bars(random.choice(style.first)), _bars(random.choice(style.second))]
    if bars is None and seconds is not None:
        bars = max(4, 4 * round(seconds * bpm / 60 / style.beats / 4))
    plan = _plan([len(section) for section in sections], bars)
    chords = [sections[section][bar] for section, bar in plan]
    tunes = _tunes(style, sections, tonic, random)
    choice = {layer.name: random.choice(layer.programs) for layer in style.layers}
    parts: list[Part] = []
    for layer in style.layers:
        channel = len(parts) if len(parts) < DRUMS else len(parts) + 1
        notes = _play(layer, style, plan, chords, tunes, tonic)
        if notes:
            shaped = _humanise(notes, style, len(plan), random)
            parts.append(Part(layer.name, channel, choice[layer.name], layer.volume, layer.pan, shaped))
    if style.drums is not None:
        hits = _humanise(_drums(style.drums, plan, style.beats), style, len(plan), random)
        parts.append(Part("drums", DRUMS, 0, 100, 64, hits))
    return Score(float(bpm), style.beats, len(plan), tuple(parts))


def _bars(progression: str) -> list[list[Chord]]:
    return [[chord(name) for name in bar.split()] for bar in progression.split("|")]


def _plan(lengths: list[int], bars: int | None) -> list[tuple[int, int]]:
    """Which bar of which section is played when: first, second, first... until there are enough bars."""
    form = [(section, bar) for section, length in enumerate(lengths) for bar in range(length)]
    wanted = len(form) if bars is None else bars
    return [form[index % len(form)] for index in range(wanted)]


def _tunes(style: Style, sections: list[list[list[Chord]]], tonic: int, random: Random) -> list[list[Note]]:
    lifts = (-0.3, 0.5)
    return [
        melody(section, style.voice, tonic, style.mode, style.beats, random, lift)
        for section, lift in zip(sections, lifts, strict=True)
    ]


def _play(
    layer: Layer,
    style: Style,
    plan: list[tuple[int, int]],
    chords: list[list[Chord]],
    tunes: list[list[Note]],
    tonic: int,
) -> list[Note]:
    if layer.role == "melody":
        return _sing(layer, style, plan, tunes)
    if layer.role == "counter":
        return _answer(layer, style, plan, chords, tonic)
    notes: list[Note] = []
    before: tuple[int, ...] | None = None
    for index, (section, _) in enumerate(plan):
        harmonies = chords[index]
        following = chords[(index + 1) % len(chords)][0]
        pattern = (layer.first, layer.second)[section].split()
        voices = []
        for harmony in harmonies:
            before = voicing(harmony, tonic, layer.low, layer.high, before)
            voices.append(before)
        size = style.beats / len(pattern) if pattern else 0.0
        for place, sign in enumerate(pattern):
            if sign in ".-":
                continue
            half = place * len(harmonies) // len(pattern)
            held = 1
            while (
                place + held < len(pattern)
                and pattern[place + held] == "-"
                and (place + held) * len(harmonies) // len(pattern) == half
            ):
                held += 1
            start = index * style.beats + place * size
            length = held * size * (0.98 if held > 1 else 0.9)
            accent = 7 if place == 0 else 0
            if layer.role == "bass":
                to = harmonies[half + 1] if half + 1 < len(harmonies) else following
                pitches: tuple[int, ...] = (_bass(sign, harmonies[half], to, style, tonic),)
            else:
                pitches = _pick(sign, voices[half])
            notes += [Note(start, length, pitch, layer.velocity + accent) for pitch in pitches]
        # a chord that comes in the middle of a held pattern sounds there
        notes += _late_chords(layer, pattern, voices, index * style.beats, style.beats)
    return notes


def _late_chords(
    layer: Layer, pattern: list[str], voices: list[tuple[int, ...]], start: float, beats: int
) -> list[Note]:
    if layer.role != "chords" or len(voices) < 2 or len(pattern) < 2 or pattern[len(pattern) // 2] != "-":
        return []
    return [Note(start + beats / 2, beats / 2 * 0.98, pitch, layer.velocity) for pitch in voices[1]]


def _pick(sign: str, voices: tuple[int, ...]) -> tuple[int, ...]:
    if sign == "c":
        return voices
    octave, index = divmod(int(sign), len(voices))
    return (min(voices[index] + 12 * octave, 103),)


def _bass(sign: str, harmony: Chord, following: Chord, style: Style, tonic: int) -> int:
    low = 36 if style.beats == 4 else 38

    def place(pitch_class: int) -> int:
        return low + (tonic + pitch_class - low) % 12

    root = place(harmony.bass)
    if sign == "r":
        return root
    if sign == "o":
        return root + 12
    if sign == "f":
        fifth = place(harmony.tones[2] if len(harmony.tones) > 2 else harmony.tones[1])
        return fifth if fifth != root else root + 12
    if sign == "t":
        return place(harmony.tones[1])
    target = place(following.bass)
    return step(target, -1 if root <= target else 1, tonic, scale_for(style.mode, following))


def _sing(layer: Layer, style: Style, plan: list[tuple[int, int]], tunes: list[list[Note]]) -> list[Note]:
    notes: list[Note] = []
    for index, (section, bar) in enumerate(plan):
        if not (layer.first, layer.second)[section]:
            continue
        start, end = bar * style.beats, (bar + 1) * style.beats
        for note in tunes[section]:
            if start <= note.start < end:
                loudness = (
                    note.velocity if layer.velocity == 72 else note.velocity * layer.velocity // style.voice.velocity
                )
                notes.append(
                    Note(
                        note.start - start + index * style.beats,
                        note.length,
                        note.pitch + 12 * layer.octave,
                        loudness,
                    )
                )
    return notes


def _answer(
    layer: Layer, style: Style, plan: list[tuple[int, int]], chords: list[list[Chord]], tonic: int
) -> list[Note]:
    """A slow second tune on the thirds and sevenths of the chords, moving by the smallest steps."""
    notes: list[Note] = []
    at = (layer.low + layer.high) // 2
    for index, (section, _) in enumerate(plan):
        if not (layer.first, layer.second)[section]:
            continue
        share = style.beats / len(chords[index])
        for half, harmony in enumerate(chords[index]):
            guides = harmony.tones[1:2] + harmony.tones[3:4] or harmony.tones[:1]
            at = voicing(Chord(harmony.root, guides, harmony.bass), tonic, layer.low, layer.high, (at,))[0]
            notes.append(Note(index * style.beats + half * share, share * 0.98, at, layer.velocity))
    return notes


def _drums(beat: Beat, plan: list[tuple[int, int]], beats: int) -> list[Note]:
    notes: list[Note] = []
    for index, (section, bar) in enumerate(plan):
        last = index + 1 == len(plan) or plan[index + 1][0] != section
        pattern = beat.fill if last else (beat.first, beat.second)[section]
        for drum, steps in pattern.items():
            size = beats / len(steps)
            notes += [
                Note(index * beats + place * size, size, drum, _HITS[hit])
                for place, hit in enumerate(steps)
                if hit in _HITS
            ]
        if bar == 0 and beat.crash is not None:
            notes.append(Note(index * beats, 2.0, beat.crash, 84))
    return notes


def _humanise(notes: list[Note], style: Style, bars: int, random: Random) -> tuple[Note, ...]:
    """Small differences in strength and time, and the swing; no note leaves the loop."""
    end = bars * style.beats
    out: list[Note] = []
    for note in sorted(notes, key=lambda n: (n.start, n.pitch)):
        late = style.swing if note.start % 1 == 0.5 else 0.0
        start = min(max(0.0, note.start + late + random.uniform(0, 0.012)), end - 0.01)
        velocity = min(127, max(20, note.velocity + random.randint(-5, 5)))
        out.append(Note(start, note.length - late * 0.5, note.pitch, velocity))
    return tuple(out)
