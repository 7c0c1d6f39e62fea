"""A run as it is now, for the rest of it to be simulated: in this process, or in another while the run goes on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from yoake.scheduler.core import Scheduler
from yoake.scheduler.demand import Demand
from yoake.scheduler.graph import Job, in_order
from yoake.scheduler.machine import Machine
from yoake.scheduler.policies import Policy
from yoake.scheduler.policies.yoake import Yoake
from yoake.scheduler.rate import RateLimit
from yoake.scheduler.schedule import Schedule
from yoake.scheduler.simulate import Simulation
from yoake.scheduler.tuning import Tuned, tuned

LATE_SHARE = 0.1
"""A job that is over its estimate already is expected to take this share of the estimate more."""


@dataclass(frozen=True)
class Snapshot:
    """What the rest of a run depends on; plain data that can be sent to another process."""

    machine: Machine
    jobs: tuple[Job, ...]
    """Each after what it depends on; a running one's duration is what remains of it."""
    running: Mapping[str, str]
    """Asset -> the service that is making it."""
    residents: tuple[tuple[str, str, float, float], ...]
    """(service, model, GB, seconds since it was used) in VRAM."""
    limits: Mapping[str, RateLimit]
    """Service -> its rate limit as seen from now."""
    policy: Policy

    def forecast(self, policy: Policy | None = None) -> Schedule:
        """The rest of the run, in seconds from now. Services that are down or lent now are expected back at once.

        Args:
            policy: another policy than the run's, to try it.
        """
        scheduler = Scheduler(self.machine, policy or self.policy)
        for service, model, size_gb, unused in self.residents:
            scheduler.loaded(service, model, size_gb, -unused)
        for service, limit in self.limits.items():
            scheduler.places[service].limit = limit.seen_from(0.0)
        run = Simulation(self.jobs, scheduler)
        for asset, service in self.running.items():
            run.adopt(asset, service)
        run.to_the_end()
        return run.schedule()

    def retuned(self, trials: int = 40) -> Tuned:
        """The policy that suits the rest of the run, for `Scheduler.use`, and the forecast with it."""

        def run(policy: Yoake) -> Schedule:
            return self.forecast(policy)

        return tuned((), self.machine, trials=trials, run=run)


def snapshot(scheduler: Scheduler, jobs: Iterable[Job], now: float, *, over: Container[str] = ()) -> Snapshot:
    """A run as it is now.

    Args:
        scheduler: the run's; it is not changed, and the snapshot keeps nothing of it that changes.
        jobs: everything that is not settled, with its dependencies (`foresee`).
        now: the scheduler's time.
        over: assets whose place is free again although they are not settled: they are checked and stored.
    """
    found: dict[str, Job] = {}
    running: dict[str, str] = {}
    for job in jobs:
        task = scheduler.tasks.get(job.asset)
        if task is not None and task.state == "running" and task.grant is not None:
            running[job.asset] = task.grant.service
            left = max(task.ends_at - now, LATE_SHARE * task.demand.estimate_seconds)
            found[job.asset] = Job(job.asset, task.demand, (), left)
        elif job.asset in over:
            found[job.asset] = Job(job.asset, Demand(kinds=(), estimate_seconds=0.0))
        else:
            found[job.asset] = job
    known = {n: replace(j, depends_on=tuple(d for d in j.depends_on if d in found)) for n, j in found.items()}
    return Snapshot(
        machine=scheduler.machine,
        jobs=tuple(in_order(known)),
        running=running,
        residents=tuple(
            (place.service.name, r.model, r.size_gb, now - r.used_at)
            for place in scheduler.places.values()
            for r in place.residents.values()
        ),
        limits={p.service.name: p.limit.seen_from(now) for p in scheduler.places.values() if p.limit is not None},
        policy=scheduler.policy,
    )
