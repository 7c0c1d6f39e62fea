"""SwarmUI's rule (`BackendHandler.cs`: `TryFind`, `LoadHighestPressureNow`), on our events.

Requests are looked at in order of arrival. One whose model a free backend has loaded last takes that backend.
When none does, the model under the highest pressure (ten a waiting request, plus the seconds since the first of them
came) is loaded on the free backend that has been idle for longest, unless it is just being loaded elsewhere.
SwarmUI's pause of 1.5 s before a load with several backends free is left out, which is in its favour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yoake.scheduler.place import Place
from yoake.scheduler.policies.base import Choice, off_gpu
from yoake.scheduler.policies.lists import by_arrival, least_recently_used
from yoake.scheduler.queue import Key, Queue
from yoake.scheduler.task import Task

if TYPE_CHECKING:
    from yoake.scheduler.core import Scheduler

PRESSURE_OF_A_REQUEST = 10
"""Seconds of waiting that one more request is worth (`ModelRequestPressure.Heuristic`)."""


class SwarmUi:
    """See the module."""

    name = "swarmui"

    def key(self, task: Task) -> Key:
        """Requests for one model are served in order of arrival."""
        return by_arrival(task)

    def choose(self, scheduler: Scheduler, now: float) -> Choice | None:
        """A request whose model is loaded, else the load that the pressure asks for."""
        queues = scheduler.active()
        if (choice := off_gpu(queues, self, now)) is not None:
            return choice
        waiting = sorted((q for q in queues if q.on_gpu), key=lambda q: (q.head().ready_at, q.head().order))
        for queue in waiting:
            for place in queue.places:
                if place.gpu is not None and place.can_start(now) and _current(place) == queue.model_name:
                    leaving = place.evictions(queue, least_recently_used)
                    if leaving is not None:
                        return Choice(queue.head(), place, leaving)
        waiting.sort(key=lambda q: -(q.ready * PRESSURE_OF_A_REQUEST + int(now - q.head().ready_at)))
        for queue in waiting:
            if not any(_loading(p, queue, now) for p in queue.places):
                free = [p for p in queue.places if p.gpu is not None and p.can_start(now)]
                for place in sorted(free, key=lambda p: (_last_used(p), p.number)):
                    leaving = place.evictions(queue, least_recently_used)
                    if leaving is not None:
                        return Choice(queue.head(), place, leaving)
        return None


def _last_used(place: Place) -> float:
    return max((r.used_at for r in place.residents.values()), default=float("-inf"))


def _current(place: Place) -> str | None:
    """The model that a backend loaded or used last."""
    return max(place.residents.values(), key=lambda r: r.used_at).model if place.residents else None


def _loading(place: Place, queue: Queue, now: float) -> bool:
    resident = place.residents.get(queue.model_name)
    return resident is not None and resident.ready_at > now
