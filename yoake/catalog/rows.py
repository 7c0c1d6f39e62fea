"""Rows on their way into the catalog: those of one commit that go into the same table are written in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam

from yoake.catalog.dialect import compiled, insert_into
from yoake.catalog.experience import add_experience, take_turn

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What one asset leaves in the catalog."""

    replace: tuple[tuple[Table, Row], ...] = ()
    """Rows that take the place of what has their key."""
    add: tuple[tuple[Table, Row], ...] = ()
    experience: Row | None = None
    remove: tuple[tuple[Table, Row], ...] = ()
    """Rows that go, by all columns of their keys; last of all that is written together."""


NOTHING = Rows()
"""Nothing to write."""


def write_together(connection: Connection, several: Sequence[Rows]) -> None:
    """Writes the rows of many assets, table by table."""
    learned = [rows.experience for rows in several if rows.experience is not None]
    if learned:
        take_turn(connection)
        add_experience(connection, learned)
    for (table, columns), found in _grouped(pair for rows in several for pair in rows.replace).items():
        connection.execute(compiled(connection, columns, _upsert, table, columns), found)
    for (table, _), found in _grouped(pair for rows in several for pair in rows.add).items():
        connection.execute(table.insert(), found)
    for (table, columns), found in _grouped(pair for rows in several for pair in rows.remove).items():
        connection.execute(_delete(table, columns), [{f"key_{k}": v for k, v in row.items()} for row in found])


def upsert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Writes rows in the place of what has their keys."""
    write_together(connection, [Rows(replace=tuple((table, row) for row in rows))])


def _grouped(pairs: Iterable[tuple[Table, Row]]) -> dict[tuple[Table, tuple[str, ...]], list[dict[str, Any]]]:
    found: dict[tuple[Table, tuple[str, ...]], list[dict[str, Any]]] = {}
    for table, row in pairs:
        found.setdefault((table, tuple(row)), []).append(dict(row))
    return found


def _upsert(dialect: str, table: Table, columns: tuple[str, ...]) -> Any:
    keys = [c.name for c in table.primary_key]
    insert = insert_into(dialect, table)
    changed = {c: insert.excluded[c] for c in columns if c not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _delete(table: Table, columns: tuple[str, ...]) -> Any:
    return table.delete().where(*(table.c[c] == bindparam(f"key_{c}") for c in columns))
