"""Attempts that were begun and never ended: whatever the asset did, it took the process with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select

from yoake.catalog.rows import Row, Rows
from yoake.catalog.tables import lost_attempt
from yoake.catalog.writer import Writer


class LostAttempts:
    """Counts them by fingerprint. A row says: so many attempts in a row were begun, and none has ended."""

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self._engine, self._writer = engine, writer

    def counts(self, project: str) -> dict[str, int]:
        """Fingerprint -> how many were lost in a row; to be asked before a run begins any."""
        t = lost_attempt.c
        with self._engine.connect() as connection:
            rows: Any = connection.execute(select(t.fingerprint, t.count).where(t.project == project))
            return {row[0]: row[1] for row in rows}

    def count(self, project: str, fingerprint: str) -> int:
        """How many of one asset were lost in a row."""
        t = lost_attempt.c
        query = select(t.count).where(t.project == project, t.fingerprint == fingerprint)
        with self._engine.connect() as connection:
            return int(connection.scalar(query) or 0)

    def begin(self, row: Row) -> None:
        """Writes that an attempt begins, with how many are then without an end; nobody waits for the disk.

        A commit for every asset would cost more than it saves: what is lost with the last milliseconds is one count.
        """
        self._writer.submit(Rows(replace=((lost_attempt, row),)))

    def end(self, project: str, fingerprint: str) -> None:
        """Writes that an attempt has ended, where nothing else is written at its end."""
        self._writer.submit(ended(project, fingerprint))


def ended(project: str, fingerprint: str) -> Rows:
    """That an asset's attempt has ended, to be written beside other rows."""
    return Rows(remove=((lost_attempt, {"project": project, "fingerprint": fingerprint}),))
