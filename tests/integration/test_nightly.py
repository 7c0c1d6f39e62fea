"""Two nights: the second makes only what failed, what was rejected and what was changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from prefect.settings import PREFECT_API_URL, temporary_settings
from sqlalchemy import select

import flows.until
from flows.night_parameters import NightParameters, stop_at
from yoake.catalog import tables
from yoake.catalog.catalog import Catalog
from yoake.review.decision import Decision
from yoake.review.desk import decide
from yoake.store.paths import Layout

STORY = """
title: 夜の話
nightly: true
tasks:
  - {{id: park, type: image_gen, workflow: background, prompt: a park, params: {{kind: park}}}}
  - {{id: park_times, type: image_gen, workflow: time_of_day_variation, depends_on: [park], params: {{times_of_day: [night]}}}}
  - {{id: cafe, type: image_gen, workflow: background, prompt: {prompt}, params: {{kind: cafe}}}}
  - {{id: click, type: se_gen, prompt: click, params: {{kind: click}}}}
  - {{id: weather, type: external_api, on_failure: fail, params: {{url: "{url}/weather.json"}}}}
"""


class Weather(BaseHTTPRequestHandler):
    """An API that knows nothing at first."""

    knows = False

    def do_GET(self) -> None:
        self.send_response(200 if Weather.knows else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"sky": "clear"}')

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@pytest.fixture
def weather() -> Iterator[str]:
    Weather.knows = False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Nights:
    """A folder of projects, and nights in it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url, self.projects, self.out = url, folder / "projects", folder / "out"
        self.projects.mkdir()
        self.nodes = folder / "nodes.yaml"
        self.nodes.write_text(f"hosts: ['{url.removeprefix('http://')}']\ncpu: {{slots: 2}}\n", encoding="utf-8")
        self._seen = 0

    def write(self, name: str = "story", prompt: str = "a cafe") -> None:
        (self.projects / f"{name}.yaml").write_text(STORY.format(url=self.url, prompt=prompt), encoding="utf-8")

    async def run(self, **given: Any) -> Any:
        from flows.nightly import nightly

        night = NightParameters(nodes=str(self.nodes), out=str(self.out), **given)
        return await nightly(night, return_state=True)

    def catalog(self) -> Catalog:
        return Catalog(f"sqlite:///{Layout(self.out).data / 'catalog.sqlite'}")

    def made(self) -> list[str]:
        """What was made since this was asked last, in its order."""
        catalog, t = self.catalog(), tables.attempt.c
        try:
            with catalog.engine.connect() as connection:
                query = select(t.id, t.address, t.outcome).where(t.id > self._seen).order_by(t.id)
                rows = list(connection.execute(query))
        finally:
            catalog.close()
        self._seen = max((row.id for row in rows), default=self._seen)
        return [row.address for row in rows if row.outcome == "made"]


@pytest.fixture
def nights(tmp_path: Path, weather: str, prefect_api: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nights]:
    monkeypatch.setenv("YOAKE_PROJECTS", str(tmp_path / "projects"))
    with temporary_settings({PREFECT_API_URL: prefect_api}):
        yield Nights(tmp_path, weather)


async def test_the_second_night_makes_what_failed_was_rejected_or_changed(nights: Nights):
    nights.write()
    (nights.projects / "broken.yaml").write_text("tasks: [{id: no}]\n", encoding="utf-8")
    (nights.projects / "by_day.yaml").write_text(STORY.format(url="x", prompt="y").replace("true", "false"), "utf-8")
    first = await nights.run()
    assert first.is_failed(), first
    assert set(nights.made()) == {"park", "park_times/night", "cafe", "click"}
    report = nights.out / "story" / "report" / "index.html"
    assert "weather" in report.read_text(encoding="utf-8")
    assert not (nights.out / "by_day").exists()

    catalog = nights.catalog()
    answer = decide(catalog.reviews, "story", Decision("park", "reject", "", by="sato", note="more trees"))
    catalog.close()
    assert answer.accepted, answer
    nights.write(prompt="a small cafe")
    Weather.knows = True
    second = await nights.run()
    assert second.is_completed(), second
    made = nights.made()
    assert sorted(made) == ["cafe", "park", "park_times/night", "weather"]
    assert {*made[:2]} == {"park", "weather"}, "what went wrong or was rejected comes first"

    third = await nights.run()
    assert third.is_completed(), third
    assert nights.made() == []


async def test_nothing_new_is_started_after_the_hour(nights: Nights, monkeypatch: pytest.MonkeyPatch):
    nights.write()
    Weather.knows = True
    began = datetime.fromisoformat("2026-11-28T06:59:00+09:00")
    monkeypatch.setattr("flows.nightly.local_now", lambda: began)
    monkeypatch.setattr(flows.until, "local_now", lambda: began + timedelta(minutes=2))
    late = await nights.run(stop_starting_at="07:00")
    assert late.is_completed(), late
    assert nights.made() == []
    catalog = nights.catalog()
    run = catalog.runs("story", 1)[0]
    catalog.close()
    assert run.status == "out-of-time"
    assert run.counts["left"] == 4, run.counts
    monkeypatch.undo()
    monkeypatch.setenv("YOAKE_PROJECTS", str(nights.projects))
    again = await nights.run(stop_starting_at=None)
    assert again.is_completed(), again
    assert len(nights.made()) == 5


async def test_two_nights_never_overlap(nights: Nights):
    nights.write()
    locks = Layout(nights.out).locks
    locks.mkdir(parents=True)
    with FileLock(locks / "night.lock"):
        state = await nights.run()
    assert (state.name, state.is_completed()) == ("Skipped", True)
    assert "still under way" in state.message
    assert not (nights.out / "story").exists()


def test_the_hour_is_the_next_one_on_the_night_s_own_clock():
    one = datetime.fromisoformat("2026-11-28T01:00:00+09:00")
    assert stop_at("07:00", one) == datetime.fromisoformat("2026-11-28T07:00:00+09:00")
    assert stop_at("00:30", one) == datetime.fromisoformat("2026-11-29T00:30:00+09:00")
    assert stop_at(None, one) is None
    with pytest.raises(ValueError, match="pattern"):
        NightParameters(stop_starting_at="25:00")
