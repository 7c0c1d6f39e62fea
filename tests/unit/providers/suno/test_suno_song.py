"""What Suno is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.samples.service_work import request
from yoake.errors import InvalidRequestError
from yoake.providers.suno.song import mood_for, new_mark, song_for
from yoake.providers.suno.wrapper import Song


def song(folder: Path, prompt: str | None = None, **params: Any) -> Song:
    asked = request(folder, "bgm_gen", prompt=prompt, params=params)
    return song_for(asked, mood_for(asked), "[0a1b2c3d]", None)


def test_the_title_ends_in_the_mark_however_long_it_is(tmp_path: Path):
    asked = request(tmp_path, "bgm_gen", address="music/" + "very_long" * 20)
    assert song_for(asked, "calm", "[0a1b2c3d]", None).title.endswith(" [0a1b2c3d]")
    assert len(song_for(asked, "calm", "[0a1b2c3d]", None).title) <= 80


def test_marks_differ():
    assert len({new_mark() for _ in range(100)}) == 100


def test_style_holds_tempo_words_and_mood_within_what_suno_takes(tmp_path: Path):
    asked = song(tmp_path, "koto and rain", mood="sad", tempo_bpm=66)
    assert asked.style.startswith("66 bpm, koto and rain, melancholic solo piano")
    assert len(song(tmp_path, "x" * 1000).style) == 200


def test_somebody_sings_only_where_there_are_lyrics(tmp_path: Path):
    assert song(tmp_path).instrumental
    sung = song(tmp_path, lyrics="星に願いを")
    assert (sung.instrumental, sung.lyrics) == (False, "星に願いを")
    assert song(tmp_path, lyrics="星に願いを", instrumental=True).lyrics == ""


def test_an_unknown_mood_is_told(tmp_path: Path):
    with pytest.raises(InvalidRequestError) as caught:
        song(tmp_path, mood="spooky")
    assert caught.value.code == "music.parameter"
