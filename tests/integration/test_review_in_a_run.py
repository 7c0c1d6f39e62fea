"""Candidates and gates in real runs: real Prefect server, real workers, real sketches, decisions while it goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ROOT, Yoake, poll
from yoake.catalog.catalog import Catalog
from yoake.catalog.connect import catalog_url
from yoake.review.decision import Decision
from yoake.review.desk import decide

GATED = """
title: Gated
tasks:
  - id: hero
    type: image_gen
    workflow: character_fullbody
    params: {character: hero}
    candidates: 2
    review: gate
  - id: faces
    type: image_gen
    workflow: expression_variation
    depends_on: [hero]
    params: {character: hero, expressions: [happy]}
  - {id: cafe, type: image_gen, workflow: background, params: {kind: cafe}, review: gate}
  - {id: bell, type: se_gen, params: {kinds: [bell]}, review: after}
"""
LINGERING = """
from pathlib import Path
from flows.embedded import run_embedded
from flows.listener import Listener
from flows.open_run import open_project, prepare, run_status
from flows.parameters import RunParameters
from flows.processes import Processes
from yoake.workspace.lock import project_lock

run = RunParameters(project_file="gated.yaml", linger_minutes=3)
workspace = open_project(run)
with project_lock(workspace.layout, workspace.project.project):
    processes = Processes(workspace.node.cpu_slots(), None)
    live = prepare(run, workspace, processes, Listener())
    run_embedded(live, run, processes)
    print(run_status(live), sorted(a for a in live.futures))
workspace.close()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "gated.yaml"
    path.write_text(f"project: gated\n{GATED}", encoding="utf-8")
    return path


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """The catalog that the run writes; it is there before the run."""
    (tmp_path / "out" / ".yoake").mkdir(parents=True, exist_ok=True)
    opened = Catalog(catalog_url("sqlite", tmp_path / "out" / ".yoake"))
    yield opened
    opened.close()


def waiting(catalog: Catalog) -> dict[str, str]:
    return {row.address: row.sha256 for row in catalog.reviews.waiting("gated")}


def accepted(catalog: Catalog, decision: Decision) -> None:
    answer = decide(catalog.reviews, "gated", decision)
    assert answer.accepted, answer.sentence


def test_the_same_run_goes_on_as_people_decide(project: Path, catalog: Catalog, prefect_api: str):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    env = {**clean, "PYTHONPATH": str(ROOT), "HOME": str(project.parent), "PREFECT_API_URL": prefect_api}
    running = subprocess.Popen(
        [sys.executable, "-c", LINGERING], cwd=project.parent, env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        open_now = {"hero", "cafe", "bell/bell"}
        poll(lambda: open_now <= set(waiting(catalog)), lambda: f"{waiting(catalog)} {running.poll()}", 150)
        first = waiting(catalog)
        other = next(row for row in catalog.reviews.candidates("gated", "hero") if not row.chosen)
        accepted(catalog, Decision("cafe", "reject", first["cafe"], by="Aki", note="too dark"))
        accepted(catalog, Decision("hero", "pick", other.sha256, by="Aki"))
        poll(lambda: waiting(catalog).get("cafe", first["cafe"]) != first["cafe"], lambda: str(waiting(catalog)), 150)
        accepted(catalog, Decision("cafe", "approve", "", by="Rin"))
        said, _ = running.communicate(timeout=150)
    finally:
        running.kill()
        running.wait()
    # the picture that was rejected is one task run more; of the candidates nothing was made again
    assert said.splitlines()[-1] == "done ['bell/bell', 'cafe', 'faces/happy', 'hero~1', 'hero~2']"
    assert len([a for a in catalog.attempts(catalog.runs("gated")[0].id) if a.address == "cafe"]) == 2
    assert catalog.assets("gated")["hero"].sha256 == other.sha256
    assert set(waiting(catalog)) == {"bell/bell"}
    assets = project.parent / "out" / "gated" / "assets"
    shown = {path.relative_to(assets).as_posix() for path in assets.rglob("*.png")}
    assert shown == {
        "background/cafe.png", "character/candidates/hero~1.png", "character/candidates/hero~2.png",
        "character/faces/happy.png", "character/hero.png",
    }  # fmt: skip


def test_a_run_with_nothing_left_but_gates_ends_and_the_next_one_goes_on(
    project: Path, catalog: Catalog, prefect_api: str, yoake: Yoake
):
    ran = yoake("generate", project, env={"PREFECT_API_URL": prefect_api})
    assert ran.code == 0, ran.out + ran.err
    assert "2 wait for review: hero, cafe" in ran.out or "2 wait for review: cafe, hero" in ran.out
    assert "yoake review gated" in ran.out
    assert catalog.runs("gated")[0].status == "waiting"
    assert catalog.assets("gated")["faces/happy"].reason == "waits for the review of hero"
    assert [s for s in states(prefect_api) if s == "AwaitingReview"]
    for address, sha256 in waiting(catalog).items():
        accepted(catalog, Decision(address, "approve", sha256, by="Aki"))
    ran = yoake("generate", project, env={"PREFECT_API_URL": prefect_api})
    assert ran.code == 0, ran.out + ran.err
    assert next(line for line in ran.out.splitlines() if line.startswith("made ")).split()[1] == "faces/happy"
    assert "1 made, 3 up to date" in ran.out
    assert catalog.runs("gated")[0].status == "done"


def states(api: str) -> list[Any]:
    query = {"sort": "START_TIME_DESC", "limit": 20, "flow_runs": {"tags": {"all_": ["project:gated"]}}}
    answer = httpx.post(f"{api}/flow_runs/filter", json=query, trust_env=False)
    return [run["state"]["name"] for run in answer.json()]
