"""The form of a review, the page above it, and the decision that an answer stands for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from prefect._internal.pydantic.v2_schema import create_v2_schema
from prefect.utilities.schema_tools.validation import is_valid

from flows.review_form import NOTHING, TEXTS, GateForm, Shown, decision_of, gate_form, morning_form
from flows.review_page import TEXTS as PAGE_TEXTS
from flows.review_page import Candidate, Item, gate_page, morning_page, plain

SHOWN = Shown(assets={"hero": "a" * 64}, candidates={"hero": {1: "a" * 64, 2: "b" * 64}})


def schema(form: Any) -> dict[str, Any]:
    return create_v2_schema(form.__name__, model_base=form)


def accepted(form: Any, answer: dict[str, Any]) -> bool:
    """What the server says to an answer."""
    return is_valid(answer, schema(form))


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ({"decision": "approve", "by": "Aki"}, True),
        ({"decision": "redo", "by": "Aki", "seed": 7, "prompt": "a boy"}, True),
        ({"decision": "redo", "by": "Aki", "seed": None}, True),
        ({"decision": "pick", "by": "Aki", "candidate": 2}, True),
        ({"decision": "pick", "by": "Aki", "candidate": 3}, False),
        ({"decision": "redo", "by": "Aki", "seed": -1}, False),
        ({"decision": "redo", "by": "Aki", "seed": 2**32}, False),
        ({"decision": "approve"}, False),
        ({"decision": "approve", "by": ""}, False),
        ({"decision": "delete", "by": "Aki"}, False),
        ({"decision": "reject", "by": "Aki", "note": "x" * 2001}, False),
        ({"decision": "approve", "by": "Aki", "out": "/etc"}, False),
    ],
)
def test_what_the_server_takes_about_one_asset(answer: dict[str, Any], taken: bool):
    assert accepted(gate_form("en", [1, 2], ""), answer) is taken


def test_without_candidates_nothing_can_be_picked():
    form = gate_form("ja", [], "")
    assert "candidate" not in schema(form)["properties"]
    assert not accepted(form, {"decision": "pick", "by": "Aki"})


def test_a_list_names_the_assets_that_wait_and_no_others():
    form = morning_form("en", ["hero", "street/day"], "")
    one = {"asset": "street/day", "decision": "reject", "note": "too dark"}
    assert accepted(form, {"decisions": [one], "rest": True, "by": "Aki"})
    assert not accepted(form, {"decisions": [one | {"asset": "nobody"}], "by": "Aki"})


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_field_is_explained_in_the_language(language: Any):
    for one in schema(gate_form(language, [1], ""))["properties"].values():
        assert one["title"] in TEXTS[language].values()
        assert one["description"] in TEXTS[language].values()
    assert TEXTS["ja"].keys() == TEXTS["en"].keys()
    assert PAGE_TEXTS["ja"].keys() == PAGE_TEXTS["en"].keys()


def test_a_decision_is_about_what_was_shown():
    def decided(**answer: Any) -> str:
        return decision_of(GateForm(by=" Aki ", **answer), "hero", " Aki ", SHOWN).sha256

    assert decided(decision="approve") == "a" * 64
    assert decided(decision="pick", candidate=2) == "b" * 64
    assert decided(decision="pick", candidate=9) == NOTHING
    assert decided(decision="pick") == NOTHING, "not the one that is there: nothing was picked"
    decision = decision_of(GateForm(decision="redo", by="", prompt=" ", note=" n "), "hero", " Aki ", SHOWN)
    assert (decision.by, decision.prompt, decision.note, decision.source) == ("Aki", None, "n", "prefect")


def test_what_was_shown_survives_as_text():
    assert Shown.model_validate_json(SHOWN.model_dump_json()) == SHOWN


def test_the_page_shows_pictures_and_nothing_in_it_becomes_markup(tmp_path: Path):
    picture = tmp_path / "a.png"
    Image.new("RGB", (40, 30), "red").save(picture)
    candidates = (Candidate(1, "a", 5, 0.9, picture), Candidate(2, "b", None, None, None))
    item = Item("hero", "gate", "a", "image/png", "out/p/assets/hero.png", picture, candidates)
    page = gate_page(item, "p", "en", "no <b>such</b> ![x](http://evil)\n# candidate")
    assert page.count("data:image/webp;base64,") == 2
    assert "| 1 | 0.90 | 5 | ![1](data:" in page
    assert "the provisional one" in page
    assert "<b>" not in page
    assert "](http" not in page
    several = morning_page([item, Item("letter", "after", "c", "text/plain", "x.txt", None)], "p", "ja")
    assert several.count("data:image/webp;base64,") == 1
    assert "**letter**" in several


def test_plain_text_stays_on_its_line():
    assert plain("a\n> b | c") == "a \\> b \\| c"
