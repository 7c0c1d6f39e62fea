"""What will follow on a busy place is told truly, and asking changes nothing."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.schedule.graphs import game, machine
from yoake.scheduler import Demand, Scheduler, next_up
from yoake.scheduler.simulate import Simulation

PICTURE = Demand(("comfyui",), "sdxl", 10, 9, 20)


def test_the_next_picture_waits_behind_the_present_one() -> None:
    scheduler = Scheduler(machine(1, llm_on_gpu=False))
    for number in range(3):
        scheduler.add(f"picture_{number}", PICTURE)
        scheduler.ready(f"picture_{number}", 0.0)
    (grant,) = scheduler.grants(0.0)
    coming = next_up(scheduler, grant.asset, 0.0)
    assert coming == "picture_1"
    assert scheduler.grants(0.0) == [], "asking has freed nothing"
    scheduler.finished(grant.asset, 29.0)
    assert [g.asset for g in scheduler.grants(29.0)] == [coming]


def test_nothing_follows_where_nothing_is_ready() -> None:
    scheduler = Scheduler(machine(1, llm_on_gpu=False))
    scheduler.add("picture", PICTURE)
    scheduler.ready("picture", 0.0)
    scheduler.grants(0.0)
    assert next_up(scheduler, "picture", 0.0) is None
    with pytest.raises(KeyError):
        next_up(scheduler, "unknown", 0.0)


def test_asking_all_the_time_gives_the_same_run() -> None:
    def run(*, ask: bool) -> list[tuple[str, float]]:
        night = game(100, Random(7), fan_out=True)
        simulation = Simulation(night.jobs, Scheduler(machine(2, llm_on_gpu=True)), night.grow)
        inner = simulation._start_what_may

        def started() -> None:
            inner()
            for asset in list(simulation.scheduler.running) if ask else ():
                next_up(simulation.scheduler, asset, simulation.now)

        simulation._start_what_may = started  # type: ignore[method-assign]
        simulation.to_the_end()
        return [(slot.asset, slot.start) for slot in simulation.slots]

    assert run(ask=True) == run(ask=False)
