"""What a run would still make: fan-outs before they are known, dependencies, `--only`, what has failed, size."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.workspace.opened_project import opened, started
from yoake.graph.asset import Record
from yoake.scheduler import simulate
from yoake.scheduler.graph import in_order, jobs_by_name
from yoake.scheduler.rank import ranks
from yoake.workspace.foresee import MOST_EDGES, foresee
from yoake.workspace.workspace import Workspace

Open = Callable[[str], Workspace]
BRIEF = """
game: {chapters: 2, scenes_per_chapter: 3, lines_per_scene: 4, characters: 2, events: 2, expressions: [normal, happy]}
"""
CHAIN = """
tasks:
- {id: se, type: se_gen, params: {kinds: [bell, rain]}}
- {id: plot, type: llm_gen, template: main_scenario, depends_on: [se], params: {chapters: 2, scenes_per_chapter: 2}}
- {id: talk, type: llm_gen, template: dialogue, depends_on: [plot], foreach: plot.scenes}
- {id: all, type: integrate, depends_on: [talk]}
"""


@pytest.fixture
def open_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    spaces: list[Workspace] = []

    def open_it(text: str) -> Workspace:
        spaces.append(opened(tmp_path / str(len(spaces)), text))
        return spaces[-1]

    yield open_it
    for space in spaces:
        space.close()


def made(name: str) -> Record:
    return Record(name * 64, 1, "application/json", ".json")


def test_a_whole_brief_with_guesses_from_it(open_project: Open):
    workspace = open_project(BRIEF)
    seen = foresee(workspace, started(workspace))
    names = [job.asset for job in seen.jobs]
    assert len(names) == len(set(names)) == len(seen.spec_of)
    assert sum(n.startswith("dialogue/~") for n in names) == 8  # two endings have scenes of their own
    assert sum(n.startswith("voice_") for n in names) == 2 * 11  # of 32 lines in all
    assert sum(n.startswith("event/~") for n in names) == 2
    assert seen.guessed == {n for n in names if "~" in n}
    by_name = jobs_by_name(seen.jobs)
    integrate = by_name["integrate"]
    assert set(integrate.depends_on) <= set(names)
    assert all(f"dialogue/~{i}" in integrate.depends_on for i in range(1, 9))
    assert by_name["scenario"].depends_on == ("char_setting", "world_setting")
    assert [job.asset for job in in_order(by_name)]


def test_ranks_are_those_of_the_graph(open_project: Open):
    workspace = open_project(BRIEF)
    seen = foresee(workspace, started(workspace))
    right = ranks(jobs_by_name(seen.jobs))
    for job in seen.jobs:
        assert job.demand.rank == pytest.approx(right[job.asset])


def test_what_is_settled_is_no_dependency_any_more(open_project: Open):
    workspace = open_project(CHAIN)
    state = started(workspace)
    state.settle(state.assets["se/bell"], "made", made("a"))
    before = {job.asset: job.depends_on for job in foresee(workspace, state).jobs}
    assert before["se/rain"] == ()
    assert before["plot"] == ("se/rain",)
    assert before["talk/~1"] == ("plot",)
    assert before["all"] == tuple(f"talk/~{n}" for n in range(1, 7))
    state.settle(state.assets["se/rain"], "made", made("b"))
    after = {job.asset: job.depends_on for job in foresee(workspace, state).jobs}
    assert after["plot"] == ()
    assert "se/rain" not in after


def test_as_many_as_last_time(open_project: Open):
    workspace = open_project(CHAIN)
    rows = [
        {"project": "p", "address": f"talk/scene_{n}", "category": "scenario", "type": "llm_gen", "status": "made",
         "fingerprint": "f" * 64, "sha256": None, "parts": {}, "reason": "", "run_id": "r", "updated_at": "2026"}
        for n in range(3)
    ]  # fmt: skip
    workspace.catalog.record_assets(rows)
    names = [job.asset for job in foresee(workspace, started(workspace)).jobs]
    assert [n for n in names if n.startswith("talk/")] == ["talk/~1", "talk/~2", "talk/~3"]


def test_only_leaves_out_the_rest(open_project: Open):
    workspace = open_project(CHAIN)
    assert [j.asset for j in foresee(workspace, started(workspace, "plot")).jobs] == ["se/bell", "se/rain", "plot"]
    assert [j.asset for j in foresee(workspace, started(workspace, "se/bell")).jobs] == ["se/bell"]
    names = [j.asset for j in foresee(workspace, started(workspace, "talk/one", "talk/two")).jobs]
    assert names == ["se/bell", "se/rain", "plot", "talk/~1", "talk/~2"]


def test_what_needs_a_failed_asset_is_not_expected(open_project: Open):
    workspace = open_project(CHAIN)
    state = started(workspace)
    state.settle(state.assets["se/bell"], "failed", reason="broken")
    assert [j.asset for j in foresee(workspace, state).jobs] == ["se/rain", "all"]
    assert foresee(workspace, state).jobs[1].depends_on == ("se/rain",)


def test_a_dependency_of_very_many_on_very_many_goes_through_a_barrier(open_project: Open):
    lines = ["tasks:", "- {id: plot, type: llm_gen, template: main_scenario}"]
    lines += ["- {id: talk, type: llm_gen, template: dialogue, depends_on: [plot], foreach: plot.scenes}"]
    lines += ["- {id: more, type: llm_gen, template: dialogue, depends_on: [plot, talk], foreach: plot.scenes}"]
    workspace = open_project("\n".join(lines))
    rows = [
        {"project": "p", "address": f"{spec}/{n}", "category": "scenario", "type": "llm_gen", "status": "made",
         "fingerprint": "f" * 64, "sha256": None, "parts": {}, "reason": "", "run_id": "r", "updated_at": "2026"}
        for n in range(2000) for spec in ("talk", "more")
    ]  # fmt: skip
    workspace.catalog.record_assets(rows)
    began = time.perf_counter()
    seen = foresee(workspace, started(workspace))
    assert time.perf_counter() - began < 2
    assert sum(len(j.depends_on) for j in seen.jobs) < MOST_EDGES
    schedule = simulate(seen.jobs, workspace.machine())
    ends = {slot.asset: slot.end for slot in schedule.slots}
    starts = {slot.asset: slot.start for slot in schedule.slots}
    assert len(schedule.slots) == 4001
    assert not schedule.not_made
    first = min(at for name, at in starts.items() if name.startswith("more/"))
    assert first >= max(at for name, at in ends.items() if name.startswith("talk/"))
    assert not any("~all" in name for name in schedule.bound.critical_path)
