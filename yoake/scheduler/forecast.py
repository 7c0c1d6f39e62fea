"""How the rest of a run will go, from the scheduler's present state: the same code on a virtual clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from yoake.scheduler.core import Scheduler
from yoake.scheduler.graph import Job, in_order
from yoake.scheduler.policies import Policy
from yoake.scheduler.policies.yoake import Yoake
from yoake.scheduler.schedule import Schedule
from yoake.scheduler.simulate import Simulation
from yoake.scheduler.tuning import Tuned, tuned

LATE_SHARE = 0.1
"""A job that is over its estimate already is expected to take this share of the estimate more."""


def forecast(
    scheduler: Scheduler,
    depends_on: Mapping[str, Iterable[str]],
    now: float,
    *,
    later: Iterable[Job] = (),
    policy: Policy | None = None,
) -> Schedule:
    """The rest of the run, in seconds from now. Services that are down or lent now are expected back at once.

    Args:
        scheduler: the run; it is not changed.
        depends_on: asset -> what it depends on; what has ended already may be among it.
        now: the scheduler's time.
        later: assets that are expected but not added yet.
        policy: another policy than the run's, to try it.
    """
    fresh = Scheduler(scheduler.machine, policy or scheduler.policy)
    for place in scheduler.places.values():
        for resident in place.residents.values():
            fresh.loaded(place.service.name, resident.model, resident.size_gb, resident.used_at - now)
        if place.limit is not None:
            fresh.places[place.service.name].limit = place.limit.seen_from(now)
    expected = list(later)
    known = scheduler.tasks.keys() | {job.asset for job in expected}
    jobs = {
        task.asset: Job(
            task.asset,
            task.demand,
            () if task.state != "waiting" else tuple(d for d in depends_on.get(task.asset, ()) if d in known),
            max(task.ends_at - now, LATE_SHARE * task.demand.estimate_seconds) if task.state == "running" else None,
        )
        for task in scheduler.tasks.values()
    }
    jobs |= {job.asset: replace(job, depends_on=tuple(d for d in job.depends_on if d in known)) for job in expected}
    run = Simulation(in_order(jobs), fresh)
    for task in scheduler.running.values():
        if task.grant is not None:
            run.adopt(task.asset, task.grant.service)
    run.to_the_end()
    return run.schedule()


def retuned(
    scheduler: Scheduler,
    depends_on: Mapping[str, Iterable[str]],
    now: float,
    *,
    later: Iterable[Job] = (),
    trials: int = 40,
) -> Tuned:
    """The policy that suits the rest of the run, for `Scheduler.use`, and the forecast with it."""
    expected = list(later)

    def run(policy: Yoake) -> Schedule:
        return forecast(scheduler, depends_on, now, later=expected, policy=policy)

    return tuned((), scheduler.machine, trials=trials, run=run)
