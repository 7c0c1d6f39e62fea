"""What a report says itself: the same in both languages, and spans that read well."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from yoake.reporting.amounts import length, markdown, tick
from yoake.reporting.labels import ENDED, LABELS, VOCABULARY
from yoake.reporting.render import TEMPLATES
from yoake.reporting.status import STANDINGS, RunEnd
from yoake.words import CATEGORIES


def test_every_label_is_there_in_both_languages_and_used():
    assert set(LABELS["ja"]) == set(LABELS["en"])
    said = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2"))
    used = set(re.findall(r"\bt\.([a-z_]+)", said)) | {"web", "renpy", "step_play", "step_lint"}
    assert used == set(LABELS["en"])
    assert set(ENDED["ja"]) == set(ENDED["en"]) == set(get_args(RunEnd))


def test_japanese_knows_every_category_and_standing():
    assert not {*CATEGORIES, *STANDINGS} - set(VOCABULARY["ja"])


@pytest.mark.parametrize(
    ("seconds", "english", "japanese"),
    [
        (0.126, "0.13 s", "0.13秒"),
        (3.21, "3.2 s", "3.2秒"),
        (59.97, "1 min 00 s", "1分00秒"),
        (245, "4 min 05 s", "4分05秒"),
        (7815, "2 h 10 min", "2時間10分"),
    ],
)
def test_spans(seconds: float, english: str, japanese: str):
    assert (length(seconds, "en"), length(seconds, "ja")) == (english, japanese)


def test_moments_on_an_axis():
    assert [tick(s) for s in (0, 0.5, 75, 3720)] == ["0:00", "0.5", "1:15", "1:02:00"]


@pytest.mark.parametrize("text", ["- item", "1. first", "===", "# head", "a|b", "<b>", "[x](y)", "http://x", "*a*"])
def test_markdown_shows_a_text_to_the_letter(text: str):
    assert "\\" in markdown(text)
    assert re.sub(r"\\(.)", r"\1", markdown(text)) == text
