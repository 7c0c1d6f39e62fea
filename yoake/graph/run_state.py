"""The state of one run: which assets are up to date, which must be made, which wait; grows while the run goes on.

Pure: it is told what happened and says what follows. `yoake plan`, the live driver and the simulation share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yoake.collector import collector_paused
from yoake.definition.models import Project, TaskSpec
from yoake.fingerprint import digest_of_all
from yoake.graph.asset import HAS_FILE, SETTLED, Asset, AssetStatus, Record
from yoake.graph.candidates import candidate_count, candidates_of, chosen, status_by
from yoake.graph.expansion import category_of, expand, is_dynamic
from yoake.graph.identity import UpstreamSpec
from yoake.graph.inventory import Inventory
from yoake.graph.revision import Reviewed
from yoake.graph.selection import DEGRADED, Selection
from yoake.graph.stock import LOCK_LOST, LOCKED, Stock
from yoake.graph.structure import SpecGraph
from yoake.library.manifest import Library
from yoake.review.decision import NO_STANDING, Standing

__all__ = ["DEGRADED", "Inventory", "RunState", "Selection", "SpecState"]


@dataclass(slots=True)
class SpecState:
    """One spec on its way."""

    spec: TaskSpec
    waiting_for: int
    assets: list[Asset] = field(default_factory=list)
    unsettled: int = 0
    expanded: bool = False
    needed_whole: bool = True
    """False where only some of its assets are asked for and nothing downstream needs the rest."""

    def jobs(self) -> Iterator[Asset]:
        """What is made for it: its assets, or the candidates of each."""
        return (one for asset in self.assets for one in asset.candidates or (asset,))


class RunState:
    """Which assets there are and what is to be done about each.

    Args:
        specs: all specs, the brief's included.
        provider_of: spec -> name and version-relevant settings of what makes it.
        selection: what `--only` and `--redo` ask for.
        reviewed: what people have decided so far.
    """

    def __init__(
        self,
        project: Project,
        specs: Iterable[TaskSpec],
        library: Library,
        inventory: Inventory,
        provider_of: Callable[[TaskSpec], Mapping[str, Any]],
        selection: Selection | None = None,
        reviewed: Reviewed | None = None,
    ) -> None:
        selection = selection or Selection()
        reviewed = reviewed or Reviewed()
        self.project = project
        self.library = library
        self.inventory = inventory
        self.selection = selection
        self.stock = Stock(project, library, inventory, provider_of, selection)
        self.standings = dict(reviewed.standings)
        self.reasons = dict(reviewed.reasons)
        self.last_decision = reviewed.last_id
        self.graph = SpecGraph(list(specs))
        self.assets: dict[str, Asset] = {}
        """By address; candidates are with their asset (`Asset.candidates`)."""
        self.held: dict[str, Asset] = {}
        """Assets that have their file and wait for a person at a gate."""
        self.pending = 0
        """Assets and candidates that are to be made and not settled."""
        self._upstream: dict[str, UpstreamSpec] = {}
        self._expanded: list[str] = []
        self.specs = self._states()
        self.open_specs = len(self.specs)
        self.open_by_category: dict[str, int] = {}
        """Specs of each category in which something may still have to be made."""
        for held in self.specs.values():
            category = category_of(held.spec, library)
            self.open_by_category[category] = self.open_by_category.get(category, 0) + 1

    @collector_paused()
    def start(self) -> list[Asset]:
        """Settles everything that is up to date and returns the assets and candidates to make now."""
        return self._advance([s for s in self.specs.values() if s.waiting_for == 0])

    def settle(self, asset: Asset, status: AssetStatus, record: Record | None = None, reason: str = "") -> list[Asset]:
        """Tells that an asset or a candidate is done with; returns what there is to make now that this sets free."""
        state = self.specs[asset.spec.id]
        self._mark(state, asset, status, record, reason)
        return self._passed(state)

    def decided(self, address: str, standing: Standing, reason: str = "") -> list[Asset]:
        """Tells what a person has decided; returns what there is to make now that this sets free.

        Only what is held changes in this run: it passes its gate, another candidate is chosen, or it is made anew.
        For all else the decision counts from the next run on.

        Args:
            standing: what all decisions about the asset add up to now.
            reason: why it would be made anew (`yoake.graph.revision.reason_of`).
        """
        asset = self.held.pop(address, None)
        self.standings[address] = standing
        if reason:
            self.reasons[address] = reason
        if asset is None:
            return []
        state = self.specs[asset.spec.id]
        asset.held = False
        before = asset.fingerprint
        self.stock.identify(asset, self._sources(state), standing)
        if asset.fingerprint == before:
            if choice := chosen(asset.candidates, standing.picked):
                asset.record = choice.record
            self._through(state, asset)
            return self._passed(state)
        asset.status, asset.record, asset.reason, asset.candidates = "waiting", None, "", ()
        return self._take(state, asset, anew=True) + self._passed(state)

    def take_expanded(self) -> list[str]:
        """Ids of the specs whose assets have become known since this was asked last."""
        expanded, self._expanded = self._expanded, []
        return expanded

    @property
    def finished(self) -> bool:
        """Whether nothing is left to wait for."""
        return self.open_specs == 0

    @property
    def awaits_review(self) -> bool:
        """Whether nothing can go on before a person decides."""
        return self.pending == 0 and bool(self.held)

    def counts(self) -> dict[str, int]:
        """Number of assets by status; candidates are no assets."""
        found: dict[str, int] = {}
        for asset in self.assets.values():
            found[asset.status] = found.get(asset.status, 0) + 1
        return found

    def _states(self) -> dict[str, SpecState]:
        order = self.graph.in_order()
        only = self.selection.only
        if only:
            direct = {
                s.id
                for s in order
                if s.id in only or category_of(s, self.library) in only or any(o.split("/")[0] == s.id for o in only)
            }
            keep = self.graph.closure(direct)
            needed = keep - direct | {u for s in order if s.id in keep for u in self.graph.before[s.id]}
            order = [s for s in order if s.id in keep]
            if self.selection.as_is:
                needed = set()
        else:
            needed = set(self.graph.specs)
        return {s.id: SpecState(s, len(self.graph.before[s.id]), needed_whole=s.id in needed) for s in order}

    def _advance(self, ready: list[SpecState]) -> list[Asset]:
        to_make: list[Asset] = []
        stack = list(reversed(ready))
        while stack:
            state = stack.pop()
            to_make.extend(self._expand(state))
            if state.unsettled == 0:
                stack.extend(reversed(self._close(state)))
        return to_make

    def _expand(self, state: SpecState) -> list[Asset]:
        spec = state.spec
        sources = self._sources(state)
        results = (
            {
                name: [self.inventory.document(a.record.sha256) for a in up.assets if a.record and _is_text(a)]
                for name, up in sources.items()
            }
            if is_dynamic(spec)
            else {}
        )
        state.assets = expand(spec, self.library, results)
        state.expanded = True
        self._expanded.append(spec.id)
        state.unsettled = len(state.assets)
        lost = next((a for up in sources.values() for a in up.assets if a.status in ("failed", "blocked")), None)
        to_make = []
        for asset in state.assets:
            self.assets[asset.address] = asset
            standing = self.standings.get(asset.address, NO_STANDING)
            if lost is not None and spec.type != "integrate" and not (spec.locked or standing.locked):
                self._mark(state, asset, "blocked", None, f"needs {lost.address}, which is not there")
                continue
            self.stock.identify(asset, sources, standing)
            to_make += self._take(state, asset)
        return to_make

    def _sources(self, state: SpecState) -> dict[str, UpstreamSpec]:
        return {name: self._upstream[name] for name in self.graph.before[state.spec.id]}

    def _take(self, state: SpecState, asset: Asset, *, anew: bool = False) -> list[Asset]:
        """Settles an asset that is identified where it is there; else returns it, or its candidates, to be made."""
        standing = self.standings.get(asset.address, NO_STANDING)
        told = self.reasons.get(asset.address, "") if standing.is_revised else ""
        if asset.spec.locked or standing.locked is not None:
            record = self.stock.locked(asset, standing)
            if record is not None:
                asset.locked = True
                self._mark(state, asset, "up-to-date", record, LOCKED)
                return []
            told = LOCK_LOST if self.stock.lock_lost(asset, standing) else told
        count = candidate_count(asset.spec)
        if count > 1:
            asset.candidates = candidates_of(asset, count)
        wanted = anew or state.needed_whole or self.selection.wants(asset)
        if not asset.candidates:
            return [asset] if self._look(state, asset, self.stock.look(asset, wanted, anew, told)) else []
        looks = [(one, self.stock.look(one, wanted, anew, told)) for one in asset.candidates]
        # the asset is settled with the last candidate: what is to be made must be known as such before
        looks.sort(key=lambda pair: pair[1][0] != "to-make")
        to_make = [one for one, found in looks if self._look(state, one, found)]
        if to_make:
            asset.status, asset.reason = "to-make", to_make[0].reason
        return to_make

    def _look(self, state: SpecState, job: Asset, found: tuple[AssetStatus, Record | None, str]) -> bool:
        """Takes in what was found of an asset or a candidate; returns whether it is to be made."""
        status, record, reason = found
        if status != "to-make":
            self._mark(state, job, status, record, reason)
            return False
        self.pending += 1
        job.status, job.reason = status, reason
        return True

    def _mark(self, state: SpecState, asset: Asset, status: AssetStatus, record: Record | None, reason: str) -> None:
        if asset.status in SETTLED:
            raise ValueError(f"{asset.address} is settled already ({asset.status}, now {status})")
        if (status in HAS_FILE) != (record is not None):
            raise ValueError(f"{asset.address}: a record goes with {', '.join(sorted(HAS_FILE))} and with nothing else")
        if asset.status == "to-make" and not asset.candidates:
            self.pending -= 1
        asset.status, asset.record = status, record
        asset.reason = reason or asset.reason
        if asset.of is None:
            self._through(state, asset)
        elif all(one.status in SETTLED for one in asset.of.candidates):
            choice = chosen(asset.of.candidates, self.standings.get(asset.of.address, NO_STANDING).picked)
            outcome, why = status_by(asset.of.candidates, choice)
            self._mark(state, asset.of, outcome, choice.record if choice is not None else None, why)

    def _through(self, state: SpecState, asset: Asset) -> None:
        """A settled asset goes through its gate, if it has one and may."""
        record = asset.record
        if asset.spec.review == "gate" and asset.status in ("made", "up-to-date") and not asset.locked:
            assert record is not None
            if record.sha256 not in self.standings.get(asset.address, NO_STANDING).approved:
                asset.held = True
                self.held[asset.address] = asset
                return
        state.unsettled -= 1

    def _passed(self, state: SpecState) -> list[Asset]:
        """What a spec sets free, once all of its assets are settled and through their gates."""
        return [] if state.unsettled else self._advance(self._close(state))

    def _close(self, state: SpecState) -> list[SpecState]:
        """A spec whose assets are all settled; returns the specs that can be expanded now."""
        self.open_specs -= 1
        self.open_by_category[category_of(state.spec, self.library)] -= 1
        spec_id = state.spec.id
        there = tuple(a for a in state.assets if a.status not in ("skipped", "left"))
        whole = digest_of_all(f"{a.address} {a.media_key}" for a in there)
        self._upstream[spec_id] = UpstreamSpec(state.spec, there, whole, {})
        free = []
        for name in self.graph.downstream(spec_id):
            down = self.specs.get(name)
            if down is not None:
                down.waiting_for -= 1
                if down.waiting_for == 0:
                    free.append(down)
        return free


def _is_text(asset: Asset) -> bool:
    return asset.record is not None and asset.record.media_type == "application/json"
