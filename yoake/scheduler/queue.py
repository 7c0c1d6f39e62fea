"""The assets that wait for the same thing: same kinds of service, same model, same VRAM."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from yoake.scheduler.task import Task

if TYPE_CHECKING:
    from yoake.scheduler.place import Place

Key = tuple[float, ...]
ClassKey = tuple[tuple[str, ...], str | None, float]


class Queue:
    """Ready assets of one class in the policy's order, and how much work of the class there is.

    Every operation is O(log n): what leaves out of turn stays in the heap as a stale entry until it comes up, and
    the heap is rebuilt when stale entries outnumber the others.
    """

    __slots__ = (
        "_ages",
        "_heap",
        "_key",
        "kinds",
        "known",
        "known_seconds",
        "load_seconds",
        "model",
        "model_name",
        "number",
        "places",
        "ready",
        "ready_seconds",
        "size_gb",
        "vram_gb",
    )  # fmt: skip

    def __init__(self, key: ClassKey, number: int, order: Callable[[Task], Key]) -> None:
        self.kinds, self.model, self.vram_gb = key
        self.model_name = self.model or ""
        """The model, with a name for jobs that need VRAM but no model by name."""
        self.number = number
        """Order in which the classes appeared; the last tie-breaker."""
        self._key = order
        self._heap: list[tuple[Key, int, int, Task]] = []
        self._ages: deque[tuple[float, int, Task]] = deque()
        self.load_seconds = 0.0
        self.size_gb = self.vram_gb
        """VRAM it is counted with: the larger of declared and learned."""
        self.places: tuple[Place, ...] = ()
        """Places that can serve it; kept by the core."""
        self.ready = 0
        self.ready_seconds = 0.0
        self.known = 0
        """Assets that have not started, ready or not."""
        self.known_seconds = 0.0

    @property
    def on_gpu(self) -> bool:
        """Whether a place on a GPU can serve it."""
        return any(place.gpu is not None for place in self.places)

    def push(self, task: Task) -> None:
        """Takes in an asset that has become ready."""
        self._enter(task)
        task.turn += 1
        self._ages.append((task.ready_at, task.turn, task))
        self.ready += 1
        self.ready_seconds += task.demand.estimate_seconds

    def use(self, order: Callable[[Task], Key]) -> None:
        """Takes over another order; the core then calls `reorder` for every ready asset."""
        self._key = order
        self._heap.clear()

    def reorder(self, task: Task) -> None:
        """Gives a ready asset its new place after its rank changed."""
        self._enter(task)

    def remove(self, task: Task) -> None:
        """Lets a ready asset go."""
        task.entry += 1
        task.turn += 1
        self.ready -= 1
        self.ready_seconds = max(0.0, self.ready_seconds - task.demand.estimate_seconds) if self.ready else 0.0
        if len(self._heap) > 64 and len(self._heap) > 2 * self.ready:
            self._heap = [item for item in self._heap if item[2] == item[3].entry]
            heapify(self._heap)
            self._ages = deque(item for item in self._ages if item[1] == item[2].turn)

    def head(self) -> Task:
        """The asset that goes first; there must be one."""
        heap = self._heap
        while heap[0][2] != heap[0][3].entry:
            heappop(heap)
        return heap[0][3]

    def oldest(self) -> Task:
        """The asset that has been ready for longest; there must be one."""
        ages = self._ages
        while ages[0][1] != ages[0][2].turn:
            ages.popleft()
        return ages[0][2]

    def _enter(self, task: Task) -> None:
        task.entry += 1
        heappush(self._heap, (self._key(task), task.order, task.entry, task))
