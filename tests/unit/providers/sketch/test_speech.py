"""Speech: what is said, in whose voice, and what is done where nothing can be said."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
import soundfile
from audio_request import request

from yoake.errors import InvalidRequestError, MissingToolError
from yoake.providers.base import Input
from yoake.providers.sketch.sound.levels import loudness
from yoake.providers.sketch.speech import speech
from yoake.providers.sketch.speech.timbre import RATE, resize, trim
from yoake.providers.sketch.speech.voice import coloured, voice_for, voice_of
from yoake.providers.sketch.speech.wording import spoken
from yoake.texts.models import Character

LINE = {"id": "l1", "speaker": "sakura", "text": "おはよう、先輩！", "expression": "happy"}


def line(folder, **changes):
    given = {"type": "voice_gen", "category": "voice", "params": {"character": "sakura"}, "item": LINE}
    folder.mkdir(exist_ok=True)
    return request(folder, **{**given, **changes})


def person(name="sakura", **changes):
    return {
        "id": name, "name": "桜",
        "role": "幼なじみ", "gender": "female", "personality": "明るい", "speech_style": "ため口",
        "appearance": {"hair_style": "bob", "hair_colour": "#aa5533", "eye_colour": "#334455", "main_colour": "#223344",
                       "accent_colour": "#ddeeff"},
        "name_colour": "#ff88aa", **changes,
    }  # fmt: skip


def setting(folder, *people):
    path = folder / "characters.json"
    path.write_text(json.dumps({"characters": list(people)}), encoding="utf-8")
    return Input("characters", "characters", path, "application/json")


def pitch_of(path):
    """Median fundamental frequency in Hz, by autocorrelation."""
    samples, rate = soundfile.read(path)
    found = []
    for start in range(0, len(samples) - 2048, 2048):
        frame = samples[start : start + 2048]
        if np.abs(frame).max() > 0.1:
            curve = np.correlate(frame, frame, "full")[2047:]
            lag = rate // 500 + curve[rate // 500 : rate // 70].argmax()
            found.append(rate / lag)
    return float(np.median(found))


def test_a_japanese_line_is_spoken(tmp_path):
    product = speech(line(tmp_path / "a"))
    samples, rate = soundfile.read(product.path)
    assert samples.ndim == 1
    assert rate == RATE
    assert 0.6 < len(samples) / rate < 4
    assert loudness(samples, rate) == pytest.approx(-19.4, abs=0.7)
    assert product.meta["character"] == "sakura"
    assert product.meta["text"] == LINE["text"]
    assert product.meta["silent"] is False
    assert any("Mei" in credit.name and credit.licence == "CC BY 3.0" for credit in product.credits)
    again = speech(line(tmp_path / "b"))
    assert again.path.read_bytes() == product.path.read_bytes()


def test_nothing_is_printed_when_the_engine_starts():
    code = "from yoake.providers.sketch.speech.japanese import speak; speak('はい', 1.0, 0.0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_characters_sound_as_their_setting_says(tmp_path):
    people = (person("girl", age_group="child"), person("man", gender="male", age_group="adult"))
    inputs = (setting(tmp_path, *people),)
    pitches = [
        pitch_of(speech(line(tmp_path / name, params={"character": name}, inputs=inputs)).path)
        for name in ("girl", "man")
    ]
    assert pitches[0] > 1.6 * pitches[1]


def test_every_character_has_a_voice_of_its_own():
    voices = {voice_for(f"character_{number}", None) for number in range(30)}
    assert len(voices) == 30
    assert voice_for("a", 1) != voice_for("a", 2)
    twins = [voice_of(Character.model_validate(person(name))) for name in ("sakura", "haruka")]
    assert twins[0] != twins[1]
    higher = person(voice={"pitch_semitones": 3.0, "speed": 1.2})
    assert voice_of(Character.model_validate(higher)).pitch_semitones == pytest.approx(twins[0].pitch_semitones + 3)


def test_expressions_colour_the_voice():
    voice = voice_for("sakura", None)
    assert coloured(voice, "sad").speed < voice.speed < coloured(voice, "angry").speed
    assert coloured(voice, "surprised").pitch_semitones > voice.pitch_semitones
    assert coloured(voice, "normal") == voice


def test_a_wrong_setting_is_passed_over(tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"characters": [{"id": "sakura", "voice": "loud"}, 5]}')
    other = tmp_path / "list.json"
    other.write_text("[1, 2")
    inputs = tuple(Input("x", "x", path, "application/json") for path in (broken, other))
    assert speech(line(tmp_path / "a", inputs=inputs)).meta["silent"] is False


@pytest.mark.parametrize("text", ["……", "♪", "　", "(^_^)", "！？", "😀✨", "……っ！"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_cannot_be_said_is_a_short_breath(tmp_path, text, language):
    product = speech(line(tmp_path / "a", language=language, item={**LINE, "text": text}))
    assert product.meta["silent"] is True
    assert product.meta["duration_seconds"] == 0.4
    assert product.credits == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("「おはよう」", "おはよう"),
        ("彩花《あやか》は<b>図書室</b>へ♪", "あやかは図書室へ"),
        ("|夜明《よあ》けだ", "よあけだ"),
        ("<ruby>明日<rt>あした</rt></ruby>ね", "あしたね"),
        ("（小声で）ねえ……聞いて", "ねえ、聞いて"),
        ("えっ！？　うそ〜", "え？ うそー"),
        ("あっ……", "あ、"),
    ],
)
def test_japanese_text_is_cleaned_for_the_voice(text, words):
    assert spoken(text, "ja") == words


def test_english_text_is_cleaned_for_the_voice():
    assert spoken("*sighs* “Well… [[h@loU]] <b>fine</b>!!”", "en") == "Well, h loU fine!"


needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


@needs_espeak
def test_an_english_line_is_spoken_and_no_text_is_an_option(tmp_path):
    plain = speech(line(tmp_path / "a", language="en", item={**LINE, "text": "Good morning, everyone."}))
    assert plain.meta["duration_seconds"] > 0.8
    assert plain.credits[0].name == "eSpeak NG"
    option = speech(line(tmp_path / "b", language="en", item={**LINE, "text": "--version -f /etc/passwd; $(id)"}))
    assert option.meta["silent"] is False


def test_without_espeak_the_next_step_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingToolError) as error:
        speech(line(tmp_path / "a", language="en", item={**LINE, "text": "Hello"}))
    assert error.value.code == "espeak.missing"
    assert "apt install espeak-ng" in error.value.next_step


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"item": None}, "speech.no-text"),
        ({"item": {"text": 5}}, "speech.no-text"),
        ({"params": {"character": "a", "speed": 9}}, "speech.parameter"),
        ({"item": {**LINE, "expression": "bored"}}, "speech.parameter"),
    ],
)
def test_wrong_requests_are_named(tmp_path, changes, code):
    with pytest.raises(InvalidRequestError) as error:
        speech(line(tmp_path / "a", **changes))
    assert error.value.code == code


def test_resizing_moves_pitch_and_length_alike():
    rate = 48_000
    sound = np.sin(2 * np.pi * 300 * np.arange(rate) / rate) * 0.5
    made = trim(resize(sound, rate, 1.2), margin_seconds=0.0)
    assert len(made) == pytest.approx(RATE / 1.2, rel=0.03)
    peak = np.abs(np.fft.rfft(made)).argmax() * RATE / len(made)
    assert peak == pytest.approx(360, rel=0.01)
