"""Who speaks for whom, and how names are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.samples.service_work import request, setting
from tests.simulators.voicevox import SPEAKERS
from yoake.providers.voicevox.dictionary import entry_of, words_in
from yoake.providers.voicevox.line import Line, line_of
from yoake.providers.voicevox.speakers import choose, styles_of

STYLES = styles_of(SPEAKERS)


def line(folder: Path, **character: object) -> Line:
    item = {"id": "l1", "text": "こんにちは。", "speaker": "sakura", "expression": "normal"}
    return line_of(request(folder, "voice_gen", item=item, inputs=(setting(folder, **character),)))


def test_men_and_women_have_voices_of_their_own(tmp_path: Path):
    for gender, age, speakers in (
        ("female", "teen", {"四国めたん", "春日部つむぎ"}), ("male", "teen", {"玄野武宏", "白上虎太郎"}),
        ("male", "elder", {"ちび式じい"}), ("female", "child", {"ずんだもん"}),
    ):  # fmt: skip
        assert choose(line(tmp_path, gender=gender, age_group=age), STYLES, "voicevox").speaker in speakers


def test_nobodys_voice_changes_when_somebody_joins(tmp_path: Path):
    one = line(tmp_path)
    joined = replace(one, cast=(*one.cast, *[c.model_copy(update={"id": "rin"}) for c in one.cast]))
    assert choose(one, STYLES, "voicevox") == choose(joined, STYLES, "voicevox")


def test_an_engine_without_the_known_speakers_still_speaks(tmp_path: Path):
    own = styles_of([{"name": "dummy", "styles": [{"name": "style0", "id": 5, "type": "talk"}]}])
    assert choose(line(tmp_path), own, "voicevox").id == 5


@pytest.mark.parametrize(
    "listing", [[], ["x"], [{"name": 1}], [{"name": "x", "styles": [{"id": "3"}, {"id": True}, 4]}]]
)
def test_a_strange_listing_has_no_styles(listing: list[object]):
    assert styles_of(listing) == ()


def test_singers_are_no_speakers():
    assert styles_of([{"name": "x", "styles": [{"name": "s", "id": 1, "type": "sing"}]}]) == ()


@pytest.mark.parametrize(
    ("name", "reading", "pronunciation", "accent"),
    [("桜", "さくら", "サクラ", 1), ("綾小路", "あやの こうじ", "アヤノコウジ", 0), ("京", "きょう", "キョウ", 1),
     ("桜", "ｻｸﾗ", "サクラ", 1)],
)  # fmt: skip
def test_a_reading_becomes_katakana(tmp_path: Path, name: str, reading: str, pronunciation: str, accent: int):
    (word,) = words_in(f"{name}だ。", line(tmp_path, name=name, reading=reading).cast)
    assert (word.surface, word.pronunciation, word.accent) == (name, pronunciation, accent)


@pytest.mark.parametrize(("name", "reading"), [("桜", ""), ("桜", "Sakura"), ("さくら", "さくら"), ("桜", "さ!")])
def test_what_needs_no_entry_or_cannot_be_one_is_left_out(tmp_path: Path, name: str, reading: str):
    assert [
        w for w in words_in(f"{name}だ。", line(tmp_path, name=name, reading=reading).cast) if w.surface == name
    ] == []


def test_a_strange_dictionary_has_no_entry(tmp_path: Path):
    (word,) = words_in("桜だ。", line(tmp_path, name="桜", reading="さくら").cast)
    assert entry_of(word, {"1": None, "2": {"surface": "梅"}}) is None
    assert entry_of(word, {"3": {"surface": "桜", "pronunciation": "サクラ"}}) == ("3", True)
