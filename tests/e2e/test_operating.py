"""What a user does: `yoake up`, a game started from a form, a category that fails and is retried, a gate, a game.

Everything is real: server, database, workers, Chromium. The pictures of docs/operating.md are made here:
`YOAKE_PICTURES=docs/pictures/operating python -m pytest tests/e2e/test_operating.py`.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright

from tests.conftest import ROOT, need, poll
from tests.e2e.prefect_ui import PrefectUi
from tests.samples.weather import Weather, weather_server
from yoake.build.web.chromium import find_chromium
from yoake.build.web.serve import serve

pytestmark = pytest.mark.slow

GAME = """
title: 朝までの物語
game:
  characters: [{{id: hero}}]
  expressions: [normal, happy]
  backgrounds: [park]
  scenes_per_chapter: 1
  lines_per_scene: 3
  endings: 1
  bgm: [daily]
  se: [click]
  ui: [textbox]
  targets: [web]
  play_through: false
tasks:
  - {{id: char_image_hero, type: image_gen, review: gate}}
  - {{id: weather, type: external_api, category: se, on_failure: fail, params: {{url: "{url}/weather.json"}}}}
"""
SECONDS = 240.0
"""How long anything may take on a loaded machine."""


@pytest.fixture(scope="module")
def weather() -> Iterator[str]:
    with weather_server() as url:
        yield url


class Studio:
    """A person's machine on which `yoake up` runs."""

    def __init__(self, folder: Path, weather: str) -> None:
        self.folder = folder
        projects = folder / "projects"
        projects.mkdir()
        (projects / "tale.yaml").write_text(GAME.format(url=weather), encoding="utf-8")
        self.nodes = folder / "studio.yaml"
        host = weather.removeprefix("http://")
        self.nodes.write_text(f"cpu: {{slots: 2}}\nhosts: ['{host}']\n", encoding="utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{port}"
        self.log = (folder / "up.log").open("w+", encoding="utf-8")
        clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        environment = {**clean, "PYTHONPATH": str(ROOT), "HOME": str(folder), "YOAKE_PROJECTS": str(projects)}
        command = ["up", "--nodes", str(self.nodes), "--port", port, "--data", str(folder / "data")]
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "cli.main", *command],
            cwd=folder, env=environment, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.api = httpx.Client(base_url=f"{self.url}/api", timeout=30.0, trust_env=False)

    def said(self) -> str:
        """All that `yoake up` has said."""
        return (self.folder / "up.log").read_text(encoding="utf-8")

    def wait_ready(self) -> None:
        """Returns once everything is up."""
        poll(lambda: f"ready {self.url}" in self.said() or self.process.poll() is not None, self.said, SECONDS)
        assert self.process.poll() is None, self.said()

    def deployment(self, name: str) -> str:
        """The id of a deployment."""
        return str(self.api.get(f"/deployments/name/{name}").raise_for_status().json()["id"])

    def runs(self, deployment: str) -> list[dict[str, Any]]:
        """The flow runs of a deployment, oldest first."""
        body = {"deployments": {"id": {"any_": [self.deployment(deployment)]}}, "sort": "EXPECTED_START_TIME_ASC"}
        found: list[dict[str, Any]] = self.api.post("/flow_runs/filter", json=body).raise_for_status().json()
        return found

    def wait_run(self, deployment: str, number: int, *states: str) -> dict[str, Any]:
        """The run of a deployment with this number, once it is in one of these states."""

        def there() -> bool:
            found = self.runs(deployment)
            return len(found) > number and found[number]["state_type"] in states

        def why() -> str:
            found = [(r["name"], r["state"]["name"], r["state"]["message"]) for r in self.runs(deployment)]
            return f"{deployment}: {found}; {self.said()}"

        poll(there, why, SECONDS)
        return self.runs(deployment)[number]

    def close(self) -> None:
        """Ends everything as Ctrl-C does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(60)
        self.api.close()
        self.log.close()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, weather: str) -> Iterator[Studio]:
    need("chromium", "npm")
    found = Studio(tmp_path_factory.mktemp("studio"), weather)
    try:
        found.wait_ready()
        yield found
    finally:
        found.close()


@pytest.fixture(scope="module")
def ui(studio: Studio) -> Iterator[PrefectUi]:
    pictures = os.environ.get("YOAKE_PICTURES")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        yield PrefectUi(page, studio.url, Path(pictures).resolve() if pictures else None)
        browser.close()


def test_from_an_empty_machine_to_a_finished_game(studio: Studio, ui: PrefectUi):
    # the deployments are there, with forms
    ui.open("/deployments")
    ui.see("generate-game")
    ui.see("nightly")
    ui.picture("1-deployments")

    # a game is started from the form
    ui.open(f"/deployments/deployment/{studio.deployment('generate-game/generate-game')}/run")
    ui.choose("Project", "tale.yaml")
    ui.picture("2-form")
    ui.submit()

    # its run: the graph with the categories, logs, artifacts; one category fails, one picture waits for a person
    run = studio.wait_run("generate-game/generate-game", 0, "RUNNING", "FAILED", "COMPLETED")
    ui.open(f"/runs/flow-run/{run['id']}")
    ui.see("tale")
    ui.rest()
    run = studio.wait_run("generate-game/generate-game", 0, "FAILED")
    assert "weather" in run["state"]["message"], run["state"]
    assert "[external-api.refused]" in run["state"]["message"], run["state"]
    ui.open(f"/runs/flow-run/{run['id']}")
    ui.see("Failed")
    ui.picture("3-run")
    ui.tab("Logs")
    ui.see(re.compile(r"tale: 0 made, \d+ to make"))
    ui.scroll_to(re.compile(r"tale: 0 made, \d+ to make"))
    ui.picture("4-logs")
    ui.tab("Subflow Runs")
    ui.see("character")
    ui.picture("5-categories")
    ui.tab("Artifacts")
    ui.see("tale-summary")
    ui.scroll_to("tale-summary")
    ui.picture("6-artifacts")
    ui.open("/artifacts/key/tale-char-image-hero")  # pictures are shown as they come
    ui.page.get_by_role("link", name=re.compile("^[0-9a-f]{8}$")).first.click()
    expect(ui.page.locator("img[src^='data:image/']").first).to_be_visible(timeout=SECONDS * 1000)
    ui.picture("6-picture")

    # the category by itself: still broken, then retried from its page once the cause is gone
    ui.open(f"/deployments/deployment/{studio.deployment('generate-category/sounds')}/run")
    ui.choose("Project", "tale.yaml")
    ui.submit()
    ui.rest()
    broken = studio.wait_run("generate-category/sounds", 0, "FAILED")
    ui.open(f"/runs/flow-run/{broken['id']}")
    ui.see("external-api.refused")
    ui.picture("7-category-failed")
    Weather.knows = True
    ui.press("Retry")
    ui.press("Retry", ui.dialog())
    studio.wait_run("generate-category/sounds", 0, "COMPLETED")
    ui.open(f"/runs/flow-run/{broken['id']}")
    ui.see("Completed")
    ui.picture("8-category-retried")

    # the gate: a paused run with a form
    asked = studio.wait_run("review/review", 0, "PAUSED")
    ui.open(f"/runs/flow-run/{asked['id']}")
    ui.press("Resume")
    ui.see("char_image_hero")
    ui.choose("判断", "approve")
    ui.write("お名前", "佐藤")
    ui.picture("9-review")
    ui.answer("Submit")
    studio.wait_run("review/review", 0, "COMPLETED")
    ui.rest()

    # the game goes on by itself, and is there
    done = studio.wait_run("generate-game/generate-game", 1, "COMPLETED")
    ui.open(f"/runs/flow-run/{done['id']}")
    ui.see("Completed")
    ui.picture("10-finished")
    with serve(studio.folder / "out" / "tale" / "web") as address:
        ui.page.goto(address)
        ui.page.wait_for_selector("html[data-ready] main-screen.active")
        ui.page.locator("main-menu [data-action=start]").click()
        ui.page.wait_for_selector("text-box[data-shown]")
        ui.picture("11-game")
        ui.rest()
