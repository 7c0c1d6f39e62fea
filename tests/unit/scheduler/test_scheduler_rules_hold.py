"""Whatever happens, no rule is ever broken, and everything that can finish finishes."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from yoake.scheduler import Demand, Gpu, Grant, Job, Machine, Pool, Scheduler, Service
from yoake.scheduler.policies import POLICIES
from yoake.scheduler.simulate import Simulation

MODELS = {"small": (4.0, 3.0), "middle": (9.0, 8.0), "large": (11.5, 15.0), "llm": (5.0, 4.0)}
KINDS = {"comfyui": ("small", "middle", "large"), "audioldm": ("small",), "ollama": ("llm", "small")}


class Watched(Scheduler):
    """Keeps its own books of what was granted, and compares every grant with the rules."""

    def __init__(self, machine: Machine, policy: str) -> None:
        super().__init__(machine, policy)
        self.of = {s.name: s for s in machine.services}
        self.vram: dict[tuple[str, str], float] = {}
        self.at_work: dict[str, Grant] = {}
        self.starts: dict[str, list[float]] = {}

    def grants(self, now: float) -> list[Grant]:
        granted = super().grants(now)
        for grant in granted:
            self._check(grant, now)
        return granted

    def _check(self, grant: Grant, now: float) -> None:
        service = self.of[grant.service]
        assert self.places[service.name].up
        in_use = {(g.service, g.model) for g in self.at_work.values() if self.of[g.service].gpu}
        for pair in grant.free_first:
            assert pair not in in_use, "a model in use was displaced"
            assert self.of[pair[0]].gpu == service.gpu
            if self.of[pair[0]].frees_all:
                assert not any(g.service == pair[0] for g in self.at_work.values())
            del self.vram[pair]
        self.at_work[grant.asset] = grant
        same = [g for g in self.at_work.values() if g.service == service.name]
        assert len(same) <= (1 if service.exclusive else service.slots)
        if service.pool is not None:
            slots = next(p.slots for p in self.machine.pools if p.name == service.pool)
            assert sum(self.of[g.service].pool == service.pool for g in self.at_work.values()) <= slots
        if service.per_minute is not None:
            starts = self.starts.setdefault(service.name, [])
            starts.append(now)
            assert sum(t + 60 > now for t in starts) <= service.per_minute
        if service.gpu is not None:
            self.vram[service.name, grant.model or ""] = grant.vram_gb
            room = next(g.vram_gb for g in self.machine.gpus if g.name == service.gpu)
            assert sum(gb for (name, _), gb in self.vram.items() if self.of[name].gpu == service.gpu) <= room + 1e-6
            busy = [g for g in self.at_work.values() if self.of[g.service].gpu == service.gpu]
            assert sum(self.of[g.service].exclusive for g in busy) <= 1

    def finished(self, asset: str, now: float) -> None:
        super().finished(asset, now)
        del self.at_work[asset]

    def failed(self, asset: str, now: float, *, retry: bool = False) -> None:
        super().failed(asset, now, retry=retry)
        del self.at_work[asset]

    def cancelled(self, asset: str, now: float) -> None:
        super().cancelled(asset, now)
        self.at_work.pop(asset, None)

    def unloaded(self, service: str, model: str) -> None:
        super().unloaded(service, model)
        self.vram.pop((service, model), None)


@st.composite
def machines(draw: st.DrawFn) -> Machine:
    gpus = tuple(Gpu(f"gpu-{i}", draw(st.sampled_from([12.0, 16.0, 24.0]))) for i in range(draw(st.integers(1, 3))))
    services = [Service(f"comfyui-{i}", "comfyui", gpu=gpu.name) for i, gpu in enumerate(gpus)]
    services.append(Service("audioldm", "audioldm", gpu=gpus[-1].name))
    services.append(Service("ollama", "ollama", gpu=draw(st.sampled_from([gpus[0].name, None])), slots=2))
    services.append(Service("suno", "suno", slots=draw(st.integers(1, 4)), per_minute=draw(st.integers(1, 4))))
    services.append(Service("sketch", "sketch", pool="cpu", slots=3))
    services.append(Service("builtin", "builtin", pool="cpu", slots=2))
    return Machine(gpus, (Pool("cpu", 3),), tuple(services))


def demand(rng: Random) -> Demand:
    kind = rng.choice(["comfyui", "comfyui", "comfyui", "audioldm", "ollama", "suno", "sketch", "builtin"])
    seconds = rng.choice([0.0, 1.0, rng.uniform(0.5, 90)])
    if kind not in KINDS:
        return Demand((kind,), estimate_seconds=seconds)
    model = rng.choice(KINDS[kind])
    vram, load = MODELS[model]
    return Demand((kind,), model, rng.choice([vram, vram - 1]), load, seconds, priority=rng.choice([0, 0, 5]))


def graph(rng: Random, size: int) -> list[Job]:
    jobs: list[Job] = []
    for i in range(size):
        before = rng.sample([j.asset for j in jobs], k=min(len(jobs), rng.choice([0, 0, 1, 1, 2, 5])))
        truth = rng.uniform(0, 60) if rng.random() < 0.3 else None
        jobs.append(Job(f"a{i}", demand(rng), tuple(before), truth))
    return jobs


def run(machine: Machine, policy: str, seed: int, size: int, trouble: bool) -> tuple[Simulation, set[str]]:
    """A run with growth and, if asked for, failures, dying services and cancellations; and what must be missing."""
    rng = Random(seed)
    jobs = graph(rng, size)
    grows = {f"a{i}" for i in range(size) if rng.random() < 0.1}
    hopeless = {f"a{i}" for i in range(size) if trouble and rng.random() < 0.05}
    flaky = {f"a{i}": rng.randint(1, 3) for i in range(size) if trouble and rng.random() < 0.1}
    cancelled: set[str] = set()

    def grow(job: Job) -> list[Job]:
        if job.asset not in grows:
            return []
        return [Job(f"{job.asset}/{k}", demand(Random(f"{seed} {job.asset} {k}")), (job.asset,)) for k in range(3)]

    def attempt(job: Job, number: int) -> float | None:
        return 0.5 if job.asset in hopeless or number <= flaky.get(job.asset, 0) else None

    simulation = Simulation(jobs, Watched(machine, policy), grow, attempt)

    def cancel(asset: str) -> None:
        if asset not in simulation._made:
            cancelled.add(asset)
        simulation.cancel(asset)

    if trouble:
        for service in machine.services:
            if rng.random() < 0.4:
                at = rng.uniform(0, 120)
                simulation.at(at, lambda name=service.name: simulation.service_down(name))
                simulation.at(at + rng.uniform(1, 200), lambda name=service.name: simulation.service_up(name))
        for asset in rng.sample([j.asset for j in jobs], k=min(size, 2)):
            simulation.at(rng.uniform(0, 100), lambda name=asset: cancel(name))
    simulation.to_the_end()
    lost = hopeless | cancelled
    for job in simulation.jobs.values():
        if any(up in lost for up in job.depends_on):
            lost.add(job.asset)
    return simulation, lost


@settings(max_examples=120, deadline=None)
@given(machines(), st.sampled_from(sorted(POLICIES)), st.integers(0, 10**6), st.integers(1, 30), st.booleans())
def test_rules_hold_and_all_that_can_finish_finishes(
    machine: Machine, policy: str, seed: int, size: int, trouble: bool
) -> None:
    simulation, lost = run(machine, policy, seed, size, trouble)
    schedule = simulation.schedule()
    assert set(schedule.not_made) == lost & set(simulation.jobs)
    assert not simulation.scheduler.tasks
    assert not simulation.scheduler.running
    made = {s.asset: s for s in schedule.slots if s.made}
    assert len(made) == sum(s.made for s in schedule.slots)
    for slot in made.values():
        assert all(made[up].end <= slot.start for up in slot.depends_on)
    if not trouble:
        assert schedule.makespan_seconds >= schedule.bound.seconds - 1e-6
        assert schedule.model_switches >= schedule.least_switches


@settings(max_examples=25, deadline=None)
@given(machines(), st.sampled_from(sorted(POLICIES)), st.integers(0, 10**6))
def test_same_input_same_schedule(machine: Machine, policy: str, seed: int) -> None:
    first, _ = run(machine, policy, seed, 25, True)
    second, _ = run(machine, policy, seed, 25, True)
    assert first.schedule() == second.schedule()


@settings(max_examples=40, deadline=None)
@given(machines(), st.integers(0, 10**6))
def test_places_are_never_idle_without_reason(machine: Machine, seed: int) -> None:
    """Off the GPU, nothing ready waits while a slot is free: rates aside, the policies are work-conserving there."""
    simulation, _ = run(machine, "yoake", seed, 25, False)
    by_service = Counter(s.service for s in simulation.slots)
    assert sum(by_service.values()) == len(simulation.slots)
    for slot in simulation.slots:
        if slot.service in ("sketch", "builtin"):
            ends = [s.end for s in simulation.slots if s.asset in slot.depends_on]
            ready_at = max(ends, default=0.0)
            if slot.start > ready_at:
                busy = [s for s in simulation.slots if s.resource == "cpu" and s.start <= ready_at < s.end]
                assert busy, f"{slot.asset} waited although the pool was empty"
