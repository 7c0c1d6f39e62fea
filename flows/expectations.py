"""What a live run is expected to make still, and how that turns into assets as the graph becomes known."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from yoake.graph.asset import Asset
from yoake.graph.candidates import asset_of
from yoake.graph.run_state import RunState
from yoake.scheduler import Demand, Scheduler
from yoake.words import Category
from yoake.workspace.foresee import Foreseen, foresee
from yoake.workspace.workspace import Workspace


class Expectations:
    """Keeps the scheduler's assets in step with the run's graph."""

    def __init__(self, workspace: Workspace, state: RunState, scheduler: Scheduler) -> None:
        self._workspace, self._state, self._scheduler = workspace, state, scheduler
        self.at_start: Foreseen | None = None
        self._assets: dict[str, Asset] = {}
        self._ranks: dict[str, float] = {}
        self._awaited: dict[str, list[str]] = {}
        """Spec -> names under which its assets were foreseen, until it is expanded."""
        self._spec_of: dict[str, str] = {}

    def begin(self) -> None:
        """Tells the scheduler of everything that can be foreseen."""
        foreseen = self.at_start = self.now()
        for job in foreseen.jobs:
            if job.is_barrier:
                continue
            spec = foreseen.spec_of[job.asset]
            self._scheduler.add(job.asset, job.demand)
            self._ranks[spec] = job.demand.rank
            self._spec_of[job.asset] = spec
            if not self._state.specs[spec].expanded:
                self._awaited.setdefault(spec, []).append(job.asset)

    def now(self) -> Foreseen:
        """Everything that is not settled, as far as can be told at this moment."""
        return foresee(self._workspace, self._state)

    def categories(self) -> list[Category]:
        """Categories in which something is expected to be made, those first that begin at once."""
        found = [asset.category for asset in self._assets.values()]
        if self.at_start is not None:
            found += [self.at_start.category_of[spec] for spec in dict.fromkeys(self.at_start.spec_of.values())]
        return list(dict.fromkeys(found))

    def admit(self, assets: Iterable[Asset], time: float) -> bool:
        """Takes in assets whose inputs are all there.

        Returns:
            Whether the graph turned out otherwise than was foreseen.
        """
        grown = self._forget_expanded(time)
        for asset in assets:
            self._assets[asset.address] = asset
            self.ready(asset.address, time)
        return grown

    def ready(self, address: str, time: float) -> None:
        """An asset that was admitted may have a place (again)."""
        if address not in self._scheduler.tasks:
            asset = self._assets[address]
            self._spec_of[address] = asset.spec.id
            self._scheduler.add(address, self._demand(asset))
        self._scheduler.ready(address, time)

    def asset(self, address: str) -> Asset:
        """An asset that was admitted."""
        return self._assets[address]

    def kind_of(self, address: str) -> Hashable:
        """What an asset's pace is learned by: provider, model and type."""
        spec = self._state.graph.specs[self._spec_of.get(address) or asset_of(address).partition("/")[0]]
        choice = self._workspace.choice(spec)
        return choice.provider, choice.model, spec.type

    def _forget_expanded(self, time: float) -> bool:
        """Lets go of what was foreseen under specs that are expanded now, and turned out otherwise."""
        grown = False
        for spec in self._state.take_expanded():
            names = self._awaited.pop(spec, [])
            real = {a.address for a in self._state.specs[spec].jobs() if a.status == "to-make"}
            for name in names:
                if name not in real and name in self._scheduler.tasks:
                    self._scheduler.cancelled(name, time)
            grown |= len(real) != len(names)
        return grown

    def _demand(self, asset: Asset) -> Demand:
        return self._workspace.demand(asset, self._ranks.get(asset.spec.id, 0.0))
