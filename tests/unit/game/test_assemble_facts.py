from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.game.assembling import asset
from yoake.game.assemble_facts import EXPRESSIONS, fact, word
from yoake.game.assemble_files import FileNames
from yoake.game.model import AssetFile


@given(st.text(min_size=1))
def test_any_text_becomes_a_safe_word(text: str):
    assert re.fullmatch(r"[a-z0-9_]{1,48}", word(text))


def test_words_of_other_people_are_understood():
    assert [word(t) for t in ("Smile", "怒り", "夕方", "My Outfit")] == ["happy", "angry", "evening", "my_outfit"]
    assert word("浴衣") == word("浴衣") != word("水着")


def test_meta_then_params_then_item_then_id():
    made = asset("face_sad/angry", "character", {"expression": "happy"}, params={"expression": "shy"})
    assert fact(made, EXPRESSIONS, "expression") == "happy"
    assert fact(asset("face_sad/angry", "character", params={"expression": "shy"}), EXPRESSIONS, "expression") == "shy"
    assert fact(asset("face_sad/angry", "character"), EXPRESSIONS, "expression") == "angry"
    assert fact(asset("face_sad", "character"), EXPRESSIONS, "expression") == "sad"
    assert fact(asset("sadness", "character"), EXPRESSIONS, "expression") is None


@given(st.lists(st.text(min_size=1, max_size=40), max_size=30, unique=True))
def test_file_names_are_safe_and_unique_whatever_the_items_are_called(items: list[str]):
    assets = [asset(f"spec/{item}", "voice") for item in items]
    names = FileNames(assets)
    for made in assets:
        names.use(made)
    files = names.files()
    assert len({f.name for f in files}) == len(items)
    assert all(AssetFile.model_validate(f.model_dump()) for f in files)


def test_clashing_names_are_told_apart():
    assets = [asset("a/b_c", "bgm"), asset("a_b/c", "bgm"), asset("con", "bgm")]
    names = FileNames(assets)
    assert [names.use(a) for a in assets] == ["bgm/a_b_c.ogg", "bgm/a_b_c_2.ogg", "bgm/con_.ogg"]
