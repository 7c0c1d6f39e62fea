"""Takes stock of one asset: what decides its content, what there is of it, and why it has to be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from yoake.definition.models import Project, TaskSpec
from yoake.graph.asset import Asset, AssetStatus, Record
from yoake.graph.identity import UpstreamSpec, identify, parts_of
from yoake.graph.inventory import Inventory
from yoake.graph.selection import Selection
from yoake.library.manifest import Library
from yoake.review.decision import Standing

LOCKED = "locked"
LOCK_LOST = "locked, but its file is gone or damaged"
REDO = "asked for again (--redo)"
ANOTHER = "another candidate"


class Stock:
    """What was made before, as far as it concerns single assets; asks the inventory and changes nothing in it."""

    def __init__(
        self,
        project: Project,
        library: Library,
        inventory: Inventory,
        provider_of: Callable[[TaskSpec], Mapping[str, Any]],
        selection: Selection,
    ) -> None:
        self.project = project
        self.library = library
        self.inventory = inventory
        self.provider_of = provider_of
        self.selection = selection

    def identify(self, asset: Asset, sources: Mapping[str, UpstreamSpec], standing: Standing) -> None:
        """Gives the asset its fingerprint, by its spec and by what people have decided."""
        provider = self.provider_of(asset.spec)
        found = identify(asset, self.project, self.library, sources, provider, self.inventory.document, standing)
        asset.fingerprint, asset.inputs, asset.identity = found.fingerprint, found.inputs, found.values

    def locked(self, asset: Asset, standing: Standing) -> Record | None:
        """The content that a lock keeps, whatever the fingerprint says; none where it is not locked or not there."""
        sha256 = self._locked_to(asset, standing)
        return self.inventory.content(sha256) if sha256 is not None else None

    def lock_lost(self, asset: Asset, standing: Standing) -> bool:
        """Whether there is a lock whose content is gone."""
        return self._locked_to(asset, standing) is not None and self.locked(asset, standing) is None

    def look(self, asset: Asset, wanted: bool, anew: bool, told: str) -> tuple[AssetStatus, Record | None, str]:
        """What there is of an asset or a candidate: its status, its record where it is up to date, and why.

        Args:
            wanted: whether the run is to have it.
            anew: whether a person has just asked for it at a gate, so that `--redo` is done with.
            told: what people have said about it, if anything.
        """
        found = self.inventory.find(asset.fingerprint)
        asset.redo = wanted and not anew and self.selection.redoes(asset.of or asset, found)
        if found is not None and not asset.redo:
            return "up-to-date", found, told if told == LOCK_LOST else ""
        if not wanted:
            return "left", None, "not asked for"
        if later := self.selection.leaves(asset):
            return "left", None, later
        asset.before = found if found is not None and found.degraded else None
        return "to-make", None, REDO if found is not None else self._why(asset, told)

    def _why(self, asset: Asset, told: str) -> str:
        base = asset.of or asset
        why = self.inventory.why_not(base.address, asset.fingerprint, partial(parts_of, asset.identity))
        if asset.number > 1 and why == "changed: seed":
            return ANOTHER
        return f"{told} ({why})" if told == LOCK_LOST or (told and why.startswith("changed")) else why

    def _locked_to(self, asset: Asset, standing: Standing) -> str | None:
        if standing.locked is not None:
            return standing.locked
        return self.inventory.present(asset.address) if asset.spec.locked else None
