"""Reviews in the catalog: what waits, decisions in one transaction, candidates."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from yoake.catalog import tables
from yoake.catalog.catalog import Catalog
from yoake.catalog.schema import VERSION_TABLE
from yoake.review.decision import Decision
from yoake.review.desk import decide

A, B = "a" * 64, "b" * 64


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    found = Catalog(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    yield found
    found.close()


def row(sha256: str, address: str = "hero", mode: str = "gate") -> dict[str, Any]:
    return {
        "project": "game", "address": address, "mode": mode, "fingerprint": "f" * 64, "sha256": sha256,
        "suffix": ".png", "run_id": "r",
    }  # fmt: skip


def candidate(number: int, sha256: str, chosen: bool) -> dict[str, Any]:
    return {
        "number": number, "fingerprint": "f" * 64, "sha256": sha256, "suffix": ".png", "media_type": "image/png",
        "seed": number, "score": 0.5, "chosen": chosen, "run_id": "r", "made_at": "2026-11-28T00:00:00",
    }  # fmt: skip


def test_what_waits_is_decided_once_and_reopened_by_new_content(catalog: Catalog):
    reviews = catalog.reviews
    assert reviews.open_review(row(A))
    assert not reviews.open_review(row(A))
    reviews.open_review(row(B, "bgm", "after"))
    assert [(r.address, r.mode) for r in reviews.waiting("game")] == [("hero", "gate"), ("bgm", "after")]
    reviews.set_flow_run("game", "hero", A, "flow")
    assert reviews.find("game", "hero").flow_run_id == "flow"
    answer = decide(reviews, "game", Decision("hero", "approve", "", by="sato"))
    assert answer.accepted, answer
    assert reviews.find("game", "hero").state == "approved"
    assert not reviews.open_review(row(A))
    assert reviews.standings("game")["hero"].approved == {A}
    assert reviews.open_review(row(B))
    again = decide(reviews, "game", Decision("hero", "approve", A, by="abe"), "ja")
    assert not again.accepted
    assert "作り直されました" in again.sentence
    reviews.close_all_but("game", ["hero"])
    assert [r.address for r in reviews.waiting("game")] == ["hero"]


def test_a_pick_is_remembered_and_marked(catalog: Catalog):
    reviews = catalog.reviews
    reviews.open_review(row(A))
    reviews.record_candidates("game", "hero", [candidate(1, A, True), candidate(2, B, False)])
    assert decide(reviews, "game", Decision("hero", "pick", B, by="sato")).accepted
    assert [(c.number, c.chosen) for c in reviews.candidates("game", "hero")] == [(1, False), (2, True)]
    reviews.record_candidates("game", "hero", [candidate(2, B, True)])
    assert [c.number for c in reviews.candidates("game")] == [2]


def test_two_people_at_once_are_told_of_each_other(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'catalog.sqlite'}"
    first, second = Catalog(url), Catalog(url)
    first.reviews.open_review(row(A))
    for trial in range(10):
        with ThreadPoolExecutor(2) as pool:
            yes = pool.submit(decide, first.reviews, "game", Decision("hero", "approve", A, by="sato"))
            no = pool.submit(decide, second.reviews, "game", Decision("hero", "reject", A, by="abe", note=str(trial)))
        keys = {yes.result().key, no.result().key}
        assert keys & {"approve-instead", "reject-instead", "approved-already"}, keys
    first.close()
    second.close()


def test_what_a_terminal_might_obey_is_left_out(catalog: Catalog):
    catalog.reviews.open_review(row(A))
    decide(catalog.reviews, "game", Decision("hero", "reject", A, by="a\x1b[31m\nb", note="dark\x07\n\u202eer"))
    found = catalog.reviews.decisions("game")[0]
    assert (found.by, found.note) == ("a[31m b", "dark\ner")


def test_a_pick_counts_at_once_for_who_decides_next(catalog: Catalog):
    reviews = catalog.reviews
    reviews.open_review(row(A))
    reviews.record_candidates("game", "hero", [candidate(1, A, True), candidate(2, B, False)])
    decide(reviews, "game", Decision("hero", "pick", B, by="sato"))
    late = decide(reviews, "game", Decision("hero", "reject", A, by="abe"))
    assert (late.accepted, late.key) == (False, "other-candidate")
    assert "picked by sato" in late.sentence
    decide(reviews, "game", Decision("hero", "reject", "", by="abe"))
    assert [(d.kind, d.sha256, d.present) for d in reviews.decisions("game")] == [("pick", B, A), ("reject", B, A)]
    assert reviews.standings("game")["hero"].round == 1


def test_a_catalog_of_before_reviews_keeps_its_rows(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'catalog.sqlite'}"
    older = Catalog(url)
    older.begin_run("r", "game", {"only": []})
    config = Config()
    folder = Path(tables.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with older.engine.begin() as connection:
        config.attributes.update(connection=connection, version_table=VERSION_TABLE)
        command.downgrade(config, "0004")
    older.close()
    newer = Catalog(url)
    assert [run.id for run in newer.runs("game")] == ["r"]
    assert newer.reviews.decisions("game") == []
    newer.reviews.open_review(row(A))
    assert decide(newer.reviews, "game", Decision("hero", "approve", "", by="sato")).accepted
    newer.close()


def test_decisions_of_before_their_content_was_kept_still_hold(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'catalog.sqlite'}"
    catalog = Catalog(url)
    config = Config()
    config.set_main_option("script_location", str(Path(tables.__file__).parent / "migrations"))
    with catalog.engine.begin() as connection:
        config.attributes.update(connection=connection, version_table=VERSION_TABLE)
        command.downgrade(config, "0005")
        values = {
            "project": "game", "address": "hero", "kind": "reject", "sha256": A, "note": "dark", "by": "abe",
            "source": "cli", "decided_at": "2026-11-28T00:00:00",
        }  # fmt: skip
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(f":{name}" for name in values)
        connection.execute(text(f"insert into decision ({names}) values ({marks})"), values)
    catalog.close()
    newer = Catalog(url)
    found = newer.reviews.standings("game")["hero"]
    assert (found.round, found.notes) == (1, ("dark",))
    newer.close()
