"""What SQLite and PostgreSQL spell differently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Table


def insert_into(dialect: str, table: Table) -> Any:
    """An `INSERT` that can end in `ON CONFLICT DO UPDATE`, for `sqlite` or `postgresql`."""
    # each dialect takes long to import, and one of the two is never needed
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def compiled(connection: Connection, columns: Sequence[str], build: Callable[..., Any], *details: Any) -> Any:
    """A statement that is written out as SQL once a connection.

    SQLAlchemy keeps no SQL of an `INSERT` with `ON CONFLICT`; writing it out takes longer than a row takes.

    Args:
        columns: those of the rows that it will be given.
        build: makes the statement from the dialect's name and the details, which tell it from all others.
    """
    kept: dict[Any, Any] = connection.info.setdefault("yoake", {})
    key = (build, columns, *details)
    if key not in kept:
        statement = build(connection.dialect.name, *details)
        kept[key] = statement.compile(dialect=connection.dialect, column_keys=columns, for_executemany=True)
    return kept[key]
