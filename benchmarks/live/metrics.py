"""What a journal says: makespan, model loads, GPUs that stood idle though they need not have, and hand-overs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.live.machine import Entry, SimulatedMachine
from benchmarks.live.night import Night
from yoake.scheduler import Job, simulate, tuned
from yoake.scheduler.bounds import least_loads, lower_bound
from yoake.scheduler.graph import jobs_by_name

TRIALS = 60
"""Policies tried for the simulated night, as many as a run tries (`yoake.workspace.promise`)."""


@dataclass(frozen=True)
class Reference:
    """What the same night takes on a virtual clock, with the durations that the live run meets."""

    bound_seconds: float
    simulated_seconds: float
    """With weights that were tuned on estimates, as the live run's are."""
    simulated_loads: int
    least_loads: int


def reference(night: Night) -> Reference:
    """Simulates the night; the same for every way to run it."""
    jobs = jobs_by_name(night.jobs())
    policy = tuned(night.jobs(foreseen=True), night.machine, trials=TRIALS).policy
    schedule = simulate(night.at_start(), night.machine, policy, grow=night.grow)
    return Reference(
        lower_bound(jobs, night.machine).seconds,
        schedule.makespan_seconds,
        schedule.model_switches,
        least_loads(jobs, night.machine),
    )


def measures(machine: SimulatedMachine) -> dict[str, Any]:
    """Of a finished night, as plain data; seconds are the night's own unless the name says otherwise.

    Raises:
        RuntimeError: an asset was not made, or was made twice.
    """
    night, journal = machine.night, sorted(machine.journal, key=lambda e: e.start)
    made, wanted = sorted(e.asset for e in journal), sorted(job.asset for job in night.jobs())
    if made != wanted:
        raise RuntimeError(f"{len(made)} jobs were done for {len(wanted)} assets: {sorted(set(wanted) - set(made))}")
    makespan = max(e.end for e in journal) - journal[0].start
    waits = [1000 * s / machine.scale for s in handovers(night, journal)]
    return {
        "makespan_seconds": makespan,
        "loads": sum(e.loads for e in journal),
        "idle_share": sum(idle_seconds(night, journal).values()) / (makespan * max(1, len(night.machine.gpus))),
        "handover_real_ms": median(waits) if waits else 0.0,
        "handover_sum_seconds": sum(waits) / 1000 * machine.scale,
        "late_real_ms": median(_late(night, journal)) * 1000 / machine.scale,
        "violations": list(machine.violations),
    }


def idle_seconds(night: Night, journal: Iterable[Entry]) -> dict[str, float]:
    """GPU -> seconds in which none of its exclusive services worked although one could have.

    That is: the dependencies of some asset had left their places, nothing had started it anywhere, a service on this
    GPU can make it, and it fits beside the models of the jobs that were running there. What lies between two jobs
    (storing, deciding, handing over, freeing VRAM) counts in full.
    """
    entries = list(journal)
    ready = _ready_at(night.jobs(), entries)
    started = {e.asset: e.start for e in entries}
    instants = sorted({e.start for e in entries} | {e.end for e in entries} | set(ready.values()))
    found: dict[str, float] = {}
    for gpu in night.machine.gpus:
        services = [s for s in night.machine.services if s.gpu == gpu.name and s.exclusive]
        kinds = {s.kind for s in services}
        own = [e for e in entries if e.gpu == gpu.name]
        exclusive = [e for e in own if e.service in {s.name for s in services}]
        could = [j for j in night.jobs() if kinds & set(j.demand.kinds) and j.demand.vram_gb <= gpu.vram_gb]
        sizes = {j.asset: j.demand.vram_gb for j in night.jobs()}
        total = 0.0
        for start, end in itertools.pairwise(instants):
            if any(e.start < end and e.end > start for e in exclusive):
                continue
            beside = {e.model: sizes[e.asset] for e in own if e.start < end and e.end > start}
            room = gpu.vram_gb - sum(beside.values())
            if any(ready[j.asset] <= start and started[j.asset] >= end and j.demand.vram_gb <= room for j in could):
                total += end - start
        found[gpu.name] = total
    return found


def handovers(night: Night, journal: Iterable[Entry]) -> list[float]:
    """Seconds from the end of a GPU's exclusive job to the start of its next, where that was ready before."""
    entries = list(journal)
    ready = _ready_at(night.jobs(), entries)
    exclusive = {s.name for s in night.machine.services if s.exclusive}
    found = []
    for gpu in night.machine.gpus:
        own = sorted((e for e in entries if e.gpu == gpu.name and e.service in exclusive), key=lambda e: e.start)
        found += [b.start - a.end for a, b in itertools.pairwise(own) if ready[b.asset] <= a.end]
    return found


def eta_errors(samples: Iterable[tuple[float, float]], start: float, end: float) -> dict[str, float]:
    """How far forecasts were off, as a share of the whole run.

    Args:
        samples: (when, seconds left as forecast then).
        start: when the run's first job started.
        end: when its last one ended.
    """
    whole = end - start
    after = [((at - start) / whole, abs(at + left - end) / whole) for at, left in samples if start <= at <= end]
    found = {}
    for share in (0.1, 0.25, 0.5, 0.75):
        later = [error for at, error in after if at >= share]
        found[f"at {share:.0%}"] = later[0] if later else float("nan")
    found["worst after 10 %"] = max((error for at, error in after if at >= 0.1), default=float("nan"))
    return found


def _ready_at(jobs: Iterable[Job], entries: Iterable[Entry]) -> dict[str, float]:
    ends: Mapping[str, float] = {e.asset: e.end for e in entries}
    return {j.asset: max((ends[up] for up in j.depends_on), default=0.0) for j in jobs}


def _late(night: Night, entries: list[Entry]) -> list[float]:
    """Seconds from the end of the last dependency to the start, of assets whose place was free all that time."""
    ready = _ready_at(night.jobs(), entries)
    slots = {s.name: s.slots for s in night.machine.services}
    found = []
    for entry in entries:
        at = ready[entry.asset]
        rivals = [e for e in entries if (e.gpu or e.service) == (entry.gpu or entry.service) and e is not entry]
        busy = sum(e.start <= entry.start and e.end > at for e in rivals)
        if at > 0 and busy < (1 if entry.gpu else slots[entry.service]):
            found.append(entry.start - at)
    return found or [0.0]
