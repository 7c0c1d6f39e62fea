from __future__ import annotations

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples.sample_game import HOSTILE
from yoake.build.renpy.text import PAGE_WIDTH, literal, one_line, pages, quoted, shown, width


def as_renpy_reads(line: str) -> str:
    """A quoted string as Ren'Py 8 reads it: private names are rewritten, then `renpy.parser.Lexer.string` follows."""
    assert "\n" not in line
    line = re.sub(r"(\.|\[+)__(\w+)", r"\1_m1_script__\2", line)
    found = re.fullmatch(r'"([^\\"]|\\.)*"', line)
    assert found is not None, "the string ends where it should"

    def dequote(match: re.Match[str]) -> str:
        char = match[1]
        if char in "{[%":
            return char * 2
        if char == "n":
            return "\n"
        return chr(int(match[2], 16)) if match[2] else char

    folded = re.sub(r"\s+", " ", line[1:-1])
    return re.sub(r"\\(u([0-9a-fA-F]{1,4})|.)", dequote, folded)


@given(st.text())
def test_renpy_and_python_read_a_literal_as_the_text_it_was(text: str):
    text = text.encode("utf-8", "replace").decode()
    assert as_renpy_reads(literal(text)) == text
    assert ast.literal_eval(literal(text)) == text


@pytest.mark.parametrize("text", [*HOSTILE, ".__init__", "[__x]", "a  b", "\u3000全角", "__", "\\u0041", '"', "\\"])
def test_hostile_text_stays_text(text: str):
    read = as_renpy_reads(quoted(text))
    assert read.replace("[[", "[").replace("{{", "{") == shown(text)
    # no tag and no substitution is left once the doubled brackets are gone
    assert not re.search(r"[\[{]", read.replace("[[", "").replace("{{", ""))


@given(st.text())
def test_what_is_shown_has_no_control_characters_and_is_never_empty(text: str):
    assert shown(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown(text))
    assert "\n" not in one_line(text)
    assert shown(shown(text)) == shown(text)


@given(st.text(alphabet="あいう。、 a.!\n", max_size=1000))
def test_pages_hold_all_of_the_text_and_fit_the_box(text: str):
    parts = pages(text)
    assert "".join("".join(parts).split()) == "".join(shown(text).split())
    assert all(width(part) <= PAGE_WIDTH for part in parts)


def test_a_usual_line_is_one_page_and_a_long_one_is_cut_after_a_sentence():
    assert pages("おはよう。") == ["おはよう。"]
    assert pages("あ" * 240) == ["あ" * 240]
    assert [len(p) for p in pages(("あ" * 99 + "。") * 4)] == [200, 200]
