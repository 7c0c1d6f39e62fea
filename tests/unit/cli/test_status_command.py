"""`yoake status`: sentences for people, JSON for programs, and the next command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import console
from cli.main import app
from cli.named import named
from tests.unit.reporting.filled_catalog import Filled, picture
from yoake.catalog.tables import product
from yoake.definition.problems import ProjectFileError
from yoake.errors import YoakeError
from yoake.review.decision import Decision
from yoake.review.desk import decide
from yoake.workspace.lock import project_lock


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    monkeypatch.setattr(console.out, "_width", 200)
    made = Filled(tmp_path)
    yield made
    made.catalog.close()


def ran(*args: str) -> Result:
    return CliRunner().invoke(app, ["status", *args])


def test_a_failed_asset_shows_code_sentence_and_next_step(filled: Filled):
    filled.run("r1", "failures")
    filled.asset("hero", "character", picture())
    filled.asset("bg", "background", status="failed", said="bg is [red]blank[/]. Try again. [image.blank]")
    shown = ran("p").output
    assert "finished with failures" in shown
    assert "failed bg: bg is [red]blank[/]. [image.blank]" in shown
    assert "    Try again." in shown
    assert "yoake generate games/p.yaml" in shown


def test_what_comes_next_depends_on_how_the_run_ended(filled: Filled):
    filled.run("r1", "running")
    assert "crashed" in ran("p").output
    assert "goes on where it stopped: yoake generate games/p.yaml" in ran("p").output
    with project_lock(filled.layout, "p"):
        assert "at work now" in ran("p").output
    filled.catalog.finish_run("r1", "done", {}, 1.0)
    assert "yoake report p" in ran("p").output
    (filled.layout.project("p") / "web").mkdir(parents=True)
    assert "yoake play p" in ran("p").output


def test_json_has_everything(filled: Filled):
    filled.run("r1", "failures")
    filled.asset("bg", "background", status="failed", said="Blank. Again. [image.blank]", code="image.blank")
    (found,) = json.loads(ran("p", "--json").stdout)
    assert found["run"]["ended"] == "failures"
    assert found["categories"] == {"background": {"failed": 1}}
    assert found["troubles"] == [
        {
            "asset": "bg",
            "category": "background",
            "status": "failed",
            "code": "image.blank",
            "sentence": "Blank.",
            "next_step": "Again.",
        }
    ]
    assert found["next"] == "yoake generate games/p.yaml"


def test_reviews_are_told_with_the_command_that_comes_next(filled: Filled):
    filled.run("r1", "waiting")
    filled.asset("hero", "character", picture())
    filled.asset("[bold]odd", "character", picture("#00ff00"))
    reviews, known = filled.catalog.reviews, filled.catalog.assets("p")
    for address in known:
        reviews.open_review(
            {
                "project": "p", "address": address, "mode": "gate", "fingerprint": "f" * 64,
                "sha256": known[address].sha256, "suffix": ".png", "run_id": "r1",
            }
        )  # fmt: skip
    shown = ran("p").output
    assert "gates 2 hold back what depends on them: " in shown
    assert "[bold]odd" in shown
    assert "(yoake review p)" in shown
    assert "This shows what waits for you: yoake review p" in shown
    decide(reviews, "p", Decision("[bold]odd", "approve", "", by="sato"))
    decide(reviews, "p", Decision("hero", "reject", "", by="sato", note="dark"))
    shown = ran("p").output
    assert "rejected 1 made anew by the next run: hero" in shown
    assert "This makes anew what was rejected, and what depends on it: yoake generate games/p.yaml" in shown
    (found,) = json.loads(ran("p", "--json").stdout)
    assert found["reviews"]["gates"] == []
    assert [(r["asset"], r["by"], r["note"]) for r in found["reviews"]["rejected"]] == [("hero", "sato", "dark")]
    decide(reviews, "p", Decision("hero", "approve", "", by="sato"))
    assert "The gates are open: this goes on: yoake generate games/p.yaml" in ran("p").output


def test_without_a_name_all_projects_are_listed(filled: Filled):
    filled.run("r1")
    filled.project = "q"
    filled.run("r2", "interrupted")
    shown = ran().output
    assert shown.index("q ") < shown.index("p ")
    assert "interrupted" in shown
    assert [s["project"] for s in json.loads(ran("--json").stdout)] == ["q", "p"]


def test_a_folder_with_nothing_in_it_says_so(filled: Filled, tmp_path: Path):
    result = ran("p", "--out", str(tmp_path / "elsewhere"))
    assert isinstance(result.exception, YoakeError)
    assert result.exception.code == "status.no-catalog"
    assert not (tmp_path / "elsewhere").exists()


def test_a_project_file_stands_for_its_project(tmp_path: Path):
    file = tmp_path / "My Game.yaml"
    file.write_text("title: X\nlanguage: en\nwhatever: [1]\n", encoding="utf-8")
    assert (named(str(file)).name, named(str(file)).title, named(str(file)).language) == ("my_game", "X", "en")
    file.write_text("project: other\n", encoding="utf-8")
    assert named(str(file)).name == "other"
    file.write_text("project: ../../etc\n", encoding="utf-8")
    with pytest.raises(YoakeError, match=r"path\.unsafe"):
        named(str(file))
    file.write_text("a: [1\n", encoding="utf-8")
    with pytest.raises(ProjectFileError):
        named(str(file))


def test_degraded_assets_are_named_with_what_makes_them_again(filled: Filled):
    filled.run("r1")
    filled.asset("hero", "character", picture())
    with filled.catalog.engine.begin() as connection:
        connection.execute(product.update().values(degraded=True))
    assert "degraded 1 (in full when there is room: --redo degraded): hero" in ran("p").output
    (found,) = json.loads(ran("p", "--json").stdout)
    assert found["degraded"] == ["hero"]
