"""Whole runs on a virtual clock: quality of the schedules, tuning, forecasts from the middle of a run."""

from __future__ import annotations

import json
from random import Random
from statistics import mean

import pytest

from benchmarks.schedule.graphs import game, machine
from yoake.scheduler import Demand, Job, Machine, Pool, Service, simulate, tuned
from yoake.scheduler.policies import POLICIES, policy_named


def test_tuned_schedules_of_large_games_are_close_to_the_bound() -> None:
    found = []
    for seed in range(2):
        nodes = machine(2, llm_on_gpu=seed % 2 == 0)
        night = game(400, Random(seed), fan_out=seed % 2 == 0)
        policy = tuned(night.jobs, nodes, trials=36).policy
        found.append(simulate(night.jobs, nodes, policy, grow=night.grow))
    assert mean(s.ratio for s in found) <= 1.02
    assert max(s.model_switches / s.least_switches for s in found) <= 1.75


def test_tuning_improves_and_repeats() -> None:
    nodes, night = machine(2, llm_on_gpu=False, vram_gb=16), game(60, Random(3), fan_out=False)
    first = tuned(night.jobs, nodes, trials=80, seed=1)
    assert first.schedule == tuned(night.jobs, nodes, trials=80, seed=1).schedule
    assert first.schedule == simulate(night.jobs, nodes, first.policy)
    assert first.schedule.makespan_seconds < tuned(night.jobs, nodes, trials=1).schedule.makespan_seconds


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_every_policy_makes_everything(name: str) -> None:
    night = game(80, Random(4), fan_out=True)
    schedule = simulate(night.jobs, machine(2, llm_on_gpu=True), name, grow=night.grow)
    assert schedule.not_made == ()
    assert schedule.policy == name


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="there are yoake"):
        policy_named("magic")


def test_a_run_goes_on_from_its_middle() -> None:
    picture = Demand(("comfyui",), "sdxl", 10, 9, 20)
    jobs = [Job("running", picture, duration_seconds=5.0), Job("next", picture)]
    schedule = simulate(
        jobs,
        machine(1, llm_on_gpu=False),
        resident=[("comfyui-0", "sdxl", 10.0)],
        running={"running": "comfyui-0"},
    )
    assert [(s.asset, s.start, s.end, s.loads) for s in schedule.slots] == [
        ("running", 0.0, 5.0, False),
        ("next", 5.0, 25.0, False),
    ]


def test_a_failed_asset_takes_what_needs_it_along_and_nothing_else() -> None:
    work = Demand(("builtin",), estimate_seconds=10)
    jobs = [Job("bad", work), Job("child", work, ("bad",)), Job("good", work)]
    schedule = simulate(jobs, machine(1, llm_on_gpu=False), attempt=lambda job, _: 1.0 if job.asset == "bad" else None)
    assert schedule.not_made == ("bad", "child")
    assert [s.start for s in schedule.slots if s.asset == "bad"] == [0.0, 3.0, 8.0, 17.0]


def test_the_schedule_is_plain_json() -> None:
    night = game(30, Random(1), fan_out=False)
    schedule = simulate(night.jobs, machine(1, llm_on_gpu=False))
    data = json.loads(json.dumps(schedule.as_json()))
    assert data["makespan_seconds"] >= data["lower_bound_seconds"]
    assert {"asset", "depends_on", "resource", "service", "model", "vram_gb", "load_seconds", "start", "end"} <= set(
        data["assets"][0]
    )
    assert data["model_switches"] == sum(a["loads"] for a in data["assets"])


def test_a_barrier_takes_no_time_and_no_place() -> None:
    one = Demand(("builtin",))
    barrier = Demand(kinds=(), estimate_seconds=0.0)
    pool = Machine((), (Pool("cpu", 2),), (Service("builtin", "builtin", pool="cpu", slots=2),))
    jobs = [
        Job("open", barrier),
        Job("a", one, ("open",)),
        Job("b", Demand(("builtin",), estimate_seconds=3.0)),
        Job("all", barrier, ("a", "b")),
        Job("again", barrier, ("all",)),
        Job("c", one, ("again",)),
    ]
    schedule = simulate(jobs, pool)
    assert {s.asset: (s.start, s.end) for s in schedule.slots} == {"a": (0, 1), "b": (0, 3), "c": (3, 4)}
    assert schedule.bound.critical_path == ("b", "c")
    assert schedule.bound.seconds == 4
    lost = simulate(jobs, pool, incidents=[(0.5, lambda run: run.cancel("a"))])
    assert lost.not_made == ("a", "c")
