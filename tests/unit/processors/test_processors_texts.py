"""What the processors of texts, JSON results and fonts make."""

import json

import pytest
from fontTools.ttLib import TTFont

from yoake.errors import MissingToolError


def document(product):
    return json.loads(product.path.read_bytes())


def test_merge_joins_deep(desk):
    a = desk.document("a", {"x": [1], "y": {"p": 1, "r": 1}}, part=1, of=2)
    b = desk.document("b", {"x": [2], "y": {"q": "あ", "r": 2}}, part=2, of=2)
    made = desk.run("merge_json", a, b)
    assert document(made) == {"x": [1, 2], "y": {"p": 1, "r": 2, "q": "あ"}}
    assert made.meta == {"of": 2}


def test_merge_makes_a_list(desk):
    a, b = desk.document("a", [1, 2]), desk.document("b", {"x": 3})
    assert document(desk.run("merge_json", a, b, mode="list")) == [1, 2, {"x": 3}]


def test_merge_by_address(desk):
    a, b = desk.document("a/1", 1), desk.document("a/2", 2)
    assert document(desk.run("merge_json", a, b, mode="by_address")) == {"a/1": 1, "a/2": 2}


def test_deep_merge_of_a_list(desk):
    error = desk.refused("merge_json", desk.document("a", [1]))
    assert "mode: list" in error.next_step


@pytest.mark.parametrize(
    "data",
    [b"{", b"\xff", b"[NaN]", b"[" * 5000 + b"]" * 5000, b"[" * 80 + b"]" * 80, b'["\\ud800"]', b""],
    ids=["broken", "encoding", "nan", "endless", "deep", "surrogate", "empty"],
)
def test_what_is_no_document(desk, data):
    assert desk.refused("merge_json", desk.file("a", data, "application/json")).code == "process.unreadable"


def test_concat_text(desk):
    plain = desk.file("a", "一\r\n".encode(), "text/plain")
    lines = desk.document("b", {"id": "x", "lines": [{"text": "二"}, {"speaker": "y", "text": "三"}]})
    made = desk.run("concat_text", plain, lines, separator=" / ")
    assert made.path.read_bytes().decode() == "一 / 二 / 三\n"
    assert made.media_type == "text/plain"


def test_concat_text_under_another_key(desk):
    made = desk.run("concat_text", desk.document("a", [{"name": "B"}, {"name": "A"}]), key="name")
    assert made.path.read_bytes() == b"B\nA\n"


def test_concat_of_no_text(desk):
    assert desk.refused("concat_text", desk.document("a", {"name": "x"})).code == "process.empty"


CAST = {"characters": [{"id": "hero", "name": "蓮"}, {"id": "sakura", "name": "桜"}]}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("characters.1.name", "桜"),
        ("characters.-1.name", "桜"),
        ("characters.hero.name", "蓮"),
        ("characters.0", {"id": "hero", "name": "蓮"}),
    ],
)
def test_select(desk, path, value):
    made = desk.run("select", desk.document("a", CAST, kept=True), path=path)
    assert document(made) == value
    assert made.meta == {"kept": True}


def test_select_as_text(desk):
    made = desk.run("select", desk.document("a", CAST), path="characters.hero.name", format="text")
    assert (made.path.read_bytes().decode(), made.media_type) == ("蓮", "text/plain")
    assert "no text" in desk.refused("select", desk.document("a", CAST), path="characters", format="text").message


def test_select_of_nothing(desk):
    error = desk.refused("select", desk.document("a", CAST), path="characters.sakur")
    assert error.code == "process.parameter"
    assert "Did you mean sakura?" in error.next_step


def test_subset_font(desk):
    source = desk.document("a", {"lines": [{"text": "星降る夜"}]})
    try:
        made = desk.run("subset_font", source, text="約束\U0001f409", format="woff2")
    except MissingToolError:
        pytest.skip("no Noto Sans CJK here")
    with TTFont(made.path) as font:
        drawn = font.getBestCmap()
    assert {ord(c) for c in "星降夜約束"} <= set(drawn)
    assert ord("鯨") not in drawn
    assert made.meta["missing"] == ["\U0001f409"]
    assert [c.licence for c in made.credits] == ["OFL-1.1"]
    assert made.media_type == "font/woff2"
