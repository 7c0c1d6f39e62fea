"""The forecast of a run under way: when it will be over, recomputed from the scheduler itself while work goes on."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, replace
from typing import Any

from flows.pace import Pace
from flows.tempo import Tempo
from yoake.making.workshop import Runner
from yoake.scheduler import Scheduler, Snapshot, snapshot
from yoake.scheduler.graph import Job
from yoake.scheduler.policies import Policy
from yoake.workspace.foresee import Foreseen

SHARE = 0.02
"""A new forecast after this share of what was left at the last one..."""
LEAST_SECONDS = 0.25
"""...but not sooner than this many real seconds, nor than so many times what the last one took of this process:"""
COST = 40.0
TRIALS = 20
"""Simulations when weights are looked for again after the graph grew."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How the rest of a run will go."""

    seconds_left: float
    policy: Policy | None
    """Better weights, where they were looked for."""
    process: int
    """Which process has worked it out."""
    cpu_seconds: float


def look(now: Snapshot, retune: bool) -> Expected:
    """Simulates the rest of a run, so that another process can do it."""
    began = time.thread_time()
    if retune:
        found = now.retuned(TRIALS)
        schedule, policy = found.schedule, found.policy
    else:
        schedule, policy = now.forecast(), None
    return Expected(schedule.makespan_seconds, policy, os.getpid(), time.thread_time() - began)


class Outlook:
    """Keeps a run's forecast fresh, in the background.

    Args:
        scheduler: the run's.
        foresee: what is still to be made.
        kind_of: asset -> what its pace is learned by.
        run: runs a pure function, in another process where there is one.
        tempo: the run's clock.
        tell: told every new forecast, in seconds left.
        start: runs a coroutine in the background and minds what it raises.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        foresee: Callable[[], Foreseen],
        kind_of: Callable[[str], Hashable],
        run: Runner,
        tempo: Tempo,
        tell: Callable[[float], None],
        start: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
    ) -> None:
        self._scheduler, self._foresee, self._kind_of = scheduler, foresee, kind_of
        self._run, self._tempo, self._tell, self._start = run, tempo, tell, start
        self.pace = Pace()
        self.over: set[str] = set()
        """Assets that are only being checked and stored."""
        self.grown = False
        """Whether the graph turned out otherwise than expected since weights were last looked for."""
        self._left: float | None = None
        self._at = 0.0
        self._again_at = 0.0
        self._task: asyncio.Task[None] | None = None

    def expect(self, seconds_left: float) -> None:
        """Takes over a forecast."""
        self._left, self._at = seconds_left, self._tempo.now()
        self._tell(seconds_left)

    def seconds_left(self) -> float | None:
        """The run's own seconds to its end; none before the first forecast."""
        if self._left is None:
            return None
        return max(0.0, self._left - (self._tempo.now() - self._at))

    def refresh(self) -> None:
        """Begins a new forecast where the last one is old; returns at once."""
        now = self._tempo.now()
        if now >= self._again_at and (self._task is None or self._task.done()):
            self._again_at = float("inf")
            self._task = self._start(self._look())

    async def close(self) -> None:
        """Ends what is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        now, began = self._tempo.now(), time.thread_time()
        cost = 0.0
        try:
            retune, self.grown = self.grown, False
            seen = snapshot(self._scheduler, map(self._paced, self._foresee().jobs), now, over=frozenset(self.over))
            cost = time.thread_time() - began
            expected = await asyncio.to_thread(self._run, look, seen, retune and bool(seen.machine.gpus))
            self.expect(max(0.0, expected.seconds_left - (self._tempo.now() - now)))
            if expected.process == os.getpid():
                cost += expected.cpu_seconds
            if expected.policy is not None:
                self._scheduler.use(expected.policy)
        finally:
            left = self.seconds_left() or 0.0
            pause = max(SHARE * left, self._tempo.scale * max(LEAST_SECONDS, COST * cost))
            self._again_at = self._tempo.now() + pause

    def _paced(self, job: Job) -> Job:
        if job.is_barrier:
            return job
        demand = job.demand
        return replace(job, duration_seconds=self.pace.expected(self._kind_of(job.asset), demand.estimate_seconds))
