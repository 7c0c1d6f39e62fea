"""The state of one run: which assets are up to date, which must be made, which wait; grows while the run goes on.

Pure: it is told what happened and says what follows. `yoake plan`, the live driver and the simulation share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from yoake.collector import collector_paused
from yoake.definition.models import Project, TaskSpec
from yoake.fingerprint import digest_of_all
from yoake.graph.asset import HAS_FILE, SETTLED, Asset, AssetStatus, Record
from yoake.graph.expansion import category_of, expand, is_dynamic
from yoake.graph.identity import UpstreamSpec, identify, parts_of
from yoake.graph.structure import SpecGraph
from yoake.library.manifest import Library


class Inventory(Protocol):
    """What was made before and is still intact."""

    def find(self, fingerprint: str) -> Record | None:
        """The record of an intact asset with this fingerprint."""

    def known(self, record: Record) -> None:
        """Takes in a record that was made just now, so that its content can be read."""

    def document(self, sha256: str) -> Any:
        """A text result, parsed."""

    def why_not(self, address: str, fingerprint: str, parts: Callable[[], Mapping[str, str]]) -> str:
        """Why `find` had nothing: new, changed (and what), missing or damaged."""


DEGRADED = "degraded"
"""`--redo degraded`: everything that was made with less than was asked for."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the person asked for."""

    only: frozenset[str] = frozenset()
    """Categories, spec ids and addresses; empty for everything."""
    redo: frozenset[str] = frozenset()
    """Spec ids and addresses to make again although they are up to date; `degraded` for all that were made with less
    than was asked for."""

    def wants(self, asset: Asset) -> bool:
        """Whether `--only` names the asset itself, its spec or its category."""
        return not self.only or bool(self.only & {asset.address, asset.spec.id, asset.category})

    def redoes(self, asset: Asset, record: Record | None = None) -> bool:
        """Whether `--redo` names it.

        Args:
            record: what there is of it.
        """
        named = bool(self.redo & {asset.address, asset.spec.id})
        return named or (record is not None and record.degraded and DEGRADED in self.redo)


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


class RunState:
    """Which assets there are and what is to be done about each.

    Args:
        specs: all specs, the brief's included.
        provider_of: spec -> name and version-relevant settings of what makes it.
        selection: what `--only` and `--redo` ask for.
    """

    def __init__(
        self,
        project: Project,
        specs: Iterable[TaskSpec],
        library: Library,
        inventory: Inventory,
        provider_of: Callable[[TaskSpec], Mapping[str, Any]],
        selection: Selection | None = None,
    ) -> None:
        selection = selection or Selection()
        self.project = project
        self.library = library
        self.inventory = inventory
        self.provider_of = provider_of
        self.selection = selection
        self.graph = SpecGraph(list(specs))
        self.assets: dict[str, Asset] = {}
        self.made_hashes: set[str] = set()
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
        """Settles everything that is up to date and returns the assets to make now."""
        return self._advance([s for s in self.specs.values() if s.waiting_for == 0])

    def settle(self, asset: Asset, status: AssetStatus, record: Record | None = None, reason: str = "") -> list[Asset]:
        """Tells that an asset is done with; returns the assets to make that this sets free."""
        state = self.specs[asset.spec.id]
        self._mark(state, asset, status, record, reason)
        return self._advance([]) if state.unsettled else self._advance(self._close(state))

    def take_expanded(self) -> list[str]:
        """Ids of the specs whose assets have become known since this was asked last."""
        expanded, self._expanded = self._expanded, []
        return expanded

    @property
    def finished(self) -> bool:
        """Whether nothing is left to wait for."""
        return self.open_specs == 0

    def counts(self) -> dict[str, int]:
        """Number of assets by status."""
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
        sources = {name: self._upstream[name] for name in self.graph.before[spec.id]}
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
        provider = self.provider_of(spec)
        lost = next((a for up in sources.values() for a in up.assets if a.status in ("failed", "blocked")), None)
        to_make = []
        for asset in state.assets:
            self.assets[asset.address] = asset
            if lost is not None and spec.type != "integrate":
                self._mark(state, asset, "blocked", None, f"needs {lost.address}, which is not there")
                continue
            identity = identify(asset, self.project, self.library, sources, provider, self.inventory.document)
            asset.fingerprint, asset.inputs, asset.identity = identity.fingerprint, identity.inputs, identity.values
            found = self.inventory.find(asset.fingerprint)
            wanted = state.needed_whole or self.selection.wants(asset)
            asset.redo = wanted and self.selection.redoes(asset, found)
            if found is not None and not asset.redo:
                self._mark(state, asset, "up-to-date", found, "")
            elif not wanted:
                self._mark(state, asset, "left", None, "not asked for")
            else:
                asset.status = "to-make"
                asset.before = found if found is not None and found.degraded else None
                asset.reason = (
                    "asked for again (--redo)"
                    if found is not None
                    else self.inventory.why_not(asset.address, asset.fingerprint, partial(parts_of, identity.values))
                )
                to_make.append(asset)
        return to_make

    def _mark(self, state: SpecState, asset: Asset, status: AssetStatus, record: Record | None, reason: str) -> None:
        if asset.status in SETTLED:
            raise ValueError(f"{asset.address} is settled already ({asset.status}, now {status})")
        if (status in HAS_FILE) != (record is not None):
            raise ValueError(f"{asset.address}: a record goes with {', '.join(sorted(HAS_FILE))} and with nothing else")
        asset.status, asset.record = status, record
        asset.reason = reason or asset.reason
        state.unsettled -= 1

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
