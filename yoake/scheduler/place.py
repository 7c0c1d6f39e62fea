"""What is going on at each GPU and service: models in VRAM, jobs running, health."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yoake.scheduler.machine import Gpu, Pool, Service
from yoake.scheduler.queue import Queue
from yoake.scheduler.rate import RateLimit

EPSILON_GB = 1e-9
"""Sums of sizes are compared with this slack, so that 0.1 + 0.2 fits into 0.3."""


@dataclass(slots=True)
class Resident:
    """A model in VRAM."""

    model: str
    size_gb: float
    ready_at: float
    """When its load is expected to be over."""
    used_at: float
    """When a job last started with it."""
    jobs: int = 0
    """Jobs that use it now."""


class PoolState:
    """A CPU pool and how many of its slots are taken."""

    __slots__ = ("held", "pool", "running")

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.running = 0
        self.held = False


class GpuState:
    """A GPU, the services on it, and what fills its VRAM."""

    __slots__ = ("exclusive_running", "gpu", "held", "places", "used_gb")

    def __init__(self, gpu: Gpu) -> None:
        self.gpu = gpu
        self.places: list[Place] = []
        self.used_gb = 0.0
        self.exclusive_running = 0
        self.held = False

    def recount(self) -> None:
        """Sums up VRAM afresh, so that rounding errors cannot pile up."""
        self.used_gb = sum(r.size_gb for place in self.places for r in place.residents.values())


class Place:
    """A service and its jobs."""

    __slots__ = ("gpu", "held", "keeps_vram", "limit", "number", "pool", "residents", "running", "service", "up")

    def __init__(self, service: Service, number: int, gpu: GpuState | None, pool: PoolState | None) -> None:
        self.service = service
        self.number = number
        self.gpu = gpu
        self.pool = pool
        self.limit = RateLimit(service.per_minute) if service.per_minute is not None else None
        self.running = 0
        self.up = True
        self.keeps_vram = False
        """Whether it hangs, so that its models still fill the VRAM although it is not up."""
        self.held = False
        self.residents: dict[str, Resident] = {}

    @property
    def usable(self) -> bool:
        """Whether it works and nobody else has it, whatever it is doing now."""
        lent = self.held or (self.gpu is not None and self.gpu.held) or (self.pool is not None and self.pool.held)
        return self.up and not lent

    @property
    def open(self) -> bool:
        """Whether it could start another job now, models and rate limits aside."""
        if not self.usable:
            return False
        if self.gpu is not None and self.service.exclusive:
            return self.gpu.exclusive_running == 0
        if self.pool is not None and self.pool.running >= self.pool.pool.slots:
            return False
        return self.running < self.service.slots

    def can_start(self, now: float) -> bool:
        """Whether it could start another job now, models aside."""
        return self.open and (self.limit is None or self.limit.free_at(now) <= now)

    def has(self, queue: Queue) -> bool:
        """Whether the class's model is in its VRAM."""
        return queue.model_name in self.residents

    def movable(self, resident: Resident) -> bool:
        """Whether the model can be unloaded now."""
        return self.up and resident.jobs == 0 and (self.running == 0 or not self.service.frees_all)

    def worth(self, resident: Resident, value: Callable[[Place, Resident], float]) -> float:
        """What is lost with a model: the most valuable one, where the service can only unload all at once."""
        return max(value(self, r) for r in (self.residents.values() if self.service.frees_all else (resident,)))

    def size_of(self, queue: Queue) -> float:
        """GB of VRAM that a job of the class is counted with here."""
        return min(queue.size_gb, self.gpu.gpu.vram_gb) if self.gpu is not None else 0.0

    def missing_gb(self, queue: Queue) -> float:
        """GB of VRAM that must become free before a job of the class can start; zero or less if none."""
        if self.gpu is None:
            return 0.0
        resident = self.residents.get(queue.model_name)
        have = resident.size_gb if resident is not None else 0.0
        return self.size_of(queue) - have - (self.gpu.gpu.vram_gb - self.gpu.used_gb) - EPSILON_GB

    def evictions(
        self, queue: Queue, value: Callable[[Place, Resident], float], *, later: bool = False
    ) -> list[tuple[Place, str]] | None:
        """What must leave VRAM for a job of the class to start here: least valuable first, no more than needed.

        Args:
            queue: the class.
            value: worth of a model in VRAM.
            later: whether models that are in use now may be among it, as if their jobs were over.

        Returns:
            Nothing to unload as an empty list; none where the models in use leave no room.
        """
        missing = self.missing_gb(queue)
        leaving: list[tuple[Place, str]] = []
        if missing <= 0 or self.gpu is None:
            return leaving
        candidates = [
            (place.worth(r, value), place.number, r.model, place, r)
            for place in self.gpu.places
            for r in place.residents.values()
            if (place.movable(r) or (later and place.up))
            and (place is not self or self.service.frees_all or r.model != queue.model_name)
        ]
        candidates.sort(key=lambda c: c[:3])
        for *_, place, resident in candidates:
            if (place, resident.model) in leaving:
                continue
            for member in place.residents.values() if place.service.frees_all else (resident,):
                leaving.append((place, member.model))
                if place is not self or member.model != queue.model_name:
                    missing -= member.size_gb
            if missing <= 0:
                return leaving
        return None
