"""Policies that keep one list: the first asset on it that can start anywhere now, starts.

They differ in the order of the list and in what leaves VRAM first. A place that has the model is preferred to one
that would have to load it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from yoake.scheduler.place import Place, Resident
from yoake.scheduler.policies.base import Choice, off_gpu
from yoake.scheduler.queue import Key, Queue
from yoake.scheduler.task import Task

if TYPE_CHECKING:
    from yoake.scheduler.core import Scheduler

Worth = Callable[[Place, Resident], float]


def least_recently_used(place: Place, resident: Resident) -> float:
    """Worth of a model in VRAM: the longer it has not been used, the less."""
    return resident.used_at


def smallest(place: Place, resident: Resident) -> float:
    """Worth of a model in VRAM: the smaller, the less."""
    return resident.size_gb


def by_arrival(task: Task) -> Key:
    """First in, first out: whatever became ready first."""
    return (task.ready_at,)


def by_rank(task: Task) -> Key:
    """The longest remaining path first, whatever model it needs."""
    return (-task.demand.rank,)


def by_score(task: Task) -> Key:
    """The architecture document's formula (6.2): dependents, duration, and a bonus for work on a GPU."""
    on_gpu = any(place.gpu is not None for place in task.queue.places)
    return (-(task.demand.dependents * 100 + task.demand.estimate_seconds * 10 + 50 * on_gpu),)


def by_priority(task: Task) -> Key:
    """InvokeAI's session queue: `ORDER BY priority DESC, item_id ASC`."""
    return (-task.demand.priority, task.ready_at)


def best_place(queue: Queue, worth: Worth, now: float) -> Choice | None:
    """Where on a GPU the head of a queue can start: where its model is, else where the least has to be unloaded."""
    best: tuple[tuple[bool, int, float, int], Choice] | None = None
    for place in queue.places:
        if place.gpu is None or not place.can_start(now):
            continue
        leaving = place.evictions(queue, worth)
        if leaving is None:
            continue
        loads = not place.has(queue) or (place, queue.model_name) in leaving
        rating = (loads, len(leaving), place.gpu.used_gb, place.number)
        if best is None or rating < best[0]:
            best = (rating, Choice(queue.head(), place, leaving))
    return None if best is None else best[1]


class ListPolicy:
    """One list in a fixed order.

    Args:
        name: the policy's name.
        key: order of the list.
        worth: what leaves VRAM last.
        strict: whether nothing on a GPU may overtake the head of the list.
    """

    def __init__(
        self, name: str, key: Callable[[Task], Key], worth: Worth = least_recently_used, *, strict: bool = False
    ) -> None:
        self.name = name
        self.key = key
        self._worth = worth
        self._strict = strict

    def choose(self, scheduler: Scheduler, now: float) -> Choice | None:
        """The first asset on the list that can start now."""
        queues = scheduler.active()
        if (choice := off_gpu(queues, self, now)) is not None:
            return choice
        for queue in self._in_order(q for q in queues if q.on_gpu):
            if (choice := best_place(queue, self._worth, now)) is not None:
                return choice
            if self._strict and any(p.up and not p.held for p in queue.places):
                break
        return None

    def _in_order(self, queues: Iterable[Queue]) -> list[Queue]:
        heads = [(self.key(head := q.head()), head.order, q) for q in queues]
        return [q for _, _, q in sorted(heads, key=lambda h: h[:2])]
