"""How one run stands in line for one resource, holds it for a stretch, and leaves others their turn."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from flows.lease_set import LOST_SECONDS, LeaseSet
from flows.limits import Limits, tag_limit, waiting_limit

STRETCH_SECONDS = 120.0
"""After so long a run gives way to those who wait, once what it has begun is over."""
SWITCH_SECONDS = 10.0
"""After so long it does so at a model switch, when giving way costs nothing."""
BLIND_STRETCH_SECONDS = 600.0
"""After so long it gives way for a moment although nobody is seen to wait: `concurrency("tag:gpu-0")` waits unseen."""
POLL_SECONDS = 0.5
"""Between two looks at a limit that is taken: what tasks wait on our servers (prefect-server.env), so that the chances
are even."""
RACE_SECONDS = (0.12, 0.03)
"""Between two tries after the slot has gone from one to another under our eyes, at first and at the least: tasks one
after the other leave it free for 30 to 50 milliseconds only. A look takes the server 4 milliseconds, a try 9."""
LOOK_SECONDS = 5.0
"""Between two looks for others who wait, while the resource is held."""
LINGER_SECONDS = 5.0
"""For so long an idle resource is kept, in case more work comes, where nobody else waits for it."""
CHANCE_SECONDS = 15.0
"""For so long whoever waits may take what was given back: Prefect's tasks ask again after 13 seconds at the latest."""
GLIMPSE_SECONDS = 2.0
"""The same where nobody is seen to wait, and between two who use it in the turn that we left them."""
PATIENCE_SECONDS = (20.0, 40.0)
"""A part of the slots is kept for so long while others hold the rest; at random, so that two runs do not wait for each
other for ever."""
CLOSED_SECONDS = 10.0
"""Between two looks at a limit that somebody has set to 0."""
BACKOFF_SECONDS = (3.0, 10.0)
"""The longest pause between two tries to reach the server, while something is held and else."""


@dataclass(slots=True)
class Turn:
    """Somebody else's turn: from our giving way until it has lasted as long as ours had, a stretch at most."""

    seconds: float
    until: float
    """When it is over: at first the time to come by, from then on the end of the turn."""
    free_until: float = math.inf
    """When it is over because nobody uses it any more."""
    came: bool = False
    changed: str | None = None


class LeaseLine:
    """Takes all slots of a resource's limit for a stretch. Driven by `run`; the other methods never wait.

    Args:
        resource: `gpu-0`; the limit is that of tasks with this tag.
        limits: the server.
        shows_waiting: whether the server has the limit in which waiting runs show themselves.
        on_granted: told once all slots are this run's.
        on_lost: told with a sentence when they no longer are though nobody gave them back, or cannot be asked for.
    """

    def __init__(
        self,
        resource: str,
        limits: Limits,
        shows_waiting: bool,
        on_granted: Callable[[str], None],
        on_lost: Callable[[str, str], None],
    ) -> None:
        self.resource = resource
        self.wanted = False
        self.held_since: float | None = None
        """When it was granted, on the monotonic clock; none while it is not."""
        self.waiters = 0
        """Others seen waiting at the last look: runs of Yoake, and task runs with the tag."""
        self._limits = limits
        self._leases = LeaseSet(resource, limits)
        self._leases.shows_waiting = shows_waiting
        self._on_granted, self._on_lost = on_granted, on_lost
        self._looked = self._idle_since = self._patient_until = self._rest_until = 0.0
        self._changed: str | None = None
        self._missed = 0
        self._turn: Turn | None = None
        self._pending = self._passed_over = 0
        self._failures = 0
        self._closing = False
        self._poke = asyncio.Event()

    def want(self) -> None:
        """There is work for it."""
        if not self.wanted:
            self.wanted = True
            self._poke.set()

    def idle(self) -> None:
        """There is no more work for it."""
        if self.wanted:
            self.wanted = False
            self._idle_since = time.monotonic()
            self._poke.set()

    def should_yield(self, *, switch: bool) -> bool:
        """Whether it has been held for long enough; `switch` where the next job has to load another model anyway."""
        seconds = 0.0 if self.held_since is None else time.monotonic() - self.held_since
        if self.waiters:
            return seconds >= (SWITCH_SECONDS if switch else STRETCH_SECONDS)
        return seconds >= BLIND_STRETCH_SECONDS

    def give_way(self) -> None:
        """Gives it back at once, and takes it again only after others had their turn."""
        if self.held_since is not None:
            now = time.monotonic()
            chance = CHANCE_SECONDS if self.waiters else GLIMPSE_SECONDS
            self._turn = Turn(min(now - self.held_since, STRETCH_SECONDS), now + chance)
            self._leave()
            self._poke.set()

    def close(self) -> None:
        """Lets `run` give everything back and end."""
        self._closing = True
        self._leave()
        self._poke.set()

    async def run(self) -> None:
        """Does what has been asked for, until `close`."""
        while not self._closing or not self._leases.settled:
            try:
                pause = await self._step()
                self._failures = 0
            except httpx.HTTPError as error:
                pause = self._trouble(error)
            if self._closing:
                self._leave()  # what was granted while the step waited
            else:
                await self._sleep(pause)

    async def _step(self) -> float:
        """Does what is due; seconds until the next step."""
        if not await self._leases.tend():
            self._lose("the server no longer knows its lease")
        if self._closing:
            return 0.0
        if self._turn is not None:
            return await self._let_others(self._turn)
        if self.held_since is None:
            return await self._queue() if self.wanted else self._stay_out()
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            await self._look()
        if not self.wanted and (self.waiters or time.monotonic() - self._idle_since >= LINGER_SECONDS):
            self._leave()
        return 0.0 if self.held_since is None else min(LOOK_SECONDS, LINGER_SECONDS)

    # -- in line --------------------------------------------------------------------------------------------------

    def _stay_out(self) -> float:
        self._leave()
        return math.inf if self._leases.settled else 0.0

    async def _queue(self) -> float:
        now = time.monotonic()
        if self._leases.slots and now >= self._patient_until:
            self._leave()
            self._rest_until = now + random.uniform(1.0, 5.0)
            return 0.0
        if now < self._rest_until:
            return self._rest_until - now
        # in a race, looking first would take longer than the slot is free
        if self._missed and now - self._looked < POLL_SECONDS and not await self._take(1):
            return max(RACE_SECONDS[0] / self._missed, RACE_SECONDS[1]) * random.uniform(0.7, 1.3)
        self._looked = now
        limit = await self._limits.read(tag_limit(self.resource))
        missing = 0
        if limit is not None and limit.active:
            if limit.slots == 0:
                return CLOSED_SECONDS
            missing = limit.slots - self._leases.slots
            if (amount := min(missing, limit.slots - limit.taken)) > 0 and await self._take(amount):
                missing -= amount
            elif limit.taken:
                self._missed += self._changed not in (None, limit.changed)
                self._changed = limit.changed
        if missing > 0:
            await self._leases.show_waiting()
            return POLL_SECONDS * random.uniform(0.7, 1.3) if not self._missed else RACE_SECONDS[1]
        self._grant()
        return 0.0

    async def _take(self, slots: int) -> bool:
        if not self._leases.slots:
            self._patient_until = time.monotonic() + random.uniform(*PATIENCE_SECONDS)
        taken = await self._leases.take(slots)
        if taken:
            self._changed = None  # by ourselves
        return taken

    def _grant(self) -> None:
        self._leases.stop_waiting()
        self.held_since = self._looked = time.monotonic()
        self.waiters = self._missed = 0
        self._changed = None
        self._on_granted(self.resource)

    # -- held -----------------------------------------------------------------------------------------------------

    async def _look(self) -> None:
        """Sees who else waits. Being refused leaves no trace in a limit, so it is not there that they are found."""
        self._looked = time.monotonic()
        shown = await self._limits.read(waiting_limit(self.resource)) if self._leases.shows_waiting else None
        self._pending = await self._limits.pending_tasks(self.resource)
        if self._pending != self._passed_over:
            self._passed_over = 0
        self.waiters = (shown.taken if shown is not None else 0) + self._pending - self._passed_over

    def _lose(self, why: str) -> None:
        held = self.held_since is not None
        self._leave()
        if held:
            self._on_lost(self.resource, f"{self.resource} is no longer reserved for this run: {why}.")

    # -- given back -----------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        """Nothing is held from now on; the next step tells the server."""
        self.held_since = None
        self._leases.drop()

    async def _let_others(self, turn: Turn) -> float:
        """Watches whether others take what was given back for them, until their turn is over."""
        limit = await self._limits.read(tag_limit(self.resource))
        now = time.monotonic()
        if limit is not None and (limit.taken or turn.changed not in (None, limit.changed)):
            if not turn.came:
                turn.came, turn.until = True, now + turn.seconds
            turn.free_until = now + GLIMPSE_SECONDS
            await self._leases.show_waiting()  # if it is another run of Yoake, that gives way to those it sees
        if limit is None or not self.wanted or now >= min(turn.until, turn.free_until):
            self._turn = None
            if not turn.came:
                self._passed_over = self._pending  # they wait for something else, such as what comes before them
            return 0.0
        turn.changed = limit.changed
        return POLL_SECONDS * random.uniform(0.7, 1.3)

    def _trouble(self, error: httpx.HTTPError) -> float:
        """Takes note that the server could not be asked; seconds until the next try."""
        self._failures += 1
        sentence = f"{type(error).__name__} {error}".splitlines()[0].strip()
        if self._leases.overdue:
            self._lose(f"the server has not answered for {LOST_SECONDS:g} seconds ({sentence})")
        elif self._failures == 8 and self.held_since is None and self.wanted:
            self._on_lost(self.resource, f"The Prefect server cannot be asked for {self.resource} ({sentence}).")
        most = BACKOFF_SECONDS[0 if self._leases.slots else 1]
        return min(most, 0.2 * 2.0 ** min(self._failures, 10)) * random.uniform(0.7, 1.3)

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._poke.wait(), seconds if seconds < math.inf else None)
            self._poke.clear()
        except TimeoutError:
            return
