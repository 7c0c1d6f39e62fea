"""Experience in the catalog: a moving mean that is added to in the same transaction as the asset."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.unit.catalog.experience_samples import expected, made
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.catalog.experience import add_experience
from yoake.errors import YoakeError

ROW = {
    "provider": "comfyui", "type": "image_gen", "subject": "background", "model": "sdxl", "resolution": "1024",
    "updated_at": "t",
}  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(catalog_url("sqlite", tmp_path))
    yield opened
    opened.close()


def record(catalog: Catalog, seconds: float, peak_vram_gb: float | None = None, **key: str) -> None:
    catalog.record_made(*made(), experience={**ROW, **key, "seconds": seconds, "peak_vram_gb": peak_vram_gb})


def test_the_first_time_is_the_mean(catalog: Catalog):
    record(catalog, 12.0)
    row = catalog.experience()[0]
    assert (row.count, row.mean_seconds, row.deviation_seconds, row.peak_vram_gb) == (1, 12.0, 0.0, None)


def test_without_experience_nothing_is_learned(catalog: Catalog):
    catalog.record_made(*made())
    assert catalog.experience() == []
    assert len(catalog.products("p")) == 1


def test_every_kind_of_work_has_its_own_row(catalog: Catalog):
    record(catalog, 1.0)
    record(catalog, 2.0, resolution="512")
    record(catalog, 3.0, subject="event_cg")
    assert sorted(row.mean_seconds for row in catalog.experience()) == [1.0, 2.0, 3.0]


def test_the_peak_only_grows_and_a_time_without_one_keeps_it(catalog: Catalog):
    for peak in (None, 9.5, 12.25, None, 10.0):
        record(catalog, 1.0, peak)
    assert [row.peak_vram_gb for row in catalog.experience()] == [12.25]


def test_old_times_fade(catalog: Catalog):
    for seconds in [10.0] * 50 + [20.0] * 60:
        record(catalog, seconds)
    row = catalog.experience()[0]
    assert row.count == 110
    assert row.mean_seconds == pytest.approx(20.0, abs=0.5)


@settings(deadline=None)  # a commit waits for the disk
@given(times=st.lists(st.floats(0.01, 4000), min_size=1, max_size=50))
def test_mean_and_deviation_follow_the_formula(times: list[float], tmp_path_factory: pytest.TempPathFactory):
    catalog = Catalog(catalog_url("sqlite", tmp_path_factory.mktemp("catalog")))
    with catalog.engine.begin() as connection:
        rows = [{**ROW, "seconds": seconds, "peak_vram_gb": None} for seconds in times]
        add_experience(connection, rows[: len(rows) // 2])
        add_experience(connection, rows[len(rows) // 2 :])
    row = catalog.experience()[0]
    assert (row.mean_seconds, row.deviation_seconds) == pytest.approx(expected(times))
    catalog.close()


def test_no_observation_is_lost_between_threads(catalog: Catalog):
    def work(number: int) -> None:
        for i in range(25):
            experience = {**ROW, "seconds": 4.0, "peak_vram_gb": float(number)}
            catalog.record_made(*made(number * 100 + i), experience=experience)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    row = catalog.experience()[0]
    assert (row.count, row.mean_seconds, row.deviation_seconds, row.peak_vram_gb) == (150, 4.0, 0.0, 5.0)


def test_nothing_is_learned_of_an_asset_that_could_not_be_recorded(catalog: Catalog):
    product, stored, attempt = made()
    with pytest.raises(YoakeError):
        catalog.record_made(
            product, stored, {**attempt, "outcome": None}, experience={**ROW, "seconds": 1.0, "peak_vram_gb": None}
        )
    assert catalog.experience() == []


def test_a_catalog_of_the_first_version_gets_the_table(tmp_path: Path):
    url = catalog_url("sqlite", tmp_path)
    first = Catalog(url)
    first.begin_run("r", "p", {})
    with first.engine.begin() as connection:
        connection.execute(text("drop table experience"))
        connection.execute(text("alter table run drop column forecast"))
        for later in ("service_job", "vram_memory", "lost_attempt", "decision", "review", "candidate"):
            connection.execute(text(f"drop table {later}"))
        connection.execute(text("update yoake_version set version_num = '0001'"))
    first.close()
    catalog = Catalog(url)
    assert catalog.experience() == []
    assert [run.id for run in catalog.runs("p")] == ["r"]
    catalog.close()
