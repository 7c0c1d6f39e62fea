"""Adds what one asset has taken to the catalog's experience, in one statement and whoever else writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, case, func, text

from yoake.catalog.dialect import compiled, insert_into
from yoake.catalog.tables import experience

MEMORY = 20
"""A new observation weighs one in so many at least: the mean follows the last of them, and hardware may change."""
LOCK_KEY = 7_015_043
"""Any fixed number: on PostgreSQL, programs that add experience commit one after the other."""


def take_turn(connection: Connection) -> None:
    """Waits until no other program is about to add experience; to be called before the transaction's other rows.

    The rows are few and every machine writes to the same ones, in whatever order its assets are done: without this,
    two groups of commits would sooner or later wait for each other. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"select pg_advisory_xact_lock({LOCK_KEY})"))


def add_experience(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds observations, one after the other.

    Args:
        rows: each with the key columns, `seconds`, `peak_vram_gb` (or None) and `updated_at`.
    """
    first = [
        {k: v for k, v in row.items() if k != "seconds"}
        | {"count": 1, "mean_seconds": row["seconds"], "deviation_seconds": 0.0}
        for row in rows
    ]
    if first:
        connection.execute(compiled(connection, tuple(first[0]), _statement), first)


def _statement(dialect: str) -> Any:
    t = experience
    insert = insert_into(dialect, t)
    seconds, new_peak = insert.excluded.mean_seconds, insert.excluded.peak_vram_gb
    count = case((t.c.count + 1 < MEMORY, t.c.count + 1), else_=MEMORY) * 1.0
    change = {
        "count": t.c.count + 1,
        "mean_seconds": t.c.mean_seconds + (seconds - t.c.mean_seconds) / count,
        # how far off the mean that was known before: that is how far off a forecast would have been
        "deviation_seconds": t.c.deviation_seconds
        + (func.abs(seconds - t.c.mean_seconds) - t.c.deviation_seconds) / count,
        "peak_vram_gb": case(
            (new_peak.is_(None), t.c.peak_vram_gb),
            (t.c.peak_vram_gb > new_peak, t.c.peak_vram_gb),
            else_=new_peak,
        ),
        "updated_at": insert.excluded.updated_at,
    }
    keys = [c.name for c in t.primary_key]
    return insert.on_conflict_do_update(index_elements=keys, set_=change)
