"""Reading what a model wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples.service_work import request, setting, upstream
from yoake.providers.base import Request
from yoake.providers.ollama.answer import WrongAnswerError, meta_of, read_answer
from yoake.providers.ollama.schema import schema_for
from yoake.texts.registry import SCHEMAS

ANY = Request("p", "t", "en", "a", "llm_gen", "scenario", None, None, None, {}, None, 0, (), Path())


def problems(text: str, schema: str, request_: Request = ANY, documents: dict[str, Any] | None = None) -> list[str]:
    with pytest.raises(WrongAnswerError) as caught:
        read_answer(text, schema, request_, documents or {})
    return caught.value.problems


def test_every_field_that_is_wrong_is_told():
    told = problems('{"themes": [], "places": "none"}', "world_setting")
    assert "title: Field required." in told
    assert any(one.startswith("places: ") for one in told)


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "[" * 100_000, '{"text": ""}', '"text"'])
def test_what_is_no_document_is_a_wrong_answer(text: str):
    assert problems(text, "text")


@given(st.text(max_size=400), st.sampled_from(sorted(SCHEMAS)))
def test_no_answer_breaks_the_reader(text: str, schema: str):
    try:
        read_answer(text, schema, ANY, {})
    except WrongAnswerError as error:
        assert error.problems  # noqa: PT017 - most answers are wrong, and some may be right


def test_people_and_places_must_exist(tmp_path: Path):
    people = setting(tmp_path)
    world = upstream(tmp_path, "world_setting", places=[{"id": "cafe", "kind": "cafe"}])
    story = upstream(tmp_path, "main_scenario", (people, world), chapters=1, scenes_per_chapter=2, endings=1)
    text = story.path.read_text(encoding="utf-8")
    documents = {
        "character_setting": json.loads(people.path.read_bytes()),
        "world_setting": json.loads(world.path.read_bytes()),
    }
    document = read_answer(text, "scenario", ANY, documents)
    assert meta_of(document, "scenario") == dict(story.meta)
    told = problems(text.replace('"sakura"', '"nobody"').replace('"cafe"', '"nowhere"'), "scenario", ANY, documents)
    assert told[0].startswith("There is no character nobody; use only hero, sakura")
    assert told[1].startswith("There is no place nowhere")


def test_people_who_were_asked_for_must_be_there(tmp_path: Path):
    asked = request(tmp_path, "llm_gen", params={"characters": [{"id": "hero"}, "rin"]})
    text = setting(tmp_path).path.read_text(encoding="utf-8")
    assert problems(text, "character_setting", asked) == ["These people were asked for and are missing: rin."]


def test_ids_of_a_dialogue_are_not_left_to_the_model(tmp_path: Path):
    asked = request(tmp_path, "llm_gen", item={"id": "ch2_s1"})
    answer = {"scene": "?", "lines": [{"id": "1", "text": "Good morning."}, {"text": "Good night."}]}
    document = read_answer(json.dumps(answer), "dialogue", asked, {})
    assert meta_of(document, "dialogue") == {"schema": "dialogue", "scene": "ch2_s1", "lines": 2}
    assert [line.id for line in document.lines] == ["ch2_s1_l01", "ch2_s1_l02"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_schema_that_is_sent_keeps_names_and_choices(name: str):
    sent, whole = schema_for(name), SCHEMAS[name].model_json_schema()
    assert sent["properties"].keys() == whole["properties"].keys(), "a field called title is no title of a schema"
    assert sent.get("$defs", {}).keys() == whole.get("$defs", {}).keys()
    text = json.dumps(sent)
    assert "maxLength" not in text
    assert text.count('"enum"') == json.dumps(whole).count('"enum"')
