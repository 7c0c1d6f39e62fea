"""The scheduler's state and events; which of several possible grants comes next is the policy's to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yoake.scheduler.demand import Demand, Grant
from yoake.scheduler.machine import Machine
from yoake.scheduler.place import EPSILON_GB, GpuState, Place, PoolState, Resident
from yoake.scheduler.policies import Choice, Policy, policy_named
from yoake.scheduler.queue import ClassKey, Queue
from yoake.scheduler.task import Task


class Scheduler:
    """Hands out grants; does no I/O and knows no clock: every event carries its time in seconds.

    Times may start anywhere (a monotonic clock, or zero) and must not go back.

    Args:
        machine: what there is to schedule on.
        policy: a name from `yoake.scheduler.policies.POLICIES`, or a policy.
    """

    def __init__(self, machine: Machine, policy: str | Policy = "yoake") -> None:
        self.machine = machine
        self.policy = policy_named(policy) if isinstance(policy, str) else policy
        self.gpus = {g.name: GpuState(g) for g in machine.gpus}
        self.pools = {p.name: PoolState(p) for p in machine.pools}
        self.places: dict[str, Place] = {}
        for number, service in enumerate(machine.services):
            gpu = self.gpus[service.gpu] if service.gpu is not None else None
            pool = self.pools[service.pool] if service.pool is not None else None
            place = self.places[service.name] = Place(service, number, gpu, pool)
            if gpu is not None:
                gpu.places.append(place)
        self.tasks: dict[str, Task] = {}
        self.running: dict[str, Task] = {}
        self.queues: dict[ClassKey, Queue] = {}
        self._learned_gb: dict[str, float] = {}
        self._added = 0

    # -- assets ---------------------------------------------------------------------------------------------------

    def unservable(self, demand: Demand) -> str | None:
        """Why no service could ever make this, or none if one could: to be asked before `add`."""
        places = [p for p in self.places.values() if p.service.kind in demand.kinds or p.service.name in demand.kinds]
        if not places:
            return f"no service of kind {' or '.join(demand.kinds)}"
        if not any(p.gpu is None or demand.vram_gb <= p.gpu.gpu.vram_gb + EPSILON_GB for p in places):
            room = max(p.gpu.gpu.vram_gb for p in places if p.gpu is not None)
            return (
                f"{demand.model or demand.kinds[0]} needs {demand.vram_gb:g} GB of VRAM, the largest GPU has {room:g}"
            )
        return None

    def add(self, asset: str, demand: Demand) -> None:
        """Makes an asset known, so that its work counts in every choice; `ready` follows when its inputs are there.

        Raises:
            ValueError: it is known already, or nothing could ever make it (`unservable`).
        """
        if asset in self.tasks:
            raise ValueError(f"{asset} was added before")
        if (reason := self.unservable(demand)) is not None:
            raise ValueError(f"{asset}: {reason}")
        task = self.tasks[asset] = Task(asset, demand, self._added)
        self._added += 1
        self._enlist(task)

    def rerank(self, asset: str, rank: float) -> None:
        """Takes over an asset's new longest remaining path, after the graph grew or durations were learned."""
        task = self.tasks[asset]
        task.demand = replace(task.demand, rank=rank)
        if task.state == "ready":
            task.queue.reorder(task)

    def adopt(self, asset: str, service: str, now: float) -> Grant:
        """Takes note that a service is making an asset already (a job that an earlier run began); as if granted."""
        task = self.tasks[asset]
        if task.state == "waiting":
            self.ready(asset, now)
        if task.queue.model_name not in self.places[service].residents:
            self.loaded(service, task.queue.model_name, task.queue.size_gb, now)
        return self._commit(Choice(task, self.places[service], []), now)

    def ready(self, asset: str, now: float) -> None:
        """Says that everything the asset depends on is there."""
        task = self.tasks[asset]
        if task.state != "waiting":
            raise ValueError(f"{asset} is {task.state} already")
        task.state = "ready"
        task.ready_at = now
        task.queue.push(task)

    def finished(self, asset: str, now: float) -> None:
        """Takes a granted place back and forgets the asset: it was made."""
        self._return(self.tasks[asset], now)
        self._forget(asset)

    def failed(self, asset: str, now: float, *, retry: bool = False) -> None:
        """Takes a granted place back: the attempt failed.

        With `retry`, the asset stays known and waits for `ready` (after its back-off); else it is forgotten.
        """
        task = self.tasks[asset]
        self._return(task, now)
        if retry:
            task.state = "waiting"
            self._enlist(task)
        else:
            self._forget(asset)

    def cancelled(self, asset: str, now: float) -> None:
        """Forgets an asset in whatever state; if it ran, its place is free (so tell only once it really stopped)."""
        task = self.tasks[asset]
        if task.state == "running":
            self._return(task, now)
        else:
            if task.state == "ready":
                task.queue.remove(task)
            self._delist(task)
        self._forget(asset)

    # -- resources ------------------------------------------------------------------------------------------------

    def service_down(self, service: str, *, keeps_vram: bool = False) -> None:
        """Stops giving work to a service. Its jobs end by `failed`, one by one, as the driver learns of them.

        With `keeps_vram` (it hangs, and NVML still sees its memory) its models go on counting until `unloaded`;
        else (its process is gone) they are gone with it.
        """
        place = self.places[service]
        place.up, place.keeps_vram = False, keeps_vram
        self._forget_lost_models(place)

    def service_up(self, service: str) -> None:
        """Gives work to a service again."""
        self.places[service].up = True
        self.places[service].keeps_vram = False

    def hold(self, resource: str) -> None:
        """Lets nothing new start on a GPU, pool or service (somebody else has its Prefect lease)."""
        self._resource(resource).held = True

    def release(self, resource: str) -> None:
        """Ends a `hold`."""
        self._resource(resource).held = False

    def loaded(self, service: str, model: str, size_gb: float, now: float) -> None:
        """Takes note of a model that was seen in a service's VRAM (at the start of a run, say)."""
        place = self.places[service]
        if place.gpu is None:
            return
        resident = place.residents.setdefault(model, Resident(model, size_gb, now, now))
        resident.size_gb = size_gb
        place.gpu.recount()

    def unloaded(self, service: str, model: str) -> None:
        """Takes note that a model is no longer in a service's VRAM."""
        place = self.places[service]
        if place.residents.pop(model, None) is not None and place.gpu is not None:
            place.gpu.recount()

    def learn_vram(self, model: str, peak_gb: float) -> None:
        """Takes over a measured peak: from now on the model counts with it, if it is more than was declared."""
        if peak_gb > self._learned_gb.get(model, 0.0):
            self._learned_gb[model] = peak_gb
            for queue in self.queues.values():
                if queue.model == model:
                    queue.size_gb = max(queue.vram_gb, peak_gb)

    # -- decisions ------------------------------------------------------------------------------------------------

    def grants(self, now: float) -> list[Grant]:
        """Everything that may start now, in the order in which it was decided; each grant is in force at once."""
        granted: list[Grant] = []
        while (choice := self.policy.choose(self, now)) is not None:
            granted.append(self._commit(choice, now))
        return granted

    def next_wakeup(self, now: float) -> float | None:
        """When to call `grants` again although nothing happened: the time a rate limit lets a ready asset through.

        None where only an event can change anything.
        """
        times = [
            place.limit.free_at(now)
            for place in self.places.values()
            if place.limit is not None and place.open and place.limit.free_at(now) > now and self._wanted(place)
        ]
        return min(times, default=None)

    def use(self, policy: Policy) -> None:
        """Goes on with another policy (newly tuned weights, say); what is ready is put into its order."""
        self.policy = policy
        for queue in self.queues.values():
            queue.use(policy.key)
        for task in self.tasks.values():
            if task.state == "ready":
                task.queue.reorder(task)

    def active(self) -> Sequence[Queue]:
        """The classes in which something is ready, in the order in which they appeared."""
        return [q for q in self.queues.values() if q.ready]

    # -- inside ---------------------------------------------------------------------------------------------------

    def _wanted(self, place: Place) -> bool:
        return any(q.ready and place in q.places for q in self.queues.values())

    def _resource(self, name: str) -> GpuState | PoolState | Place:
        found = self.gpus.get(name) or self.pools.get(name) or self.places.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def _enlist(self, task: Task) -> None:
        d = task.demand
        key = (d.kinds, d.model, d.vram_gb)
        queue = self.queues.get(key)
        if queue is None:
            queue = self.queues[key] = Queue(key, len(self.queues), self.policy.key)
            queue.size_gb = max(d.vram_gb, self._learned_gb.get(d.model or "", 0.0))
            queue.places = tuple(
                p
                for p in self.places.values()
                if (p.service.kind in d.kinds or p.service.name in d.kinds)
                and (p.gpu is None or d.vram_gb <= p.gpu.gpu.vram_gb + EPSILON_GB)
            )
        task.queue = queue
        queue.known += 1
        queue.known_seconds += d.estimate_seconds
        queue.load_seconds = max(queue.load_seconds, d.load_seconds)

    def _delist(self, task: Task) -> None:
        queue = task.queue
        queue.known -= 1
        queue.known_seconds = max(0.0, queue.known_seconds - task.demand.estimate_seconds) if queue.known else 0.0

    def _forget(self, asset: str) -> None:
        del self.tasks[asset]

    def _commit(self, choice: Choice, now: float) -> Grant:
        task, place, leaving = choice.task, choice.place, choice.leaving
        queue = task.queue
        queue.remove(task)
        self._delist(task)
        for owner, model in leaving:
            del owner.residents[model]
        wait, size, loads = self._occupy(place, queue, task, now) if place.gpu is not None else (0.0, 0.0, False)
        if place.pool is not None:
            place.pool.running += 1
        if place.limit is not None:
            place.limit.take(now)
        place.running += 1
        task.grant = Grant(
            asset=task.asset,
            service=place.service.name,
            resource=place.service.resource,
            model=queue.model,
            free_first=tuple((owner.service.name, model) for owner, model in leaving),
            load_seconds=wait,
            vram_gb=size,
            beside_gb=sum(r.size_gb for r in place.residents.values() if r.model != queue.model_name),
            loads=loads,
        )
        task.state = "running"
        task.ends_at = now + wait + task.demand.estimate_seconds
        self.running[task.asset] = task
        return task.grant

    def _occupy(self, place: Place, queue: Queue, task: Task, now: float) -> tuple[float, float, bool]:
        """Puts a job and its model on a GPU: seconds to wait for the model, its GB, and whether the job loads it."""
        gpu = place.gpu
        assert gpu is not None
        size = place.size_of(queue)
        resident = place.residents.get(queue.model_name)
        loads = resident is None
        if resident is None:
            ready_at = now + task.demand.load_seconds
            resident = place.residents[queue.model_name] = Resident(queue.model_name, size, ready_at, now)
        resident.size_gb = max(resident.size_gb, size)
        resident.used_at = now
        resident.jobs += 1
        gpu.recount()
        gpu.exclusive_running += place.service.exclusive
        return max(0.0, resident.ready_at - now), resident.size_gb, loads and queue.model is not None

    def _forget_lost_models(self, place: Place) -> None:
        """What a dead service had in VRAM is gone, save what its books still have jobs for."""
        if not place.up and not place.keeps_vram:
            for model in [m for m, r in place.residents.items() if r.jobs == 0]:
                self.unloaded(place.service.name, model)

    def _return(self, task: Task, now: float) -> None:
        grant = task.grant
        if task.state != "running" or grant is None:
            raise ValueError(f"{task.asset} holds no place: it is {task.state}")
        place = self.places[grant.service]
        place.running -= 1
        if place.pool is not None:
            place.pool.running -= 1
        if place.gpu is not None:
            place.gpu.exclusive_running -= place.service.exclusive
            resident = place.residents.get(task.queue.model_name)
            if resident is not None:
                resident.jobs -= 1
                resident.ready_at = min(resident.ready_at, now)  # a job has ended, so the load is over
            self._forget_lost_models(place)
        task.grant = None
        del self.running[task.asset]
