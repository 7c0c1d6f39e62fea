"""How one sentence sounds in different mouths."""

import pytest

from yoake.providers.sketch.story.voices import VOICES, Person, bend, describe, fill, pronoun_of, voice_of


def person(key, name="桜", gender="female"):
    return Person("x", name, gender, VOICES[key], VOICES[key].pronouns[0 if gender == "female" else 1])


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("gentle", "うん。私は、知ってるよ。大丈夫だね。"),
        ("rough", "うん。あたしは、知ってるぜ。大丈夫だな。"),
        ("polite", "ええ。私は、知っていますよ。大丈夫ですね。"),
        ("cool", "うん。私は、知ってる。大丈夫だな。"),
        ("lady", "ええ。わたくしは、知っていますわ。大丈夫ですわね。"),
        ("elder", "うむ。わしは、知ってるぞ。大丈夫じゃのう。"),
    ],
)
def test_japanese(key, said):
    template = "うん。{I}は、{知ってる|知っています}{yo}。大丈夫{da}{ne}。"
    assert bend(fill(template, {}, {}, person(key)), VOICES[key], "ja") == said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("gentle", "Yes. I'm going to see it, aren't you? Let's go."),
        ("polite", "Yes. I am going to see it, are you not? Let us go."),
        ("rough", "Yeah. I'm gonna see it, aren't you? Let's go."),
    ],
)
def test_english(key, said):
    assert bend("Yes. I'm going to see it, aren't you? Let's go.", VOICES[key], "en") == said


def test_the_polite_say_san_but_not_of_themselves():
    speaker = person("polite", "蓮")
    other = Person("y", "桜", "female", VOICES["gentle"], "私")
    assert fill("{A}と{B}", {}, {"A": speaker, "B": other}, speaker) == "蓮と桜さん"


def test_pronouns_and_capitals():
    people = {"A": person("gentle", "Ren", "male"), "B": person("gentle", "Mia")}
    text = fill("{B} sees {A.them}, {A.they} sees {B.their} {thing}. {thing^}!", {"thing": "cat"}, people)
    assert text == "Mia sees him, he sees her cat. Cat!"


def test_what_is_filled_in_is_no_template():
    assert fill("{a}", {"a": "{b|c} {a}"}, {}) == "{b|c} {a}"


@pytest.mark.parametrize("key", sorted(VOICES))
@pytest.mark.parametrize("gender", ["female", "male"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_description_is_read_back(key, gender, language):
    described = describe(VOICES[key], gender, language)
    assert voice_of(described).key == key
    if language == "ja":
        assert pronoun_of(described, gender) == VOICES[key].pronouns[0 if gender == "female" else 1]
