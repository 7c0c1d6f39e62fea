"""The ledger of jobs that services were given: written before their results are awaited, so that a crash loses none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, select

from yoake.catalog.rows import Row, Rows
from yoake.catalog.tables import service_job
from yoake.catalog.writer import Writer


class ServiceJobs:
    """Reads and writes the ledger; safe to use from many threads."""

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self._engine, self._writer = engine, writer

    def find(self, project: str, fingerprint: str, kind: str) -> Any | None:
        """The last job at a kind of service for what an asset is to be; none where there was none.

        It is asked anew each time: another machine may have begun the job.
        """
        t = service_job.c
        query = select(service_job).where(t.project == project, t.fingerprint == fingerprint, t.kind == kind)
        with self._engine.connect() as connection:
            return connection.execute(query).first()

    def write(self, row: Row, *, durable: bool) -> None:
        """Writes a job in the place of the asset's last one.

        Args:
            durable: return once it is on disk; else it is written with whatever comes next.

        Raises:
            YoakeError: `catalog.write-failed`.
        """
        rows = Rows(replace=((service_job, row),))
        if durable:
            self._writer.write(rows)
        else:
            self._writer.submit(rows)

    def end(self, rows: Rows) -> None:
        """Writes how a job has ended, where nothing else is written with it.

        Raises:
            YoakeError: `catalog.write-failed`.
        """
        self._writer.write(rows)

    def drop(self, project: str, fingerprint: str, kind: str) -> None:
        """Forgets an asset's job: the next one is begun anew.

        Raises:
            YoakeError: `catalog.write-failed`.
        """
        key = {"project": project, "fingerprint": fingerprint, "kind": kind}
        self._writer.write(Rows(remove=((service_job, key),)))


def with_job(row: Mapping[str, Any] | None) -> Rows:
    """A job's row, to be written beside others; nothing for none."""
    return Rows() if row is None else Rows(replace=((service_job, row),))
