"""What the graph asks of whoever knows what was made before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from yoake.graph.asset import Record


class Inventory(Protocol):
    """What was made before and is still intact."""

    def find(self, fingerprint: str) -> Record | None:
        """The record of an intact asset with this fingerprint."""

    def content(self, sha256: str) -> Record | None:
        """The record of an intact product with this content."""

    def present(self, address: str) -> str | None:
        """The content (SHA-256) that the asset has by the last run; none where it has none or a placeholder."""

    def known(self, record: Record) -> None:
        """Takes in a record that was made just now, so that its content can be read."""

    def document(self, sha256: str) -> Any:
        """A text result, parsed."""

    def why_not(self, address: str, fingerprint: str, parts: Callable[[], Mapping[str, str]]) -> str:
        """Why `find` had nothing: new, changed (and what), missing or damaged."""
