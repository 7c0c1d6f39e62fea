"""The catalog on PostgreSQL: the same rows, and two programs that start at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Yoake
from tests.integration.servers import postgres
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield catalog_url(url, Path())


def test_programs_that_start_at_once_migrate_one_after_the_other(address: str):
    opened: list[Catalog] = []
    errors: list[Exception] = []

    def start() -> None:
        try:
            opened.append(Catalog(address))
        except Exception as error:  # noqa: BLE001 - the assertion below shows it
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    [c.close() for c in opened]
    assert errors == []
    assert len(opened) == 4


def test_rows_are_replaced_not_doubled(address: str):
    catalog = Catalog(address)
    row = {"sha256": "a" * 64, "suffix": ".png", "size": 3, "signature": "1"}
    catalog.record_objects([row])
    catalog.record_objects([{**row, "signature": "2"}])
    assert catalog.objects() == {("a" * 64, ".png"): (3, "2")}
    catalog.begin_run("r1", "p", {"only": []})
    catalog.finish_run("r1", "done", {"made": 1}, 2.0)
    assert [(r.id, r.status, r.counts) for r in catalog.runs("p")] == [("r1", "done", {"made": 1})]
    catalog.close()


def test_a_whole_run_on_postgresql(tmp_path: Path, yoake: Yoake):
    with postgres(tmp_path / "server") as url:
        (tmp_path / "tiny.yaml").write_text("tasks:\n- {id: bell, type: se_gen, params: {kinds: [bell, knock]}}\n")
        settings = {
            "YOAKE_CATALOG": url,
            "YOAKE_PREFECT_DATABASE": url.replace("postgresql://", "postgresql+asyncpg://"),
        }
        ran = yoake("generate", "tiny.yaml", env=settings)
        assert ran.code == 0, ran.out + ran.err
        assert "2 made" in ran.out
        assert "Traceback" not in ran.out + ran.err
        assert not list((tmp_path / "out").rglob("*.sqlite"))
        assert "Everything was up to date" in yoake("generate", "tiny.yaml", env=settings).out
        catalog = Catalog(catalog_url(url, Path()))
        assert [run.status for run in catalog.runs("tiny")] == ["done"]
        catalog.close()
