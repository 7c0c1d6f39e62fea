"""One run as it happens: the bridge between the pure state and scheduler and Prefect's real futures.

Everything here runs in the event loop of `generate-game`; what the threads that make assets have to say comes in by
callback, nothing polls. What will follow on a busy GPU is submitted to Prefect before its grant, so that only the
hand-over itself lies between two jobs (docs/adr/0006-turns.md).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from flows.category_line import Job
from flows.gates import Gates
from flows.listener import Listener
from flows.outcomes import adopted, outcome_of, record_of, sentence_of
from flows.places import Places
from flows.subflows import StartCategory, Subflows
from flows.tempo import Tempo
from flows.turn_board import TurnBoard
from yoake.errors import YoakeError
from yoake.graph.asset import SETTLED, Asset, AssetStatus
from yoake.graph.run_state import RunState
from yoake.making.make import STOPPING
from yoake.making.order import Outcome
from yoake.making.workshop import Workshop
from yoake.review.decision import Standing
from yoake.store.publish import Publisher
from yoake.workspace.candidate_rows import bring_up_to_date
from yoake.workspace.status_rows import status_row
from yoake.workspace.workspace import Workspace

EDGES = 8
"""Edges to one task run in the run graph: Prefect reads the result behind each again, 5 ms apiece."""
SWITCH_SECONDS = 0.001
"""How long a thread may keep the interpreter while others wait (5 ms by default): a hand-over between two jobs waits
for up to that, and a GPU with it."""
TROUBLES = ("failed", "placeholder", "skipped")


def unheard(service: str, error: YoakeError, minutes: int) -> None:
    """Nobody is to be told."""


class LiveRun:
    """Drives one run to its end.

    Args:
        state: the run's state, not yet started.
        workshop: where assets are made; its turns are `board`.
        board: where the threads wait for their grants.
        listener: told about everything as it happens.
    """

    def __init__(
        self,
        run_id: str,
        workspace: Workspace,
        state: RunState,
        workshop: Workshop,
        board: TurnBoard,
        listener: Listener,
        tempo: Tempo | None = None,
    ) -> None:
        self.run_id = run_id
        self.workspace = workspace
        self.state = state
        self.workshop = workshop
        self.board = board
        self.listener = listener
        self.publisher = Publisher(workspace.project.project, workspace.layout, workspace.store)
        self.places = Places(self, tempo or Tempo())
        self.gates = Gates(self)
        self.subflows = Subflows(self._subflow_failed)
        self.lines = self.subflows.lines
        self.futures: dict[str, Any] = {}
        self.gate_linger_seconds = 0.0
        """How long a run stays in which nothing can go on before a person decides."""
        self.stopping = False
        self.draining = ""
        """Why nothing new is started any more, while what has begun is finished; empty while things are."""
        self.alarm: Callable[[str, YoakeError, int], None] = unheard
        """Told of a service (with why, and for how many minutes) that did not come back in time."""
        self.is_watched = True
        """Whether somebody can look at the run in the Prefect UI: not where its server ends with it."""
        self.task_runs = 0
        self._to_make: dict[str, Asset] = {}
        self._anew: set[str] = set()
        """What Prefect remembers and is to be made all the same."""
        self._in_flight = 0
        self._over = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failure: BaseException | None = None

    def begin(self) -> None:
        """Takes stock: settles what is up to date and admits what has to be made. Call once, before `drive`."""
        to_make = self.state.start()
        self._to_make = {asset.address: asset for asset in to_make}
        self.listener.planned(self.state)
        for asset in self.state.assets.values():
            for one in (asset, *asset.candidates):
                if one.status == "up-to-date":
                    self.publisher.publish(one)
        self.gates.begin()
        bring_up_to_date(self.workspace, self.state, self.run_id)
        if to_make:
            self.places.expectations.begin()
            self.places.admit(to_make)

    @property
    def has_work(self) -> bool:
        """Whether anything has to be made."""
        return bool(self._to_make)

    @property
    def is_single(self) -> bool:
        """Whether one asset is all there is to make, and nothing can come after it."""
        return len(self._to_make) == 1 and self.state.open_specs == 1

    def eta(self) -> float | None:
        """Seconds to the run's end by the latest forecast, in the run's own seconds; none before the first."""
        return self.places.outlook.seconds_left()

    async def drive(self, start_category: StartCategory) -> None:
        """Makes everything that has to be made.

        Args:
            start_category: runs the subflow of a category until its line is closed.

        Raises:
            BaseException: whatever broke a subflow itself (not an asset: those only settle as failed).
        """
        self._loop = asyncio.get_running_loop()
        self.subflows.open(start_category)
        self.board.open(self._loop, self.places, self.safely)
        interval = sys.getswitchinterval()
        sys.setswitchinterval(min(interval, SWITCH_SECONDS))
        try:
            for category in self.places.expectations.categories():
                self.subflows.line(category)  # that takes its time: not when its first asset has a GPU already
            await self.places.open()
            self.gates.start()
            self.look()
            await self._over.wait()
            await self.gates.close()
            if self._failure is not None:
                raise self._failure
        finally:
            sys.setswitchinterval(interval)
            self._end_waiting()
            await self.gates.close()
            await self.subflows.close()
            await self.places.close()

    def stop(self) -> None:
        """Starts nothing more; `drive` returns once what runs has ended."""
        self.stopping = True
        self._end_waiting()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.safely, self.look)

    def drain(self, reason: str) -> None:
        """Starts nothing new; what has begun is finished, and the rest is left. To be called on the event loop.

        Args:
            reason: why, as it will stand beside what is left.
        """
        if not self.draining and not self.stopping:
            self.draining = reason
            self.listener.said(f"{reason[:1].upper()}{reason[1:]}: what has begun is finished.")
            self.places.let_go(YoakeError(STOPPING, reason))
            self.look()

    def safely(self, what: Callable[..., object], *details: object) -> None:
        """Calls something from the event loop; a defect in it ends the run instead of leaving it to wait for ever."""
        try:
            what(*details)
        except Exception as error:  # noqa: BLE001 - `drive` raises it
            self._failure = self._failure or error
            self._over.set()

    def background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Starts something beside the run; a defect in it ends the run."""
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failure = self._failure or error
            self._over.set()

    def _end_waiting(self) -> None:
        """However a run ends: no thread may wait for ever, or the process could not end."""
        self.board.close(YoakeError(STOPPING, "The run is being stopped."))
        self.workshop.desk.cancel_all()

    def look(self) -> None:
        """Starts what may start now, and notices when the run is over; to be called after everything that happens."""
        if not self.stopping and self._failure is None:
            self.places.dispatch()
        done = (
            self.stopping or self.draining or self.state.finished or (self.state.awaits_review and self.gates.is_over())
        )
        if self._failure is not None or (done and not self._in_flight):
            self._over.set()

    def decided(self, address: str, standing: Standing, reason: str = "") -> None:
        """A person has decided about an asset; it changes this run where the asset is held.

        Args:
            standing: what all decisions about it add up to now.
            reason: why it is to be made anew, where it is.
        """
        asset = self.state.held.get(address)
        to_make = self.state.decided(address, standing, reason)
        if asset is not None and asset.record is not None:
            self._record(asset, None)
        self._admit(to_make)
        self.look()

    # -- what the subflows say ---------------------------------------------------------------------------------------

    def submit(self, address: str) -> None:
        """Sends an asset to its category's subflow, to become a task run."""
        asset = self._to_make[address]
        order = self.workspace.order(asset, self.run_id)
        refresh = address in self._anew or asset.reason.startswith(("asked for again", "its file is", "locked"))
        self._in_flight += 1
        self.subflows.line(asset.category).put(Job(asset, order, refresh))

    def submitted(self, job: Job, future: Any) -> None:
        """A job became a task run."""
        self.task_runs += 1
        self.futures[job.asset.address] = future
        loop = self._loop
        assert loop is not None
        future.add_done_callback(lambda f: loop.call_soon_threadsafe(self.safely, self._completed, job, *outcome_of(f)))

    def dropped(self, job: Job) -> None:
        """A job that is not started any more, since the run stops."""
        self._leave(job)
        self.look()

    def upstream_futures(self, job: Job) -> list[Any]:
        """Futures of the assets it uses that this run made in the same category: edges of the run graph."""
        found = [
            self.futures[i.address]
            for i in job.asset.inputs
            if i.address in self.futures and i.category == job.asset.category
        ]
        return found[:EDGES]

    # -- inside ---------------------------------------------------------------------------------------------------

    def _subflow_failed(self, error: BaseException) -> None:
        self._failure = error
        self.look()

    def _leave(self, job: Job) -> None:
        """A job is no longer under way."""
        self._in_flight -= 1
        self.lines[job.asset.category].in_flight -= 1
        self.places.leave(job.asset.address)

    def _completed(self, job: Job, outcome: Outcome | None, error: BaseException | None, cached: bool) -> None:
        asset = job.asset
        self._leave(job)
        if outcome is not None and cached and not adopted(self.workspace, job.order, outcome):
            # Prefect remembers a placeholder, or a result whose file is no longer there: make it for real
            self._anew.add(asset.address)
            self.places.admit([asset])
            self.look()
            return
        status: AssetStatus
        record = None
        if outcome is None:
            status, reason, code = "failed", sentence_of(error), getattr(error, "code", "make.crashed")
            if self.stopping or code == STOPPING:
                status, reason, code = "left", self.draining or "the run was stopped", None
        else:
            status, reason, code = outcome.kind, outcome.note, outcome.error_code
            record = record_of(outcome.record) if outcome.record else None
            self.places.learn(asset, outcome.peak_vram_gb)
        if record is not None:
            self.state.inventory.known(record)
        self._settle(asset, status, record, reason, code)
        self.look()

    def _settle(self, asset: Asset, status: AssetStatus, record: Any, reason: str, code: str | None) -> None:
        """An asset or a candidate is done with."""
        to_make = [] if status == "left" else self.state.settle(asset, status, record, reason)
        whole = asset.of or asset
        if asset is not whole:
            self._show(asset)
        if status != "left" and whole.status in SETTLED:
            self._record(whole, code if whole.status in TROUBLES else None)
        self.listener.settled(asset, self.places.seconds_of(asset.address))
        self._admit(to_make)

    def _record(self, asset: Asset, code: str | None) -> None:
        """Shows a settled asset, and lets the catalog know of it and of its review."""
        self._show(asset)
        catalog, project = self.workspace.catalog, self.workspace.project.project
        catalog.writer.submit(catalog.asset_work([status_row(asset, project, self.run_id, code)]))
        self.gates.settled([asset])

    def _show(self, asset: Asset) -> None:
        try:
            self.publisher.publish(asset)
        except YoakeError as trouble:
            self.listener.said(str(trouble))

    def _admit(self, to_make: list[Asset]) -> None:
        """Takes in what is to be made now, and closes the lines in which nothing more will be."""
        self._to_make |= {a.address: a for a in to_make}
        if not self.draining:
            self.places.admit(to_make)
        for other in self.lines.values():
            if other.in_flight == 0 and self.state.open_by_category[other.category] == 0:
                other.close()
