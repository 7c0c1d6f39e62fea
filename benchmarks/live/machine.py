"""A simulated machine on a fast clock: GPUs with VRAM, services with their rules, and a journal of what happened.

It believes nobody: whoever over-commits VRAM, runs two jobs where one may run, or calls an API too often gets an error,
and the violation is kept.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.live.night import Night
from yoake.scheduler import Service

EPSILON_GB = 1e-6
UNLOAD_SECONDS = 0.5
"""How long freeing a model takes."""
WINDOW_SECONDS = 60.0
JITTER_REAL_SECONDS = 0.1
"""What a thread's wake-up may shift two calls against each other; on a clock of 1:60 that is six seconds of sixty."""


class ViolationError(RuntimeError):
    """A rule of the machine was broken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One job as the machine saw it, in the night's own seconds from the machine's start."""

    asset: str
    service: str
    gpu: str | None
    model: str | None
    start: float
    ready: float
    """When its model was loaded and its work began."""
    end: float
    loads: bool


@dataclass
class _At:
    """A service and what it is doing."""

    service: Service
    running: int = 0
    resident: dict[str, float] = field(default_factory=dict)
    """Model -> GB, the one that was used longest ago first."""
    in_use: dict[str, int] = field(default_factory=dict)
    starts: deque[float] = field(default_factory=deque)


class SimulatedMachine:
    """Shared by all clients; safe to use from many threads.

    Args:
        night: the work, with how long each asset takes.
        scale: how many of the night's seconds pass in a real one.
        evicts: whether models that nobody uses leave VRAM by themselves where there is no room. ComfyUI does so with
            its own; that others' leave too is kinder than the world.
    """

    def __init__(self, night: Night, scale: float, *, evicts: bool = False) -> None:
        self.night, self.scale, self._evicts = night, scale, evicts
        self.journal: list[Entry] = []
        self.violations: list[str] = []
        self._room = {gpu.name: gpu.vram_gb for gpu in night.machine.gpus}
        self._at = {s.name: _At(s) for s in night.machine.services}
        self._demands = {job.asset: job.demand for job in night.jobs()}
        self._lock = threading.Lock()
        self._began = time.monotonic()

    def now(self) -> float:
        """The night's seconds since the machine was switched on."""
        return (time.monotonic() - self._began) * self.scale

    def of_real(self, monotonic: float) -> float:
        """A reading of `time.monotonic` as the machine's time."""
        return (monotonic - self._began) * self.scale

    @contextmanager
    def job(self, asset: str, service: str) -> Iterator[tuple[float, float]]:
        """A job from its start to its end; yields how many real seconds to wait for its model, and for its work.

        Raises:
            ViolationError: it must not run there now.
        """
        demand, at = self._demands[asset], self._at[service]
        on_gpu = at.service.gpu is not None
        model = demand.model if on_gpu else None
        start = self.now()
        with self._lock:
            if at.service.kind not in demand.kinds:
                raise self._broken(f"{asset} was sent to {service}")
            self._enter(asset, at, start)
            loads = model is not None and self._load(asset, at, model, demand.vram_gb)
        wait = (demand.load_seconds if loads else 0.0) / self.scale
        ready = start
        try:
            yield wait, self.night.seconds[asset] / self.scale
        finally:
            end = self.now()
            ready = min(end, start + wait * self.scale)
            with self._lock:
                at.running -= 1
                if model is not None:
                    at.in_use[model] -= 1
            self.journal.append(Entry(asset, service, at.service.gpu, model, start, ready, end, loads))

    def unload(self, service: str, model: str | None) -> float:
        """Frees a model, or all of a service's; returns for how many real seconds that goes on.

        Raises:
            ViolationError: the model is in use.
        """
        with self._lock:
            at = self._at[service]
            leaving = [model] if model is not None and not at.service.frees_all else list(at.resident)
            for name in leaving:
                if at.in_use.get(name):
                    raise self._broken(f"{name} was to be unloaded from {service} while in use")
                at.resident.pop(name, None)
        return UNLOAD_SECONDS / self.scale if leaving else 0.0

    def loaded(self, service: str) -> dict[str, float]:
        """Model -> GB in a service's VRAM."""
        with self._lock:
            return dict(self._at[service].resident)

    # -- inside, with the lock held --------------------------------------------------------------------------------

    def _enter(self, asset: str, at: _At, now: float) -> None:
        service = at.service
        if at.running >= service.slots:
            raise self._broken(f"{asset}: all {service.slots} slots of {service.name} are taken")
        if service.exclusive and any(
            other.running for other in self._at.values() if other.service.exclusive and other.service.gpu == service.gpu
        ):
            raise self._broken(f"{asset}: another job has the compute of {service.gpu}")
        if service.per_minute is not None:
            while at.starts and now - at.starts[0] > WINDOW_SECONDS - JITTER_REAL_SECONDS * self.scale:
                at.starts.popleft()
            if len(at.starts) >= service.per_minute:
                raise self._broken(f"{asset}: call {len(at.starts) + 1} of {service.name} within a minute")
            at.starts.append(now)
        at.running += 1

    def _load(self, asset: str, at: _At, model: str, size_gb: float) -> bool:
        at.in_use[model] = at.in_use.get(model, 0) + 1
        known = model in at.resident
        at.resident[model] = at.resident.pop(model, size_gb)
        gpu = at.service.gpu
        assert gpu is not None
        if self._evicts:
            self._make_room(at, gpu)
        if self._used(gpu) > self._room[gpu] + EPSILON_GB:
            at.running -= 1
            at.in_use[model] -= 1
            used = self._used(gpu)
            if not known:
                del at.resident[model]
            raise self._broken(f"{asset}: {used:g} GB on {gpu}, which has {self._room[gpu]:g}")
        return not known

    def _make_room(self, at: _At, gpu: str) -> None:
        """Unloads what nobody uses: the service's own first, then its neighbours'."""
        beside = [other for other in self._at.values() if other.service.gpu == gpu and other is not at]
        for owner in (at, *beside):
            for name in list(owner.resident):
                if self._used(gpu) > self._room[gpu] + EPSILON_GB and not owner.in_use.get(name):
                    del owner.resident[name]

    def _used(self, gpu: str) -> float:
        return sum(sum(at.resident.values()) for at in self._at.values() if at.service.gpu == gpu)

    def _broken(self, what: str) -> ViolationError:
        self.violations.append(what)
        return ViolationError(what)
