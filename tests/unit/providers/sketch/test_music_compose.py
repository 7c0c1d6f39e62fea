"""The rules of composition: chords, voicings, melodies, and what every mood's piece must be."""

from random import Random
from typing import get_args

import mido
import pytest

from yoake.providers.sketch.music.compose import compose
from yoake.providers.sketch.music.harmony import SCALES, chord, nearest, scale_for, step, voicing
from yoake.providers.sketch.music.moods import MOODS
from yoake.providers.sketch.music.score import DRUMS, write_midi
from yoake.providers.sketch.music.wording import mood_of
from yoake.texts.models import Mood

ALL = get_args(Mood)


@pytest.mark.parametrize(
    ("name", "tones", "bass"),
    [
        ("I", (0, 4, 7), 0),
        ("vi7", (9, 0, 4, 7), 9),
        ("bVII", (10, 2, 5), 10),
        ("Vsus4", (7, 0, 2), 7),
        ("#ivdim7", (6, 9, 0, 3), 6),
        ("V/11", (7, 11, 2), 11),
        ("ii9", (2, 5, 9, 0, 4), 2),
    ],
)
def test_chords_are_read_from_roman_numerals(name, tones, bass):
    assert (chord(name).tones, chord(name).bass) == (tones, bass)


def test_a_wrong_chord_is_refused():
    with pytest.raises(ValueError, match="Hmaj7"):
        chord("Hmaj7")


def test_the_scale_bends_to_the_leading_tone():
    assert scale_for("minor", chord("V")) == (0, 2, 3, 5, 7, 8, 11)
    assert scale_for("major", chord("III7")) == (0, 2, 4, 5, 8, 9, 11)
    assert scale_for("major", chord("bVI")) == (0, 2, 3, 5, 7, 8, 11)
    assert scale_for("major", chord("IV")) == SCALES["major"]


def test_voices_move_little_from_chord_to_chord():
    before = voicing(chord("I"), 60, 52, 72, None)
    after = voicing(chord("vi"), 60, 52, 72, before)
    assert sum(abs(a - b) for a, b in zip(before, after, strict=True)) <= 4
    assert all(52 <= pitch <= 72 for pitch in after)


def test_steps_follow_the_scale():
    assert [step(60, n, 60, SCALES["major"]) for n in (-2, -1, 0, 1, 2)] == [57, 59, 60, 62, 64]
    assert nearest(61.4, 60, (0, 4, 7)) == 60


@pytest.mark.parametrize("mood", ALL)
def test_every_mood_fills_a_loop_of_15_to_32_seconds(mood):
    style = MOODS[mood]
    for seed in range(4):
        score = compose(style, Random(seed))
        assert 15 <= score.seconds <= 32
        assert score.bars % 4 == 0
        for part in score.parts:
            assert min(note.start for note in part.notes) >= 0
            assert max(note.start for note in part.notes) < score.beats
            assert all(0 < note.velocity < 128 and 20 < note.pitch < 110 and note.length > 0 for note in part.notes)
        assert len({part.channel for part in score.parts}) == len(score.parts)


@pytest.mark.parametrize("mood", ALL)
def test_melodies_keep_to_their_range_and_repeat_their_motif(mood):
    style = MOODS[mood]
    score = compose(style, Random(5))
    leads = {layer.name: layer.octave for layer in style.layers if layer.role == "melody"}
    lead = next(part for part in score.parts if part.name in leads)
    notes = lead.notes
    shift = 12 * leads[lead.name]
    assert all(style.voice.low - 5 <= note.pitch - shift <= style.voice.high + 5 for note in notes)
    rhythms = [
        tuple(round(n.start % style.beats, 1) for n in notes if n.start // style.beats == bar)
        for bar in range(score.bars)
    ]
    assert len(set(rhythms)) < len(rhythms)


def test_moods_differ_in_tempo_mode_and_instruments():
    assert MOODS["battle"].bpm[0] > 1.9 * MOODS["calm"].bpm[1]
    assert len({style.mode for style in MOODS.values()}) >= 5
    bands = {frozenset((layer.name, layer.programs) for layer in style.layers) for style in MOODS.values()}
    assert len(bands) == len(MOODS)
    assert MOODS["calm"].drums is None
    assert MOODS["battle"].drums is not None


def test_length_can_be_asked_for_in_bars_or_seconds():
    assert compose(MOODS["calm"], Random(1), bars=5).bars == 5
    assert compose(MOODS["battle"], Random(1), seconds=60).seconds == pytest.approx(60, abs=4)


def test_chance_changes_the_tune_and_nothing_else_does():
    assert compose(MOODS["daily"], Random("a")) == compose(MOODS["daily"], Random("a"))
    assert compose(MOODS["daily"], Random("a")) != compose(MOODS["daily"], Random("b"))


def test_the_midi_file_plays_as_long_as_the_loop_and_its_tail(tmp_path):
    score = compose(MOODS["title"], Random(2))
    write_midi(score, tmp_path / "a.mid", tail_seconds=3.0)
    file = mido.MidiFile(tmp_path / "a.mid")
    assert file.length == pytest.approx(score.seconds + 3.0, abs=0.05)
    assert any(message.channel == DRUMS for message in file if message.type == "note_on")


@pytest.mark.parametrize(
    ("prompt", "mood"),
    [
        ("Epic orchestral game title theme", "title"),
        ("激しい戦闘の曲", "battle"),
        ("夏祭りの賑やかな夜", "festive"),
        ("悲しい別れ", "sad"),
        ("quiet ambient night", "calm"),
        ("告白のシーン、恋のときめき", "romantic"),
    ],
)
def test_moods_are_guessed_from_the_prompt(prompt, mood):
    assert mood_of(prompt, 0) == mood


def test_without_a_hint_the_seed_decides():
    assert len({mood_of(None, seed) for seed in range(60)}) == len(ALL)
