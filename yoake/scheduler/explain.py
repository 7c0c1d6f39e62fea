"""Why an asset is not being made right now, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yoake.scheduler.core import Scheduler
from yoake.scheduler.place import Place
from yoake.scheduler.queue import Queue
from yoake.scheduler.task import Task

Cause = Literal["dependency", "service-down", "held", "rate", "busy", "vram", "turn", "running"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an asset waits."""

    cause: Cause
    text: str


def why_waiting(scheduler: Scheduler, asset: str, now: float) -> Reason:
    """What holds an asset back; of several services, the one that is nearest to taking it decides.

    Raises:
        KeyError: the scheduler does not know the asset.
    """
    task = scheduler.tasks[asset]
    if task.state == "running" and task.grant is not None:
        return Reason("running", f"it is being made by {task.grant.service}")
    if task.state == "waiting":
        return Reason("dependency", "something it depends on is not there yet")
    reasons = [_at(scheduler, task, place, now) for place in task.queue.places]
    return min(reasons, key=lambda r: _NEARNESS.index(r.cause))


_NEARNESS: tuple[Cause, ...] = ("turn", "vram", "busy", "rate", "held", "service-down")


def _at(scheduler: Scheduler, task: Task, place: Place, now: float) -> Reason:
    queue, name = task.queue, place.service.name
    if not place.up:
        return Reason("service-down", f"{name} does not answer")
    for state, resource in ((place, name), (place.gpu, place.service.gpu), (place.pool, place.service.pool)):
        if state is not None and state.held:
            return Reason("held", f"{resource} is lent to another run")
    if not place.open:
        return Reason("busy", _busy(place))
    if place.limit is not None and (free_at := place.limit.free_at(now)) > now:
        return Reason(
            "rate", f"{name} may be called again in {free_at - now:.1f} s ({place.limit.per_minute} a minute)"
        )
    if place.gpu is not None and place.evictions(queue, lambda _, r: r.used_at) is None:
        return Reason("vram", _full(place, queue))
    return Reason("turn", f"{_ahead(scheduler, task)} for {name}")


def _busy(place: Place) -> str:
    if place.gpu is not None and place.service.exclusive:
        return f"{place.gpu.gpu.name} is at work on another asset"
    if place.pool is not None and place.running < place.service.slots:
        return f"all {place.pool.pool.slots} slots of {place.pool.pool.name} are taken"
    return f"all {place.service.slots} slots of {place.service.name} are taken"


def _full(place: Place, queue: Queue) -> str:
    gpu = place.gpu
    assert gpu is not None
    models = ", ".join(f"{r.model} ({r.size_gb:g} GB)" for p in gpu.places for r in p.residents.values() if r.jobs)
    return (
        f"{queue.model or place.service.name} needs {place.size_of(queue):g} GB of VRAM; of {gpu.gpu.vram_gb:g} GB on "
        f"{gpu.gpu.name}, {models} is in use"
    )


def _ahead(scheduler: Scheduler, task: Task) -> str:
    if task.queue.head() is not task:
        return f"{task.queue.ready - 1} more assets wait for the same, some with a longer remaining path,"
    return "work with another model, which is loaded or has a longer remaining path, goes first"
