"""One run as it happens: the bridge between the pure state and scheduler and Prefect's real futures.

Everything here runs in the event loop of `generate-game`; completed futures come in by callback, nothing polls.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from flows.listener import Listener
from yoake.errors import YoakeError
from yoake.graph.asset import Asset, AssetStatus, Record
from yoake.graph.run_state import RunState
from yoake.making.order import Order, Outcome
from yoake.making.workshop import Workshop
from yoake.scheduler import Grant, Scheduler
from yoake.store.local import disk_error
from yoake.store.publish import Publisher
from yoake.words import Category
from yoake.workspace.status_rows import status_row
from yoake.workspace.workspace import Workspace

StartCategory = Callable[[Category], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """A granted asset on its way into its category's subflow."""

    asset: Asset
    order: Order
    grant: Grant
    refresh: bool
    """Whether a result that Prefect remembers must not be used, since its file is gone or is to be made anew."""


@dataclass
class CategoryLine:
    """Hands a category's granted assets to its subflow."""

    category: Category
    jobs: asyncio.Queue[Job | None] = field(default_factory=asyncio.Queue)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    in_flight: int = 0
    closed: bool = False
    troubles: list[Asset] = field(default_factory=list)
    made: int = 0

    def close(self) -> None:
        """Tells the subflow that nothing more will come."""
        if not self.closed:
            self.closed = True
            self.jobs.put_nowait(None)


class LiveRun:
    """Drives one run to its end.

    Args:
        state: the run's state, not yet started.
        workshop: where assets are made.
        listener: told about everything as it happens.
    """

    def __init__(
        self, run_id: str, workspace: Workspace, state: RunState, workshop: Workshop, listener: Listener
    ) -> None:
        self.run_id = run_id
        self.workspace = workspace
        self.state = state
        self.workshop = workshop
        self.listener = listener
        self.publisher = Publisher(workspace.project.project, workspace.layout, workspace.store)
        self.scheduler = Scheduler(workspace.machine())
        self.lines: dict[Category, CategoryLine] = {}
        self.futures: dict[str, Any] = {}
        self.stopping = False
        self.task_runs = 0
        self._to_make: dict[str, Asset] = {}
        self._jobs: dict[str, Job] = {}
        self._started: dict[str, float] = {}
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failure: BaseException | None = None
        seconds = {s.id: workspace.choice(s).estimate_seconds for s in state.graph.specs.values()}
        self.ranks = state.graph.remaining_seconds(seconds)

    def begin(self) -> None:
        """Takes stock: settles what is up to date and admits what has to be made. Call once, before `drive`."""
        self._admit(self.state.start())
        self.listener.planned(self.state)
        for asset in self.state.assets.values():
            if asset.status == "up-to-date":
                self.publisher.publish(asset)

    @property
    def has_work(self) -> bool:
        """Whether anything has to be made."""
        return bool(self._to_make)

    @property
    def is_single(self) -> bool:
        """Whether one asset is all there is to make, and nothing can come after it."""
        return len(self._to_make) == 1 and self.state.open_specs == 1

    async def drive(self, start_category: StartCategory) -> None:
        """Makes everything that has to be made.

        Args:
            start_category: runs the subflow of a category until its line is closed.

        Raises:
            BaseException: whatever broke a subflow itself (not an asset: those only settle as failed).
        """
        self._loop = asyncio.get_running_loop()
        subflows: dict[Category, asyncio.Task[Any]] = {}
        starting = asyncio.Lock()
        try:
            while not self._over():
                if not self.stopping:
                    for grant in self.scheduler.grants(time.monotonic()):
                        job = self._job(grant)
                        category = job.asset.category
                        if category not in subflows:
                            self.lines[category] = CategoryLine(category)
                            subflows[category] = asyncio.create_task(
                                self._start_in_turn(starting, start_category, self.lines[category])
                            )
                        self.lines[category].in_flight += 1
                        self.lines[category].jobs.put_nowait(job)
                await self._wait()
                if self._failure is not None:
                    raise self._failure
        finally:
            for line in self.lines.values():
                line.close()
            await asyncio.gather(*subflows.values(), return_exceptions=True)

    def stop(self) -> None:
        """Starts nothing more; `drive` returns once what runs has ended."""
        self.stopping = True
        self._wake.set()

    def submitted(self, job: Job, future: Any) -> None:
        """A job became a task run."""
        self.task_runs += 1
        self.futures[job.asset.address] = future
        self._started[job.asset.address] = time.monotonic()
        self.listener.started(job.asset)
        loop = self._loop
        assert loop is not None
        future.add_done_callback(lambda f: loop.call_soon_threadsafe(self._completed, job, *_result_of(f)))

    def dropped(self, job: Job) -> None:
        """A granted job that is not started any more, since the run stops."""
        self.lines[job.asset.category].in_flight -= 1
        self.scheduler.cancelled(job.asset.address, time.monotonic())
        self._wake.set()

    def upstream_futures(self, job: Job) -> list[Any]:
        """Futures of the assets it uses that this run made in the same category: edges of the run graph."""
        return [
            self.futures[i.address]
            for i in job.asset.inputs
            if i.address in self.futures and i.category == job.asset.category
        ]

    def _over(self) -> bool:
        return (self.stopping and not self.scheduler.running) or (self.state.finished and not self.scheduler.running)

    async def _start_in_turn(self, starting: asyncio.Lock, start: StartCategory, line: CategoryLine) -> None:
        # several subflows created at once meet 503s on SQLite and stall for seconds (docs/adr/0002)
        async with starting:
            running = asyncio.ensure_future(start(line.category))
            begun = asyncio.ensure_future(line.begun.wait())
            await asyncio.wait({running, begun}, return_when=asyncio.FIRST_COMPLETED)
            begun.cancel()
        try:
            await running
        except BaseException as error:
            self._failure = error
            self._wake.set()
            raise
        if line.in_flight:
            self._failure = YoakeError(
                "run.category-lost", f"The subflow of {line.category} ended before its work did."
            )
            self._wake.set()

    async def _wait(self) -> None:
        wakeup = self.scheduler.next_wakeup(time.monotonic())
        timeout = None if wakeup is None else max(0.0, wakeup - time.monotonic())
        if self._over():
            return
        try:
            await asyncio.wait_for(self._wake.wait(), timeout)
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    def _admit(self, assets: list[Asset]) -> None:
        clock = time.monotonic()
        for asset in assets:
            demand = self.workspace.demand(asset, self.ranks[asset.spec.id])
            self._to_make[asset.address] = asset
            self.scheduler.add(asset.address, demand)
            self.scheduler.ready(asset.address, clock)

    def _job(self, grant: Grant) -> Job:
        asset = self._to_make[grant.asset]
        order = self.workspace.order(asset, self.run_id)
        known = asset.reason.startswith(("asked for again", "its file is"))
        job = self._jobs[asset.address] = Job(asset, order, grant, refresh=known)
        return job

    def _completed(self, job: Job, outcome: Outcome | None, error: BaseException | None, cached: bool) -> None:
        asset, clock = job.asset, time.monotonic()
        line = self.lines[asset.category]
        line.in_flight -= 1
        if outcome is not None and cached and not self._adopt(job, outcome):
            # Prefect remembers a placeholder, or a result whose file is no longer there: make it for real
            line.in_flight += 1
            line.jobs.put_nowait(Job(asset, job.order, job.grant, refresh=True))
            return
        self.scheduler.finished(asset.address, clock)
        seconds = clock - self._started[asset.address]
        status: AssetStatus
        record = None
        if outcome is None:
            status, reason, code = "failed", _sentence(error), getattr(error, "code", "make.crashed")
            if self.stopping:
                status, reason, code = "left", "the run was stopped", None
        else:
            status = outcome.kind
            reason, code = outcome.note, outcome.error_code
            record = _record(outcome.record) if outcome.record else None
        if record is not None:
            self.state.inventory.known(record)
        to_make = [] if status == "left" else self.state.settle(asset, status, record, reason)
        if status in ("failed", "placeholder", "skipped"):
            line.troubles.append(asset)
        else:
            line.made += 1
        try:
            self.publisher.publish(asset)
        except YoakeError as trouble:
            self.listener.said(str(trouble))
        if status != "left":
            row = status_row(asset, self.workspace.project.project, self.run_id, code)
            self.workspace.catalog.writer.submit(self.workspace.catalog.asset_work([row]))
        self.listener.settled(asset, seconds)
        self._admit(to_make)
        for other in self.lines.values():
            if other.in_flight == 0 and self.state.open_by_category[other.category] == 0:
                other.close()
        self._wake.set()

    def _adopt(self, job: Job, outcome: Outcome) -> bool:
        """Takes over a result that Prefect remembered and the catalog did not; False where its file is not intact."""
        record = outcome.record
        if (
            outcome.kind != "made"
            or record is None
            or self.workspace.store.verify(record["sha256"], record["suffix"]) is None
        ):
            return False
        self.workspace.adopt(job.order, record)
        return True


def _result_of(future: Any) -> tuple[Outcome | None, BaseException | None, bool]:
    """Outcome or error of a finished future, and whether it came from the cache; called in the future's thread."""
    try:
        value = future.result(raise_on_failure=False)
        cached = future.state.name == "Cached"
    except BaseException as error:  # noqa: BLE001 - it is reported as the asset's failure
        value, cached = error, False
    if isinstance(value, OSError):
        value = disk_error(value, "a result")
    if isinstance(value, BaseException):
        return None, value, False
    return Outcome.from_json(value), None, cached


def _record(fields: dict[str, Any]) -> Record:
    return Record(**{**fields, "credits": tuple(fields["credits"])})


def _sentence(error: BaseException | None) -> str:
    if isinstance(error, YoakeError):
        return str(error)
    return f"{type(error).__name__}: {error}" if error else "it ended without a result"
