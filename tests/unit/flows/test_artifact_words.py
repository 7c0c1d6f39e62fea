"""What comes from outside stays text in an artifact, and keys are such as Prefect takes."""

from __future__ import annotations

import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from prefect.types.names import raise_on_name_alphanumeric_dashes_only

from flows.artifact_words import at, harmless, key_of, plain


def test_keys_say_project_and_asset():
    assert key_of("hoshizora", "faces/happy") == "hoshizora-faces-happy"
    assert key_of("hoshizora", "faces/笑顔") != key_of("hoshizora", "faces/怒り")


@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_every_key_is_one_that_prefect_takes(parts: list[str]):
    key = key_of(*parts)
    assert key
    raise_on_name_alphanumeric_dashes_only(key)


@given(st.text(alphabet="[](){}<>!:/@ws.`*_|#&;\\\n\tx あ", max_size=60))
def test_nothing_makes_a_link_a_tag_or_a_new_line(text: str):
    said = harmless(text)
    assert not re.search(r"\]\(|\]\[|\]:|<[a-z/!?]|://|www\.|[\n\t]", said)
    assert "@" not in said.replace("@\u200b", "")
    assert said.replace("\u200b", "") == " ".join(text.split())


def test_markdown_shows_a_text_as_it_is():
    from markdown_it import MarkdownIt

    text = "# <img src=x onerror=alert(1)> [click](javascript:alert(1)) **x** `y` | z &lt; ![p](http://e.example)"
    shown = MarkdownIt("commonmark").enable("table").render(f"| {plain(text)} |\n|---|\n| {plain(text)} |\n")
    assert "<img" not in shown
    assert "<a" not in shown
    assert "<strong" not in shown
    assert "<code" not in shown
    assert shown.count("<th>") == shown.count("<td>") == 1


def test_the_time_has_a_day_where_it_is_another_one():
    now = datetime(2026, 11, 28, 23, 0)
    assert at(1800, now) == "23:30"
    assert at(4 * 3600, now) == "Sun 03:00"
