"""Yoake's own policy: the longest remaining path first, and a model switch only where it pays.

Every pair of a class with ready work and a place on a GPU that could take it now is rated

    urgency - switch_weight * extra_seconds

and the best pair is granted. The urgency is the rank of the class's first asset, or, if that is more, the class's
whole remaining work over the GPUs that can hold its model (so that work with few places to go starts in time).
The extra seconds are what the switch costs beyond the loads that no schedule can do without: the load itself where
the model is on another GPU already, a part of it where it is nowhere, and loading again whatever must leave VRAM
although it is still needed. A model is not loaded a second time for less ready work than the load itself takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yoake.scheduler.place import GpuState, Place, Resident
from yoake.scheduler.policies.base import Choice, next_of, off_gpu
from yoake.scheduler.queue import Key, Queue
from yoake.scheduler.task import Task

if TYPE_CHECKING:
    from yoake.scheduler.core import Scheduler


@dataclass(frozen=True, slots=True)
class Weights:
    """What a switch weighs against a path; `tuned` finds the best ones for a graph by simulation."""

    switch: float = 50.0
    """Seconds of remaining path that one extra second of loading outweighs."""
    fresh: float = 0.0
    """Part of a load that counts as extra where the model is on no GPU yet."""
    work: float = 0.5
    """How much a class's remaining work counts as its urgency, between not at all (0) and fully (1)."""
    join: float = 1.0
    """Loads' worth of ready work that it takes to load a model on one more GPU."""
    patience: float = 86_400.0
    """Seconds: an asset is overtaken only by assets that became ready at most so much later than itself."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    rating: tuple[float, float, int, int]
    """The smallest is the best."""
    task: Task
    place: Place
    leaving: list[tuple[Place, str]] | None
    """None where the VRAM is in use now."""


class Yoake:
    """See the module.

    Args:
        weights: the balance between paths and switches.
        nudges: asset -> seconds to add to its rank; found by `tuned`.
    """

    name = "yoake"

    def __init__(self, weights: Weights | None = None, nudges: Mapping[str, float] | None = None) -> None:
        self.weights = weights or Weights()
        self.nudges = nudges or {}

    def key(self, task: Task) -> Key:
        """Within a class: priority, then the longest remaining path."""
        return (-task.demand.priority, -self._rank(task))

    def choose(self, scheduler: Scheduler, now: float) -> Choice | None:
        """The best pair of a class and a place; none if waiting is better."""
        queues = scheduler.active()
        if (choice := off_gpu(queues, self, now, self.weights.patience)) is not None:
            return choice
        open_places = {p.number for p in scheduler.places.values() if p.gpu is not None and p.can_start(now)}
        if not open_places:
            return None
        view = _View(scheduler)
        candidates: dict[str, list[_Candidate]] = {}
        for queue in queues:
            for place in queue.places:
                if place.number in open_places and place.gpu is not None:
                    candidate = self._candidate(queue, place, place.gpu, view)
                    if candidate is not None:
                        candidates.setdefault(place.gpu.gpu.name, []).append(candidate)
        best = [self._best(here) for here in candidates.values()]
        possible = [c for c in best if c.leaving is not None]
        if not possible:
            return None
        first = min(possible, key=lambda c: c.rating)
        return Choice(first.task, first.place, first.leaving or [])

    def _best(self, candidates: list[_Candidate]) -> _Candidate:
        """The best candidate of a GPU. If it must wait for a running job, so does the GPU: it is being emptied."""
        best = min(candidates, key=lambda c: c.rating)
        oldest = min(candidates, key=lambda c: (c.task.queue.oldest().ready_at, c.rating))
        waiting = oldest.task.queue.oldest()
        if best.task.ready_at - waiting.ready_at > self.weights.patience:
            return replace(oldest, task=waiting)
        return best

    def _candidate(self, queue: Queue, place: Place, gpu: GpuState, view: _View) -> _Candidate | None:
        leaving = place.evictions(queue, view.worth)
        unloads = leaving if leaving is not None else place.evictions(queue, view.worth, later=True)
        if unloads is None:
            return None  # a service that hangs keeps the VRAM
        extra = self._extra(queue, place, unloads, view)
        if extra is None:
            return None
        task = next_of(queue, self.weights.patience)
        gpus = sum(p.gpu is not None and p.up for p in queue.places)
        urgency = max(self._rank(task), self.weights.work * queue.known_seconds / max(1, gpus))
        rating = (self.weights.switch * extra - urgency, gpu.used_gb, place.number, queue.number)
        return _Candidate(rating, task, place, leaving)

    def _rank(self, task: Task) -> float:
        return task.demand.rank + self.nudges.get(task.asset, 0.0)

    def _extra(self, queue: Queue, place: Place, leaving: list[tuple[Place, str]], view: _View) -> float | None:
        """Seconds that the switch costs beyond what is unavoidable; none where waiting for a loaded GPU is better."""
        extra = 0.0
        if not place.has(queue) or (place, queue.model_name) in leaving:
            load = queue.load_seconds
            others = sum(p.has(queue) and p.usable for p in queue.places if p is not place)
            if others and queue.ready_seconds / others <= self.weights.join * load:
                return None
            extra += load if others else self.weights.fresh * load
        return extra + sum(view.reload(model) for _, model in leaving)


class _View:
    """What is left to do for each model, and on how many GPUs it is."""

    def __init__(self, scheduler: Scheduler) -> None:
        self.left: dict[str, float] = {}
        self.load: dict[str, float] = {}
        self.where: dict[str, int] = {}
        for queue in scheduler.queues.values():
            if queue.known:
                name = queue.model_name
                self.left[name] = self.left.get(name, 0.0) + queue.known_seconds
                self.load[name] = max(self.load.get(name, 0.0), queue.load_seconds)
        for gpu in scheduler.gpus.values():
            for place in gpu.places:
                if place.up:
                    for name in place.residents:
                        self.where[name] = self.where.get(name, 0) + 1

    def reload(self, model: str) -> float:
        """Seconds that are lost by unloading a model."""
        return self.load[model] / self.where.get(model, 1) if self.left.get(model, 0.0) > 0 else 0.0

    def worth(self, place: Place, resident: Resident) -> float:
        """Worth of a model in VRAM; of equals, the one used last stays."""
        return self.reload(resident.model) + 1e-9 * resident.used_at
