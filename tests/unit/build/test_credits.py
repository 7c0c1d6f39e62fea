from __future__ import annotations

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.build.test_routes import game
from yoake.build.credits import FONT, credits_markdown, markdown
from yoake.game.model import GameCredit


def credited(*credits: GameCredit, language: str = "ja"):
    return game([[]]).model_copy(update={"credits": list(credits), "title": "星の話", "language": language})


def test_credits_by_kind_in_the_games_language():
    mei = GameCredit(kind="voice", name="Mei", licence="CC BY 3.0", url="https://example.org", text="Voice: Mei")
    text = credits_markdown(credited(mei), (FONT,))
    assert text.startswith("# 星の話: クレジット\n\n## ボイス\n\n- **Mei**: CC BY 3\\.0 / ")
    assert "## フォント" in text
    assert "## Voice" in credits_markdown(credited(mei, language="en"))


def test_what_the_game_names_itself_is_not_named_twice():
    assert credits_markdown(credited(FONT), (FONT,)).count("Noto Sans") == 1


@given(st.text())
def test_no_text_becomes_markup_or_another_line(text: str):
    plain = markdown(text)
    assert "\n" not in plain
    bare = re.sub(r"\\(.)", "", plain)
    assert not set(bare) & set("\\`*_[]()<>#|~&$!+{}")


@given(st.text(alphabet=string.printable))
def test_markdown_shows_the_text_to_the_letter(text: str):
    assert re.sub(r"\\(.)", r"\1", markdown(text)).split() == text.split()
