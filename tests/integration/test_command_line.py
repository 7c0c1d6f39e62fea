"""The command line as a person meets it: new projects, plans, mistakes."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.conftest import Yoake


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_new_project_is_one_that_runs(yoake: Yoake, tmp_path: Path, language: str):
    made = yoake("new", "My Game!", "--language", language)
    assert made.code == 0, made.err
    project = tmp_path / "My Game!" / "my-game.yaml"
    assert "my-game.yaml" in made.out
    plan = yoake("plan", project, "--json")
    assert plan.code == 0, plan.err
    described = json.loads(plan.out)
    assert described["project"] == "my-game"
    assert {s["category"] for s in described["specs"]} >= {"character", "background", "voice", "bgm", "build"}
    again = yoake("new", "My Game!")
    assert again.code == 2
    assert "is there already" in again.err


def test_all_mistakes_are_told_at_once_fast_and_without_a_trace(yoake: Yoake, tmp_path: Path):
    (tmp_path / "bad.yaml").write_text(
        "tasks:\n"
        "- {id: a, type: image_gne, workflow: background}\n"
        "- {id: b, type: image_gen, workflow: expresion_variation, depends_on: [c]}\n"
        "- {id: b, type: se_gen, depends_on: [a]}\n",
        encoding="utf-8",
    )
    began = time.monotonic()
    ran = yoake("generate", "bad.yaml")
    assert time.monotonic() - began < 30, "a mistake is told before anything is started"
    assert ran.code == 2
    assert ran.err.count("bad.yaml:") >= 4
    for part in ("bad.yaml:2", "image_gen", "expression_variation", "bad.yaml:4"):
        assert part in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["generate", "none.yaml"], "cannot be read"),
        (["plan", "none.yaml"], "cannot be read"),
        (["play", "none"], "There is no web game of none"),
        (["generate", "ok.yaml", "--nodes", "no-such"], "There is no node file no-such"),
    ],
)
def test_a_wrong_call_is_a_sentence(yoake: Yoake, tmp_path: Path, arguments: list[str], said: str):
    (tmp_path / "ok.yaml").write_text("tasks:\n- {id: a, type: se_gen}\n", encoding="utf-8")
    ran = yoake(*arguments)
    assert ran.code == 2, ran.out + ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_server_that_does_not_answer_is_a_sentence(yoake: Yoake, tmp_path: Path):
    (tmp_path / "ok.yaml").write_text("tasks:\n- {id: a, type: se_gen}\n", encoding="utf-8")
    ran = yoake("generate", "ok.yaml", env={"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert ran.code == 1
    assert "does not answer" in ran.err
    assert "Traceback" not in ran.err


def test_the_doctor_finds_this_machine_fit(yoake: Yoake):
    ran = yoake("doctor")
    assert ran.code == 0, ran.out
    assert "This machine can make games" in ran.out
