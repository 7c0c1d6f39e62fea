"""What has run out of VRAM, and where: so that the next asset of that kind starts with a size that fits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Engine, select

from yoake.catalog.clock import now
from yoake.catalog.rows import Rows
from yoake.catalog.tables import vram_memory
from yoake.catalog.writer import Writer


class WorkKind(NamedTuple):
    """What needs the same VRAM: the same workflow and model on a GPU of the same size."""

    place: str
    """Size of the GPU (`12 GB`), so that a larger one starts afresh; else the service's name."""
    provider: str
    subject: str
    """The workflow's name."""
    model: str


class VramMemory:
    """The lowest resolution known to fail, by kind of work and batch size.

    Read once and kept: a job may ask for every asset. What another program learns meanwhile is learned here by the
    first asset that fails.
    """

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self._engine, self._writer = engine, writer
        self._lock = threading.Lock()
        self._rows: dict[WorkKind, dict[int, tuple[int, str]]] | None = None

    def failed(self, kind: WorkKind, run_id: str | None = None) -> list[tuple[int, int]]:
        """Sizes known to fail, as (resolution, batch size).

        Args:
            run_id: only what this run has learned.
        """
        with self._lock:
            known = self._known().get(kind, {})
            return [(side, batch) for batch, (side, learned) in known.items() if run_id in (None, learned)]

    def remember(self, kind: WorkKind, resolution: int, batch_size: int, run_id: str) -> None:
        """Takes note of a size that ran out of VRAM; the newest knowledge counts."""
        with self._lock:
            self._known().setdefault(kind, {})[batch_size] = (resolution, run_id)
        row = {
            **kind._asdict(), "batch_size": batch_size, "resolution": resolution, "run_id": run_id, "updated_at": now(),
        }  # fmt: skip
        self._writer.submit(Rows(replace=((vram_memory, row),)))

    def forget(self, kind: WorkKind, fits: Callable[[int, int], bool]) -> None:
        """Forgets what has turned out to fit.

        Args:
            fits: told a resolution and a batch size that were known to fail.
        """
        with self._lock:
            known = self._known().get(kind, {})
            wrong = [batch for batch, (side, _) in known.items() if fits(side, batch)]
            for batch in wrong:
                del known[batch]
        if wrong:
            keys = tuple((vram_memory, {**kind._asdict(), "batch_size": batch}) for batch in wrong)
            self._writer.submit(Rows(remove=keys))

    def _known(self) -> dict[WorkKind, dict[int, tuple[int, str]]]:
        if self._rows is None:
            self._rows = {}
            with self._engine.connect() as connection:
                for row in connection.execute(select(vram_memory)):
                    kind = WorkKind(row.place, row.provider, row.subject, row.model)
                    self._rows.setdefault(kind, {})[row.batch_size] = (row.resolution, row.run_id)
        return self._rows
