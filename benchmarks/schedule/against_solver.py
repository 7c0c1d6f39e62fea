"""Small games against the best schedule that CP-SAT finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from random import Random

from benchmarks.schedule.graphs import game, machine
from benchmarks.schedule.optimum import optimum
from yoake.scheduler import tuned
from yoake.scheduler.graph import jobs_by_name

SPECS, GPUS, TRIALS = 60, 2, 300


@dataclass(frozen=True)
class Against:
    """One game."""

    seed: int
    ours_seconds: float
    solver_seconds: float
    """The best makespan that the solver found; its search starts from ours."""
    solver_bound_seconds: float
    lower_bound_seconds: float

    @property
    def ratio(self) -> float:
        """Ours over the solver's."""
        return self.ours_seconds / self.solver_seconds

    def as_json(self) -> dict[str, object]:
        """Plain data."""
        return {**asdict(self), "ratio": self.ratio}


def against_solver(seed: int, limit_seconds: float, workers: int) -> Against:
    """One random game on two GPUs of 16 GB, on which no two models fit together."""
    night = game(SPECS, Random(seed), fan_out=False)
    nodes = machine(GPUS, llm_on_gpu=False, vram_gb=16)
    ours = tuned(night.jobs, nodes, trials=TRIALS).schedule
    best = optimum(jobs_by_name(night.jobs), nodes, ours, limit_seconds=limit_seconds, workers=workers)
    return Against(seed, ours.makespan_seconds, best.makespan_seconds, best.bound_seconds, ours.bound.seconds)
