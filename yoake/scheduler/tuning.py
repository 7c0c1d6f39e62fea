"""Finding the weights that suit a graph, by running the graph on a virtual clock.

No fixed balance of paths and switches is best everywhere: a long night of a few models wants hardly any switches, a
short one with long chains wants them early. A simulation costs well under a tenth of a millisecond an asset, so the
policy is simply tried with several weights, and then with small changes of single assets' ranks, and the best run is
kept. The driver does it before the start and whenever it computes the forecast anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from yoake.scheduler.graph import Job
from yoake.scheduler.machine import Machine
from yoake.scheduler.policies.yoake import Weights, Yoake
from yoake.scheduler.schedule import Schedule
from yoake.scheduler.simulate import simulate

SWITCH_PENALTY = 0.02
"""Part of the makespan that one more load for each model is worth."""

TOLERANCE = 0.02
"""By how much a changed run may be worse than the best and still be gone on from; shrinks to zero."""
RESTART = 100
"""Changes after which the search goes back to the best run."""

GRID = tuple(
    Weights(switch=switch, fresh=fresh, work=work, join=join)
    for switch, fresh, work, join in (
        (50, 0.0, 0.5, 1), (16, 0.5, 0.0, 12), (8, 0.0, 0.0, 1), (50, 0.5, 0.0, 1), (50, 0.5, 1.0, 1),
        (8, 0.5, 0.0, 1), (50, 0.0, 1.0, 1), (50, 0.0, 0.0, 1), (150, 0.0, 0.0, 4), (4, 0.0, 0.0, 1),
        (16, 0.0, 0.0, 12), (8, 0.5, 0.0, 12), (16, 1.0, 0.0, 12), (150, 0.0, 0.5, 1),
    )
)  # fmt: skip
"""The fewest of 135 combinations with which 37 random games (100 and 400 specs, 1 to 4 GPUs) were as well served as
with all of them, the most useful first."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """The best policy found, and the run that it gives."""

    policy: Yoake
    schedule: Schedule


def tuned(
    jobs: Iterable[Job],
    machine: Machine,
    *,
    trials: int = 40,
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
    best = at = _first(simulated, min(trials, len(GRID)))
    if not best.schedule.slots:
        return best  # nothing is left to be decided: the last of a run is only being checked
    rng = Random(seed)
    changes = max(0, trials - len(GRID))
    for number in range(changes):
        policy = _changed(at, rng)
        schedule = simulated(policy)
        tolerance = TOLERANCE * (1 - number / changes)
        if cost(schedule) <= cost(best.schedule) * (1 + tolerance):
            at = Tuned(policy, schedule)
            if cost(schedule) < cost(best.schedule):
                best = at
        if number % RESTART == RESTART - 1:
            at = best
    return best


def cost(schedule: Schedule) -> float:
    """What is to be small: the makespan, with a little added for every load beyond one a model."""
    spare = schedule.model_switches / max(1, schedule.least_switches) - 1
    return schedule.makespan_seconds * (1 + SWITCH_PENALTY * spare)


def _first(simulated: Callable[[Yoake], Schedule], trials: int) -> Tuned:
    tried = [Tuned(policy, simulated(policy)) for policy in map(Yoake, GRID[: max(1, trials)])]
    return min(tried, key=lambda t: cost(t.schedule))


def _changed(at: Tuned, rng: Random) -> Yoake:
    """A policy with the ranks of a few assets, or of a whole model, nudged; now and then with other weights."""
    slots = [s for s in at.schedule.slots if s.model is not None] or list(at.schedule.slots)
    nudges = dict(at.policy.nudges)
    scale = at.schedule.makespan_seconds * rng.choice((0.02, 0.1, 0.4))
    if rng.random() < 0.15:
        model, nudge = rng.choice(slots).model, rng.gauss(0.0, scale)
        for slot in slots:
            if slot.model == model:
                nudges[slot.asset] = nudges.get(slot.asset, 0.0) + nudge
    else:
        for _ in range(rng.choice((1, 1, 2, 4))):
            nudges[rng.choice(slots).asset] = rng.gauss(0.0, scale)
    weights = rng.choice(GRID) if rng.random() < 0.1 else at.policy.weights
    return Yoake(weights, nudges)
