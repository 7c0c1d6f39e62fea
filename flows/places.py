"""The scheduler of a live run and everything that speaks to it: ready assets, turns, leases, services, the clock."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flows.expectations import Expectations
from flows.outlook import Outlook
from flows.service_watch import ServiceWatch
from flows.tempo import Tempo
from flows.turn_board import TurnBoard
from yoake.errors import YoakeError
from yoake.graph.asset import Asset
from yoake.scheduler import Grant, Scheduler, next_up
from yoake.workspace.promise import promise_of

if TYPE_CHECKING:
    from flows.leases import Leases
    from flows.live_run import LiveRun

ON_DECK = 2
"""Assets at most that wait, submitted already, behind the running ones of a GPU, a pool or an API."""
GIVE_WAY_SECONDS = 60.0
"""Real seconds: how often to look whether another run waits for what this one holds."""


class Places:
    """Decides with the scheduler who works where, and hands out the turns. Belongs to the run's event loop."""

    def __init__(self, live: LiveRun, tempo: Tempo) -> None:
        self.live, self.tempo = live, tempo
        workspace = live.workspace
        self.scheduler = Scheduler(workspace.machine())
        for model, peak_gb in workspace.experience.peaks.items():
            self.scheduler.learn_vram(model, peak_gb)
        self.expectations = Expectations(workspace, live.state, self.scheduler)
        self.outlook = Outlook(
            self.scheduler,
            self.expectations.now,
            self.expectations.kind_of,
            live.workshop.run,
            tempo,
            live.listener.expects,
            live.background,
        )
        self.watch = ServiceWatch(self, live.workshop.desk)
        self._leases: Leases | None = None
        self._share: Callable[[], None] = lambda: None
        self._deck: dict[str, str] = {}
        """Submitted assets without a grant -> the resource they wait behind."""
        self._submitted: set[str] = set()
        self._granted_at: dict[str, float] = {}
        self._seconds: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def to_make(self) -> int:
        """How many assets are to be made still, those included that are only foreseen."""
        return len(self.scheduler.tasks)

    # -- what is to be made ----------------------------------------------------------------------------------------

    def admit(self, assets: Iterable[Asset]) -> None:
        """Assets whose inputs are all there."""
        self.outlook.grown |= self.expectations.admit(assets, self.tempo.now())

    def leave(self, address: str) -> None:
        """An asset's task run has ended, or will not start: it holds nothing any more, whatever it held."""
        self._free(address)
        self._submitted.discard(address)
        self._deck.pop(address, None)
        self.outlook.over.discard(address)
        self.board.forget(address)

    def let_go(self, error: YoakeError) -> None:
        """Takes back every wish for a place of what has not begun; where such an asset waits already, it is told."""
        now = self.tempo.now()
        for task in [t for t in self.scheduler.tasks.values() if t.state != "running"]:
            if task.asset not in self._granted_at and task.asset not in self._seconds:
                self.scheduler.cancelled(task.asset, now)
                if task.asset in self._submitted:
                    self.board.refuse(task.asset, error)

    def learn(self, asset: Asset, peak_vram_gb: float | None) -> None:
        """Takes over what a model was seen to use: from now on it counts with that, if it is more."""
        model = self.live.workspace.choice(asset.spec).model
        if model is not None and peak_vram_gb is not None:
            self.scheduler.learn_vram(model, peak_vram_gb)

    def seconds_of(self, address: str) -> float:
        """How long an asset held its place, in the run's own seconds."""
        return self._seconds.get(address, 0.0)

    # -- the run's ends ----------------------------------------------------------------------------------------------

    async def open(self) -> None:
        """Looks which services answer, and prepares to share what others use too."""
        if any(service.pool is None for service in self.scheduler.machine.services):
            from prefect.runtime import flow_run

            from flows.leases import Leases  # these import Prefect, which a run with nothing to make does without
            from flows.sharing import share, shared_resources

            shared = shared_resources(self.scheduler.machine)
            holder = UUID(flow_run.id) if flow_run.id else None
            self._leases = Leases(shared, self._lease_granted, self._lease_lost, flow_run_id=holder)
            self._share = partial(share, self.scheduler, self._leases)
        promising = self.live.background(self._promise())
        await self.watch.open()
        if any(task.demand.model for task in self.scheduler.tasks.values()):
            await promising  # weights are about models: the first choice should be made with the right ones already
        else:
            self._keep(promising)

    async def close(self) -> None:
        """Gives everything back."""
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.watch.close()
        await self.outlook.close()
        if self._leases is not None:
            await self._leases.close()

    # -- decisions ----------------------------------------------------------------------------------------------------

    def dispatch(self) -> None:
        """Grants what may start, gets ready what comes next, and sets the clock for when only time must pass."""
        now = self.tempo.now()
        self._share()
        for grant in self.scheduler.grants(now):
            self._granted(grant, now)
        self._look_ahead(now)
        self.outlook.refresh()
        self._set_timer()

    def _granted(self, grant: Grant, now: float) -> None:
        self._deck.pop(grant.asset, None)
        self._granted_at[grant.asset] = now
        self.live.listener.started(self.expectations.asset(grant.asset))
        if self._leases is not None and self.scheduler.places[grant.service].limit is not None:
            self._keep(self.live.background(self._offer_when_allowed(grant)))
        else:
            self.board.offer(grant)
        self._submit(grant.asset)

    def _submit(self, address: str) -> None:
        if address not in self._submitted:
            self._submitted.add(address)
            self.live.submit(address)

    async def _offer_when_allowed(self, grant: Grant) -> None:
        """A call of a rate-limited API: other runs spend from the same limit."""
        assert self._leases is not None
        await self._leases.spend(grant.service)
        self.board.offer(grant)

    def _look_ahead(self, now: float) -> None:
        waiting = Counter(self._deck.values())
        ahead = {task.grant.resource: task.asset for task in self.scheduler.running.values() if task.grant is not None}
        for resource, asset in ahead.items():
            if waiting[resource] >= ON_DECK:
                continue
            coming = next_up(self.scheduler, asset, now)
            if coming is not None and coming not in self._submitted:
                self._deck[coming] = resource
                self.board.expect(coming)
                self._submit(coming)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self.tempo.now()
        wakeup = self.scheduler.next_wakeup(now)
        seconds = [] if wakeup is None else [self.tempo.real(max(0.0, wakeup - now))]
        if self._leases is not None and self.scheduler.running:
            seconds.append(GIVE_WAY_SECONDS)
        if seconds:
            self._timer = asyncio.get_running_loop().call_later(min(seconds), self.live.safely, self.live.look)

    # -- what the threads say (`turn_board.Desk`) ---------------------------------------------------------------------

    def asked(self, address: str) -> None:
        """An asset wants a place again, for another try."""
        self.outlook.over.discard(address)
        if address not in self.scheduler.tasks and not self.live.stopping:
            self.expectations.ready(address, self.tempo.now())
            self.live.look()

    def place_free(self, address: str) -> None:
        """An asset has given its place back; it is checked and stored meanwhile."""
        self._free(address)
        self.outlook.over.add(address)
        self.live.look()

    def service_trouble(self, service: str, error: YoakeError) -> None:
        """A service did not answer."""
        self.watch.lost(service, error)

    def model_stayed(self, service: str, model: str) -> None:
        """A model that was to make room is still in VRAM: the books say so again."""
        queue = next((q for q in self.scheduler.queues.values() if q.model_name == model), None)
        if queue is not None:
            self.scheduler.loaded(service, model, queue.size_gb, self.tempo.now())

    # -- services -----------------------------------------------------------------------------------------------------

    @property
    def board(self) -> TurnBoard:
        """Where the threads wait."""
        return self.live.board

    def give_up(self, error: YoakeError) -> None:
        """Lets everything that no service is left for end with an error: none came back in time."""
        for task in [t for t in self.scheduler.tasks.values() if t.state == "ready"]:
            if all(not p.up for p in task.queue.places):
                self.scheduler.cancelled(task.asset, self.tempo.now())
                self.board.refuse(task.asset, error)
                self._submit(task.asset)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _free(self, address: str) -> None:
        """Takes a place back, or a wish for one."""
        task = self.scheduler.tasks.get(address)
        if task is None:
            return
        now = self.tempo.now()
        if task.state == "running" and task.grant is not None:
            at_work = max(0.0, now - self._granted_at.pop(address, now))
            self._seconds[address] = self._seconds.get(address, 0.0) + at_work
            if task.grant.load_seconds == 0:
                self.outlook.pace.saw(self.expectations.kind_of(address), at_work, task.demand.estimate_seconds)
            self.scheduler.finished(address, now)
        else:
            self.scheduler.cancelled(address, now)

    def _lease_granted(self, resource: str) -> None:
        self.watch.recount(resource)
        self.live.safely(self.live.look)

    def _lease_lost(self, resource: str, why: str) -> None:
        self.live.listener.said(why)
        self.live.safely(self.live.look)

    async def _promise(self) -> None:
        """Finds the policy that suits the run, and when it will be over; writes that down."""
        began = self.tempo.now()
        found = await asyncio.to_thread(
            self.live.workshop.run, promise_of, self.expectations.at_start, self.scheduler.machine
        )
        self.scheduler.use(found.policy)
        self.outlook.expect(max(0.0, found.schedule.makespan_seconds - (self.tempo.now() - began)))
        await asyncio.to_thread(self.live.workspace.catalog.record_forecast, self.live.run_id, found.as_json())

    def _keep(self, task: asyncio.Task[None]) -> None:
        """Lets a task run on; it ends with the run at the latest."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
