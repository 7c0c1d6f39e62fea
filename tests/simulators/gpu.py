"""A pretended GPU card: its VRAM, a clock that runs faster, and a journal of what ran on it when.

One `Gpu` may be shared by several simulators of one process (ComfyUI and Ollama on one card); it is safe to use from
their threads and event loops. Everything is in simulated seconds and GB.

    clock = Clock(speed=60)                       # a simulated minute a second
    gpu = Gpu("gpu-0", vram_gb=24, clock=clock)
    await gpu.bring("comfyui-0", "sdxl", gb=10, seconds=9)      # loads it, or does nothing if it is there
    with gpu.job("comfyui-0", prompt_id, model="sdxl", working_gb=3) as job:   # a journal entry from begin to end
        await clock.sleep(8)
    gpu.release("comfyui-0", "sdxl")
    gpu.journal.entries()
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path


class Clock:
    """Simulated time: `speed` simulated seconds pass in each real one."""

    def __init__(self, speed: float = 60.0) -> None:
        self.speed = speed
        self._start = time.monotonic()

    def now(self) -> float:
        """Simulated seconds since the clock was started."""
        return (time.monotonic() - self._start) * self.speed

    async def sleep(self, seconds: float) -> None:
        """Lets simulated seconds pass without holding up the event loop."""
        await asyncio.sleep(seconds / self.speed)


@dataclass(eq=False)
class Entry:
    """One job, or one loading of a model, on one GPU. Times in simulated seconds."""

    gpu: str
    service: str
    kind: str
    """`job`, `load` or `release`."""
    job: str
    """The service's id of the job; the model's name for `load` and `release`."""
    model: str | None
    begun: float
    ended: float | None = None
    peak_vram_gb: float = 0.0
    """The most that was in use on the whole card meanwhile."""
    outcome: str = "running"
    """`running`, `done`, `out-of-memory`, `failed`, `cancelled`."""
    facts: dict[str, object] = field(default_factory=dict)
    """Whatever the simulator adds: the prompt, the size, the seed."""


class Journal:
    """What ran when; in memory, and as JSON lines in a file if one is named (written as each entry ends)."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._entries: list[Entry] = []
        self._lock = threading.Lock()

    def begin(self, entry: Entry) -> Entry:
        with self._lock:
            self._entries.append(entry)
        return entry

    def end(self, entry: Entry, outcome: str, now: float) -> None:
        with self._lock:
            entry.outcome, entry.ended = outcome, now
            if self.path:
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")

    def entries(self, kind: str | None = "job") -> list[Entry]:
        """The entries of a kind (all with none), in the order in which they began."""
        with self._lock:
            return [e for e in self._entries if kind is None or e.kind == kind]

    def loads(self, gpu: str | None = None) -> int:
        """How often a model was loaded: the model switches, the first one included."""
        return sum(1 for e in self.entries("load") if gpu is None or e.gpu == gpu)


class OutOfVram(RuntimeError):  # noqa: N818 - a condition of the card, not a defect of the simulator
    """An allocation does not fit."""

    def __init__(self, gpu: Gpu, wanted_gb: float) -> None:
        super().__init__(f"{gpu.name}: {wanted_gb:.2f} GB wanted, {gpu.vram_gb - gpu.used_gb:.2f} GB free")
        self.wanted_gb = wanted_gb
        self.free_gb = gpu.vram_gb - gpu.used_gb


@dataclass(eq=False)
class _Room:
    service: str
    name: str
    gb: float


class Gpu:
    """One card. Allocations that do not fit raise `OutOfVram`; nothing is ever evicted by itself."""

    def __init__(
        self, name: str, vram_gb: float = 24.0, clock: Clock | None = None, journal: Journal | None = None
    ) -> None:
        self.name = name
        self.vram_gb = vram_gb
        self.clock = clock or Clock()
        self.journal = journal or Journal()
        self._rooms: list[_Room] = []
        self._watching: list[Entry] = []
        self._lock = threading.RLock()

    @property
    def used_gb(self) -> float:
        with self._lock:
            return sum(r.gb for r in self._rooms)

    @property
    def free_gb(self) -> float:
        return self.vram_gb - self.used_gb

    def loaded(self, service: str | None = None) -> Mapping[str, float]:
        """Model -> GB, of one service or of all."""
        with self._lock:
            return {r.name: r.gb for r in self._rooms if r.name and service in (None, r.service)}

    def _take(self, service: str, name: str, gb: float) -> _Room:
        with self._lock:
            if self.used_gb + gb > self.vram_gb + 1e-9:
                raise OutOfVram(self, gb)
            room = _Room(service, name, gb)
            self._rooms.append(room)
            for entry in self._watching:
                entry.peak_vram_gb = max(entry.peak_vram_gb, self.used_gb)
            return room

    def _drop(self, room: _Room) -> None:
        with self._lock:
            if room in self._rooms:
                self._rooms.remove(room)

    async def bring(self, service: str, model: str, gb: float, seconds: float) -> bool:
        """Loads a model if it is not there; returns whether it had to be loaded.

        Raises:
            OutOfVram: it does not fit.
        """
        with self._lock:
            if model in self.loaded(service):
                return False
            entry = Entry(self.name, service, "load", model, model, self.clock.now())
            self.journal.begin(entry)
            try:
                room = self._take(service, model, gb)
            except OutOfVram:
                self.journal.end(entry, "out-of-memory", self.clock.now())
                raise
            entry.peak_vram_gb = self.used_gb
        try:
            await self.clock.sleep(seconds)
        except BaseException:
            self._drop(room)
            self.journal.end(entry, "cancelled", self.clock.now())
            raise
        self.journal.end(entry, "done", self.clock.now())
        return True

    def release(self, service: str, model: str | None = None) -> float:
        """Frees a model of a service, or all that it holds; returns the GB freed."""
        with self._lock:
            gone = [r for r in self._rooms if r.service == service and (model is None or r.name == model)]
            for room in gone:
                self._rooms.remove(room)
                if room.name:
                    entry = Entry(self.name, service, "release", room.name, room.name, self.clock.now())
                    self.journal.end(self.journal.begin(entry), "done", self.clock.now())
            return sum(r.gb for r in gone)

    @contextmanager
    def job(
        self, service: str, job: str, *, model: str | None = None, working_gb: float = 0.0, **facts: object
    ) -> Iterator[Entry]:
        """Journals a job from begin to end and holds its working memory meanwhile.

        Raises:
            OutOfVram: the working memory does not fit; the entry ends as `out-of-memory`.
        """
        entry = Entry(self.name, service, "job", job, model, self.clock.now(), facts=facts)
        self.journal.begin(entry)
        with self._lock:
            entry.peak_vram_gb = self.used_gb
            self._watching.append(entry)
        room = None
        try:
            if working_gb:
                room = self._take(service, "", working_gb)
            yield entry
        except OutOfVram:
            self._close(entry, room, "out-of-memory")
            raise
        except asyncio.CancelledError:
            self._close(entry, room, "cancelled")
            raise
        except BaseException:
            self._close(entry, room, "failed" if entry.outcome == "running" else entry.outcome)
            raise
        else:
            self._close(entry, room, "done" if entry.outcome == "running" else entry.outcome)

    @contextmanager
    def working(self, service: str, gb: float) -> Iterator[None]:
        """Holds working memory for a while (inside a `job`).

        Raises:
            OutOfVram: it does not fit.
        """
        room = self._take(service, "", gb)
        try:
            yield
        finally:
            self._drop(room)

    def _close(self, entry: Entry, room: _Room | None, outcome: str) -> None:
        with self._lock:
            self._watching.remove(entry)
            if room is not None:
                self._drop(room)
        self.journal.end(entry, outcome, self.clock.now())
