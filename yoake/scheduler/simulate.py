"""The scheduler on a virtual clock: the forecast of `yoake plan`, the benchmark, and the proofs of the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush

from yoake.scheduler.bounds import least_loads, lower_bound
from yoake.scheduler.core import Scheduler
from yoake.scheduler.demand import Grant
from yoake.scheduler.graph import Job, in_order, jobs_by_name
from yoake.scheduler.machine import Machine
from yoake.scheduler.policies import Policy
from yoake.scheduler.rank import Ranks
from yoake.scheduler.schedule import Schedule, Slot

Incident = Callable[["Simulation"], None]
"""Something that happens to the run at a set time: `lambda run: run.service_down("comfyui-0")`."""


def simulate(
    jobs: Iterable[Job],
    machine: Machine,
    policy: str | Policy = "yoake",
    *,
    grow: Callable[[Job], Sequence[Job]] | None = None,
    attempt: Callable[[Job, int], float | None] | None = None,
    incidents: Iterable[tuple[float, Incident]] = (),
    resident: Iterable[tuple[str, str, float]] = (),
    running: Mapping[str, str] | None = None,
    retries: int = 3,
) -> Schedule:
    """Runs a graph to its end.

    Args:
        jobs: the assets known at the start.
        machine: what they run on.
        policy: a name or a policy.
        grow: called when a job is made; the assets that this brings into being (a fan-out's).
        attempt: called with a job and the attempt's number from 1 when it starts; none for success, else the seconds
            of work after which it fails.
        incidents: (time, what happens).
        resident: (service, model, GB) in VRAM at the start.
        running: asset -> the service that is making it at the start; its duration is what remains.
        retries: attempts after the first that failed; each 2, 4, 8... seconds later.

    Raises:
        ValueError: a cycle, an unknown dependency, or an asset that nothing can make.
    """
    scheduler = Scheduler(machine, policy)
    for service, model, size_gb in resident:
        scheduler.loaded(service, model, size_gb, 0.0)
    run = Simulation(jobs, scheduler, grow, attempt, retries)
    for asset, service in (running or {}).items():
        run.adopt(asset, service)
    for at, incident in incidents:
        run.at(at, lambda what=incident: what(run))  # type: ignore[misc]
    run.to_the_end()
    return run.schedule()


class Simulation:
    """A run on a virtual clock; incidents act on it."""

    def __init__(
        self,
        jobs: Iterable[Job],
        scheduler: Scheduler,
        grow: Callable[[Job], Sequence[Job]] | None = None,
        attempt: Callable[[Job, int], float | None] | None = None,
        retries: int = 3,
    ) -> None:
        self.now = 0.0
        self.scheduler = scheduler
        self.jobs = jobs_by_name(jobs)
        self.slots: list[Slot] = []
        self._grow, self._attempt, self._retries = grow, attempt, retries
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._ranks = Ranks()
        self._waiting: dict[str, int] = {}
        self._after: dict[str, list[str]] = {}
        self._made: set[str] = set()
        self._lost: set[str] = set()
        self._attempts: dict[str, int] = {}
        self._running: dict[str, tuple[Grant, float, int]] = {}
        self._wakeups: set[float] = set()
        self._decisions = 0
        self._add(in_order(self.jobs))

    # -- what incidents may do -------------------------------------------------------------------------------------

    def service_down(self, service: str) -> None:
        """A service dies: its jobs are cut off and start again elsewhere, without counting as failed attempts."""
        self.scheduler.service_down(service)
        for asset, (grant, _, _) in list(self._running.items()):
            if grant.service == service:
                self._end(asset, made=False)
                self._attempts[asset] -= 1
                self.scheduler.failed(asset, self.now, retry=True)
                self.scheduler.ready(asset, self.now)

    def service_up(self, service: str) -> None:
        """The service is back, with no model loaded."""
        self.scheduler.service_up(service)

    def adopt(self, asset: str, service: str) -> None:
        """A service is making the asset already; what the asset depended on is there."""
        self._start(self.scheduler.adopt(asset, service, self.now))

    def cancel(self, asset: str) -> None:
        """A person cancels an asset; what needs it is not made either."""
        if asset in self.jobs and asset not in self._made and asset not in self._lost:
            if asset in self._running:
                self._end(asset, made=False)
            self.scheduler.cancelled(asset, self.now)
            self._lose(asset)

    # -- the clock ------------------------------------------------------------------------------------------------

    def at(self, time: float, action: Callable[[], None]) -> None:
        """Lets something happen at a time."""
        self._count += 1
        heappush(self._events, (time, self._count, action))

    def to_the_end(self) -> None:
        """Runs until nothing can happen any more."""
        self._start_what_may()
        while self._events:
            self.now = self._events[0][0]
            while self._events and self._events[0][0] <= self.now:
                heappop(self._events)[2]()
            self._start_what_may()

    def schedule(self) -> Schedule:
        """What happened."""
        made = {name: job for name, job in self.jobs.items() if name in self._made}
        for name, job in made.items():
            made[name] = replace(job, depends_on=tuple(d for d in job.depends_on if d in made))
        machine = self.scheduler.machine
        return Schedule(
            policy=self.scheduler.policy.name,
            makespan_seconds=max((s.end for s in self.slots), default=0.0),
            bound=lower_bound(made, machine),
            model_switches=sum(s.loads for s in self.slots),
            least_switches=least_loads(made, machine),
            slots=tuple(sorted(self.slots, key=lambda s: (s.start, s.asset))),
            not_made=tuple(name for name, job in self.jobs.items() if name not in self._made and not job.is_barrier),
            decisions=self._decisions,
        )

    # -- inside ---------------------------------------------------------------------------------------------------

    def _add(self, jobs: Sequence[Job]) -> None:
        for asset in sorted(self._ranks.add(jobs)):
            if asset in self.scheduler.tasks:
                self.scheduler.rerank(asset, self._ranks.rank[asset])
        for job in jobs:
            self._after[job.asset] = []
            before = dict.fromkeys(job.depends_on)
            for name in before:
                self._after[name].append(job.asset)
            self._waiting[job.asset] = sum(name not in self._made for name in before)
        for job in jobs:
            demand = replace(job.demand, rank=self._ranks.rank[job.asset], dependents=len(self._after[job.asset]))
            if any(name in self._lost for name in job.depends_on):
                self._lost.add(job.asset)
                continue
            if job.is_barrier:
                if self._waiting[job.asset] == 0:
                    self._made.add(job.asset)
                    for name in self._after[job.asset]:  # they come later in `jobs`
                        self._waiting[name] -= 1
                continue
            self.scheduler.add(job.asset, demand)
            if self._waiting[job.asset] == 0:
                self.scheduler.ready(job.asset, self.now)

    def _start_what_may(self) -> None:
        for grant in self.scheduler.grants(self.now):
            self._decisions += 1
            self._start(grant)
        wakeup = self.scheduler.next_wakeup(self.now)
        if wakeup is not None and wakeup not in self._wakeups:
            self._wakeups.add(wakeup)
            self.at(wakeup, lambda: None)

    def _start(self, grant: Grant) -> None:
        job = self.jobs[grant.asset]
        number = self._attempts[grant.asset] = self._attempts.get(grant.asset, 0) + 1
        fails_after = self._attempt(job, number) if self._attempt is not None else None
        work = job.seconds if fails_after is None else fails_after
        self._count += 1
        token = self._count
        self._running[grant.asset] = (grant, self.now, token)
        self.at(self.now + grant.load_seconds + work, lambda: self._over(grant.asset, token, fails_after is None))

    def _over(self, asset: str, token: int, made: bool) -> None:
        if asset not in self._running or self._running[asset][2] != token:
            return  # it was cut off before
        self._end(asset, made)
        if made:
            self.scheduler.finished(asset, self.now)
            self._there(asset)
            if self._grow is not None and (new := list(self._grow(self.jobs[asset]))):
                for job in new:
                    self.jobs[job.asset] = job
                self._add(new)
        elif self._attempts[asset] <= self._retries:
            self.scheduler.failed(asset, self.now, retry=True)
            self.at(self.now + 2.0 ** self._attempts[asset], lambda: self._try_again(asset))
        else:
            self.scheduler.failed(asset, self.now)
            self._lose(asset)

    def _there(self, asset: str) -> None:
        """What waited for nothing else but this asset is ready."""
        self._made.add(asset)
        for name in self._after[asset]:
            self._waiting[name] -= 1
            if self._waiting[name] == 0 and name not in self._lost:
                if self.jobs[name].is_barrier:
                    self._there(name)
                else:
                    self.scheduler.ready(name, self.now)

    def _try_again(self, asset: str) -> None:
        if asset not in self._lost:
            self.scheduler.ready(asset, self.now)

    def _lose(self, asset: str) -> None:
        """What needs a lost asset is lost too."""
        self._lost.add(asset)
        stack = [asset]
        while stack:
            for name in self._after[stack.pop()]:
                if name not in self._lost:
                    self._lost.add(name)
                    if not self.jobs[name].is_barrier:
                        self.scheduler.cancelled(name, self.now)
                    stack.append(name)

    def _end(self, asset: str, made: bool) -> None:
        grant, start, _ = self._running.pop(asset)
        self.slots.append(
            Slot(
                asset, self.jobs[asset].depends_on, grant.resource, grant.service, grant.model, grant.vram_gb,
                min(grant.load_seconds, self.now - start), start, self.now, grant.loads, made,
            )
        )  # fmt: skip
