"""The catalog on PostgreSQL: the same rows, and two programs that start at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Yoake
from tests.integration.servers import postgres
from tests.unit.catalog.experience_samples import expected, made
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.review.decision import Decision
from yoake.review.desk import decide


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


def test_machines_that_learn_at_once_lose_nothing_and_never_block_each_other(address: str):
    """Every machine writes to the same few rows, in another order: what would be a deadlock without taking turns."""
    machines, rounds = [Catalog(address) for _ in range(4)], 40
    errors: list[Exception] = []

    def learn(number: int, catalog: Catalog) -> None:
        pending = []
        for i in range(rounds):
            for subject in ("first", "second") if number % 2 else ("second", "first"):
                kind = {"subject": subject, "type": "image_gen", "model": "sdxl", "resolution": "1024"}
                learned = {"provider": "comfyui", **kind, "seconds": 5.0, "peak_vram_gb": float(number) or None}
                rows = made(1000 * number + 2 * i + (subject == "first"))
                pending.append(
                    threading.Thread(
                        target=lambda rows=rows, learned=learned: record(catalog, rows, {**learned, "updated_at": "t"})
                    )
                )
        [t.start() for t in pending]
        [t.join() for t in pending]

    def record(catalog: Catalog, rows: Any, learned: Any) -> None:
        try:
            catalog.record_made(*rows, experience=learned)
        except Exception as error:  # noqa: BLE001 - the assertion below shows it
            errors.append(error)

    threads = [threading.Thread(target=learn, args=(n, c)) for n, c in enumerate(machines)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert errors == []
    found = {row.subject: row for row in machines[0].experience()}
    assert {subject: row.count for subject, row in found.items()} == {"first": 160, "second": 160}
    assert {(row.mean_seconds, row.deviation_seconds, row.peak_vram_gb) for row in found.values()} == {(5.0, 0.0, 3.0)}
    [c.close() for c in machines]


def test_two_people_who_decide_at_once_are_told_of_each_other(address: str):
    first, second = Catalog(address), Catalog(address)
    seen = "a" * 64
    first.reviews.open_review(
        {
            "project": "p", "address": "hero", "mode": "gate", "fingerprint": "f" * 64, "sha256": seen,
            "suffix": ".png", "run_id": "r1",
        }
    )  # fmt: skip
    for trial in range(10):
        with ThreadPoolExecutor(2) as pool:
            yes = pool.submit(decide, first.reviews, "p", Decision("hero", "approve", seen, by="sato"))
            no = pool.submit(decide, second.reviews, "p", Decision("hero", "reject", seen, by="abe", note=str(trial)))
        assert {yes.result().key, no.result().key} & {"approve-instead", "reject-instead"}
    first.close()
    second.close()


def test_experience_on_postgresql_follows_the_formula(address: str):
    catalog = Catalog(address)
    kind = {"provider": "p", "type": "se_gen", "subject": "formula", "model": "", "resolution": "", "updated_at": "t"}
    times = [3.0, 9.0, 4.5, 100.0, *[7.0] * 30]
    for number, seconds in enumerate(times):
        peak = [None, 9.5, 12.25, None][number % 4]
        catalog.record_made(*made(9000 + number), experience={**kind, "seconds": seconds, "peak_vram_gb": peak})
    row = next(r for r in catalog.experience() if r.subject == "formula")
    assert (row.mean_seconds, row.deviation_seconds) == pytest.approx(expected(times))
    assert (row.count, row.peak_vram_gb) == (len(times), 12.25)
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
