"""When a run will be done: the run on a virtual clock, with the policy that suits it best and a range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from yoake.scheduler import Job, Schedule, simulate, tuned
from yoake.scheduler.demand import Demand
from yoake.scheduler.gpu_use import model_changes
from yoake.scheduler.machine import Machine
from yoake.scheduler.policies.yoake import Yoake
from yoake.workspace.experience import UNKNOWN_DEVIATION
from yoake.workspace.foresee import Foreseen

SIMULATED_ASSETS = 30_000
"""How many assets the tuning may simulate, and as many again the range: about two seconds each."""
MOST_TRIALS = 60
RANGE_RUNS = 20
LEAST_RANGE_RUNS = 5
SPREAD = UNKNOWN_DEVIATION
"""By what share durations are taken to vary: each asset's own, and those of a kind of work that was never measured."""
NORMAL_PER_DEVIATION = 1.2533
"""Standard deviation of a normal distribution over its mean absolute deviation: square root of pi/2."""
LEAST_FACTOR = 0.3
"""No asset is taken to need less than this share of its estimate."""


@dataclass(frozen=True)
class Promise:
    """The forecast of a run, in seconds from now."""

    jobs: tuple[Job, ...]
    machine: Machine
    policy: Yoake
    """The policy that the forecast is made with; a run that uses it goes the same way."""
    schedule: Schedule
    low_seconds: float
    """The 10th percentile of the makespan where durations vary as they do."""
    high_seconds: float
    """The 90th percentile."""
    work: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    """Category -> how many assets, and how many seconds of work."""

    def as_json(self) -> dict[str, object]:
        """What the catalog keeps of it (`Catalog.record_forecast`)."""
        on_gpus = {service.name for service in self.machine.services if service.gpu is not None}
        return {
            "makespan_seconds": round(self.schedule.makespan_seconds, 3),
            "lower_bound_seconds": round(self.schedule.bound.seconds, 3),
            "model_switches": self.schedule.model_switches,
            "least_model_switches": self.schedule.least_switches,
            "low_seconds": round(self.low_seconds, 3),
            "high_seconds": round(self.high_seconds, 3),
            "model_changes": model_changes((s.service, s.model) for s in self.schedule.slots if s.service in on_gpus),
            "gpu_services": sorted(on_gpus),
            "assets": sum(not job.is_barrier for job in self.jobs),
            "categories": {
                name: {"assets": assets, "seconds": round(seconds, 3)} for name, (assets, seconds) in self.work.items()
            },
        }


def promise(
    jobs: Iterable[Job],
    machine: Machine,
    *,
    spread: Mapping[str, float] | None = None,
    seed: int = 0,
    category_of: Mapping[str, str] | None = None,
) -> Promise:
    """The forecast of a run that starts now, with nothing in VRAM.

    Args:
        jobs: what is to be made (`foresee`).
        machine: what it runs on.
        spread: asset -> by what share such work was seen to vary (mean absolute deviation); what is not in it was
            never measured.
        seed: the same arguments give the same forecast.
        category_of: asset -> category, where the work of each is to be told.
    """
    known = tuple(jobs)
    trials = max(1, min(MOST_TRIALS, SIMULATED_ASSETS // max(1, len(known))))
    if not any(job.demand.model for job in known):
        trials = 1  # weights are about models
    best = tuned(known, machine, trials=trials, seed=seed)
    ends = sorted(_ends(known, machine, best.policy, spread or {}, seed))
    makespan = best.schedule.makespan_seconds
    return Promise(
        jobs=known,
        machine=machine,
        policy=best.policy,
        schedule=best.schedule,
        low_seconds=min(makespan, percentile(ends, 0.1)),
        high_seconds=max(makespan, percentile(ends, 0.9)),
        work=_work(known, category_of or {}),
    )


def promise_of(foreseen: Foreseen, machine: Machine) -> Promise:
    """The forecast of what was foreseen."""
    known = foreseen.deviation_of
    spread = {asset: known[spec] for asset, spec in foreseen.spec_of.items() if spec in known}
    categories = {asset: foreseen.category_of[spec] for asset, spec in foreseen.spec_of.items()}
    return promise(foreseen.jobs, machine, spread=spread, category_of=categories)


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies, interpolated; zero of none."""
    if not ordered:
        return 0.0
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _work(jobs: Sequence[Job], category_of: Mapping[str, str]) -> dict[str, tuple[int, float]]:
    found: dict[str, tuple[int, float]] = {}
    for job in jobs:
        category = category_of.get(job.asset)
        if category is not None and not job.is_barrier:
            assets, seconds = found.get(category, (0, 0.0))
            found[category] = (assets + 1, seconds + job.seconds)
    return found


def _ends(
    jobs: Sequence[Job], machine: Machine, policy: Yoake, spread: Mapping[str, float], seed: int
) -> Iterable[float]:
    runs = max(LEAST_RANGE_RUNS, min(RANGE_RUNS, SIMULATED_ASSETS // max(1, len(jobs)))) if jobs else 0
    rng = Random(seed)
    for _ in range(runs):
        yield simulate(_varied(jobs, spread, rng), machine, policy).makespan_seconds


def _varied(jobs: Sequence[Job], spread: Mapping[str, float], rng: Random) -> list[Job]:
    """The jobs with durations as they might be.

    Single assets vary by themselves. Where a kind of work was never measured, its estimate may be wrong as a whole.
    """
    wrong: dict[tuple[tuple[str, ...], str | None], float] = {}
    varied = []
    for job in jobs:
        if job.is_barrier:
            varied.append(job)
            continue
        own = spread.get(job.asset)
        factor = rng.gauss(1.0, NORMAL_PER_DEVIATION * (SPREAD if own is None else own))
        if own is None:
            key = _kind(job.demand)
            if key not in wrong:
                wrong[key] = rng.gauss(1.0, SPREAD)
            factor *= wrong[key]
        varied.append(replace(job, duration_seconds=max(LEAST_FACTOR, factor) * job.demand.estimate_seconds))
    return varied


def _kind(demand: Demand) -> tuple[tuple[str, ...], str | None]:
    return demand.kinds, demand.model
