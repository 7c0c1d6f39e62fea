"""The leases that one run has on one resource's limits: taken, renewed and given back."""

from __future__ import annotations

import time
from uuid import UUID

from flows.limits import LeaseGoneError, Limits, tag_limit, waiting_limit

RENEW_SECONDS = 15.0
"""Between two renewals: three may fail before a lease of 60 seconds is over."""
LOST_SECONDS = 50.0
"""Leases that could not be renewed for so long count as lost: before the server gives their slots to somebody else."""


class LeaseSet:
    """Leases on slots of a tag limit, and the ticket that shows others that this run waits.

    Every method raises `httpx.HTTPError` where the server cannot be reached; then it is to be called again.
    """

    def __init__(self, resource: str, limits: Limits) -> None:
        self.resource = resource
        self.shows_waiting = False
        """Whether the server has the limit in which waiting runs show themselves."""
        self.since = 0.0
        """When the first of them was taken."""
        self._limits = limits
        self._leases: dict[UUID, int] = {}
        self._ticket: UUID | None = None
        self._returning: list[UUID] = []
        self._renewed = self._renewed_wall = 0.0

    @property
    def slots(self) -> int:
        """Slots held."""
        return sum(self._leases.values())

    @property
    def settled(self) -> bool:
        """Whether the server has been told of everything that was given back."""
        return not self._returning

    @property
    def overdue(self) -> bool:
        """Whether slots are held whose leases may be over at any moment."""
        return bool(self._leases) and time.monotonic() - self._renewed >= LOST_SECONDS

    async def take(self, slots: int) -> bool:
        """Takes so many more slots at once; false where they are not free."""
        now, wall = time.monotonic(), time.time()
        lease = await self._limits.take(tag_limit(self.resource), slots)
        if lease is None:
            return False
        if not self._leases:
            self.since = now
            if self._ticket is None:
                self._renewed, self._renewed_wall = now, wall
        self._leases[lease] = slots
        return True

    async def show_waiting(self) -> None:
        """Shows others that this run waits."""
        if self._ticket is None and self.shows_waiting:
            now, wall = time.monotonic(), time.time()
            self._ticket = await self._limits.take(waiting_limit(self.resource), 1)
            if not self._leases:
                self._renewed, self._renewed_wall = now, wall

    def stop_waiting(self) -> None:
        """Shows it no longer."""
        if self._ticket is not None:
            self._returning.append(self._ticket)
            self._ticket = None

    def drop(self) -> None:
        """Holds nothing any more from now on; `tend` tells the server."""
        self._returning += self._leases
        self._leases.clear()
        self.stop_waiting()

    async def tend(self) -> bool:
        """Renews what is due and tells the server what was dropped.

        Returns:
            False where the server no longer knew a lease: then everything was dropped.
        """
        kept = True
        if (self._leases or self._ticket is not None) and time.monotonic() - self._renewed >= RENEW_SECONDS:
            kept = await self._renew()
        while self._returning:
            await self._limits.give_back(self._returning[0])
            self._returning.pop(0)
        return kept

    async def _renew(self) -> bool:
        now, wall = time.monotonic(), time.time()
        if (ticket := self._ticket) is not None:
            try:
                await self._limits.renew(ticket)
            except LeaseGoneError:
                self._ticket = None if self._ticket == ticket else self._ticket
        for lease, slots in list(self._leases.items()):
            try:
                await self._limits.renew(lease)
            except LeaseGoneError:
                if self._leases.pop(lease, None) is None:
                    continue  # given back meanwhile
                self.drop()
                # a computer that slept stops one of the clocks: only if both say so, the time was not over
                if max(now - self._renewed, wall - self._renewed_wall) < LOST_SECONDS:
                    # the server forgot it (it keeps leases in memory and was started anew), but not its slots
                    await self._limits.free(tag_limit(self.resource), slots, now - self.since)
                return False
        self._renewed, self._renewed_wall = now, wall
        return True
