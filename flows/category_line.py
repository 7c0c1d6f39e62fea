"""How assets reach the subflow of their category."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from yoake.graph.asset import Asset
from yoake.making.order import Order
from yoake.words import Category


@dataclass(frozen=True, slots=True)
class Job:
    """An asset on its way into its category's subflow."""

    asset: Asset
    order: Order
    refresh: bool
    """Whether a result that Prefect remembers must not be used, since its file is gone or is to be made anew."""


@dataclass
class CategoryLine:
    """Hands a category's assets to its subflow."""

    category: Category
    jobs: asyncio.Queue[Job | None] = field(default_factory=asyncio.Queue)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    in_flight: int = 0
    closed: bool = False
    flow_run_id: str | None = None
    """Prefect's id of the subflow, once it has begun."""

    def put(self, job: Job) -> None:
        """Sends a job to the subflow."""
        self.in_flight += 1
        self.jobs.put_nowait(job)

    def close(self) -> None:
        """Tells the subflow that nothing more will come."""
        if not self.closed:
            self.closed = True
            self.jobs.put_nowait(None)
