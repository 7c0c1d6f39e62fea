"""A gate becomes a paused review run on a real Prefect server; its form is answered, and the answer is recorded."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas import FlowRun
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, FlowRunFilter, FlowRunFilterName
from prefect.events.worker import EventsWorker
from prefect.exceptions import Pause
from prefect.flow_engine import run_flow_async
from prefect.logging.handlers import APILogWorker
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from typer.testing import CliRunner

from cli.main import app
from flows.generate_game import generate_game
from flows.open_run import open_project
from flows.parameters import RunParameters
from flows.people import parameters_of
from flows.review import review
from flows.review_runs import ReviewRuns
from yoake.catalog.clock import now
from yoake.review.decision import Decision
from yoake.review.desk import decide
from yoake.workspace.workspace import Workspace

GAME = """
project: reviewed
title: "*Reviewed*"
language: en
tasks:
  - {id: sakura, type: image_gen, workflow: background, prompt: a girl, review: gate}
  - {id: street, type: image_gen, workflow: background, prompt: a street, review: after}
  - {id: bridge, type: image_gen, workflow: background, prompt: a bridge, review: after}
"""
WHOLE = """
language: en
tasks:
  - {id: word, type: text_gen, prompt: good morning, review: gate}
  - {id: letter, type: text_gen, prompt: a letter, depends_on: [word]}
"""
NIGHTLY = {"project_file": "game.yaml", "only": ["sakura"]}


class Desk:
    """A project with pictures that wait, and the server on which they are asked for."""

    def __init__(self, folder: Path, workspace: Workspace, client: SyncPrefectClient) -> None:
        self.folder, self.workspace, self.client = folder, workspace, client
        self.reviews = workspace.catalog.reviews
        self.said: list[str] = []
        self.ask = parameters_of(RunParameters(project_file="game.yaml"), workspace)
        self.runs = ReviewRuns(workspace, self.ask, self.said.append)

    def made(self, address: str, mode: str, colour: str, candidates: int = 0) -> str:
        """A picture was made, and waits; returns its content."""
        contents = [self._stored(colour, 30 + number) for number in range(max(1, candidates))]
        kept = {"project": "reviewed", "address": address, "fingerprint": "0" * 64, "run_id": "run"}
        self.workspace.catalog.record_assets(
            [kept | {"category": "character", "type": "image_gen", "status": "made", "sha256": contents[0], "parts": {},
                     "reason": "", "error_code": None, "updated_at": now()}]
        )  # fmt: skip
        if candidates:
            self.reviews.record_candidates(
                "reviewed", address,
                [{"number": n + 1, "fingerprint": "0" * 64, "sha256": sha, "suffix": ".png", "media_type": "image/png",
                  "seed": n, "score": 1 - n / 10, "chosen": n == 0, "run_id": "run", "made_at": now()}
                 for n, sha in enumerate(contents)],
            )  # fmt: skip
        self.reviews.open_review(kept | {"mode": mode, "sha256": contents[0], "suffix": ".png"})
        return contents[0]

    def _stored(self, colour: str, height: int) -> str:
        file = self.folder / "made.png"
        Image.new("RGB", (40, height), colour).save(file)
        return self.workspace.store.put(file, ".png").sha256

    def resume(self, run: UUID, **answer: Any) -> str:
        """What the server says to a form that was sent in."""
        found = self.client._client.post(f"/flow_runs/{run}/resume", json={"run_input": answer})
        return str(found.json()["status"])

    async def work(self, run: UUID) -> str:
        """Runs the flow as a worker does; returns the message of the state in which it left the run."""
        flow_run = self.client.read_flow_run(run)
        with contextlib.suppress(Pause):  # it waits for another answer
            await run_flow_async(review, flow_run, flow_run.parameters, return_type="state")
        return self.state(run)

    def state(self, run: UUID) -> str:
        state = self.client.read_flow_run(run).state
        assert state is not None
        return f"{state.name}: {state.message}"


def runs_named(name: str, client: SyncPrefectClient) -> list[FlowRun]:
    """The flow runs of this name, of which the server has few; it has many others."""
    return client.read_flow_runs(flow_run_filter=FlowRunFilter(name=FlowRunFilterName(any_=[name])))


@pytest.fixture(scope="module")
def client(prefect_api: str) -> Iterator[SyncPrefectClient]:
    with temporary_settings({PREFECT_API_URL: prefect_api}), get_client(sync_client=True) as client:
        deployments = [
            client.create_deployment(client.create_flow_from_name(name), name, enforce_parameter_schema=False)
            for name in ("review", "generate-game")
        ]
        yield client
        for deployment in deployments:
            client.delete_deployment(deployment)
        EventsWorker.drain_all(timeout=10)  # before the server ends
        APILogWorker.drain_all(timeout=10)


@pytest.fixture
def desk(tmp_path: Path, client: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("YOAKE_PROJECTS", str(tmp_path))
    (tmp_path / "game.yaml").write_text(GAME, encoding="utf-8")
    run = RunParameters(project_file=str(tmp_path / "game.yaml"), out=str(tmp_path / "out"))
    workspace = open_project(run)
    yield Desk(tmp_path, workspace, client)
    workspace.close()


async def test_a_gate_is_asked_for_answered_and_gone_on_from(desk: Desk):
    first = desk.made("sakura", "gate", "red", candidates=3)
    catalog = desk.workspace.catalog
    catalog.begin_run("night", "reviewed", NIGHTLY)
    catalog.finish_run("night", "waiting", {}, 1.0)

    run = (await desk.runs.for_gates(["sakura"]))["sakura"]
    assert (await desk.runs.for_gates(["sakura"]))["sakura"] == run, "the same content is asked for once"
    assert desk.state(run) == "Paused: sakura waits for a decision: press Resume."
    waiting = desk.client.read_flow_run(run)
    assert waiting.name == "review sakura"
    assert "project:reviewed" in waiting.tags
    (artifact, *_) = desk.client.read_artifacts(
        artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run]))
    )
    assert "data:image/webp;base64," in str(artifact.data)

    assert desk.resume(run, decision="perhaps", by="Aki") == "REJECT"
    assert desk.resume(run, decision="approve") == "REJECT", "nobody decides without a name"
    assert desk.resume(run, decision="pick", candidate=4, by="Aki") == "REJECT"
    assert desk.resume(run, decision="pick", by="Aki") == "ACCEPT"
    assert desk.state(run).startswith("Resuming")
    assert "no such candidate. There are: 1, 2, 3" in await desk.work(run)
    assert desk.state(run).startswith("Suspended"), "an answer that cannot be taken is asked for again"

    assert desk.resume(run, decision="pick", candidate=2, note="clearer", by="Aki") == "ACCEPT"
    said = await desk.work(run)
    assert said.startswith("Completed: Candidate 2 of sakura is picked")
    (decision,) = desk.reviews.decisions("reviewed")
    assert (decision.kind, decision.by, decision.source, decision.note) == ("pick", "Aki", "prefect", "clearer")
    assert decision.sha256 != first
    (going_on,) = runs_named("reviewed", desk.client)
    assert going_on.parameters == {"run": {"only": ["sakura"], **desk.ask.model_dump(exclude={"asset"})}}
    assert going_on.state is not None
    assert going_on.state.is_scheduled(), "the run that waited goes on, as it was started"


async def test_a_decision_about_what_was_made_anew_is_asked_for_again(desk: Desk):
    desk.made("sakura", "gate", "red")
    run = (await desk.runs.for_gates(["sakura"]))["sakura"]
    assert desk.resume(run, decision="approve", by="Aki") == "ACCEPT"
    new = desk.made("sakura", "gate", "blue")
    assert "made anew since you looked at it" in await desk.work(run)
    assert desk.reviews.decisions("reviewed") == []
    assert desk.resume(run, decision="reject", note="the eyes", by="Aki") == "ACCEPT"
    assert (await desk.work(run)).startswith("Completed")
    assert [(d.kind, d.sha256) for d in desk.reviews.decisions("reviewed")] == [("reject", new)]


async def test_a_review_run_that_was_answered_elsewhere_is_ended_in_words(desk: Desk):
    content = desk.made("sakura", "gate", "red")
    run = (await desk.runs.for_gates(["sakura"]))["sakura"]
    assert await desk.runs.end_answered() == 0
    decide(desk.reviews, "reviewed", Decision("sakura", "approve", content, by="Aki"))
    assert await desk.runs.end_answered() == 1
    assert desk.state(run) == "Decided: sakura was approved by Aki on the command line."


async def test_decisions_on_the_command_line_end_the_review_runs_that_they_answer(
    desk: Desk, prefect_api: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PREFECT_API_URL", prefect_api)
    desk.made("sakura", "gate", "red")
    desk.made("street", "after", "green")
    desk.made("bridge", "after", "blue")
    gate, morning = (await desk.runs.for_gates(["sakura"]))["sakura"], await desk.runs.for_the_morning()
    assert morning is not None
    catalog = desk.workspace.catalog
    catalog.begin_run("r", "reviewed", {})
    catalog.finish_run("r", "waiting", {}, 1.0)

    async def decided(*answer: str) -> str:
        asked = ["review", "reviewed", "--out", str(desk.folder / "out"), "--by", "Aki", *answer]
        done = await asyncio.to_thread(CliRunner().invoke, app, asked)
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    assert "The review run in Prefect that asked is ended." in await decided("--approve", "sakura")
    assert desk.state(gate) == "Decided: sakura was approved by Aki on the command line."
    assert "Prefect" not in await decided("--approve", "street")
    assert desk.state(morning).startswith("Paused"), "the bridge still waits"
    assert "is ended" in await decided("--lock", "bridge")
    assert desk.state(morning) == "Decided: bridge was locked by Aki on the command line."
    late = (await desk.runs.for_gates(["sakura"])).get("sakura")
    assert late is None, "nothing waits there any more"


async def test_a_decision_counts_where_the_server_of_its_review_run_is_gone(desk: Desk, monkeypatch):
    desk.made("sakura", "gate", "red")
    run = (await desk.runs.for_gates(["sakura"]))["sakura"]
    catalog = desk.workspace.catalog
    catalog.begin_run("r", "reviewed", {})
    catalog.finish_run("r", "waiting", {}, 1.0)
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    asked = ["review", "reviewed", "--out", str(desk.folder / "out"), "--approve", "sakura"]
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES: 0}):
        done = await asyncio.to_thread(contextvars.copy_context().run, CliRunner().invoke, app, asked)
    assert done.exit_code == 0, done.output
    assert "is decided all the same" in " ".join(done.output.split())
    assert desk.reviews.waiting("reviewed") == []
    assert desk.state(run).startswith("Paused")


async def test_a_cancelled_review_run_is_asked_for_anew(desk: Desk):
    desk.made("sakura", "gate", "red")
    run = (await desk.runs.for_gates(["sakura"]))["sakura"]
    from prefect.states import Cancelled

    desk.client.set_flow_run_state(run, Cancelled(), force=True)
    again = (await desk.runs.for_gates(["sakura"]))["sakura"]
    assert again != run
    assert desk.state(again).startswith("Paused")
    assert desk.reviews.waiting("reviewed")[0].flow_run_id == str(again)


async def test_the_morning_is_one_run_with_a_list(desk: Desk):
    street, bridge = desk.made("street", "after", "red"), desk.made("bridge", "after", "blue")
    run = await desk.runs.for_the_morning()
    assert run is not None
    assert desk.client.read_flow_run(run).name == "review reviewed: 2 assets"
    wrong = [{"asset": "nobody", "decision": "approve"}]
    assert desk.resume(run, decisions=wrong, rest=True, by="Aki") == "REJECT"
    decisions = [{"asset": "street", "decision": "reject", "note": "too dark"}]
    assert desk.resume(run, decisions=decisions, rest=True, by="Aki") == "ACCEPT"
    assert (await desk.work(run)).startswith("Completed")
    found = {(d.address, d.kind, d.sha256, d.note) for d in desk.reviews.decisions("reviewed")}
    assert found == {("street", "reject", street, "too dark"), ("bridge", "approve", bridge, "")}
    assert await desk.runs.for_the_morning() is None, "nothing waits any more"


async def test_a_project_that_no_worker_takes_is_not_asked_about(desk: Desk, tmp_path: Path, monkeypatch):
    desk.made("sakura", "gate", "red")
    monkeypatch.setenv("YOAKE_PROJECTS", str(tmp_path / "elsewhere"))
    assert await desk.runs.for_gates(["sakura"]) == {}
    assert "not in the folder of projects" in desk.said[0]


async def test_without_a_deployment_the_command_is_named(desk: Desk, client: SyncPrefectClient, monkeypatch):
    desk.made("sakura", "gate", "red")
    monkeypatch.setattr("flows.review_runs.DEPLOYMENT", "review/missing")
    assert await desk.runs.for_gates(["sakura"]) == {}
    assert await desk.runs.for_gates(["sakura"]) == {}
    (sentence,) = desk.said
    assert "yoake review reviewed" in sentence


async def test_a_run_asks_ends_and_goes_on_after_the_approval(
    tmp_path: Path, client: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("YOAKE_PROJECTS", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "whole.yaml").write_text(WHOLE, encoding="utf-8")
    given = RunParameters(project_file="whole.yaml")
    state = await generate_game(given, return_state=True)
    assert (state.name, state.type.value) == ("AwaitingReview", "COMPLETED")
    workspace = open_project(RunParameters(project_file=str(tmp_path / "whole.yaml")))
    try:
        desk = Desk(tmp_path, workspace, client)
        (row,) = workspace.catalog.reviews.waiting("whole")
        assert desk.resume(UUID(row.flow_run_id), decision="approve", by="Aki") == "ACCEPT"
        assert (await desk.work(UUID(row.flow_run_id))).endswith("The run whole goes on with it.")
        (going_on,) = [run for run in runs_named("whole", client) if run.deployment_id]
        state = await run_flow_async(generate_game, going_on, going_on.parameters, return_type="state")
        assert state is not None
        assert state.name == "Completed"
        assert {a.status for a in workspace.catalog.assets("whole").values()} == {"up-to-date", "made"}
    finally:
        workspace.close()
