"""The catalog: every run, asset, product and attempt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from yoake.catalog import tables
from yoake.catalog.clock import now
from yoake.catalog.connect import open_engine
from yoake.catalog.lost_attempts import LostAttempts
from yoake.catalog.reviews import Reviews
from yoake.catalog.rows import NOTHING, Rows, upsert
from yoake.catalog.service_jobs import ServiceJobs
from yoake.catalog.vram_memory import VramMemory
from yoake.catalog.writer import Work, Writer

__all__ = ("Catalog", "now")


class Catalog:
    """Reads and writes one catalog; safe to use from many threads.

    Args:
        url: an SQLAlchemy URL (`yoake.catalog.connect.catalog_url`).

    Raises:
        YoakeError: `catalog.unreachable`, `catalog.newer`.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.writer = Writer(self.engine)
        self.jobs = ServiceJobs(self.engine, self.writer)
        self.lost = LostAttempts(self.engine, self.writer)
        self.vram = VramMemory(self.engine, self.writer)
        self.reviews = Reviews(self.engine, self.writer)

    def close(self) -> None:
        """Commits what waits and lets go of the database."""
        self.writer.close()
        self.engine.dispose()

    def begin_run(self, run_id: str, project: str, settings: Mapping[str, Any]) -> None:
        """Records that a run has begun."""
        row = {"id": run_id, "project": project, "started_at": now(), "status": "running", "settings": dict(settings)}

        def work(connection: Connection) -> None:
            last = connection.scalar(select(func.max(tables.run.c.number)))
            upsert(connection, tables.run, [{**row, "number": (last or 0) + 1}])

        self.writer.write(work)

    def finish_run(self, run_id: str, status: str, counts: Mapping[str, int], seconds: float) -> None:
        """Records how a run ended."""
        values = {"finished_at": now(), "status": status, "counts": dict(counts), "seconds": seconds}
        self.writer.write(lambda c: c.execute(update(tables.run).where(tables.run.c.id == run_id).values(**values)))

    def record_forecast(self, run_id: str, forecast: Mapping[str, Any]) -> None:
        """Records what a run was expected to take when it began (`yoake.workspace.promise.Promise.as_json`)."""
        change = update(tables.run).where(tables.run.c.id == run_id).values(forecast=dict(forecast))
        self.writer.write(lambda c: c.execute(change))

    def record_made(
        self,
        product: Mapping[str, Any],
        stored: Mapping[str, Any],
        attempt: Mapping[str, Any],
        *,
        experience: Mapping[str, Any] | None = None,
        beside: Rows = NOTHING,
    ) -> None:
        """Records a finished asset with its stored object and its attempt; on disk when this returns.

        Args:
            experience: what it has taken (`yoake.making.rows.experience_row`), to be learned from.
            beside: what is written with it: its job at a service, that its attempt has ended.
        """
        self.writer.write(
            Rows(
                replace=((tables.product, product), (tables.stored_object, stored), *beside.replace),
                add=((tables.attempt, attempt), *beside.add),
                experience=experience,
                remove=beside.remove,
            )
        )

    def record_attempt(self, attempt: Mapping[str, Any], *, beside: Rows = NOTHING) -> None:
        """Records an attempt that made no product.

        Args:
            beside: what is written with it.
        """
        self.writer.write(Rows(beside.replace, ((tables.attempt, attempt), *beside.add), None, beside.remove))

    def submit_attempt(self, attempt: Mapping[str, Any]) -> None:
        """Records an attempt that another one follows at once; nobody waits for the disk."""
        self.writer.submit(Rows(add=((tables.attempt, attempt),)))

    def record_product(self, product: Mapping[str, Any], stored: Mapping[str, Any]) -> None:
        """Records a finished asset that no attempt of this run made (a remembered result)."""
        self.writer.write(Rows(replace=((tables.product, product), (tables.stored_object, stored))))

    def asset_work(self, rows: Sequence[Mapping[str, Any]]) -> Work:
        """Work for the writer: the present state of some assets; the caller need not wait for it."""
        return Rows(replace=tuple((tables.asset, row) for row in rows))

    def record_assets(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Records the present state of some assets."""
        if listed := list(rows):
            self.writer.write(self.asset_work(listed))

    def fingerprints(self, project: str) -> dict[str, str]:
        """The recorded fingerprint of each of a project's assets, by address."""
        t = tables.asset
        with self.engine.connect() as connection:
            rows = connection.execute(select(t.c.address, t.c.fingerprint).where(t.c.project == project))
            return {row.address: row.fingerprint for row in rows}

    def confirm_assets(self, project: str, addresses: Sequence[str], run_id: str) -> None:
        """Records that some assets, known with these fingerprints, were found up to date by a run."""
        t = tables.asset
        change = (
            update(t)
            .where(t.c.project == project, t.c.address == bindparam("known"))
            .values(run_id=run_id, status="up-to-date", reason="", error_code=None, updated_at=now())
        )
        if addresses:
            self.writer.write(lambda c: c.execute(change, [{"known": a} for a in addresses]))

    def record_objects(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Records signatures of stored objects, as found."""
        listed = [dict(r) for r in rows]
        if listed:
            self.writer.write(lambda c: upsert(c, tables.stored_object, listed))

    def forget_objects(self, keys: Iterable[tuple[str, str]]) -> None:
        """Forgets stored objects (hash, suffix) that are gone or damaged."""
        t = tables.stored_object
        listed = list(keys)

        def work(connection: Connection) -> None:
            for sha256, suffix in listed:
                connection.execute(delete(t).where(t.c.sha256 == sha256, t.c.suffix == suffix))

        if listed:
            self.writer.write(work)

    def products(self, project: str) -> list[Any]:
        """All products of a project, as rows of what a `Record` holds, each with its fingerprint."""
        t = tables.product
        columns = (
            t.c.fingerprint, t.c.sha256, t.c.size, t.c.media_type, t.c.suffix, t.c.meta, t.c.credits, t.c.seconds,
            t.c.degraded,
        )  # fmt: skip
        with self.engine.connect() as connection:
            return list(connection.execute(select(*columns).where(t.c.project == project)))

    def degraded(self, project: str) -> frozenset[str]:
        """Fingerprints of the products that were made with less than was asked for."""
        t = tables.product.c
        query = select(t.fingerprint).where(t.project == project, t.degraded)
        with self.engine.connect() as connection:
            return frozenset(connection.scalars(query))

    def objects(self) -> dict[tuple[str, str], tuple[int, str]]:
        """All stored objects: (hash, suffix) -> (size, signature)."""
        t = tables.stored_object
        with self.engine.connect() as connection:
            return {(r[0], r[1]): (r[2], r[3]) for r in connection.execute(select(t))}

    def assets(self, project: str) -> dict[str, Any]:
        """The recorded state of a project's assets by address."""
        t = tables.asset
        with self.engine.connect() as connection:
            return {r.address: r for r in connection.execute(select(t).where(t.c.project == project))}

    def runs(self, project: str, limit: int = 10) -> list[Any]:
        """The project's last runs, newest first."""
        t = tables.run
        query = select(t).where(t.c.project == project).order_by(t.c.number.desc()).limit(limit)
        with self.engine.connect() as connection:
            return list(connection.execute(query))

    def experience(self) -> list[Any]:
        """All that was learned about how long work takes and what VRAM it needs, of all projects."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(tables.experience)))

    def attempts(self, run_id: str) -> list[Any]:
        """All attempts of a run in order."""
        t = tables.attempt
        with self.engine.connect() as connection:
            return list(connection.execute(select(t).where(t.c.run_id == run_id).order_by(t.c.id)))
