"""The assets of a run as the simulation, the ranks and the lower bound see them: demands and dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yoake.scheduler.demand import Demand


@dataclass(frozen=True, slots=True)
class Job:
    """One asset: what it takes, and which assets must be there before it."""

    asset: str
    demand: Demand
    depends_on: tuple[str, ...] = ()
    duration_seconds: float | None = None
    """How long it really takes, where a simulation is to differ from the estimate."""

    @property
    def seconds(self) -> float:
        """Duration in a simulation."""
        return self.demand.estimate_seconds if self.duration_seconds is None else self.duration_seconds

    @property
    def is_barrier(self) -> bool:
        """Whether nothing makes it: it is over the moment that all it depends on is there.

        A barrier between two fan-outs of a thousand stands for a million dependencies. Only simulations know barriers.
        """
        return not self.demand.kinds


def jobs_by_name(jobs: Iterable[Job]) -> dict[str, Job]:
    """The jobs by asset.

    Raises:
        ValueError: an asset occurs twice, or depends on one that is not there.
    """
    found: dict[str, Job] = {}
    for job in jobs:
        if job.asset in found:
            raise ValueError(f"{job.asset} occurs twice")
        found[job.asset] = job
    for job in found.values():
        for name in job.depends_on:
            if name not in found:
                raise ValueError(f"{job.asset} depends on {name}, which is not there")
    return found


def in_order(jobs: Mapping[str, Job]) -> list[Job]:
    """The jobs so that each comes after what it depends on; linear time.

    Raises:
        ValueError: there is a cycle.
    """
    waiting = {name: len(set(job.depends_on)) for name, job in jobs.items()}
    after = dependents(jobs)
    order = [jobs[name] for name, count in waiting.items() if count == 0]
    for job in order:
        for name in after[job.asset]:
            waiting[name] -= 1
            if waiting[name] == 0:
                order.append(jobs[name])
    if len(order) < len(jobs):
        raise ValueError("the dependencies form a cycle")
    return order


def dependents(jobs: Mapping[str, Job]) -> dict[str, list[str]]:
    """Who depends on each asset directly."""
    after: dict[str, list[str]] = {name: [] for name in jobs}
    for job in jobs.values():
        for name in dict.fromkeys(job.depends_on):
            after[name].append(job.asset)
    return after
