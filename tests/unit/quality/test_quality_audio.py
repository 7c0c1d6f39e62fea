"""Checks of sounds, each finding brought about by a real file."""

import subprocess

import numpy as np
import pytest
import soundfile

from yoake.quality.check import Subject, check
from yoake.quality.programs import ffmpeg
from yoake.words import CATEGORY_OF_TYPE

RATE = 44_100


def tone(seconds, level=0.2, hertz=440.0):
    return level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)


def examine(tmp_path, samples, asset_type="se_gen", **more):
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, RATE)
    return check(Subject(path, "audio/wav", asset_type, CATEGORY_OF_TYPE[asset_type], **more))


def codes(report):
    return [finding.code for finding in report.findings]


def music(seconds=8.0):
    """Exactly whole periods, so that it loops."""
    return tone(seconds, 0.15, 440) + tone(seconds, 0.1, 660)


@pytest.mark.parametrize(
    ("samples", "asset_type"),
    [(tone(1.0), "se_gen"), (tone(0.1), "se_gen"), (music(), "bgm_gen"), (tone(2.0) * 0.8, "voice_gen")],
)
def test_good_sounds_pass(tmp_path, samples, asset_type):
    report = examine(tmp_path, samples, asset_type)
    assert report.passed, report.findings


def test_what_is_measured(tmp_path):
    measures = examine(tmp_path, tone(2.0, 0.5)).measures
    assert measures["seconds"] == pytest.approx(2.0)
    assert measures["peak_db"] == pytest.approx(-6.0, abs=0.1)
    assert measures["lufs"] == pytest.approx(-9.6, abs=0.3)
    assert measures["silent_share"] == 0


@pytest.mark.parametrize(
    ("samples", "asset_type", "code"),
    [
        (tone(0.01), "se_gen", "audio.too-short"),
        (tone(31), "se_gen", "audio.too-long"),
        (np.zeros(RATE), "se_gen", "audio.silent"),
        (np.zeros(RATE // 10), "voice_gen", "audio.silent"),
        (np.clip(tone(2.0, 3.0), -1, 1), "se_gen", "audio.clipped"),
        (tone(2.0, 0.017), "voice_gen", "audio.quiet"),
        (np.clip(tone(6.0, 0.96, 1000), -1, 1), "bgm_gen", "audio.loud"),
        (np.concatenate([tone(0.5), np.zeros(3 * RATE)]), "voice_gen", "audio.mostly-silent"),
        (np.concatenate([music(), np.zeros(RATE)]), "bgm_gen", "audio.gap"),
        (np.concatenate([music(), tone(50.25 / 100, 0.8, 100)]), "bgm_gen", "audio.seam"),
    ],
)
def test_bad_sounds_are_found(tmp_path, samples, asset_type, code):
    assert code in codes(examine(tmp_path, samples, asset_type))


def test_a_seam_counts_only_where_the_music_loops(tmp_path):
    broken = np.concatenate([music(), tone(50.25 / 100, 0.8, 100)])
    assert examine(tmp_path, broken, "bgm_gen", meta={"loop": False}).passed


def test_a_line_that_cannot_be_said_may_be_silent(tmp_path):
    quiet = np.zeros(int(0.4 * RATE))
    assert examine(tmp_path, quiet, "voice_gen", meta={"silent": True}).passed
    assert codes(examine(tmp_path, quiet, "voice_gen", meta={"silent": "yes"})) == ["audio.silent"]


def test_values_that_are_no_numbers_are_found(tmp_path):
    samples = tone(1.0)
    samples[100] = np.nan
    path = tmp_path / "a.wav"
    soundfile.write(path, samples, RATE, subtype="FLOAT")
    assert codes(check(Subject(path, "audio/wav", "se_gen", "se"))) == ["audio.unreadable"]


@pytest.mark.parametrize("media_type", ["audio/ogg", "audio/mp4"])
def test_what_is_no_sound_is_found(tmp_path, media_type):
    path = tmp_path / "a.ogg"
    path.write_bytes(b"#EXTM3U\n/etc/passwd\n")
    report = check(Subject(path, media_type, "se_gen", "se"))
    assert codes(report) == ["audio.unreadable"]
    assert str(tmp_path) not in report.findings[0].message


def test_a_strange_rate_is_found(tmp_path):
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(1.0), 1000)
    assert codes(check(Subject(path, "audio/wav", "se_gen", "se"))) == ["audio.format"]


def test_formats_that_libsndfile_lacks_are_decoded_by_ffmpeg(tmp_path):
    soundfile.write(tmp_path / "a.wav", tone(1.5), RATE)
    command = [ffmpeg(), "-v", "error", "-i", tmp_path / "a.wav", "-c:a", "aac", tmp_path / "a.m4a"]
    subprocess.run([str(part) for part in command], check=True)
    report = check(Subject(tmp_path / "a.m4a", "audio/mp4", "bgm_gen", "bgm", thresholds={"min_seconds": 1.0}))
    assert report.measures["seconds"] == pytest.approx(1.5, abs=0.1)
    assert "audio.unreadable" not in codes(report)
