"""Brings a catalog's schema up to date (Alembic); costs one look where it is already."""

from __future__ import annotations

import os

from sqlalchemy import Connection, Engine, column, inspect, select, table, text

from yoake.errors import YoakeError

HEAD = "0006"
"""The newest revision in migrations/versions; a test compares."""
VERSION_TABLE = "yoake_version"
"""Not Alembic's usual name: Prefect may keep its own tables in the same database."""
LOCK_KEY = 7_015_042
"""Any fixed number: two programs that start at once on PostgreSQL migrate one after the other."""


def upgrade(engine: Engine) -> None:
    """Creates or migrates the tables.

    Raises:
        YoakeError: `catalog.newer` where a newer Yoake has written the catalog.
    """
    with engine.begin() as connection:
        if _revision(connection) == HEAD:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"select pg_advisory_xact_lock({LOCK_KEY})"))
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        at = _revision(connection)
        if at == HEAD:
            return
        if at is not None and at > HEAD:
            raise YoakeError(
                "catalog.newer",
                f"The catalog has revision {at}, this Yoake knows {HEAD}.",
                next_step="Use the newer Yoake that wrote it, or another --out folder.",
            )
        _migrate(connection)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    return None if version is None else str(version)


def _migrate(connection: Connection) -> None:
    # alembic is slow to import and needed once a catalog's life
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", os.path.join(os.path.dirname(__file__), "migrations"))  # noqa: PTH118, PTH120
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    command.upgrade(config, HEAD)
