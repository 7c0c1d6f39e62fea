"""What a policy is, and what all of them share: how work goes to places that are not on a GPU."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Protocol

from yoake.scheduler.place import Place
from yoake.scheduler.queue import Key, Queue
from yoake.scheduler.task import Task

if TYPE_CHECKING:
    from yoake.scheduler.core import Scheduler


@dataclass(frozen=True, slots=True)
class Choice:
    """This ready asset goes to this place, once these models are out of VRAM."""

    task: Task
    place: Place
    leaving: list[tuple[Place, str]]


class Policy(Protocol):
    """Says what comes next. Every choice must be possible now: the core carries it out without another look."""

    name: str

    def key(self, task: Task) -> Key:
        """Order within a class: the smallest goes first. Arrival order settles ties."""

    def choose(self, scheduler: Scheduler, now: float) -> Choice | None:
        """The next grant, or none if nothing should start now."""


def off_gpu(queues: Iterable[Queue], policy: Policy, now: float, patience: float = inf) -> Choice | None:
    """The best choice among places without a GPU: they have no models to think about, so the key decides.

    Args:
        queues: classes with something ready.
        policy: gives the order.
        now: the time in seconds.
        patience: seconds by which an asset may be overtaken (`next_of`).
    """
    best: tuple[Key, int, Task, Place] | None = None
    for queue in queues:
        for place in queue.places:
            if place.gpu is None and place.can_start(now):
                task = next_of(queue, patience)
                overdue = task is not queue.head()
                candidate = ((-inf,) if overdue else policy.key(task), task.order, task, place)
                if best is None or candidate[:2] < best[:2]:
                    best = candidate
                break
    return None if best is None else Choice(best[2], best[3], [])


def next_of(queue: Queue, patience: float) -> Task:
    """The head of a queue, or its oldest asset where that has waited `patience` seconds longer than the head.

    An asset is thus overtaken only by assets that became ready at most so much later: there are finitely many.
    """
    head, oldest = queue.head(), queue.oldest()
    return oldest if head.ready_at - oldest.ready_at > patience else head
