"""All policies on the same random games: how close to the bound, how many model switches, how fast."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from random import Random
from statistics import mean

from benchmarks.schedule.graphs import game, machine
from yoake.scheduler import simulate, tuned
from yoake.scheduler.policies import POLICIES
from yoake.scheduler.policies.base import Policy

SIMULATED_ASSETS = 20_000
"""How many assets the tuning of one graph may simulate: fewer trials for larger graphs."""


@dataclass(frozen=True)
class Cell:
    """One size."""

    specs: int
    gpus: int
    fan_out: bool

    def seeds(self, graphs: int) -> Iterator[int]:
        """A cell's own seeds, none of which chose the tuning's weights."""
        first = 1_000_000 + self.specs * 100 + self.gpus * 10 + self.fan_out
        return (first + 1_000_000 * i for i in range(graphs))


@dataclass(frozen=True)
class Result:
    """A policy in a cell."""

    specs: int
    gpus: int
    fan_out: bool
    policy: str
    graphs: int
    mean_ratio: float
    """Makespan over lower bound, mean."""
    worst_ratio: float
    mean_switches: float
    """Model loads over the least possible, mean."""
    worst_switches: float
    decision_us: float
    """Microseconds a decision, simulation included."""
    tuning_seconds: float
    """Seconds a graph that finding the weights took (`yoake` only)."""

    def as_json(self) -> dict[str, object]:
        """Plain data."""
        return asdict(self)


@dataclass(frozen=True)
class _Run:
    ratio: float
    switches: float
    decision_us: float
    tuning_seconds: float


def compare(cell: Cell, graphs: int) -> list[Result]:
    """Every policy on so many graphs of a size."""
    runs: dict[str, list[_Run]] = {name: [] for name in POLICIES}
    for seed in cell.seeds(graphs):
        for name in POLICIES:
            runs[name].append(_run(cell, seed, name))
    return [
        Result(
            cell.specs,
            cell.gpus,
            cell.fan_out,
            name,
            graphs,
            mean(r.ratio for r in found),
            max(r.ratio for r in found),
            mean(r.switches for r in found),
            max(r.switches for r in found),
            mean(r.decision_us for r in found),
            mean(r.tuning_seconds for r in found),
        )
        for name, found in runs.items()
    ]


def _run(cell: Cell, seed: int, name: str) -> _Run:
    rng = Random(seed)
    nodes = machine(cell.gpus, llm_on_gpu=rng.random() < 0.5)
    night = game(cell.specs, rng, fan_out=cell.fan_out)
    tuning = 0.0
    policy: Policy | str = name
    if name == "yoake":
        began = time.perf_counter()
        policy = tuned(night.jobs, nodes, trials=max(15, min(100, SIMULATED_ASSETS // len(night.jobs)))).policy
        tuning = time.perf_counter() - began
    began = time.perf_counter()
    schedule = simulate(night.jobs, nodes, policy, grow=night.grow)
    took = time.perf_counter() - began
    assert not schedule.not_made
    return _Run(
        schedule.ratio, schedule.model_switches / schedule.least_switches, took / schedule.decisions * 1e6, tuning
    )
