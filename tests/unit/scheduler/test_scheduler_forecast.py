"""Forecasts from the middle of a run."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.schedule.graphs import game, machine
from yoake.scheduler import Demand, Job, Scheduler, forecast, retuned
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


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_forecast_is_what_happens(seed: int) -> None:
    simulation, now = half_way(seed)
    depends_on = {name: job.depends_on for name, job in simulation.jobs.items()}
    expected = forecast(simulation.scheduler, depends_on, now)
    assert expected.not_made == ()
    simulation.to_the_end()
    assert simulation.schedule().makespan_seconds - now == pytest.approx(expected.makespan_seconds, rel=0.03)


def test_retuning_is_never_worse_than_the_first_weights() -> None:
    simulation, now = half_way(4)
    depends_on = {name: job.depends_on for name, job in simulation.jobs.items()}
    found = retuned(simulation.scheduler, depends_on, now, trials=20)
    first = retuned(simulation.scheduler, depends_on, now, trials=1)
    assert found.schedule.makespan_seconds <= first.schedule.makespan_seconds * 1.02
    simulation.scheduler.use(found.policy)
    simulation.to_the_end()
    assert simulation.schedule().not_made == ()


def test_expected_assets_and_used_up_rates_count() -> None:
    scheduler = Scheduler(machine(1, llm_on_gpu=False))
    song = Demand(("suno",), estimate_seconds=5)
    limit = scheduler.places["suno"].limit
    assert limit is not None
    for _ in range(10):
        limit.take(100.0)
    scheduler.add("song", song)
    scheduler.ready("song", 130.0)
    schedule = forecast(scheduler, {}, 130.0, later=[Job("next", song, ("song", "ended long ago"))])
    assert [(s.asset, s.start) for s in schedule.slots] == [("song", 30.0), ("next", 35.0)]


def test_a_job_over_its_estimate_is_expected_soon() -> None:
    scheduler = Scheduler(machine(1, llm_on_gpu=False))
    scheduler.add("slow", Demand(("builtin",), estimate_seconds=10))
    scheduler.ready("slow", 0.0)
    scheduler.grants(0.0)
    assert forecast(scheduler, {}, 25.0).makespan_seconds == 1.0
