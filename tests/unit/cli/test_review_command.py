"""`yoake review`: what waits, what is decided, what is refused, in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from yoake.catalog.catalog import Catalog
from yoake.errors import InvalidRequestError, YoakeError
from yoake.store.paths import Layout

A, B = "a" * 64, "b" * 64


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    catalog = Catalog(f"sqlite:///{Layout(tmp_path / 'out').data / 'catalog.sqlite'}")
    catalog.begin_run("r", "game", {"project_file": "game.yaml"})
    catalog.finish_run("r", "waiting", {}, 1.0)
    for address, sha256, mode in (("hero", A, "gate"), ("theme", B, "after")):
        catalog.reviews.open_review(
            {
                "project": "game",
                "address": address,
                "mode": mode,
                "fingerprint": "f" * 64,
                "sha256": sha256,
                "suffix": ".png",
                "run_id": "r",
            }
        )
    rows = [
        {
            "number": n, "fingerprint": "f" * 64, "sha256": sha256, "suffix": ".png", "media_type": "image/png",
            "seed": n, "score": 0.5, "chosen": n == 1, "run_id": "r", "made_at": "2026-11-28T00:00:00",
        }
        for n, sha256 in ((1, A), (2, B))
    ]  # fmt: skip
    catalog.reviews.record_candidates("game", "hero", rows)
    catalog.close()
    return tmp_path


def said(*args: str) -> tuple[int, str]:
    return answered("game", *args)


def answered(*args: str) -> tuple[int, str]:
    """Exit code and text as `cli.main` makes them of an error."""
    result = CliRunner().invoke(app, ["review", *args])
    if isinstance(result.exception, YoakeError):
        return 2 if isinstance(result.exception, InvalidRequestError) else 1, str(result.exception)
    return result.exit_code, " ".join(result.output.split())


def test_what_waits_is_listed_with_what_to_write(folder: Path):
    code, text = said()
    assert code == 0
    assert text.index("gate hero") < text.index("after theme")
    assert "yoake review game --approve hero" in text
    assert "2 score 0.50" in text
    code, text = said("--json")
    found = json.loads(text)
    assert [(i["asset"], i["mode"]) for i in found] == [("hero", "gate"), ("theme", "after")]
    assert [c["chosen"] for c in found[0]["candidates"]] == [True, False]


def test_decisions_are_answered_kept_and_shown(folder: Path):
    code, text = said("--approve", "hero", "--reject", "theme", "--note", "too [bold]loud", "--by", "sato")
    assert code == 0, text
    assert "hero is approved." in text
    assert "theme is rejected and will be made anew with your note in its prompt." in text
    assert "yoake generate game.yaml" in text
    code, text = said("--approve", "hero", "--by", "abe")
    assert code == 0
    assert "hero was approved by sato" in text
    assert "yoake generate" not in text
    code, text = said("--history")
    assert "too [bold]loud" in text
    assert "hero" in text
    code, text = said("theme", "--history")
    assert "too [bold]loud" in text
    assert "hero" not in text
    code, text = said("hero", "--history", "--json")
    assert [(d["kind"], d["by"]) for d in json.loads(text)] == [("approve", "sato")]
    code, text = said()
    assert text == "Nothing waits for review in game."


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--pick", "hero=3"), 1, "hero has no such candidate. There are: 1, 2."),
        (("--pick", "hero"), 2, "names no candidate"),
        (("--approve", "nobody"), 1, "There is no asset nobody"),
        (("--approve", "hero", "--lock", "hero"), 2, "hero is named twice"),
        (("--approve", "hero", "theme"), 2, "It is not said what becomes of theme"),
        (("theme",), 0, "--approve theme"),
        (("nobody",), 0, "Not waiting for review: nobody."),
        (("--seed", "4"), 2, "Name it with --redo"),
        (("--redo", "hero", "--seed", "4294967296"), 1, "from 0 to 4294967295"),
        (("--redo", "hero", "--seed", "7"), 0, "hero will be made anew with seed 7."),
        (("--approve-all",), 0, "theme is approved."),
    ],
)
def test_each_answer_is_a_sentence(folder: Path, args: tuple[str, ...], code: int, words: str):
    exit_code, text = said(*args)
    assert (exit_code, words in text) == (code, True), text


def test_answers_are_in_the_language_of_the_project(folder: Path):
    (folder / "game.yaml").write_text("project: game\ntitle: 星\nlanguage: ja\ntasks: []\n", encoding="utf-8")
    assert "hero を承認しました。" in said("--approve", "hero")[1]


def test_a_project_without_runs_is_a_sentence(folder: Path):
    code, text = answered("other")
    assert code == 2
    assert "There is no run of other" in text
