"""The forecast of a run: its policy, its range, and what would make it fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from benchmarks.schedule.graphs import game, machine
from tests.unit.workspace.opened_project import DUAL, opened, started
from yoake.catalog.experience import add_experience
from yoake.scheduler import Demand, Gpu, Job, Machine, Pool, Service, simulate
from yoake.scheduler.gpu_use import model_changes
from yoake.workspace.advice import Remedy, advice, more_hardware, without
from yoake.workspace.foresee import foresee
from yoake.workspace.promise import percentile, promise, promise_of
from yoake.workspace.workspace import Workspace

NODES = machine(2, llm_on_gpu=True)
Open = Callable[[str], Workspace]


def clip(name: str, seconds: int) -> str:
    return (
        f"{{id: {name}, type: animatediff, workflow: animatediff_clip, depends_on: [plot], model: animate, "
        f"vram_gb: 14, estimate_seconds: {seconds}, params: {{place: a}}}}"
    )


CLIPS = {name: clip(name, seconds) for name, seconds in (("clip_one", 900), ("clip_two", 600), ("clip_three", 600))}


def night(*clips: str) -> str:
    """A night of three clips, or of those that are named."""
    tasks = [
        "{id: plot, type: llm_gen, template: main_scenario, estimate_seconds: 60}",
        "{id: event, type: image_gen, workflow: background, category: event, depends_on: [plot], model: flux, "
        "vram_gb: 16, estimate_seconds: 120, params: {place: a}}",
        *(CLIPS[name] for name in clips),
        f"{{id: all, type: integrate, depends_on: [event, {', '.join(clips)}]}}",
    ]
    return "tasks:\n" + "\n".join(f"- {task}" for task in tasks)


NIGHT = night(*CLIPS)


@pytest.fixture
def open_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.delenv("YOAKE_CATALOG", raising=False)
    spaces: list[Workspace] = []

    def open_it(text: str) -> Workspace:
        spaces.append(opened(tmp_path / str(len(spaces)), text, DUAL))
        return spaces[-1]

    yield open_it
    for space in spaces:
        space.close()


def test_a_run_with_the_same_policy_goes_the_same_way():
    night = game(60, Random(1), fan_out=False)
    found = promise(night.jobs, NODES)
    again = simulate(night.jobs, NODES, found.policy)
    assert again.makespan_seconds == found.schedule.makespan_seconds
    assert found.low_seconds <= found.schedule.makespan_seconds <= found.high_seconds
    assert found.schedule.makespan_seconds >= found.schedule.bound.seconds
    once_more = promise(night.jobs, NODES)
    assert once_more.schedule == found.schedule
    assert (once_more.low_seconds, once_more.high_seconds) == (found.low_seconds, found.high_seconds)
    assert found.as_json()["assets"] == len(night.jobs)


def test_what_was_measured_makes_the_range_narrow():
    night = game(60, Random(2), fan_out=False)
    wide = promise(night.jobs, NODES)
    narrow = promise(night.jobs, NODES, spread={job.asset: 0.01 for job in night.jobs})
    assert narrow.high_seconds - narrow.low_seconds < (wide.high_seconds - wide.low_seconds) / 4


def test_nothing_to_make():
    found = promise([], NODES)
    assert (found.low_seconds, found.schedule.makespan_seconds, found.high_seconds) == (0, 0, 0)
    assert found.schedule.slots == ()


def test_percentile():
    assert percentile([], 0.5) == 0
    assert percentile([1.0], 0.9) == 1
    assert percentile([0.0, 10.0], 0.1) == pytest.approx(1)
    assert percentile([1.0, 2.0, 3.0], 0.5) == 2


def test_what_depended_on_something_left_out_waits_for_what_that_waited_for():
    one = Demand(("x",))
    chain = [Job("a", one), Job("b", one, ("a",)), Job("c", one, ("b",)), Job("d", one, ("c", "a"))]
    assert [(j.asset, j.depends_on) for j in without(chain, {"b", "c"})] == [("a", ()), ("d", ("a",))]


def advised(workspace: Workspace, share: float) -> tuple[float, list[Remedy]]:
    """A deadline at a share of the makespan, and the advice for it."""
    seen = foresee(workspace, started(workspace))
    found = promise(seen.jobs, workspace.machine())
    seconds = found.schedule.makespan_seconds * share
    return seconds, advice(workspace, seen, found, seconds)


def test_the_smallest_thing_that_is_enough_comes_first(open_project: Open):
    seconds, found = advised(open_project(NIGHT), 0.9)
    first = found[0]
    assert all(r.fits and r.makespan_seconds <= seconds for r in found)
    assert (first.kind, first.specs, first.assets) == ("drop", ("clip_one",), 1)
    assert first.what == "leave out 1 of 3 videos: clip_one"
    added = [r.what for r in found if r.kind == "add"]
    assert added == ["one more GPU of 24 GB with comfyui and ollama"] or added == ["one more GPU of 24 GB with comfyui"]


def test_the_advice_is_true(open_project: Open):
    workspace = open_project(NIGHT)
    seconds, found = advised(workspace, 0.9)
    smaller = open_project(night(*(name for name in CLIPS if name not in found[0].specs)))
    jobs = foresee(smaller, started(smaller)).jobs
    assert promise(jobs, smaller.machine()).schedule.makespan_seconds <= seconds


def test_where_nothing_is_enough_all_that_helps_is_said(open_project: Open):
    seconds, found = advised(open_project(NIGHT), 0.01)
    assert found
    assert not any(r.fits for r in found)
    assert found[-1].what.startswith("leave all of that out")
    assert all(r.makespan_seconds > seconds for r in found)


def test_more_of_what_is_there():
    pool = Machine(
        (Gpu("gpu-0", 24),),
        (Pool("cpu", 2),),
        (
            Service("comfyui-0", "comfyui", gpu="gpu-0"),
            Service("suno", "suno", slots=2, per_minute=3),
            Service("builtin", "builtin", pool="cpu", slots=2),
        ),
    )
    jobs = [Job("a", Demand(("comfyui",), "m", 10)), Job("b", Demand(("suno",))), Job("c", Demand(("builtin",)))]
    more = dict(more_hardware(promise(jobs, pool)))
    assert list(more) == [
        "one more GPU of 24 GB with comfyui",
        "4 slots for suno instead of 2",
        "6 starts a minute for suno instead of 3",
        "4 CPU slots instead of 2",
    ]
    assert [g.name for g in more["one more GPU of 24 GB with comfyui"].gpus] == ["gpu-0", "gpu-1"]
    assert more["4 CPU slots instead of 2"].pools == (Pool("cpu", 4),)


def test_model_changes_are_counted_for_each_service():
    jobs = [("a", "x"), ("b", "x"), ("a", None), ("a", "x"), ("a", "y"), ("b", "x"), ("a", "x")]
    assert model_changes(jobs) == 4
    assert model_changes([]) == 0


def test_what_the_catalog_keeps_of_a_forecast(open_project: Open):
    workspace = open_project(NIGHT)
    found = promise_of(foresee(workspace, started(workspace)), workspace.machine()).as_json()
    assert found["categories"]["video"] == {"assets": 3, "seconds": 2100}
    assert found["gpu_services"] == ["comfyui-0", "comfyui-1", "ollama"]
    assert found["model_changes"] >= found["model_switches"] >= found["least_model_switches"]
    workspace.catalog.begin_run("r", "p", {})
    workspace.catalog.record_forecast("r", found)
    assert workspace.catalog.runs("p")[0].forecast == found


def test_what_varied_little_so_far_is_foreseen_well(open_project: Open):
    workspace = open_project("tasks:\n- {id: bg, type: image_gen, workflow: background, params: {place: a}}\n")
    seen = foresee(workspace, started(workspace))
    assert seen.deviation_of == {}
    (job,) = seen.jobs
    row = {"provider": "comfyui", "type": "image_gen", "subject": "background", "model": job.demand.model,
           "resolution": "1024", "seconds": 7.0, "peak_vram_gb": None, "updated_at": "2026"}  # fmt: skip
    with workspace.catalog.engine.begin() as connection:
        for _ in range(4):
            add_experience(connection, [row])
    again = opened(workspace.source.parent, workspace.source_bytes.decode(), DUAL)
    try:
        seen = foresee(again, started(again))
        found = promise_of(seen, again.machine())
    finally:
        again.close()
    assert seen.jobs[0].demand.estimate_seconds == 7
    assert seen.deviation_of == {"bg": 0}
    assert found.low_seconds == found.high_seconds
