"""What was made before and is still intact: the catalog's products against what the store really holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from yoake.catalog.catalog import Catalog
from yoake.graph.asset import Record
from yoake.store.base import AssetStore, Key, Stored


class StoredInventory:
    """One pass over the catalog and one over the store; then every look-up is a dictionary's.

    An object whose size and signature are as recorded is intact; any other is read and hashed once, and recorded
    again or put aside.

    Args:
        verify_all: hash every object that is asked for, whatever its signature says.
    """

    def __init__(self, project: str, catalog: Catalog, store: AssetStore, *, verify_all: bool = False) -> None:
        self.project = project
        self.catalog = catalog
        self.store = store
        self.verify_all = verify_all
        self._products = {row[0]: row for row in catalog.products(project)}
        self._recorded = catalog.objects()
        self._listing = store.listing()
        self._checked: dict[Key, Stored | None] = {}
        self._documents: dict[str, Any] = {}
        self._suffixes: dict[str, str] = {}
        self._contents: dict[str, Any] | None = None
        self._before: dict[str, Any] | None = None
        self.damaged: list[str] = []
        """Hashes of objects that were found damaged or gone although a product needs them."""

    def find(self, fingerprint: str) -> Record | None:
        """The record of an intact asset with this fingerprint."""
        return self._record(self._products.get(fingerprint))

    def content(self, sha256: str) -> Record | None:
        """The record of an intact product with this content."""
        if self._contents is None:
            self._contents = {row[1]: row for row in self._products.values()}
        return self._record(self._contents.get(sha256))

    def present(self, address: str) -> str | None:
        """The content (SHA-256) that the asset has by the last run; none where it has none or a placeholder."""
        row = self._last(address)
        return row.sha256 if row is not None and row.status != "placeholder" else None

    def _record(self, row: Any) -> Record | None:
        if row is None or self._intact((row[1], row[4])) is None:
            return None
        self._suffixes[row[1]] = row[4]
        return Record(
            sha256=row[1],
            size=row[2],
            media_type=row[3],
            suffix=row[4],
            meta=row[5],
            credits=tuple(row[6]),
            seconds=row[7],
            degraded=bool(row[8]),
        )

    def known(self, record: Record) -> None:
        """Takes in a record that was made just now, so that its content can be read."""
        self._suffixes[record.sha256] = record.suffix

    def document(self, sha256: str) -> Any:
        """A text result, parsed once."""
        if sha256 not in self._documents:
            text = self.store.local(sha256, self._suffixes.get(sha256, ".json")).read_bytes()
            self._documents[sha256] = json.loads(text)
        return self._documents[sha256]

    def stored(self, sha256: str, suffix: str) -> Stored | None:
        """What the store holds under this key, as listed or checked; None where it is not intact."""
        return self._intact((sha256, suffix))

    def why_not(self, address: str, fingerprint: str, parts: Callable[[], Mapping[str, str]]) -> str:
        """Why an asset is not up to date, in words."""
        row = self._products.get(fingerprint)
        if row is not None:
            return "its file is missing" if (row[1], row[4]) not in self._listing else "its file is damaged"
        before = self._last(address)
        if before is None or not before.fingerprint:
            return "new"
        if before.status in ("failed", "blocked", "skipped"):
            return f"it was not made last time ({before.error_code or before.status})"
        if before.status == "placeholder":
            return f"it was a placeholder last time ({before.error_code or 'no reason recorded'})"
        now = parts()
        changed = [k for k in now if before.parts.get(k) != now[k]]
        changed += [k for k in before.parts if k not in now]
        return f"changed: {', '.join(_words(k) for k in changed)}" if changed else "not finished last time"

    def _last(self, address: str) -> Any:
        """The asset as the last run left it."""
        if self._before is None:
            self._before = self.catalog.assets(self.project)
        return self._before.get(address)

    def _intact(self, key: Key) -> Stored | None:
        if key in self._checked:
            return self._checked[key]
        listed = self._listing.get(key)
        if listed is not None and not self.verify_all and self._recorded.get(key) == (listed.size, listed.signature):
            self._checked[key] = listed
            return listed
        found = self.store.verify(*key) if listed is not None else None
        if found is None:
            self.damaged.append(key[0])
            self.catalog.forget_objects([key])
        else:
            self.catalog.record_objects([row_of(found)])
        self._checked[key] = found
        return found


def row_of(stored: Stored) -> dict[str, Any]:
    """A stored object as a row of the catalog."""
    return {
        "sha256": stored.sha256,
        "suffix": stored.suffix,
        "size": stored.size,
        "signature": stored.signature,
    }


def _words(part: str) -> str:
    kind, dot, name = part.partition(".")
    if kind == "inputs":
        return f"what {name} gave"
    return f"parameter {name}" if dot else {"content": "its workflow or template"}.get(part, part)
