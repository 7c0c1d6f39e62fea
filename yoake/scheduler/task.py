"""One asset inside the scheduler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from yoake.scheduler.demand import Demand, Grant

if TYPE_CHECKING:
    from yoake.scheduler.queue import Queue

State = Literal["waiting", "ready", "running"]
"""An asset that finished, failed or was cancelled is forgotten: it may be added again."""


class Task:
    """An asset that was added and has not ended yet."""

    __slots__ = ("asset", "demand", "ends_at", "entry", "grant", "order", "queue", "ready_at", "state", "turn")

    def __init__(self, asset: str, demand: Demand, order: int) -> None:
        self.asset = asset
        self.demand = demand
        self.order = order
        """Arrival order: assets added earlier have smaller numbers."""
        self.state: State = "waiting"
        self.ready_at = 0.0
        self.entry = 0
        """Number of its newest heap entry; older entries are stale."""
        self.turn = 0
        """Counts how often it became or ceased to be ready; tells stale entries of the age list."""
        self.queue: Queue
        self.grant: Grant | None = None
        self.ends_at = 0.0
        """When a running job is expected to end."""
