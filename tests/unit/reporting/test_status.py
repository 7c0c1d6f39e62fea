"""Status: what the last run left, which assets still belong to the project, and runs that died."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.reporting.filled_catalog import Filled, picture
from yoake.catalog.connect import catalog_url
from yoake.errors import InvalidRequestError
from yoake.reporting.records import open_records, present_assets
from yoake.reporting.status import all_statuses, is_at_work, project_status
from yoake.workspace.lock import project_lock


@pytest.fixture
def filled(tmp_path: Path):
    made = Filled(tmp_path)
    yield made
    made.catalog.close()


def test_counts_by_category_and_troubles(filled: Filled):
    filled.run("r0")
    filled.asset("old", "bgm", b"x", ".ogg", run_id="r0")
    filled.run("r1", "failures")
    filled.asset("old", "bgm", b"x", ".ogg", run_id="r1", status="up-to-date")
    filled.asset("hero", "character", picture())
    said = "hero/sad is blank. Try another seed. [image.blank]"
    filled.asset("hero/sad", "character", picture(), status="placeholder", said=said, code="image.blank")
    filled.asset("bg", "background", status="failed", said="It broke. [make.crashed]", code="make.crashed")
    filled.asset("bg/night", "background", status="blocked", said="needs bg, which is not there")
    found = project_status(filled.catalog, filled.layout, "p")
    assert found.run.ended == "failures"
    assert found.run.seconds == 12.5
    assert {c.category: c.counts for c in found.categories} == {
        "character": {"made": 1, "placeholder": 1},
        "background": {"failed": 1, "blocked": 1},
        "bgm": {"up-to-date": 1},
    }
    assert [c.category for c in found.categories] == ["character", "background", "bgm"]
    assert [(t.address, t.said.code) for t in found.troubles] == [("bg", "make.crashed"), ("hero/sad", "image.blank")]
    assert found.troubles[1].said.next_step == "Try another seed."
    assert [b.address for b in found.blocked] == ["bg/night"]
    assert found.count() == 5
    assert found.count("failed", "blocked") == 2


def test_what_an_earlier_run_made_is_up_to_date_in_a_later_one(filled: Filled):
    filled.run("r1")
    filled.asset("a", "ui", picture())
    filled.run("r2", "interrupted")
    filled.asset("b", "ui", picture(), run_id="r2")
    found = project_status(filled.catalog, filled.layout, "p")
    assert found.categories[0].counts == {"made": 1, "up-to-date": 1}


def test_an_asset_that_the_project_no_longer_has_is_gone(filled: Filled):
    filled.run("r1")
    filled.asset("a", "ui", picture())
    filled.asset("dropped", "ui", picture())
    filled.run("r2")
    filled.asset("a", "ui", picture(), run_id="r2")
    filled.run("r3", "done", only=["bgm"])
    filled.asset("b", "bgm", b"x", ".ogg", run_id="r3")
    assert [a.address for a in present_assets(filled.catalog, "p")] == ["a", "b"]


def test_a_killed_run_is_told_from_one_that_goes_on(filled: Filled):
    filled.run("r1", "running")
    last_sign = datetime.now(UTC) + timedelta(seconds=40)
    filled.asset("a", "ui", picture(), started=last_sign.isoformat())
    later = datetime.now(UTC) + timedelta(hours=1)
    with project_lock(filled.layout, "p"):
        going_on = project_status(filled.catalog, filled.layout, "p", clock=later)
    killed = project_status(filled.catalog, filled.layout, "p", clock=later)
    assert (going_on.run.ended, killed.run.ended) == ("running", "crashed")
    assert going_on.run.seconds > 3500
    assert 39 < killed.run.seconds < 41


def test_looking_at_the_lock_leaves_it_free(filled: Filled):
    assert not is_at_work(filled.layout, "p")
    with project_lock(filled.layout, "p"):
        assert is_at_work(filled.layout, "p")
    assert not is_at_work(filled.layout, "p")
    with project_lock(filled.layout, "p"):
        pass


def test_all_projects_the_last_one_first(tmp_path: Path, filled: Filled):
    filled.run("r1")
    filled.project = "q"
    filled.run("r2", "interrupted")
    assert [(s.project, s.run.ended) for s in all_statuses(filled.catalog, filled.layout)] == [
        ("q", "interrupted"),
        ("p", "done"),
    ]


def test_an_unknown_project_is_a_sentence_with_the_known_ones(filled: Filled):
    filled.run("r1")
    with pytest.raises(InvalidRequestError) as raised:
        project_status(filled.catalog, filled.layout, "nobody")
    assert raised.value.code == "status.no-runs"
    assert "Known are: p" in raised.value.next_step


def test_looking_creates_no_catalog(tmp_path: Path):
    with pytest.raises(InvalidRequestError, match=r"status\.no-catalog"):
        open_records(catalog_url("sqlite", tmp_path / "nowhere" / ".yoake"))
    assert not (tmp_path / "nowhere").exists()
