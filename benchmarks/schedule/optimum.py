"""The best schedule that OR-tools' CP-SAT finds, as a yardstick for small graphs.

The rules are the core's: a GPU takes one job at a time, a job waits for what it depends on and then, if its GPU last
ran another model, for its load; CPU and API services have slots. So that "the model that the GPU ran last" is exactly
what is in its VRAM, the graphs compared are for GPUs on which no two models fit together, with the LLM elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from yoake.scheduler.bounds import servers
from yoake.scheduler.graph import Job
from yoake.scheduler.machine import Machine
from yoake.scheduler.schedule import Schedule

TICKS = 100
"""A second in the solver's whole numbers."""


@dataclass(frozen=True)
class Optimum:
    """What the solver found, in seconds."""

    makespan_seconds: float
    bound_seconds: float
    """No schedule is shorter."""


def optimum(
    jobs: dict[str, Job], machine: Machine, ours: Schedule, *, limit_seconds: float, workers: int = 2
) -> Optimum:
    """The best schedule found within the limit; the search starts from ours."""
    return _Search(jobs, machine, ours).solve(limit_seconds, workers)


class _Search:
    def __init__(self, jobs: dict[str, Job], machine: Machine, ours: Schedule) -> None:
        self.jobs, self.machine = jobs, machine
        self.ours = {slot.asset: slot for slot in ours.slots}
        self.model = cp_model.CpModel()
        self.horizon = round(ours.makespan_seconds * TICKS) + 2 * len(jobs)
        self.start = {n: self.model.new_int_var(0, self.horizon, f"s {n}") for n in jobs}
        self.end = {n: self.model.new_int_var(0, self.horizon, f"e {n}") for n in jobs}
        self.makespan = self.model.new_int_var(0, self.horizon, "makespan")
        self.on: dict[str, dict[str, cp_model.IntVar]] = defaultdict(dict)

    def solve(self, limit_seconds: float, workers: int) -> Optimum:
        """Builds and solves."""
        exclusive = {n: {s.gpu for s in servers(j, self.machine)} for n, j in self.jobs.items() if self._on_gpu(j)}
        for name, gpus in exclusive.items():
            for gpu in gpus:
                self.on[gpu][name] = self.model.new_bool_var(f"{name} on {gpu}")
                self.model.add_hint(self.on[gpu][name], self.ours[name].resource == gpu)
            self.model.add_exactly_one(self.on[gpu][name] for gpu in gpus)
        loads: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for gpu in self.on:
            self._sequence(gpu, loads)
        for name, job in self.jobs.items():
            load = self._load(job) if name in exclusive else 0
            self.model.add(self.end[name] == self.start[name] + self._ticks(job) + load * sum(loads[name]))
            for up in job.depends_on:
                self.model.add(self.start[name] >= self.end[up])
            self.model.add(self.makespan >= self.end[name])
        self._slots(exclusive)
        self._hint_times()
        self.model.minimize(self.makespan)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = limit_seconds
        solver.parameters.num_workers = workers
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise RuntimeError(f"CP-SAT found no schedule: {solver.status_name(status)}")
        return Optimum(solver.objective_value / TICKS, solver.best_objective_bound / TICKS)

    def _hint_times(self) -> None:
        """Our schedule in the solver's whole numbers: the same order, every job as early as that allows."""
        end: dict[str, int] = {}
        free: dict[str, list[int]] = {}
        for slot in sorted(self.ours.values(), key=lambda s: (s.start, s.end)):
            service = next(s for s in self.machine.services if s.name == slot.service)
            slots = 1 if service.exclusive else service.slots
            ends = free.setdefault(service.resource, [0] * slots)
            start = max([min(ends), *(end[up] for up in slot.depends_on)])
            load = self._load(self.jobs[slot.asset]) if slot.loads else 0
            end[slot.asset] = start + load + self._ticks(self.jobs[slot.asset])
            ends[ends.index(min(ends))] = end[slot.asset]
            self.model.add_hint(self.start[slot.asset], start)
            self.model.add_hint(self.end[slot.asset], end[slot.asset])
        self.model.add_hint(self.makespan, max(end.values()))

    def _sequence(self, gpu: str, loads: dict[str, list[cp_model.IntVar]]) -> None:
        """The jobs of a GPU one after the other; a job after one with another model loads its own."""
        names = list(self.on[gpu])
        order = sorted((n for n in names if self.ours[n].resource == gpu), key=lambda n: self.ours[n].start)
        hinted = set(zip(["", *order], [*order, ""], strict=True))
        arcs = []

        def arc(i: int, k: int, before: str, after: str) -> cp_model.IntVar:
            literal = self.model.new_bool_var(f"{before} then {after} on {gpu}")
            self.model.add_hint(literal, (before, after) in hinted)
            arcs.append((i, k, literal))
            return literal

        arc(0, 0, "", "")
        for i, name in enumerate(names, 1):
            arcs.append((i, i, ~self.on[gpu][name]))
            loads[name].append(arc(0, i, "", name))
            arc(i, 0, name, "")
            for k, other in enumerate(names, 1):
                if i != k:
                    follows = arc(i, k, name, other)
                    self.model.add(self.start[other] >= self.end[name]).only_enforce_if(follows)
                    if self.jobs[name].demand.model != self.jobs[other].demand.model:
                        loads[other].append(follows)
        self.model.add_circuit(arcs)

    def _slots(self, exclusive: dict[str, set[str | None]]) -> None:
        for service in self.machine.services:
            inside = [n for n, j in self.jobs.items() if n not in exclusive and servers(j, self.machine)[0] == service]
            spans = [
                self.model.new_interval_var(self.start[n], self._ticks(self.jobs[n]), self.end[n], f"{n} there")
                for n in inside
            ]
            self.model.add_cumulative(spans, [1] * len(spans), service.slots)

    def _on_gpu(self, job: Job) -> bool:
        return all(s.exclusive for s in servers(job, self.machine))

    @staticmethod
    def _load(job: Job) -> int:
        return round(job.demand.load_seconds * TICKS)

    @staticmethod
    def _ticks(job: Job) -> int:
        return round(job.seconds * TICKS)
