"""A forecast beside what happened: in the report's two languages, and in `yoake status`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from cli import console
from cli.main import app
from tests.unit.reporting.filled_catalog import Filled, picture
from yoake.reporting.forecasts import compared, read_forecast
from yoake.reporting.write import write_report

BEGAN = datetime(2026, 11, 27, 22, tzinfo=UTC)
WRITTEN = {
    "makespan_seconds": 10.0, "low_seconds": 8.0, "high_seconds": 14.0, "lower_bound_seconds": 9.0,
    "model_switches": 2, "least_model_switches": 2, "model_changes": 3, "gpu_services": ["comfyui-0"], "assets": 5,
    "categories": {"character": {"assets": 4, "seconds": 400.0}, "bgm": {"assets": 1, "seconds": 90.0}},
}  # fmt: skip


def tried(address: str, start: float, seconds: float, service: str, model: str | None) -> SimpleNamespace:
    started = (BEGAN + timedelta(seconds=start)).isoformat()
    return SimpleNamespace(address=address, started_at=started, seconds=seconds, service=service, model=model)


def test_what_happened_is_counted_as_the_forecast_was():
    rows = [
        tried("hero/b", 20, 5, "comfyui-0", "flux"),
        tried("hero/a", 0, 10, "comfyui-0", "sdxl"),
        tried("hero/a", 10, 10, "comfyui-0", "sdxl"),
        tried("plot", 0, 3, "ollama", "llama3"),
        tried("gone", 0, 3, "comfyui-0", None),
    ]
    categories = {"hero/a": "character", "hero/b": "character", "plot": "scenario"}
    found = compared(read_forecast(WRITTEN, BEGAN), rows, categories)
    assert found is not None
    assert found.model_changes == 2
    assert [(c.category, c.expected_assets, c.assets, c.seconds) for c in found.categories] == [
        ("character", 4, 2, 25),
        ("bgm", 1, 0, 0),
        ("scenario", 0, 1, 3),
    ]
    assert found.forecast.finish == BEGAN + timedelta(seconds=10)


def test_a_run_without_a_forecast():
    assert read_forecast(None, BEGAN) is None
    assert compared(None, [], {}) is None


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    monkeypatch.setattr(console.out, "_width", 200)
    made = Filled(tmp_path)
    made.run("r1")  # it took 12.5 s
    made.asset("hero", "character", picture(), seconds=3.0)
    yield made
    made.catalog.close()


@pytest.mark.parametrize(("language", "title"), [("ja", "予測と結果"), ("en", "Forecast, and what happened")])
def test_the_report_shows_both(filled: Filled, language: str, title: str):
    page = write_report(filled.catalog, filled.store, filled.layout, "p", language=language)  # type: ignore[arg-type]
    assert title not in page.read_text(encoding="utf-8")
    filled.catalog.record_forecast("r1", WRITTEN)
    page = write_report(filled.catalog, filled.store, filled.layout, "p", language=language)  # type: ignore[arg-type]
    for path in (page, page.with_name("report.md")):
        text = path.read_text(encoding="utf-8")
        assert title in text
        for span in ("10.0 s", "12.5 s", "6 min 40 s") if language == "en" else ("10.0秒", "12.5秒", "6分40秒"):
            assert span in text


def test_status_shows_both(filled: Filled):
    def shown(*args: str) -> str:
        return CliRunner().invoke(app, ["status", "p", *args]).stdout

    assert "Forecast" not in shown()
    assert json.loads(shown("--json"))[0]["run"]["forecast"] is None
    filled.catalog.record_forecast("r1", WRITTEN)
    assert "Forecast  10.0 s (8.0 s to 14.0 s); it took 25% longer" in shown()
    assert json.loads(shown("--json"))[0]["run"]["forecast"]["seconds"] == 10
    filled.catalog.begin_run("r2", "p", {})
    filled.catalog.record_forecast("r2", WRITTEN)
    assert "Forecast  10.0 s (8.0 s to 14.0 s)\n" in shown()
