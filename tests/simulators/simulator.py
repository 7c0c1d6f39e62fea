"""What the simulated services have in common: a clock, faults, a journal, and being started as thread or process.

with OllamaSimulator(clock=Clock(600)) as ollama:         # in this process; `ollama.url`
    ollama.faults.script("answer", "cut-off")
    ...
    ollama.journal.entries()                              # what it did when, in simulated seconds

python -m tests.simulators.ollama --port 11434 --speed 60 --journal ollama.jsonl --fault "POST /api/chat=5xx:0.1"
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import threading
from collections.abc import Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self, TypeVar

from fastapi import Request
from fastapi.responses import JSONResponse

from tests.simulators.faults import Faults, Faulty
from tests.simulators.gpu import Clock, Gpu, Journal
from tests.simulators.serve import Served

T = TypeVar("T")


class GoneError(Exception):
    """The client has closed its connection."""


class Simulator:
    """One service.

    Args:
        gpu: the card it runs on, shared with the other services there; a card of its own where none is given.
        port: 0 takes a free one.
    """

    kind = ""

    def __init__(
        self,
        name: str = "",
        *,
        gpu: Gpu | None = None,
        clock: Clock | None = None,
        faults: Faults | None = None,
        journal: Journal | None = None,
        port: int = 0,
    ) -> None:
        self.name = name or self.kind
        self.clock = clock or (gpu.clock if gpu else Clock())
        self.journal = journal or (gpu.journal if gpu else Journal())
        self.gpu = gpu or Gpu(f"{self.name}-gpu", clock=self.clock, journal=self.journal)
        self.faults = faults or Faults()
        self.served = Served(self._make_app, port)
        self.requests: list[str] = []
        """`METHOD /path` of everything that was asked, in order."""
        self._background: set[asyncio.Task[Any]] = set()

    def app(self) -> Any:
        """The service's own application; a new one at every start."""
        raise NotImplementedError

    def _make_app(self) -> Any:
        served = _Controlled(Faulty(self.app(), self.faults, crash=self.kill), self)
        return _Recorded(served, self.requests)

    @property
    def url(self) -> str:
        return self.served.url

    def start(self) -> Self:
        self.served.start()
        return self

    def kill(self) -> None:
        """As when the process dies: every connection drops, and its VRAM is free."""
        self.served.kill()
        self.gpu.release(self.name)

    stop = kill

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something after the answer."""
        task = asyncio.ensure_future(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


class _Controlled:
    """`GET /sim/journal` and `POST /sim/faults`, as the simulated ComfyUI has them."""

    def __init__(self, app: Any, simulator: Simulator) -> None:
        self.app, self.simulator = app, simulator

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/sim/"):
            await self.app(scope, receive, send)
            return
        if scope["path"] == "/sim/faults":
            given = await Request(scope, receive).json()
            if "kinds" in given:
                self.simulator.faults.script(given["place"], *given["kinds"])
            else:
                self.simulator.faults.chance(given["place"], given["kind"], given["probability"])
        entries = [asdict(entry) for entry in self.simulator.journal.entries(None)]
        await JSONResponse(entries)(scope, receive, send)


class _Recorded:
    def __init__(self, app: Any, requests: list[str]) -> None:
        self.app, self.requests = app, requests

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/sim/"):
            self.requests.append(f"{scope['method']} {scope['path']}")
        await self.app(scope, receive, send)


async def while_there(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of some work, which is cancelled when the client goes away.

    Raises:
        GoneError: it went away.
    """
    task = asyncio.ensure_future(work)
    try:
        while True:
            done, _ = await asyncio.wait((task,), timeout=0.01)
            if done:
                return task.result()
            if await request.is_disconnected():
                raise GoneError
    finally:
        if not task.done():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def run(simulator: type[Simulator], arguments: list[str] | None = None) -> None:
    """Runs a simulator as a process until it is told to end."""
    parser = argparse.ArgumentParser(description=f"Simulates {simulator.kind} on loopback.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--speed", type=float, default=60.0, help="simulated seconds in a real one")
    parser.add_argument("--vram", type=float, default=24.0)
    parser.add_argument("--journal", type=Path, help="file for what was done, as JSON lines")
    parser.add_argument("--seed", type=int, default=0, help="of the faults")
    parser.add_argument("--fault", action="append", default=[], help="PLACE=KIND:PROBABILITY, such as `GET /=5xx:0.1`")
    given = parser.parse_args(arguments)
    faults = Faults(given.seed)
    for fault in given.fault:
        place, _, rule = fault.rpartition("=")
        kind, _, probability = rule.partition(":")
        faults.chance(place, kind, float(probability or 1))
    clock = Clock(given.speed)
    journal = Journal(given.journal)
    gpu = Gpu(f"{simulator.kind}-gpu", given.vram, clock, journal)
    done = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: done.set())
    signal.signal(signal.SIGINT, lambda *_: done.set())
    with simulator(gpu=gpu, clock=clock, faults=faults, journal=journal, port=given.port) as running:
        print(running.url, flush=True)
        done.wait()
