"""Finding the weights that suit a graph, by running the graph on a virtual clock.

No fixed balance of paths and switches is best everywhere: a long night of a few models wants hardly any switches, a
short one with long chains wants them early. A simulation costs well under a tenth of a millisecond an asset, so the
policy is simply tried with several weights, and then with small changes of single assets' ranks, and the best run is
kept. The driver does it before the start and whenever it computes the forecast anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from random import Random

from yoake.scheduler.graph import Job
from yoake.scheduler.machine import Machine
from yoake.scheduler.policies.yoake import Weights, Yoake
from yoake.scheduler.schedule import Schedule
from yoake.scheduler.simulate import simulate

SWITCH_PENALTY = 0.01
"""Part of the makespan that one more load for each model is worth."""

GRID = tuple(
    Weights(switch=switch, fresh=fresh, work=work, join=join)
    for switch, fresh, work, join in product((8.0, 16.0, 50.0), (0.0, 1.0), (0.0, 0.5, 1.0), (1.0, 4.0))
)


@dataclass(frozen=True, slots=True)
class Tuned:
    """The best policy found, and the run that it gives."""

    policy: Yoake
    schedule: Schedule


def tuned(
    jobs: Iterable[Job],
    machine: Machine,
    *,
    trials: int = len(GRID),
    seed: int = 0,
    run: Callable[[Yoake], Schedule] | None = None,
) -> Tuned:
    """The policy for a graph.

    Args:
        jobs: what is known of the graph now.
        machine: what it runs on.
        trials: simulations: the first try weights, those beyond the grid change ranks of the best one so far.
        seed: decides the changes; the same arguments give the same policy.
        run: simulates a policy, where the run does not start from nothing (models in VRAM, jobs at work).
    """
    known = list(jobs)
    simulated = run or (lambda policy: simulate(known, machine, policy))
    rng = Random(seed)
    best: Tuned | None = None
    for trial in range(max(1, trials)):
        policy = Yoake(GRID[trial]) if trial < len(GRID) or best is None else _changed(best, rng)
        schedule = simulated(policy)
        if best is None or cost(schedule) <= cost(best.schedule):
            best = Tuned(policy, schedule)
    assert best is not None
    return best


def cost(schedule: Schedule) -> float:
    """What is to be small: the makespan, with a little added for every load beyond one a model."""
    spare = schedule.model_switches / max(1, schedule.least_switches) - 1
    return schedule.makespan_seconds * (1 + SWITCH_PENALTY * spare)


def _changed(best: Tuned, rng: Random) -> Yoake:
    """The best policy with some assets' ranks nudged and, now and then, other weights."""
    slots = best.schedule.slots
    nudges = dict(best.policy.nudges)
    scale = best.schedule.makespan_seconds * rng.choice((0.02, 0.1, 0.4))
    for _ in range(rng.choice((1, 1, 2, 4))):
        nudges[rng.choice(slots).asset] = rng.gauss(0.0, scale)
    weights = rng.choice(GRID) if rng.random() < 0.1 else best.policy.weights
    return Yoake(weights, nudges)
