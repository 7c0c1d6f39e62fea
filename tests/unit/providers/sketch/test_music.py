"""Music as files: loudness, length, seam, bytes, and what happens without fluidsynth."""

import numpy as np
import pytest
import soundfile
from audio_request import request

from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.sketch.music import fluid, music
from yoake.providers.sketch.sound.levels import decibels, loudness, true_peak
from yoake.providers.sketch.sound.space import fold

needs_fluidsynth = pytest.mark.skipif(
    fluid.program() is None or fluid.soundfont() is None, reason="fluidsynth or its soundfont is not installed"
)


@needs_fluidsynth
def test_a_loop_has_the_promised_loudness_length_and_seam(tmp_path):
    product = music(request(tmp_path, params={"mood": "calm", "bars": 4}))
    samples, rate = soundfile.read(product.path)
    assert product.media_type == "audio/ogg"
    assert product.meta["loop"] is True
    assert product.meta["duration_seconds"] == pytest.approx(len(samples) / rate, abs=0.01)
    assert product.meta["duration_seconds"] == pytest.approx(16 * 60 / product.meta["bpm"], abs=0.01)
    assert loudness(samples, rate) == pytest.approx(-18.0, abs=0.4)
    assert decibels(true_peak(samples)) <= -1.0
    usual = np.percentile(np.abs(np.diff(samples, axis=0)), 99.9)
    assert np.abs(samples[0] - samples[-1]).max() <= max(0.05, usual)
    assert product.credits[0].kind == "soundfont"
    assert "GPL" in product.credits[0].licence


@needs_fluidsynth
def test_the_same_request_gives_the_same_bytes(tmp_path):
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(music(request(tmp_path / name, prompt="boss battle", params={"bars": 2})).path.read_bytes())
    assert made[0] == made[1]
    (tmp_path / "c").mkdir()
    other = music(request(tmp_path / "c", prompt="boss battle", params={"bars": 2}, seed=8)).path.read_bytes()
    assert other != made[0]


@pytest.mark.parametrize("mood", ["battle", "sad"])
def test_without_fluidsynth_a_plain_synthesiser_plays(tmp_path, monkeypatch, mood):
    monkeypatch.setattr(fluid, "program", lambda: None)
    product = music(request(tmp_path, params={"mood": mood, "bars": 4}))
    samples, rate = soundfile.read(product.path)
    assert loudness(samples, rate) == pytest.approx(-18.0, abs=0.5)
    assert product.credits == ()


def test_the_tail_is_laid_over_the_start():
    played = np.zeros((25, 2))
    played[3], played[13], played[21] = 1.0, 0.5, 0.25
    folded = fold(played, 10)
    assert folded.shape == (10, 2)
    assert folded[3, 0] == 1.5
    assert folded[1, 0] == 0.25


@pytest.mark.parametrize(
    "params", [{"mood": "angry"}, {"bars": 0}, {"bars": "many"}, {"seconds": True}, {"seconds": 1e9}]
)
def test_wrong_parameters_are_named(tmp_path, params):
    with pytest.raises(InvalidRequestError) as error:
        music(request(tmp_path, params=params))
    assert error.value.code == "music.parameter"


@pytest.mark.parametrize("content", [None, b"no soundfont"])
def test_a_soundfont_that_is_none_is_named(tmp_path, monkeypatch, content):
    font = tmp_path / "font.sf2"
    if content:
        font.write_bytes(content)
    monkeypatch.setenv("YOAKE_SOUNDFONT", str(font))
    with pytest.raises(YoakeError) as error:
        music(request(tmp_path, params={"mood": "calm", "bars": 2}))
    assert error.value.code == "music.soundfont"
