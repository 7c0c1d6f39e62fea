"""A schedule as rows and bars: every GPU, pool and service a row, jobs that overlap in lanes below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from yoake.scheduler.gpu_use import model_of
from yoake.scheduler.machine import Machine
from yoake.scheduler.schedule import Schedule, Slot

GPU_LANE = 1.0
LANE = 0.3
"""Height of a lane off the GPU, where a job is a small thing beside others."""
TALLEST = 2.4
"""What all lanes of a row off the GPU take at most."""
GAP = 0.35
PIXELS = 1400
"""Bars that are next to each other and shorter than a few of these parts of the whole are drawn as one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One job, or several short ones of a model in a row."""

    slots: tuple[Slot, ...]
    middle: float
    height: float
    critical: bool

    @property
    def start(self) -> float:
        """Seconds from the run's start."""
        return self.slots[0].start

    @property
    def end(self) -> float:
        """Seconds from the run's start."""
        return max(slot.end for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Row:
    """A GPU, a pool or a service."""

    resource: str
    services: tuple[str, ...]
    """Those that work in it, of a GPU."""
    top: float
    bottom: float
    bars: tuple[Bar, ...]


def rows(schedule: Schedule, machine: Machine) -> list[Row]:
    """The rows from top to bottom: GPUs, services elsewhere, CPU pools; only those that are used."""
    gpus = [g.name for g in machine.gpus]
    pools = [p.name for p in machine.pools]
    others = [s.name for s in machine.services if s.gpu is None and s.pool is None]
    path = frozenset(schedule.bound.critical_path)
    shortest = schedule.makespan_seconds / PIXELS
    found: list[Row] = []
    top = 0.0
    for resource in (*gpus, *others, *pools):
        mine = [slot for slot in schedule.slots if slot.resource == resource]
        if not mine:
            continue
        services = tuple(dict.fromkeys(slot.service for slot in mine))
        on_gpu = resource in gpus
        together = [[s for s in mine if s.service == name] for name in services] if on_gpu else [mine]
        lanes = [lane for slots in together for lane in _lanes(slots)]
        height = GPU_LANE if on_gpu else min(LANE, TALLEST / len(lanes))
        bars: list[Bar] = []
        for number, lane in enumerate(lanes):
            middle = top + (number + 0.5) * height
            bars += _bars(lane, middle, height * (0.86 if on_gpu else 0.8), path, shortest)
        bottom = top + height * len(lanes)
        found.append(Row(resource, services if on_gpu else (), top, bottom, tuple(bars)))
        top = bottom + GAP
    return found


def _lanes(slots: Iterable[Slot]) -> list[list[Slot]]:
    """Jobs in as few lanes as show them side by side."""
    lanes: list[list[Slot]] = []
    free: list[tuple[float, int]] = []
    for slot in sorted(slots, key=lambda s: (s.start, s.asset)):
        if free and free[0][0] <= slot.start:
            _, number = heappop(free)
        else:
            number = len(lanes)
            lanes.append([])
        lanes[number].append(slot)
        heappush(free, (slot.end, number))
    return lanes


def _bars(lane: Sequence[Slot], middle: float, height: float, path: frozenset[str], shortest: float) -> Iterable[Bar]:
    group: list[Slot] = []
    for slot in lane:
        alone = slot.asset in path or slot.loads or slot.end - slot.start > 3 * shortest
        joins = group and not alone and model_of(slot) == model_of(group[-1]) and slot.start - group[-1].end < shortest
        if group and not joins:
            yield Bar(tuple(group), middle, height, critical=False)
            group = []
        if alone:
            yield Bar((slot,), middle, height, slot.asset in path)
        else:
            group.append(slot)
    if group:
        yield Bar(tuple(group), middle, height, critical=False)
