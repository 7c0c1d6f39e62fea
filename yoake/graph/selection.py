"""What a person asked a run for: `--only` and `--redo`."""

from __future__ import annotations

from dataclasses import dataclass

from yoake.graph.asset import Asset, Record
from yoake.words import QUEUE_OF_TYPE

DEGRADED = "degraded"
"""`--redo degraded`: everything that was made with less than was asked for."""

FOR_THE_NIGHT = "left for the night"
"""Why a call of a paid or limited API is not made by day, where a run was asked to wait with them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the person asked for. Naming an asset names its candidates too."""

    only: frozenset[str] = frozenset()
    """Categories, spec ids and addresses; empty for everything."""
    redo: frozenset[str] = frozenset()
    """Spec ids and addresses to make again although they are up to date; `degraded` for all that were made with less
    than was asked for."""

    as_is: bool = False
    """Only what `only` names is made, from what there is: nothing that it needs is made first."""
    for_the_night: bool = False
    """Calls of paid and limited APIs are left for the nightly run."""

    def leaves(self, asset: Asset) -> str:
        """Why it is not for this run although it is not up to date; empty where it is."""
        return FOR_THE_NIGHT if self.for_the_night and QUEUE_OF_TYPE[asset.spec.type] == "api" else ""

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
