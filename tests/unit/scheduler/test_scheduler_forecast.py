"""Forecasts from the middle of a run."""

from __future__ import annotations

import pickle
from random import Random

import pytest

from benchmarks.schedule.graphs import game, machine
from yoake.scheduler import Demand, Job, Scheduler, Snapshot, snapshot
from yoake.scheduler.simulate import Simulation


def half_way(seed: int) -> tuple[Simulation, float]:
    """A run that was stopped after 300 s."""
    night = game(100, Random(seed), fan_out=False)
    simulation = Simulation(night.jobs, Scheduler(machine(2, llm_on_gpu=True)))

    def stop() -> None:
        raise InterruptedError

    simulation.at(300.0, stop)
    with pytest.raises(InterruptedError):
        simulation.to_the_end()
    return simulation, 300.0


def seen(simulation: Simulation, now: float) -> Snapshot:
    made = {s.asset for s in simulation.slots if s.made}
    return snapshot(simulation.scheduler, [j for j in simulation.jobs.values() if j.asset not in made], now)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_forecast_is_what_happens(seed: int) -> None:
    simulation, now = half_way(seed)
    expected = seen(simulation, now).forecast()
    assert expected.not_made == ()
    simulation.to_the_end()
    assert simulation.schedule().makespan_seconds - now == pytest.approx(expected.makespan_seconds, rel=0.03)


def test_retuning_is_never_worse_than_the_first_weights() -> None:
    simulation, now = half_way(4)
    found = seen(simulation, now).retuned(trials=20)
    first = seen(simulation, now).retuned(trials=1)
    assert found.schedule.makespan_seconds <= first.schedule.makespan_seconds * 1.02
    simulation.scheduler.use(found.policy)
    simulation.to_the_end()
    assert simulation.schedule().not_made == ()


def test_retuning_finds_nothing_to_do_when_the_last_of_a_run_is_only_being_stored() -> None:
    scheduler = Scheduler(machine(1, llm_on_gpu=False))
    song = Demand(("suno",), estimate_seconds=5)
    found = snapshot(scheduler, [Job("song", song)], 130.0, over=("song",)).retuned(trials=20)
    assert found.schedule.makespan_seconds == 0


def test_expected_assets_and_used_up_rates_count() -> None:
    scheduler = Scheduler(machine(1, llm_on_gpu=False))
    song = Demand(("suno",), estimate_seconds=5)
    limit = scheduler.places["suno"].limit
    assert limit is not None
    for _ in range(10):
        limit.take(100.0)
    scheduler.add("song", song)
    scheduler.ready("song", 130.0)
    schedule = snapshot(scheduler, [Job("song", song), Job("next", song, ("song", "ended long ago"))], 130.0).forecast()
    assert [(s.asset, s.start) for s in schedule.slots] == [("song", 30.0), ("next", 35.0)]


def test_a_job_over_its_estimate_is_expected_soon() -> None:
    scheduler = Scheduler(machine(1, llm_on_gpu=False))
    scheduler.add("slow", Demand(("builtin",), estimate_seconds=10))
    scheduler.ready("slow", 0.0)
    scheduler.grants(0.0)
    job = Job("slow", Demand(("builtin",), estimate_seconds=10))
    assert snapshot(scheduler, [job], 25.0).forecast().makespan_seconds == 1.0


def test_what_is_only_being_stored_takes_no_place_and_holds_nothing_up() -> None:
    scheduler = Scheduler(machine(1, llm_on_gpu=False))
    demand = Demand(("builtin",), estimate_seconds=10)
    expected = snapshot(scheduler, [Job("stored", demand), Job("next", demand, ("stored",))], 0.0, over={"stored"})
    assert [(s.asset, s.start, s.end) for s in expected.forecast().slots] == [("next", 0.0, 10.0)]


def test_a_snapshot_can_travel() -> None:
    simulation, now = half_way(5)
    travelled = pickle.loads(pickle.dumps(seen(simulation, now)))
    assert travelled.forecast() == seen(simulation, now).forecast()
