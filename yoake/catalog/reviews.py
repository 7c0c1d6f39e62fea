"""What people have decided, what waits for them, and the candidates they choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from yoake.catalog.clock import now
from yoake.catalog.rows import Row, upsert
from yoake.catalog.tables import asset, candidate, decision, review
from yoake.catalog.writer import Writer
from yoake.review.decision import Decision, Standing, fold
from yoake.review.rules import ACCEPTS, ASKS_ANEW, Ruling, Situation, judge

LOCK_KEY = 7_015_043
"""Any fixed number: two people who decide at once on PostgreSQL do so one after the other."""


class Reviews:
    """Reads and writes reviews; safe to use from many threads and programs."""

    def __init__(self, engine: Engine, writer: Writer) -> None:
        self._engine, self._writer = engine, writer

    # -- decisions ----------------------------------------------------------------------------------------------------

    def decisions(self, project: str, after_id: int = 0, address: str | None = None) -> list[Decision]:
        """A project's decisions, oldest first.

        Args:
            after_id: only those recorded after this one.
            address: only those about this asset.
        """
        with self._engine.connect() as connection:
            return _decisions(connection, project, after_id, address)

    def standings(self, project: str) -> dict[str, Standing]:
        """Address -> what all decisions about it add up to; only assets that something was decided about."""
        return fold(self.decisions(project))

    def situation(self, project: str, address: str) -> Situation:
        """One asset as it is now."""
        with self._engine.connect() as connection:
            return _situation(connection, project, address)

    def decide(self, project: str, wanted: Decision) -> tuple[Ruling, Situation, Decision]:
        """Judges a decision by what is so at this moment and records it if it holds, in one transaction.

        Args:
            wanted: without `sha256` it is about the asset's present content.

        Returns:
            What became of it, what was so when it came, and the decision as it was judged.
        """
        found: list[tuple[Ruling, Situation, Decision]] = []

        def work(connection: Connection) -> None:
            found.clear()
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"select pg_advisory_xact_lock({LOCK_KEY})"))
            else:
                # takes SQLite's write lock before anything is read: two programs decide one after the other
                connection.execute(update(review).where(review.c.project == "").values(state=""))
            before = _situation(connection, project, wanted.address)
            about = wanted.sha256 or before.present or ""
            made = replace(wanted, sha256=about, present=before.sha256 or "", decided_at=now(), id=0)
            ruling = judge(made, before)
            found.append((ruling, before, made))
            if ruling.recorded:
                _record(connection, project, made, before)

        self._writer.write(work)
        return found[0]

    # -- what waits ---------------------------------------------------------------------------------------------------

    def waiting(self, project: str) -> list[Any]:
        """What waits for a person: rows of `review`, gates first, then by age."""
        t = review.c
        query = (
            select(review)
            .where(t.project == project, t.state == "waiting")
            .order_by(t.mode.desc(), t.opened_at, t.address)
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query))

    def find(self, project: str, address: str) -> Any | None:
        """The review of an asset, whatever its state."""
        query = select(review).where(review.c.project == project, review.c.address == address)
        with self._engine.connect() as connection:
            return connection.execute(query).one_or_none()

    def open_review(self, row: Row) -> bool:
        """Notes that an asset waits for a person; a review of the same content is left as it is.

        Args:
            row: `project`, `address`, `mode`, `fingerprint`, `sha256`, `suffix`, `run_id`.

        Returns:
            Whether it is new: never seen before, or of another content than the one before.
        """
        opened: list[bool] = []

        def work(connection: Connection) -> None:
            opened.clear()
            t = review.c
            columns = (t.sha256, t.mode, t.state, t.fingerprint)
            query = select(*columns).where(t.project == row["project"], t.address == row["address"])
            before = connection.execute(query).one_or_none()
            is_new = before is None or before.sha256 != row["sha256"]
            if before is not None and before.state == "rejected" and before.fingerprint != row["fingerprint"]:
                is_new = True  # it was made anew and has come out the same
            opened.append(is_new)
            if is_new:
                fresh = {"state": "waiting", "flow_run_id": None, "opened_at": now(), "closed_at": None}
                upsert(connection, review, [{**row, **fresh}])
            elif before is not None and before.mode != row["mode"]:
                change = update(review).where(t.project == row["project"], t.address == row["address"])
                connection.execute(change.values(mode=row["mode"]))

        self._writer.write(work)
        return opened[0]

    def set_flow_run(self, project: str, address: str, sha256: str, flow_run_id: str) -> None:
        """Notes which Prefect flow run asks for the decision."""
        t = review.c
        change = update(review).where(t.project == project, t.address == address, t.sha256 == sha256)
        self._writer.write(lambda c: c.execute(change.values(flow_run_id=flow_run_id)))

    def close_all_but(self, project: str, addresses: Iterable[str]) -> None:
        """Forgets waiting reviews of assets that are not reviewed any more (the project file has changed)."""
        t = review.c
        kept = list(addresses)
        gone = delete(review).where(t.project == project, t.state == "waiting", t.address.not_in(kept))
        self._writer.write(lambda c: c.execute(gone))

    # -- candidates ---------------------------------------------------------------------------------------------------

    def candidates(self, project: str, address: str | None = None) -> list[Any]:
        """Rows of `candidate`, by address and number."""
        t = candidate.c
        query = select(candidate).where(t.project == project).order_by(t.address, t.number)
        if address is not None:
            query = query.where(t.address == address)
        with self._engine.connect() as connection:
            return list(connection.execute(query))

    def record_candidates(self, project: str, address: str, rows: Iterable[Row]) -> None:
        """Records the candidates of an asset in the place of those it had.

        Args:
            rows: all columns but `project` and `address`.
        """
        listed = [{**row, "project": project, "address": address} for row in rows]

        def work(connection: Connection) -> None:
            t = candidate.c
            connection.execute(delete(candidate).where(t.project == project, t.address == address))
            if listed:
                connection.execute(insert(candidate), listed)

        self._writer.write(work)


def _decisions(connection: Connection, project: str, after_id: int, address: str | None) -> list[Decision]:
    t = decision.c
    query = select(decision).where(t.project == project, t.id > after_id).order_by(t.id)
    if address is not None:
        query = query.where(t.address == address)
    return [_decision(row._mapping) for row in connection.execute(query)]


def _decision(row: Mapping[Any, Any]) -> Decision:
    return Decision(**{key: row[key] for key in Decision.__dataclass_fields__})


def _situation(connection: Connection, project: str, address: str) -> Situation:
    t, t1 = review.c, asset.c
    query = select(t1.status, t1.sha256).where(t1.project == project, t1.address == address)
    found = connection.execute(query).one_or_none()
    opened = connection.execute(
        select(t.sha256, t.state).where(t.project == project, t.address == address)
    ).one_or_none()
    # what waits is the newest there is, also while its run has not written the asset's row
    held = opened if opened is not None and (found is None or opened.state == "waiting") else None
    t2 = candidate.c
    numbers = select(t2.number, t2.sha256).where(t2.project == project, t2.address == address)
    return Situation(
        address=address,
        status="made" if held is not None else (found.status if found is not None else ""),
        sha256=held.sha256 if held is not None else (found.sha256 if found is not None else None),
        candidates={row.number: row.sha256 for row in connection.execute(numbers)},
        decisions=_decisions(connection, project, 0, address),
    )


def _record(connection: Connection, project: str, made: Decision, before: Situation) -> None:
    values = {key: getattr(made, key) for key in Decision.__dataclass_fields__ if key != "id"}
    connection.execute(insert(decision).values(project=project, **values))
    state = "approved" if made.kind in ACCEPTS else "rejected" if made.kind in ASKS_ANEW else None
    if state is not None:
        t = review.c
        change = update(review).where(t.project == project, t.address == before.address)
        connection.execute(change.values(state=state, closed_at=made.decided_at))
    if made.kind == "pick":
        t2 = candidate.c
        of_it = (t2.project == project, t2.address == before.address)
        connection.execute(update(candidate).where(*of_it).values(chosen=t2.sha256 == made.sha256))
