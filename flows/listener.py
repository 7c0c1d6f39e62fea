"""What a run tells whoever watches it (the terminal, later the dashboard)."""

from __future__ import annotations

from yoake.graph.asset import Asset
from yoake.graph.run_state import RunState


class Listener:
    """Called from the run's event loop; each method must return fast. This one ignores everything."""

    def planned(self, state: RunState) -> None:
        """The run starts: everything that is up to date is settled."""

    def started(self, asset: Asset) -> None:
        """Work on an asset begins."""

    def progressed(self, address: str, share: float, step: str) -> None:
        """A service tells how far it is with an asset (0 to 1); called from any thread."""

    def expects(self, seconds_left: float) -> None:
        """A new forecast of the run's end."""

    def settled(self, asset: Asset, seconds: float) -> None:
        """An asset is done with, well or badly (`asset.status`, `asset.reason`)."""

    def said(self, sentence: str) -> None:
        """Something a person should read."""
