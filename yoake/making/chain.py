"""The tries at one asset within one task run: each has a turn of its own, and holds its place no longer than needed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from yoake.catalog.catalog import now
from yoake.catalog.vram_memory import WorkKind
from yoake.errors import OutOfMemoryError, YoakeError
from yoake.fingerprint import seed_of
from yoake.making.ledger import Ledger
from yoake.making.order import Order
from yoake.making.rows import attempt_row
from yoake.making.turns import Turn, turn_of
from yoake.making.work import work_on
from yoake.making.worked import Worked
from yoake.making.workshop import Workshop, untold
from yoake.providers.base import Request
from yoake.recovery.course import SEEDS, Course
from yoake.recovery.size import FLOOR, Size, largest_allowed, size_of, smaller, with_size
from yoake.recovery.table import PAID, Action, action_for
from yoake.scheduler.demand import Grant

MOMENT = 0.001
"""Seconds: the least that a piece of work counts as having taken."""
AGAIN: Mapping[Action, str] = {
    "another-seed": "Another seed is tried.",
    "smaller": "Less is tried.",
    "peer": "Whoever else can make it is tried, or the same service once it is back.",
    "wait": "Tried again as soon as the service asks for it.",
}
"""What a try that has failed is followed by at once, in words."""
REPEATABLE = frozenset(("data_process", "external_api", "integrate", "build"))
"""Types whose result does not depend on the seed: another one would change nothing."""


@dataclass(frozen=True, slots=True)
class Made:
    """A product that passed its check, and how it came about."""

    worked: Worked
    request: Request
    """As it was made in the end: with the seed that passed, and as large as there was room for."""
    grant: Grant
    work_seconds: float
    """How long it held its place, the wait for its model taken off."""
    degraded: dict[str, Any] | None = None
    """What was asked for and what was made, where that is less."""


@dataclass(slots=True)
class Chain:
    """Tries until the asset is there or the recovery table knows nothing more that helps within this task run.

    Args:
        number: which try of the run this is, from 1.
        ledger: its job at a service; none for what no service makes.
        told: told in a sentence of every try that another one follows.
    """

    order: Order
    workshop: Workshop
    number: int
    ledger: Ledger | None = None
    told: Callable[[str], None] = untold
    grant: Grant | None = None
    """The last place it had."""
    request: Request = field(init=False)
    """What was asked for last."""
    _last_error: YoakeError | None = None

    def __post_init__(self) -> None:
        self.request = self.order.request

    def run(self, folder: Path) -> Made:
        """Makes and checks the asset.

        Raises:
            YoakeError: why the last try failed.
        """
        order = self.order
        one_seed = order.request.type in REPEATABLE or order.provider in PAID
        course = Course(seeds=1 if one_seed else SEEDS)
        while True:
            # from its own seed, not the project's: a person or a candidate's number may have decided that one
            asked = order.request
            seed = seed_of(asked.seed, asked.address, course.seed_number) if course.seed_number else None
            if self.ledger is not None:
                self.ledger.look()
            # every try has a turn of its own, so that a place is never held while a file is checked
            with turn_of(self.workshop.turns, order.address) as turn:
                self.grant = turn.grant
                began, clock = now(), time.monotonic()
                size = self._size(turn.grant)
                self.request = self._asked(folder, seed, size)
                try:
                    worked = work_on(order, self.request, turn, self.workshop, self.ledger)
                except YoakeError as error:
                    self._last_error = error
                    if isinstance(error, OutOfMemoryError):
                        self._remember(turn.grant, size)
                    if self.ledger is not None:
                        self.ledger.troubled(error)
                    step = course.after(error, smallest=size is None or smaller(size, self._floor) is None)
                    if step is None:
                        raise
                    self.told(f"{order.address}: {error} {AGAIN[action_for(error)]}")
                    if error.transient or isinstance(error, OutOfMemoryError):
                        self._note(began, time.monotonic() - clock, error)
                else:
                    return self._made(worked, turn, size)
            if step.wait_seconds:
                self.workshop.desk.pause(step.wait_seconds)

    def _made(self, worked: Worked, turn: Turn, size: Size | None) -> Made:
        asked = size_of(self.order.request.params)
        lowered = None
        if size is not None and asked is not None:
            self._fits(turn.grant, size)
            if size != asked:
                lowered = {
                    "asked": {"resolution": asked.resolution, "batch_size": asked.batch_size},
                    "made": {"resolution": size.resolution, "batch_size": size.batch_size},
                    "why": self._last_error.code if self._last_error else f"{self.order.provider}.out-of-memory",
                    "service": turn.grant.service,
                }
        # no wait for a file that is being checked counts, and none for the model that had to be loaded first
        seconds = max(turn.held_seconds - turn.grant.load_seconds, MOMENT)
        return Made(worked, self.request, turn.grant, seconds, lowered)

    def _asked(self, folder: Path, seed: int | None, size: Size | None) -> Request:
        request = replace(self.order.request, folder=folder)
        if seed is not None:
            request = replace(request, seed=seed)
        if size is not None and size != size_of(request.params):
            request = replace(request, params=with_size(request.params, size))
        return request

    def _note(self, began: str, seconds: float, error: YoakeError) -> None:
        """Records a try that another one follows at once; nobody waits for it to be written."""
        order = replace(self.order, request=self.request)
        row = attempt_row(order, self.number, began, seconds, "again", error=error, grant=self.grant)
        self.workshop.catalog.submit_attempt(row)

    # -- sizes ------------------------------------------------------------------------------------------------------

    @property
    def _floor(self) -> int:
        workflow = self.order.workflow
        declared = workflow.parameters.get("resolution") if workflow is not None else None
        least = declared.minimum if declared is not None else None
        return max(FLOOR, int(least)) if least is not None else FLOOR

    def _kind(self, grant: Grant) -> WorkKind | None:
        order = self.order
        if not order.served or not grant.service:
            return None
        place = self.workshop.desk.place_of(grant.service)
        return WorkKind(place, order.provider, order.request.workflow or "", order.model or "")

    def _size(self, grant: Grant) -> Size | None:
        """How large it is made here; none where nothing could be lowered.

        Raises:
            OutOfMemoryError: it was made smaller before, and no more than that fits.
        """
        asked, kind = size_of(self.order.request.params), self._kind(grant)
        if asked is None or kind is None:
            return None
        # a person who asks again knows of more room: only what this run itself has seen counts then
        since = self.order.run_id if self.order.anew else None
        failed = [Size(*known) for known in self.workshop.catalog.vram.failed(kind, since)]
        size = largest_allowed(asked, failed, self._floor)
        before = self.before
        if before is not None and size <= before:
            raise self._last_error or OutOfMemoryError(
                "make.no-room",
                f"There is room on {grant.service} for {self.order.address} at {size.resolution} pixels, "
                "and so it is made already.",
                next_step="Free VRAM there, or use a larger GPU.",
            )
        return size

    @property
    def before(self) -> Size | None:
        """How large the asset is that a better one is to replace."""
        told = (self.order.before or {}).get("meta", {}).get("degraded", {}).get("made", {})
        return size_of(told)

    def _remember(self, grant: Grant, size: Size | None) -> None:
        kind = self._kind(grant)
        # the smallest size is always tried: what filled the VRAM may have left it
        if kind is not None and size is not None and smaller(size, self._floor) is not None:
            vram = self.workshop.catalog.vram
            vram.remember(kind, size.resolution, size.batch_size, self.order.run_id)

    def _fits(self, grant: Grant, size: Size) -> None:
        kind = self._kind(grant)
        if kind is not None:
            self.workshop.catalog.vram.forget(kind, lambda side, batch: size.includes(Size(side, batch)))
