"""The catalog: rows survive, migrations lead to the tables, one bad row takes no other with it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from yoake.catalog import tables
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.catalog.schema import HEAD, VERSION_TABLE
from yoake.errors import YoakeError


def test_migrations_make_exactly_the_tables(tmp_path: Path):
    catalog = Catalog(catalog_url("sqlite", tmp_path))
    found = inspect(catalog.engine)
    assert set(found.get_table_names()) == {*tables.metadata.tables, VERSION_TABLE}
    for name, table in tables.metadata.tables.items():
        assert {c["name"]: c["nullable"] for c in found.get_columns(name)} == {
            c.name: bool(c.nullable) for c in table.columns
        }
    catalog.close()


def test_head_is_the_newest_migration():
    folder = Path(tables.__file__).parent / "migrations" / "versions"
    assert sorted(p.name[1:5] for p in folder.glob("r*.py"))[-1] == HEAD


def test_a_run_is_recorded_and_ended(tmp_path: Path):
    catalog = Catalog(catalog_url("sqlite", tmp_path))
    catalog.begin_run("r", "p", {"only": ["bgm"]})
    assert catalog.runs("p")[0].status == "running"
    catalog.finish_run("r", "done", {"made": 3}, 1.5)
    run = catalog.runs("p")[0]
    assert (run.status, run.counts, run.settings) == ("done", {"made": 3}, {"only": ["bgm"]})
    catalog.close()


def test_the_last_run_is_the_last_whatever_the_clock_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    catalog = Catalog(catalog_url("sqlite", tmp_path))
    catalog.begin_run("first", "p", {})
    monkeypatch.setattr("yoake.catalog.catalog.now", lambda: "1999-12-31T23:59:59.000+00:00")
    catalog.begin_run("second", "p", {})
    assert [run.id for run in catalog.runs("p")] == ["second", "first"]
    catalog.close()


def test_confirming_assets_keeps_what_is_known_of_them(tmp_path: Path):
    catalog = Catalog(catalog_url("sqlite", tmp_path))
    row = {
        "project": "p", "address": "a", "category": "se", "type": "se_gen", "status": "made", "fingerprint": "f",
        "sha256": "s", "parts": {"prompt": "x"}, "reason": "new", "error_code": None, "run_id": "r1", "updated_at": "t",
    }  # fmt: skip
    catalog.record_assets([row, {**row, "address": "b"}])
    catalog.confirm_assets("p", ["a"], "r2")
    found = catalog.assets("p")
    assert (found["a"].run_id, found["a"].status, found["a"].parts) == ("r2", "up-to-date", {"prompt": "x"})
    assert (found["b"].run_id, found["b"].status) == ("r1", "made")
    assert catalog.fingerprints("p") == {"a": "f", "b": "f"}
    catalog.close()


def test_many_threads_write_at_once(tmp_path: Path):
    catalog = Catalog(catalog_url("sqlite", tmp_path))
    row = {"suffix": ".png", "size": 1, "signature": "s"}

    def work(number: int) -> None:
        for i in range(50):
            catalog.record_objects([{**row, "sha256": f"{number:032d}{i:032d}"}])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(catalog.objects()) == 400
    catalog.close()


def test_one_bad_row_takes_no_other_with_it(tmp_path: Path):
    catalog = Catalog(catalog_url("sqlite", tmp_path))
    gate = threading.Event()
    first = catalog.writer.submit(lambda c: gate.wait(5))
    bad = catalog.writer.submit(lambda c: c.execute(text("insert into nowhere values (1)")))
    good = catalog.writer.submit(lambda c: c.execute(text("delete from run")))
    gate.set()
    first.result(5)
    good.result(5)
    with pytest.raises(YoakeError) as caught:
        bad.result(5)
    assert caught.value.code == "catalog.write-failed"
    catalog.close()


def test_a_newer_catalog_is_left_alone(tmp_path: Path):
    url = catalog_url("sqlite", tmp_path)
    catalog = Catalog(url)
    with catalog.engine.begin() as connection:
        connection.execute(text("update yoake_version set version_num = '9999'"))
    catalog.close()
    with pytest.raises(YoakeError) as caught:
        Catalog(url)
    assert caught.value.code == "catalog.newer"


def test_an_unreachable_catalog_is_a_sentence_without_the_password():
    with pytest.raises(YoakeError) as caught:
        Catalog(catalog_url("postgresql://yoake:hunter2@127.0.0.1:9/none", Path()))
    assert caught.value.code == "catalog.unreachable"
    assert "hunter2" not in str(caught.value)
