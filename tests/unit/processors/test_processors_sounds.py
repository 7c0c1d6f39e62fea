"""What the processors of sounds make."""

import subprocess

import numpy as np
import pyloudnorm
import pytest
import soundfile

from yoake.quality.programs import ffmpeg


@pytest.mark.parametrize(
    ("form", "subtype", "media_type"),
    [
        ("ogg", "VORBIS", "audio/ogg"),
        ("opus", "OPUS", "audio/opus"),
        ("wav", "PCM_16", "audio/wav"),
        ("mp3", "MPEG_LAYER_III", "audio/mpeg"),
    ],
)
def test_convert(desk, form, subtype, media_type):
    made = desk.run("convert", desk.sound(character="hero"), format=form)
    info = soundfile.info(made.path)
    assert (info.subtype, made.media_type) == (subtype, media_type)
    assert info.duration == pytest.approx(1.0, abs=0.06)
    assert made.meta == {"character": "hero", "duration_seconds": 1.0}


def test_a_better_quality_is_a_larger_file(desk):
    source = desk.sound(seconds=2, channels=2)
    noise = np.random.Generator(np.random.PCG64(1)).normal(0, 0.1, (44_100, 2))
    soundfile.write(source.path, noise, 22_050)
    for form in ("ogg", "mp3", "opus"):
        sizes = [desk.run("convert", source, format=form, quality=q).path.stat().st_size for q in (10, 90)]
        assert sizes[0] < sizes[1]


def test_opus_keeps_the_pitch_of_another_rate(desk):
    samples, rate = soundfile.read(desk.run("convert", desk.sound(rate=44_100), format="opus").path)
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * rate / len(samples) == pytest.approx(440, abs=3)


def test_what_libsndfile_cannot_read(desk):
    source, path = desk.sound(), desk.root / "s.m4a"
    subprocess.run([ffmpeg(), "-v", "error", "-i", source.path, path], check=True)
    made = desk.run("convert", desk.input("s", path, "audio/mp4"), format="wav")
    assert soundfile.info(made.path).duration == pytest.approx(1.0, abs=0.1)


def test_loudness(desk):
    made = desk.run("normalise_loudness", desk.sound(seconds=2, level=0.02, peak_db=-34.0), lufs=-20)
    samples, rate = soundfile.read(made.path)
    assert pyloudnorm.Meter(rate).integrated_loudness(samples) == pytest.approx(-20, abs=0.2)
    assert made.meta["lufs"] == -20.0
    assert made.meta["peak_db"] == made.meta["true_peak_db"] == pytest.approx(-16.3, abs=0.2)


def test_peaks_limit_loudness(desk):
    made = desk.run("normalise_loudness", desk.sound(seconds=2), lufs=-8.0, true_peak_db=-9.0)
    assert np.max(np.abs(soundfile.read(made.path)[0])) == pytest.approx(10 ** (-9 / 20), abs=0.01)


def test_silence_has_no_loudness(desk):
    assert desk.refused("normalise_loudness", desk.sound(level=0.0)).code == "process.empty"


def test_trim_silence(desk):
    made = desk.run("trim_silence", desk.sound(silence=0.8), keep_seconds=0.1)
    assert soundfile.info(made.path).duration == pytest.approx(1.2, abs=0.03)
    assert made.meta["duration_seconds"] == pytest.approx(1.2, abs=0.03)


def test_trim_silence_at_the_end_alone(desk):
    made = desk.run("trim_silence", desk.sound(silence=0.8), keep_seconds=0.0, start=False)
    samples, rate = soundfile.read(made.path)
    assert len(samples) / rate == pytest.approx(1.8, abs=0.03)
    assert np.max(np.abs(samples[: rate // 2])) == 0


def test_a_cut_does_not_click(desk):
    made = desk.run("trim_silence", desk.sound(silence=0.8), keep_seconds=0.0)
    samples, _ = soundfile.read(made.path)
    assert abs(samples[0]) < 0.001
    assert abs(samples[-1]) < 0.001


def test_nothing_but_silence(desk):
    assert desk.refused("trim_silence", desk.sound(level=0.0)).code == "process.empty"


def test_too_many_channels(desk):
    error = desk.refused("convert", desk.sound(channels=6, seconds=0.1), format="ogg")
    assert "6 channels" in error.message


def test_values_that_are_no_numbers(desk):
    source = desk.sound()
    soundfile.write(source.path, np.full(1000, np.nan), 22_050, subtype="FLOAT")
    assert desk.refused("trim_silence", source).code == "process.unreadable"
