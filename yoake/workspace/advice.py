"""What would make a run fit into the time there is: the least to leave out, the least to add; each of it simulated."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from yoake.definition.models import TaskSpec
from yoake.graph.expansion import category_of
from yoake.graph.structure import SpecGraph
from yoake.scheduler import Gpu, Job, Machine, Service, simulate
from yoake.scheduler.gpu_use import busy_share
from yoake.scheduler.policies.yoake import Yoake
from yoake.words import Category
from yoake.workspace.foresee import Foreseen
from yoake.workspace.promise import Promise
from yoake.workspace.workspace import Workspace

OPTIONAL: dict[Category, str] = {
    "video": "videos", "voice": "voices", "event": "event pictures", "bgm": "music", "se": "sound effects",
}  # fmt: skip
"""Categories that a game is playable without, and what they are called."""
VARIANTS = "variants of pictures"
TESTS = "tests of the built game"
NAMED = 4
"""Tasks that a sentence names; of more it gives the number."""
WHOLE_GROUPS_FROM = 3000
"""In runs of more assets only whole groups are tried, so that the advice comes within seconds."""
WORTH_SAYING = 0.01
"""An addition that saves less than this share of the time is none."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing that could be done, and when the run would then be done."""

    kind: Literal["drop", "add"]
    what: str
    specs: tuple[str, ...]
    """Task specs that are left out."""
    assets: int
    """How many assets are not made."""
    makespan_seconds: float
    fits: bool

    def as_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "kind": self.kind,
            "what": self.what,
            "tasks": list(self.specs),
            "assets": self.assets,
            "makespan_seconds": round(self.makespan_seconds, 3),
            "fits": self.fits,
        }


def advice(workspace: Workspace, foreseen: Foreseen, promised: Promise, seconds: float) -> list[Remedy]:
    """What makes a run fit into so many seconds, the smallest first.

    Where nothing is enough by itself, everything that helps stands there with what it would save, and behind it
    what all of it together would come to.
    """
    return _Search(workspace, foreseen, promised, seconds).search()


class _Search:
    def __init__(self, workspace: Workspace, foreseen: Foreseen, promised: Promise, seconds: float) -> None:
        self.workspace = workspace
        self.promised = promised
        self.seconds = seconds
        self.machine = promised.machine
        self.work: dict[str, float] = {}
        self.spec_of = foreseen.spec_of
        self.graph = SpecGraph(workspace.specs)
        for job in promised.jobs:
            spec_id = self.spec_of[job.asset]
            self.work[spec_id] = self.work.get(spec_id, 0.0) + job.seconds

    def search(self) -> list[Remedy]:
        drops = [self._least(label, specs) for label, specs in self._groups().items()]
        adds = [self._added(what, machine) for what, machine in more_hardware(self.promised)]
        now = self.promised.schedule.makespan_seconds
        useful = [r for r in (*drops, *adds) if r.fits or r.makespan_seconds < now * (1 - WORTH_SAYING)]
        fitting = [r for r in useful if r.fits]
        if fitting:
            return sorted(fitting, key=lambda r: (r.kind != "drop", r.assets, r.makespan_seconds))
        useful.sort(key=lambda r: r.makespan_seconds)
        return useful + self._together(useful)

    def _groups(self) -> dict[str, list[str]]:
        """What can be left out, by what it is called: specs that are to be made, most work first."""
        found: dict[str, list[str]] = {}
        for spec in self.workspace.specs:
            if spec.id in self.work and (label := self._label(spec)):
                found.setdefault(label, []).append(spec.id)
        return {label: sorted(specs, key=lambda s: -self.work[s]) for label, specs in found.items()}

    def _label(self, spec: TaskSpec) -> str:
        category = category_of(spec, self.workspace.library)
        if category in OPTIONAL:
            return OPTIONAL[category]
        if spec.type == "build" and spec.params.get("step") in ("play", "lint"):
            return TESTS
        if spec.type == "image_gen" and any(self.graph.specs[up].type == "image_gen" for up in spec.depends_on):
            return VARIANTS
        return ""

    def _least(self, label: str, specs: Sequence[str]) -> Remedy:
        """Leaving out a group, or, where a part of it is enough, the smallest part."""
        whole = self._dropped(label, specs, len(specs))
        if not whole.fits or len(specs) == 1 or len(self.promised.jobs) > WHOLE_GROUPS_FROM:
            return whole
        low, high, found = 1, len(specs), whole
        while low < high:
            middle = (low + high) // 2
            tried = self._dropped(label, specs[:middle], len(specs))
            if tried.fits:
                high, found = middle, tried
            else:
                low = middle + 1
        return found

    def _dropped(self, label: str, specs: Sequence[str], of: int) -> Remedy:
        makespan, assets = self._without(specs, self.machine)
        which = ", ".join(specs) if len(specs) <= NAMED else f"{', '.join(specs[:NAMED])} and {len(specs) - NAMED} more"
        number = "" if len(specs) == of else f"{len(specs)} of {of} "
        return Remedy(
            "drop", f"leave out {number}{label}: {which}", tuple(specs), assets, makespan, makespan <= self.seconds
        )

    def _without(self, specs: Iterable[str], machine: Machine) -> tuple[float, int]:
        """When it is done without some specs, and how many assets are not made then."""
        gone = self._with_dependents(specs)
        lost = {job.asset for job in self.promised.jobs if self.spec_of[job.asset] in gone}
        number = sum(not job.is_barrier for job in self.promised.jobs if job.asset in lost)
        return self._makespan(without(self.promised.jobs, lost), machine), number

    def _with_dependents(self, specs: Iterable[str]) -> set[str]:
        """Specs with what is made of them; the game itself is put together without them."""
        gone: set[str] = set()
        stack = list(specs)
        while stack:
            name = stack.pop()
            if name not in gone and self.graph.specs[name].type not in ("integrate", "build"):
                gone.add(name)
                stack += self.graph.downstream(name)
        return gone | set(specs)

    def _added(self, what: str, machine: Machine) -> Remedy:
        makespan = self._makespan(self.promised.jobs, machine)
        return Remedy("add", what, (), 0, makespan, makespan <= self.seconds)

    def _together(self, useful: Sequence[Remedy]) -> list[Remedy]:
        """Everything left out that helps, with the best addition."""
        specs = tuple(dict.fromkeys(name for r in useful for name in r.specs))
        best = next((r.what for r in useful if r.kind == "add"), None)
        if len(useful) < 2 or not specs:
            return []
        machine = dict(more_hardware(self.promised))[best] if best is not None else self.machine
        makespan, assets = self._without(specs, machine)
        sentence = "leave all of that out" + (f" and take {best}" if best is not None else "")
        return [Remedy("drop", sentence, specs, assets, makespan, makespan <= self.seconds)]

    def _makespan(self, jobs: Sequence[Job], machine: Machine) -> float:
        """With the policy of the forecast, or the usual one where that suits better: a run tries both."""
        return min(simulate(jobs, machine, policy).makespan_seconds for policy in (self.promised.policy, Yoake()))


def without(jobs: Iterable[Job], lost: Collection[str]) -> list[Job]:
    """The jobs without some of them: what depended on those depends on what they depended on.

    Args:
        jobs: each after what it depends on.
        lost: the assets that are not made.
    """
    passed: dict[str, tuple[str, ...]] = {}
    known: dict[int, tuple[str, ...]] = {}  # the assets of a spec share one tuple
    kept = []
    for job in jobs:
        before = known.get(id(job.depends_on))
        if before is None:
            before = tuple(dict.fromkeys(up for name in job.depends_on for up in passed.get(name, (name,))))
            known[id(job.depends_on)] = before
        if job.asset in lost:
            passed[job.asset] = before
        else:
            kept.append(replace(job, depends_on=before))
    return kept


def more_hardware(promised: Promise) -> list[tuple[str, Machine]]:
    """One more of each thing that the run waits for: (what, the machine with it)."""
    machine, schedule = promised.machine, promised.schedule
    found: list[tuple[str, Machine]] = []
    used = {slot.service for slot in schedule.slots}
    busy = [gpu for gpu in machine.gpus if busy_share(schedule, gpu.name) > 0]
    if busy:
        found.append(_one_more_gpu(machine, max(busy, key=lambda g: busy_share(schedule, g.name)), used))
    for service in machine.services:
        if service.name in used and service.gpu is None and service.pool is None:
            what = f"{2 * service.slots} slots for {service.name} instead of {service.slots}"
            found.append((what, _with(machine, service, replace(service, slots=2 * service.slots))))
            if service.per_minute is not None:
                rate = 2 * service.per_minute
                what = f"{rate} starts a minute for {service.name} instead of {service.per_minute}"
                found.append((what, _with(machine, service, replace(service, per_minute=rate))))
    for pool in machine.pools:
        if any(slot.resource == pool.name for slot in schedule.slots):
            services = tuple(replace(s, slots=2 * s.slots) if s.pool == pool.name else s for s in machine.services)
            pools = tuple(replace(p, slots=2 * p.slots) if p is pool else p for p in machine.pools)
            what = f"{2 * pool.slots} CPU slots instead of {pool.slots}"
            found.append((what, replace(machine, services=services, pools=pools)))
    return found


def _one_more_gpu(machine: Machine, like: Gpu, used: set[str]) -> tuple[str, Machine]:
    """A GPU with the same services, the busiest one's; a job that names a single service cannot use the new one's."""
    taken = {g.name for g in machine.gpus} | {s.name for s in machine.services}
    name = _free(f"gpu-{len(machine.gpus)}", taken.__contains__)
    services = [s for s in machine.services if s.gpu == like.name and s.name in used]
    new = tuple(replace(s, name=_free(f"{s.kind}-{name}", taken.__contains__), gpu=name) for s in services)
    kinds = " and ".join(dict.fromkeys(s.kind for s in services))
    what = f"one more GPU of {like.vram_gb:g} GB with {kinds}"
    gpus = (*machine.gpus, Gpu(name, like.vram_gb))
    return what, replace(machine, gpus=gpus, services=(*machine.services, *new))


def _with(machine: Machine, service: Service, other: Service) -> Machine:
    return replace(machine, services=tuple(other if s is service else s for s in machine.services))


def _free(name: str, taken: Callable[[str], bool]) -> str:
    return name if not taken(name) else _free(f"{name}-new", taken)
