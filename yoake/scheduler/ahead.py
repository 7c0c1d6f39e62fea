"""What would come next on a place that is still busy: so that it can be got ready before the place is free."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from yoake.scheduler.core import Scheduler
from yoake.scheduler.place import Place, Resident
from yoake.scheduler.task import Task


def next_up(scheduler: Scheduler, running: str, now: float) -> str | None:
    """The asset that would be granted if a running one ended now; nothing is decided by asking.

    Ask after `Scheduler.grants`, so that nothing can start anywhere else at this moment.

    Raises:
        KeyError: the asset is not running.
    """
    task = scheduler.running[running]
    with _as_if_over(scheduler, task):
        choice = scheduler.policy.choose(scheduler, now)
    return choice.task.asset if choice is not None else None


@contextmanager
def _as_if_over(scheduler: Scheduler, task: Task) -> Iterator[None]:
    assert task.grant is not None
    place = scheduler.places[task.grant.service]
    resident = place.residents.get(task.queue.model_name) if place.gpu is not None else None
    _count(place, resident, -1)
    try:
        yield
    finally:
        _count(place, resident, 1)


def _count(place: Place, resident: Resident | None, change: int) -> None:
    place.running += change
    if place.pool is not None:
        place.pool.running += change
    if place.gpu is not None and place.service.exclusive:
        place.gpu.exclusive_running += change
    if resident is not None:
        resident.jobs += change
