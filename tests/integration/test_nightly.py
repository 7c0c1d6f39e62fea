"""Two nights: the second makes only what failed, what was rejected and what was changed."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from prefect.settings import PREFECT_API_URL, PREFECT_LOCAL_STORAGE_PATH, temporary_settings
from sqlalchemy import select

import flows.until
from flows import registry
from flows.generate_game import generate_game
from flows.live_run import LiveRun
from flows.night_parameters import NightParameters, stop_at
from flows.night_part import counts_of
from flows.parameters import RunParameters
from tests.samples.weather import Weather, weather_server
from tests.simulators.gpu import Clock
from tests.simulators.suno import CREDITS_A_SONG, SunoSimulator
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
  - id: park_times
    type: image_gen
    workflow: time_of_day_variation
    depends_on: [park]
    params: {{times_of_day: [night]}}
  - {{id: cafe, type: se_gen, prompt: {prompt}, params: {{kind: door_open}}}}
  - {{id: click, type: se_gen, prompt: click, params: {{kind: click}}}}
  - {{id: weather, type: external_api, on_failure: fail, params: {{url: "{url}/weather.json"}}}}
"""


@pytest.fixture
def weather() -> Iterator[str]:
    with weather_server() as url:
        yield url


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
    # results that Prefect remembers of earlier tests would be taken over, without an attempt
    settings: dict[Any, Any] = {PREFECT_API_URL: prefect_api, PREFECT_LOCAL_STORAGE_PATH: tmp_path / "results"}
    with temporary_settings(settings):
        yield Nights(tmp_path, weather)


@pytest.fixture
def lives(monkeypatch: pytest.MonkeyPatch) -> list[LiveRun]:
    """The runs that have begun, the last one last."""
    found: list[LiveRun] = []
    enter = registry.enter
    monkeypatch.setattr(registry, "enter", lambda live: (found.append(live), enter(live)))
    return found


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
    assert "broken.yaml" in second.message, "a person is told in the morning too"
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

    by_day = RunParameters(project_file="story.yaml", nodes=str(nights.nodes), out=str(nights.out), api="night")
    day = await generate_game(by_day, return_state=True)
    assert day.is_completed(), day
    assert sorted(nights.made()) == ["cafe", "click", "park", "park_times/night"]
    catalog = nights.catalog()
    run = catalog.runs("story", 1)[0]
    catalog.close()
    assert (run.status, run.counts["left"]) == ("done", 1)
    again = await nights.run(stop_starting_at=None)
    assert again.is_completed(), again
    assert nights.made() == ["weather"]


async def test_songs_are_left_by_day_and_ordered_in_one_batch_at_night(nights: Nights):
    songs = "".join(f"  - {{id: song{n}, type: bgm_gen, provider: suno, params: {{mood: {m}}}}}\n"
                    for n, m in enumerate(("calm", "sad", "daily")))  # fmt: skip
    (nights.projects / "album.yaml").write_text(
        f"nightly: true\ntasks:\n  - {{id: click, type: se_gen, prompt: click, params: {{kind: click}}}}\n{songs}",
        "utf-8",
    )
    with SunoSimulator("suno", clock=Clock(300)) as suno:
        service = {"kind": "suno", "url": suno.url, "per_minute": 120, "slots": 2, "settings": {"poll_seconds": "0.05"}}
        nights.nodes.write_text(json.dumps({"services": {"suno": service}}), encoding="utf-8")
        by_day = RunParameters(project_file="album.yaml", nodes=str(nights.nodes), out=str(nights.out), api="night")
        day = await generate_game(by_day, return_state=True)
        assert day.is_completed(), day
        assert nights.made() == ["click"]
        assert suno.account.paid == 0
        night = await nights.run()
        assert night.is_completed(), night
        assert sorted(nights.made()) == ["song0", "song1", "song2"]
        assert suno.account.paid == 3 * CREDITS_A_SONG
        assert (await nights.run()).is_completed()
        assert suno.account.paid == 3 * CREDITS_A_SONG


async def test_what_has_begun_is_finished_when_the_hour_comes(nights: Nights, lives: list[LiveRun]):
    nights.projects.joinpath("api.yaml").write_text(
        f"nightly: true\ntasks:\n  - {{id: today, type: external_api, params: {{url: '{nights.url}/weather.json'}}}}\n"
        f"  - {{id: then, type: external_api, depends_on: [today], params: {{url: '{nights.url}/then.json'}}}}\n",
        encoding="utf-8",
    )
    Weather.knows = True
    loop = asyncio.get_running_loop()

    def the_hour_comes() -> None:
        done = threading.Event()
        loop.call_soon_threadsafe(lambda: (lives[-1].drain("nothing new is started after 07:00"), done.set()))
        assert done.wait(10)

    Weather.asked = the_hour_comes
    state = await nights.run(stop_starting_at="07:00")
    assert state.is_completed(), state
    assert nights.made() == ["today"]
    catalog = nights.catalog()
    run = catalog.runs("api", 1)[0]
    catalog.close()
    assert (run.status, run.counts["left"]) == ("out-of-time", 1)


async def test_a_night_that_is_cancelled_begins_no_other_project(nights: Nights, lives: list[LiveRun]):
    nights.write()
    nights.write("zweite")
    Weather.asked = lambda: lives[-1].stop()
    state = await nights.run()
    assert state.is_cancelled(), state
    assert not (nights.out / "zweite").exists()


def test_a_night_that_begins_late_ends_at_its_hour(monkeypatch: pytest.MonkeyPatch):
    from flows import nightly

    due = datetime.fromisoformat("2026-11-28T01:00:00+00:00")
    monkeypatch.setattr(nightly.deployment, "id", "d0", raising=False)
    monkeypatch.setattr(nightly.flow_run, "scheduled_start_time", due, raising=False)
    assert nightly._due() == due


def test_what_was_repaired_first_counts_as_made():
    assert counts_of([{"made": 2, "up-to-date": 3}, {"made": 2}]) == {"made": 4, "up-to-date": 1}
    assert counts_of([{"made": 2, "up-to-date": 3}]) == {"made": 2, "up-to-date": 3}
    assert counts_of([]) == {}


async def test_a_night_whose_only_file_is_broken_says_so(nights: Nights):
    (nights.projects / "broken.yaml").write_text("tasks: [{id: no}]\n", encoding="utf-8")
    state = await nights.run()
    assert state.is_failed(), state
    assert "broken.yaml" in state.message


async def test_two_nights_never_overlap(nights: Nights):
    nights.write()
    locks = Layout(nights.out).locks
    locks.mkdir(parents=True)
    from flows.nightly import NIGHT

    with FileLock(locks / NIGHT):
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
