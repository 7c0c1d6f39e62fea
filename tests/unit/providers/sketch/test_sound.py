"""Sound effects: every kind is heard, differs from the others, and is the same when asked again."""

from typing import get_args

import numpy as np
import pytest
import soundfile
from audio_request import request

from yoake.errors import InvalidRequestError
from yoake.providers.sketch.sound import sound
from yoake.providers.sketch.sound.dsp import RATE
from yoake.providers.sketch.sound.kinds import kind_of
from yoake.providers.sketch.sound.levels import decibels, loudness
from yoake.providers.sketch.sound.make import LOUDEST_LUFS, PEAK_DB, synthesise
from yoake.texts.models import SoundKind

KINDS = get_args(SoundKind)


def bands(samples):
    """Share of the energy in each octave band."""
    power = np.abs(np.fft.rfft(samples.mean(axis=1), 1 << 18)) ** 2
    edges = (np.array([40, 90, 180, 360, 720, 1440, 2880, 5760, 11520]) * (1 << 18) / RATE).astype(int)
    energy = np.add.reduceat(power, edges)
    return energy / energy.sum()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_heard_and_ends_softly(kind):
    samples = synthesise(kind, 3)
    assert np.isfinite(samples).all()
    assert samples.shape[1] == 2
    assert 0.04 < len(samples) / RATE < 8
    assert decibels(np.abs(samples).max()) <= PEAK_DB + 0.01
    assert loudness(samples, RATE) <= LOUDEST_LUFS + 0.1
    assert loudness(samples, RATE) > -40
    assert np.abs(samples[0]).max() < 0.02
    assert np.abs(samples[-1]).max() < 0.02


def test_kinds_sound_as_high_or_low_as_they_should():
    low = {kind: bands(synthesise(kind, 3))[:3].sum() for kind in ("heartbeat", "thunder", "train")}
    high = {kind: bands(synthesise(kind, 3))[5:].sum() for kind in ("crickets", "sparkle", "birds", "glass")}
    assert min(low.values()) > 0.5, low
    assert min(high.values()) > 0.7, high


def test_fifty_effects_are_fifty_sounds():
    quick = ("click", "cursor", "cancel", "page", "knock", "camera", "whoosh", "typing", "glass", "footsteps")
    assert len({synthesise(kind, seed).tobytes() for kind in quick for seed in range(5)}) == 50
    assert not np.array_equal(synthesise("knock", 1, 0), synthesise("knock", 1, 1))


def test_the_file_is_ogg_at_44100_hz_and_the_same_every_time(tmp_path):
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        product = sound(request(tmp_path / name, type="se_gen", category="se", params={"kind": "bell"}))
        made.append(product.path.read_bytes())
    info = soundfile.info(str(product.path))
    assert (info.format, info.subtype, info.samplerate) == ("OGG", "VORBIS", 44_100)
    assert product.meta["kind"] == "bell"
    assert product.meta["duration_seconds"] == pytest.approx(info.duration, abs=0.01)
    assert product.meta["peak_db"] <= PEAK_DB
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("学校のチャイム", "chime"),
        ("A school bell rings", "chime"),
        ("ドアを閉める音", "door_close"),
        ("扉が開く", "door_open"),
        ("heavy rain on the roof", "rain"),
        ("セミの鳴き声", "cicadas"),
        ("スマホの着信音", "phone"),
    ],
)
def test_kinds_are_guessed_from_the_prompt(prompt, kind):
    assert kind_of(prompt, 0) == kind


def test_without_a_hint_the_seed_decides():
    assert len({kind_of("", seed) for seed in range(400)}) == len(KINDS)


@pytest.mark.parametrize("params", [{"kind": "explosion"}, {"kind": ["rain"]}, {"variant": -1}, {"variant": "x"}])
def test_wrong_parameters_are_named(tmp_path, params):
    with pytest.raises(InvalidRequestError) as error:
        sound(request(tmp_path, type="se_gen", category="se", params=params))
    assert error.value.code == "sound.parameter"
