"""How early a run can be over at best: no schedule beats this, whatever the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yoake.scheduler.graph import Job, in_order
from yoake.scheduler.machine import Machine, Service
from yoake.scheduler.place import EPSILON_GB
from yoake.scheduler.rate import WINDOW_SECONDS


@dataclass(frozen=True, slots=True)
class LowerBound:
    """The largest of several bounds, and what each is."""

    critical_path_seconds: float
    gpu_seconds: float
    """(GPU work that excludes other GPU work, and one load a model) / GPUs."""
    slots_seconds: float
    """Work / slots of the busiest CPU pool or service."""
    rate_seconds: float
    """Until the last call that the tightest rate limit lets through has been answered."""
    critical_path: tuple[str, ...]

    @property
    def seconds(self) -> float:
        """The bound."""
        return max(self.critical_path_seconds, self.gpu_seconds, self.slots_seconds, self.rate_seconds)


def lower_bound(jobs: Mapping[str, Job], machine: Machine) -> LowerBound:
    """The bound for a graph whose models are not loaded yet, with the durations that the simulation uses."""
    path = critical_path(jobs)
    placed = _placed(jobs, machine)
    return LowerBound(
        critical_path_seconds=sum(jobs[name].seconds for name in path),
        gpu_seconds=_gpu_seconds(placed, machine),
        slots_seconds=_slots_seconds(placed, machine),
        rate_seconds=_rate_seconds(placed, machine),
        critical_path=path,
    )


def critical_path(jobs: Mapping[str, Job]) -> tuple[str, ...]:
    """The longest path through the graph, first asset first."""
    length: dict[str, float] = {}
    before: dict[str, str | None] = {}
    for job in in_order(jobs):
        before[job.asset] = max(job.depends_on, key=length.__getitem__, default=None)
        up = before[job.asset]
        length[job.asset] = job.seconds + (length[up] if up is not None else 0.0)
    path: list[str] = []
    at = max(length, key=length.__getitem__, default=None)
    while at is not None:
        if not jobs[at].is_barrier:
            path.append(at)
        at = before[at]
    return tuple(reversed(path))


def least_loads(jobs: Mapping[str, Job], machine: Machine) -> int:
    """The fewest model loads with which everything can be made: one a model that a GPU must hold."""
    return len({j.demand.model for j, places in _placed(jobs, machine) if j.demand.model and _only_on_gpu(places)})


Placed = tuple[Job, list[Service]]


def _placed(jobs: Mapping[str, Job], machine: Machine) -> list[Placed]:
    """The jobs that something makes, each with the services that can; found once for all of one class."""
    known: dict[tuple[tuple[str, ...], float], list[Service]] = {}
    found = []
    for job in jobs.values():
        key = (job.demand.kinds, job.demand.vram_gb)
        if key not in known:
            known[key] = servers(job, machine)
        if known[key]:
            found.append((job, known[key]))
    return found


def servers(job: Job, machine: Machine) -> list[Service]:
    """The services that can make an asset."""
    vram = {g.name: g.vram_gb for g in machine.gpus}
    kinds = job.demand.kinds
    return [
        s
        for s in machine.services
        if (s.kind in kinds or s.name in kinds) and (s.gpu is None or job.demand.vram_gb <= vram[s.gpu] + EPSILON_GB)
    ]


def _only_on_gpu(places: list[Service]) -> bool:
    return all(s.gpu is not None for s in places)


def _gpu_seconds(jobs: list[Placed], machine: Machine) -> float:
    """For every set of GPUs that some jobs are confined to: exclusive work and one load a model, over the GPUs.

    Work that may share a GPU (an LLM's) counts only where its model fits beside none of the exclusive ones.
    """
    largest = max((g.vram_gb for g in machine.gpus), default=0.0)
    least = min((j.demand.vram_gb for j, places in jobs if _is_exclusive(places)), default=None)
    confined: dict[frozenset[str], list[tuple[Job, float]]] = {}

    def fits_beside(vram_gb: float) -> bool:
        return least is None or vram_gb + least <= largest + EPSILON_GB

    for job, places in jobs:
        gpus = frozenset(s.gpu for s in places if s.gpu is not None)
        if _is_exclusive(places):
            confined.setdefault(gpus, []).append((job, job.seconds))
        elif _only_on_gpu(places) and not fits_beside(job.demand.vram_gb):
            at_once = max(sum(s.slots for s in places if s.gpu == g) for g in gpus)
            confined.setdefault(gpus, []).append((job, job.seconds / at_once))
    bounds = [0.0]
    for gpus in confined:
        inside = [pair for other, pairs in confined.items() if other <= gpus for pair in pairs]
        bounds.append((sum(seconds for _, seconds in inside) + _loads([job for job, _ in inside])) / len(gpus))
    return max(bounds)


def _is_exclusive(places: list[Service]) -> bool:
    return all(s.exclusive for s in places)


def _loads(jobs: list[Job]) -> float:
    seconds: dict[str, float] = {}
    for job in jobs:
        if job.demand.model:
            seconds[job.demand.model] = min(seconds.get(job.demand.model, float("inf")), job.demand.load_seconds)
    return sum(seconds.values())


def _slots_seconds(jobs: list[Placed], machine: Machine) -> float:
    """For every set of services that some jobs are confined to: their work over the slots there."""
    work: dict[tuple[str, ...], float] = {}
    for job, places in jobs:
        names = tuple(sorted(s.name for s in places))
        work[names] = work.get(names, 0.0) + job.seconds
    of = {s.name: s for s in machine.services}
    bounds = [0.0]
    for names, seconds in work.items():
        bounds.append(seconds / sum(1 if of[n].exclusive else of[n].slots for n in names))
    for pool in machine.pools:
        inside = [names for names in work if all(of[n].pool == pool.name for n in names)]
        bounds.append(sum(work[names] for names in inside) / pool.slots)
    return max(bounds)


def _rate_seconds(jobs: list[Placed], machine: Machine) -> float:
    bounds = [0.0]
    for service in machine.services:
        if service.per_minute is not None:
            calls = [job.seconds for job, places in jobs if [s.name for s in places] == [service.name]]
            if calls:
                bounds.append((len(calls) - 1) // service.per_minute * WINDOW_SECONDS + min(calls))
    return max(bounds)
