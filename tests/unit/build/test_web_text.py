"""Text becomes data, never script, markup or statement."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples.sample_game import HOSTILE
from yoake.build.web.text import isolated, script_literal, shown

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=40) | st.sampled_from(HOSTILE)


@given(ANY_TEXT)
def test_shown_text_drops_only_control_characters(text: str) -> None:
    once = shown(text)
    assert shown(once) == once
    assert not [c for c in once if (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff"]
    kept = [c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff"]
    assert [c for c in once if c.isprintable() and c != "\ufffd"] == [c for c in kept if c != "\ufffd"]


@given(st.dictionaries(st.text(max_size=8), ANY_TEXT.map(shown)))
def test_a_literal_is_the_data_and_cannot_leave_its_script(data: dict[str, str]) -> None:
    literal = script_literal(data)
    assert json.loads(literal) == data
    assert not re.search("[<>&\u2028\u2029\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f]", literal)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_readable(text: str) -> None:
    words = re.findall(r"[A-Za-z]+", text.replace("\x1b[31m", "[31m"))
    assert re.findall(r"[A-Za-z]+", shown(text)) == words


def test_direction_marks_are_fenced_in() -> None:
    assert isolated("plain 星") == "plain 星"
    assert isolated("\u202eevil") == "\u2068\u202eevil\u2069"


def test_line_breaks_are_of_one_kind() -> None:
    assert shown("a\r\nb\rc\nd\te") == "a\nb\nc\nd\te"
