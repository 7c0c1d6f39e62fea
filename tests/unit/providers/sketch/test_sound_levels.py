"""Loudness, peaks, reverberation and encoding."""

import numpy as np
import pytest
import soundfile

from yoake.providers.sketch.sound.levels import decibels, limit, loudness, to_loudness, to_peak, true_peak
from yoake.providers.sketch.sound.ogg import fix_serial, write_ogg
from yoake.providers.sketch.sound.space import reverberate, room

RATE = 44_100


def tone(hertz, seconds, phase=0.0):
    return np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE + phase)


def test_a_full_scale_tone_of_1_khz_is_at_minus_3_lufs():
    assert loudness(tone(997, 2.0), RATE) == pytest.approx(-3.01, abs=0.1)


def test_sounds_too_short_for_the_standard_are_measured_too():
    assert loudness(tone(997, 0.05), RATE) == pytest.approx(-3.0, abs=0.3)
    assert loudness(np.zeros(100), RATE) == -70.0


def test_the_true_peak_lies_between_the_samples():
    sound = tone(RATE / 4, 0.5, phase=np.pi / 4)
    assert np.abs(sound).max() == pytest.approx(0.7071, abs=0.001)
    assert true_peak(sound) == pytest.approx(1.0, abs=0.03)


def test_the_limiter_keeps_the_ceiling_and_leaves_quiet_sound_alone():
    sound = tone(220, 1.0) * np.interp(np.arange(RATE), [0, RATE / 2, RATE], [0.1, 1.0, 0.1])
    limited = limit(sound, 0.5)
    assert np.abs(limited).max() <= 0.5001
    assert np.allclose(limited[: RATE // 8], sound[: RATE // 8])
    assert np.array_equal(limit(sound, 2.0), sound)


def test_loudness_is_reached_below_the_ceiling():
    clicks = tone(330, 3.0) * 0.1
    clicks[::9000] = 1.0
    made = to_loudness(clicks, RATE, -18.0, -1.5)
    assert loudness(made, RATE) == pytest.approx(-18.0, abs=0.5)
    assert decibels(true_peak(made)) <= -1.49
    assert not to_loudness(np.zeros(RATE), RATE, -18.0, -1.5).any()
    assert not to_peak(np.zeros(9), -3).any()


def test_a_looped_reverb_keeps_the_length_and_wraps():
    sound = np.zeros((20_000, 2))
    sound[-100] = 1.0
    wet = reverberate(sound, room(RATE, 1.0, 0.5), 0.5, looped=True)
    assert wet.shape == sound.shape
    assert np.abs(wet[:2000]).max() > 0.001
    longer = reverberate(sound, room(RATE, 1.0, 0.5), 0.5, looped=False)
    assert len(longer) > len(sound)


def test_encoding_twice_gives_the_same_bytes_and_the_sound_back(tmp_path):
    sound = np.stack([tone(440, 2.5), tone(660, 2.5)], axis=1) * 0.3
    write_ogg(tmp_path / "a.ogg", sound, RATE)
    write_ogg(tmp_path / "b.ogg", sound, RATE)
    assert (tmp_path / "a.ogg").read_bytes() == (tmp_path / "b.ogg").read_bytes()
    back, rate = soundfile.read(tmp_path / "a.ogg")
    assert rate == RATE
    assert back.shape == sound.shape
    assert np.sqrt(np.mean((back - sound) ** 2)) < 0.02


def test_fixing_the_serial_number_again_changes_nothing(tmp_path):
    write_ogg(tmp_path / "a.ogg", tone(440, 0.5) * 0.5, RATE)
    data = (tmp_path / "a.ogg").read_bytes()
    assert fix_serial(data) == data
