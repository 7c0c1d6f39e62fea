"""One night of work as task specs, and the graph of assets that Yoake makes of them.

The random games of `benchmarks.schedule.graphs` are graphs of single assets. Yoake's readiness is counted per spec: an
asset waits for all assets of the specs that its own depends on. So a game is read spec by spec here, an item of a
fan-out that another asset needs stands for all its siblings, and the items of a spec share one estimate. Whatever is
measured (the simulation, the bound, the live runs, the peers) gets this graph and no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random
from statistics import mean

from benchmarks.schedule.graphs import game, machine
from yoake.scheduler import Job, Machine
from yoake.scheduler.demand import Demand

DEVIATION = 0.1
"""By what share at most an asset takes longer or shorter than its estimate."""
DECIMALS = 3
"""Estimates are rounded to so many, so that they are the same numbers in a project file."""


@dataclass
class Spec:
    """A task spec: its demand is that of each of its assets."""

    id: str
    demand: Demand
    before: tuple[str, ...]
    """Ids of the specs it depends on."""
    items: tuple[str, ...] = ()
    """Names of its assets, where it has several."""
    dynamic: bool = False
    """Whether an upstream result says which items there are."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Addresses of its assets."""
        return tuple(f"{self.id}/{item}" for item in self.items) or (self.id,)


@dataclass
class Night:
    """All specs, each after what it depends on, and the machine they are for."""

    specs: dict[str, Spec]
    machine: Machine
    seconds: dict[str, float] = field(default_factory=dict)
    """Asset -> how long it really takes once its model is loaded."""

    def jobs(self, *, foreseen: bool = False) -> list[Job]:
        """The assets with their dependencies.

        Args:
            foreseen: durations as estimated, not as they will be.
        """
        return [job for spec in self.specs.values() for job in self._jobs_of(spec, foreseen)]

    def at_start(self) -> list[Job]:
        """The assets that are known before anything is made."""
        return [job for spec in self.specs.values() if not spec.dynamic for job in self._jobs_of(spec, False)]

    def grow(self, job: Job) -> list[Job]:
        """What a finished asset brings into being; for `simulate`."""
        grown = [s for s in self.specs.values() if s.dynamic and s.before == (job.asset,)]
        return [new for spec in grown for new in self._jobs_of(spec, False)]

    def lines_of(self, spec_id: str) -> list[tuple[str, str]]:
        """(speaker, line) for every voice that a text result brings into being; the speaker is the voice's spec."""
        return [(s.id, item) for s in self.specs.values() if s.dynamic and s.before == (spec_id,) for item in s.items]

    def _jobs_of(self, spec: Spec, foreseen: bool) -> list[Job]:
        before = tuple(address for up in spec.before for address in self.specs[up].addresses)
        return [
            Job(address, spec.demand, before, None if foreseen else self.seconds[address]) for address in spec.addresses
        ]


def night(specs: int, gpus: int, seed: int, *, fan_out: bool) -> Night:
    """A random night.

    Args:
        specs: number of task specs.
        seed: decides everything: graph, estimates, where the LLM runs, and how long each asset really takes.
    """
    rng = Random(seed)
    llm_on_gpu = rng.random() < 0.5
    whole = game(specs, rng, fan_out=fan_out)
    grown = [job for found in whole.later.values() for job in found]
    found: dict[str, list[Job]] = {}
    for job in [*whole.jobs, *grown]:
        found.setdefault(_spec_of(job.asset), []).append(job)
    dynamic = {_spec_of(job.asset) for job in grown}
    read = [_read(name, jobs, dynamic=name in dynamic) for name, jobs in found.items()]
    return timed(_in_order(read), _as_node_file(machine(gpus, llm_on_gpu=llm_on_gpu)), seed)


def timed(specs: Iterable[Spec], nodes: Machine, seed: int) -> Night:
    """A night whose assets take as long as estimated, up to `DEVIATION` more or less."""
    made = Night({spec.id: spec for spec in specs}, nodes)
    rng = Random(seed)
    for spec in made.specs.values():
        for address in spec.addresses:
            made.seconds[address] = spec.demand.estimate_seconds * rng.uniform(1 - DEVIATION, 1 + DEVIATION)
    return made


def _spec_of(asset: str) -> str:
    return asset.partition("/")[0]


def _read(name: str, jobs: list[Job], *, dynamic: bool) -> Spec:
    first = jobs[0].demand
    kinds = ("sketch",) if first.kinds == ("builtin",) else first.kinds  # its work is a stand-in's, on the same slots
    seconds = round(mean(job.demand.estimate_seconds for job in jobs), DECIMALS)
    before = dict.fromkeys(_spec_of(up) for job in jobs for up in job.depends_on)
    items = [job.asset.partition("/")[2] for job in jobs if "/" in job.asset]
    prefix = f"{name}_" if dynamic else "i"  # the ids of lines are unique in a result
    return Spec(
        name,
        replace(first, kinds=kinds, estimate_seconds=seconds),
        tuple(before),
        tuple(f"{prefix}{item}" for item in items),
        dynamic,
    )


def _in_order(specs: list[Spec]) -> list[Spec]:
    known: dict[str, Spec] = {}
    waiting = {spec.id: spec for spec in specs}
    while waiting:
        free = [s for s in waiting.values() if all(up in known for up in s.before)]
        if not free:
            raise ValueError("the dependencies form a cycle")
        for spec in free:
            known[spec.id] = waiting.pop(spec.id)
    return list(known.values())


def _as_node_file(nodes: Machine) -> Machine:
    """The same hardware as a node file says it, where both embedded services work on the CPU slots."""
    served = [s for s in nodes.services if s.pool is None]
    slots = next(s for s in nodes.services if s.pool is not None)
    embedded = [replace(slots, name=name, kind=name) for name in ("sketch", "builtin")]
    return Machine(nodes.gpus, nodes.pools, (*served, *embedded))
