"""Yoake's own policy: the longest remaining path first, and a model switch only where it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yoake.scheduler.place import Place, Resident
from yoake.scheduler.policies.base import Choice, off_gpu
from yoake.scheduler.queue import Key
from yoake.scheduler.task import Task

if TYPE_CHECKING:
    from yoake.scheduler.core import Scheduler


class Yoake:
    """See the module."""

    name = "yoake"

    def key(self, task: Task) -> Key:
        """Within a class: priority, then the longest remaining path."""
        return (-task.demand.priority, -task.demand.rank)

    def choose(self, scheduler: Scheduler, now: float) -> Choice | None:
        """The next grant."""
        queues = scheduler.active()
        if (choice := off_gpu(queues, self, now)) is not None:
            return choice
        best: tuple[tuple[bool, float, float, int], Choice] | None = None
        for queue in queues:
            for place in queue.places:
                if place.gpu is None or not place.can_start(now):
                    continue
                leaving = place.evictions(queue, _used)
                if leaving is None:
                    continue
                loads = not place.has(queue) or (place, queue.model_name) in leaving
                head = queue.head()
                rating = (loads, -head.demand.rank, place.gpu.used_gb, place.number)
                if best is None or rating < best[0]:
                    best = (rating, Choice(queue, place, leaving))
        return None if best is None else best[1]


def _used(place: Place, resident: Resident) -> float:
    return resident.used_at
