"""`yoake up` as a person starts it: a real server, database, workers and runs, and every way in which it ends."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from flows.up import family
from flows.up.folder import UpFolder, running_api
from flows.up.postgres import installed
from tests.conftest import ROOT, poll
from tests.integration.servers import free_port
from tests.samples.weather import Weather, weather_server
from yoake.catalog.catalog import Catalog
from yoake.store.paths import Layout

START_SECONDS = 240.0
SLEEPY = """
import time
from pathlib import Path
from prefect import flow

@flow
def sleepy(name: str):
    Path(f"{name}.began").touch()
    try:
        time.sleep(600)
    except BaseException as error:
        Path(f"{name}.ended").write_text(type(error).__name__)
        raise
"""

NIGHT = """
title: 夜の話
nightly: true
tasks:
  - {{id: cafe, type: se_gen, prompt: {prompt}, params: {{kind: door_open}}}}
  - {{id: click, type: se_gen, prompt: click, params: {{kind: click}}}}
  - {{id: weather, type: external_api, on_failure: fail, params: {{url: "{url}/weather.json"}}}}
"""
STATES = ("SCHEDULED", "PENDING", "RUNNING", "FAILED", "COMPLETED", "CANCELLED", "CRASHED")


class Up:
    """A folder in which `yoake up` is started, ended and started again."""

    def __init__(self, folder: Path) -> None:
        self.data, self.games, self.port = UpFolder(folder / "data"), folder / "games", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.api = httpx.Client(base_url=f"{self.url}/api", timeout=30, trust_env=False)
        (self.games / "projects").mkdir(parents=True)
        (self.games / "projects" / "small.yaml").write_text("game: {backgrounds: 1}\n")
        (self.games / "sleepy.py").write_text(SLEEPY)
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *more: str) -> list[str]:
        return [sys.executable, "-m", "cli.main", "up", "--port", str(self.port), "--data", str(self.data.data), *more]

    @property
    def environment(self) -> dict[str, str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "YOAKE_"))}
        return {**clean, "PYTHONPATH": str(ROOT), "HOME": str(self.games)}

    def start(self) -> None:
        """Starts it and waits for the line that says that it is ready."""
        with (self.games / "up.log").open("wb") as out:
            self.process = subprocess.Popen(
                self.command(), cwd=self.games, env=self.environment, stdout=out, stderr=subprocess.STDOUT
            )
        poll(lambda: f"ready {self.url}\n" in self.said() or self.ended(), self.said, START_SECONDS)
        assert not self.ended(), self.said()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def said(self) -> str:
        return (self.games / "up.log").read_text(encoding="utf-8")

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self.api.post(path, json=body).raise_for_status().json()

    def run_sleepy(self, name: str, pool: str) -> None:
        """Starts a run of a flow that takes too long, and waits until it is under way."""
        flow = self.post("/flows/", {"name": "sleepy"})
        step = {"prefect.deployments.steps.set_working_directory": {"directory": str(self.games)}}
        deployment = self.post(
            "/deployments/",
            {"name": name, "flow_id": flow["id"], "work_pool_name": pool, "work_queue_name": "default",
             "entrypoint": "sleepy.py:sleepy", "pull_steps": [step]},
        )  # fmt: skip
        self.post(f"/deployments/{deployment['id']}/create_flow_run", {"parameters": {"name": name}})
        poll((self.games / f"{name}.began").exists, lambda: self.log(f"worker-{pool}"), 90)

    def log(self, name: str) -> str:
        return (self.data.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def left(self) -> list[psutil.Process]:
        """Whatever of it runs: children and their children, and PostgreSQL, which hides its environment."""
        database = [
            p for p in psutil.process_iter(["cmdline"]) if str(self.data.postgresql) in (p.info["cmdline"] or [])
        ]
        return family.members(family.mark(str(self.data.data), "")) + [
            p for p in database if p.status() != psutil.STATUS_ZOMBIE
        ]


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    """Not in pytest's own folder: as root, PostgreSQL's user could not get into that."""
    folder = Path(tempfile.mkdtemp(prefix="yoake-up-"))
    folder.chmod(0o755)
    made = Up(folder)
    try:
        made.start()
        yield made
    finally:
        if made.process is not None and made.process.poll() is None:
            made.process.kill()
            made.process.wait()
        family.kill(family.mark(str(made.data.data), ""))
        poll(lambda: not made.left(), lambda: str(made.left()))
        made.api.close()
        shutil.rmtree(folder)


def test_everything_is_there(up: Up):
    assert up.api.get("/ready").status_code == 200
    assert "<html" in httpx.get(up.url, follow_redirects=True, timeout=30, trust_env=False).text.lower()
    names = {entry["name"] for entry in up.post("/deployments/filter", {})}
    assert {"generate-game", "build-game", "review", "nightly"} <= names
    assert up.post("/automations/filter", {})
    for pool in ("gpu", "cpu", "api"):
        workers = up.post(f"/work_pools/{pool}/workers/filter", {})
        assert [worker["status"] for worker in workers] == ["ONLINE"]
    assert (up.data.postgresql / "data" / "PG_VERSION").exists() == (installed() is not None)


def test_the_form_offers_the_projects_of_the_folder_in_which_it_was_started(up: Up):
    deployment = up.api.get("/deployments/name/generate-game/generate-game").json()
    assert "small.yaml" in str(deployment["parameter_openapi_schema"])
    assert str(up.games) in str(deployment["pull_steps"])


def test_other_commands_find_it(up: Up):
    assert running_api(up.data.data) == f"{up.url}/api"


def test_a_second_one_with_the_same_folder_is_refused(up: Up):
    done = subprocess.run(up.command(), cwd=up.games, env=up.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "up.running" in done.stderr
    assert f"(process {up.process.pid})" in done.stderr
    assert running_api(up.data.data)


def test_its_schedule_starts_two_nights_and_the_second_makes_what_failed_and_what_changed(up: Up):
    """The schedule as a person edits it in the UI: soon, and then every twenty seconds."""
    project = up.games / "projects" / "night.yaml"
    with weather_server() as url:
        nodes = up.games / "nodes.yaml"
        nodes.write_text(f"hosts: ['{url.removeprefix('http://')}']\ncpu: {{slots: 2}}\n", encoding="utf-8")
        project.write_text(NIGHT.format(url=url, prompt="a cafe"), encoding="utf-8")
        deployment = up.api.get("/deployments/name/nightly/nightly").raise_for_status().json()
        (schedule,) = deployment["schedules"]
        assert (schedule["schedule"]["cron"], schedule["active"]) == ("0 1 * * *", True)
        here = f"/deployments/{deployment['id']}"
        given = {"night": {"nodes": str(nodes), "stop_starting_at": None}}
        up.api.patch(here, json={"parameters": given}).raise_for_status()

        def edit(changed: dict[str, Any]) -> None:
            up.api.patch(f"{here}/schedules/{schedule['id']}", json=changed).raise_for_status()

        def nights(*states: str) -> list[dict[str, Any]]:
            wanted = {"deployments": {"id": {"any_": [deployment["id"]]}}, "sort": "EXPECTED_START_TIME_ASC"}
            return [run for run in up.post("/flow_runs/filter", wanted) if run["state_type"] in states]

        def told() -> str:
            return str([(r["name"], r["state"]["name"], r["state"]["message"]) for r in nights(*STATES)])

        soon = (datetime.now(UTC) + timedelta(seconds=3)).isoformat()
        edit({"schedule": {"interval": 20, "anchor_date": soon, "timezone": "UTC"}})
        poll(lambda: nights("FAILED"), told, START_SECONDS)
        project.write_text(NIGHT.format(url=url, prompt="a small cafe"), encoding="utf-8")
        Weather.knows = True
        poll(lambda: nights("COMPLETED"), told, START_SECONDS)
        edit({"active": False})
        poll(lambda: not nights("PENDING", "RUNNING"), told, START_SECONDS)
    assert all(run["auto_scheduled"] for run in nights("FAILED", "COMPLETED"))
    layout = Layout(up.games / "out")
    catalog = Catalog(f"sqlite:///{layout.data / 'catalog.sqlite'}")
    made = [
        a.address for run in reversed(catalog.runs("night")) for a in catalog.attempts(run.id) if a.outcome == "made"
    ]
    catalog.close()
    assert sorted(made[:2]) == ["cafe", "click"]
    assert sorted(made[2:]) == ["cafe", "weather"]
    assert (layout.project("night") / "report" / "index.html").exists()
    if installed() is not None:  # on SQLite they find the database locked now and then
        assert "Traceback" not in up.log("server"), "what Prefect's services do beside the requests is broken"


def test_killed_it_leaves_nothing_and_what_ran_was_told(up: Up):
    up.run_sleepy("first", "cpu")
    up.process.kill()
    up.process.wait()
    assert running_api(up.data.data) is None
    poll(lambda: not up.left(), lambda: str(up.left()), 60)
    assert (up.games / "first.ended").read_text() == "TerminationSignal"


def test_the_next_start_goes_on_and_what_dies_there_is_restarted(up: Up):
    up.start()
    said = up.said()
    assert "Deploying" in said, "there is a new project, which the forms offer"
    assert "Kept as edited in the Prefect UI: schedule, parameters of nightly." in said
    form = up.api.get("/deployments/name/generate-game/generate-game").json()["parameter_openapi_schema"]
    assert "night.yaml" in str(form)
    deployment = up.api.get("/deployments/name/nightly/nightly").json()
    (schedule,) = deployment["schedules"]
    assert (schedule["schedule"]["interval"], schedule["active"]) == (20, False)
    due = {
        "deployments": {"id": {"any_": [deployment["id"]]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }
    assert up.post("/flow_runs/filter", due) == [], "switched off, it starts nothing"
    assert deployment["parameters"]["night"]["nodes"] == str(up.games / "nodes.yaml")
    database = installed() is not None
    name, program = ("database", "flows.up.postgres_child") if database else ("server", "flows.server_child")
    guard = next(p for p in family.members(family.mark(str(up.data.data), name)) if program in p.cmdline())
    guard.kill()  # PostgreSQL itself lives on and has to go before a new one can start
    poll(lambda: f"{name} was killed (signal 9); it is started again" in up.said(), up.said)
    poll(lambda: _ready(up) and bool(up.post("/deployments/filter", {})), up.said, 120)
    assert up.process.poll() is None


def test_ctrl_c_ends_it_in_order_and_what_ran_was_told(up: Up):
    up.run_sleepy("second", "api")
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(90) == 0
    assert (up.games / "second.ended").read_text() == "TerminationSignal"
    assert up.left() == []
    assert not up.data.address.exists()
    if installed() is not None:
        assert "database system is shut down" in up.log("postgresql")


def _ready(up: Up) -> bool:
    try:
        return up.api.get("/ready").status_code == 200
    except httpx.TransportError:
        return False
