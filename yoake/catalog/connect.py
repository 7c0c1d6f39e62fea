"""Opens a catalog: SQLite beside the assets, or PostgreSQL for several machines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from yoake.catalog.schema import upgrade
from yoake.errors import YoakeError

BUSY_SECONDS = 30
"""How long SQLite waits for another writer before it gives up."""


def catalog_url(setting: str, data_folder: Path) -> str:
    """The SQLAlchemy URL that a node file's `catalog:` stands for.

    Args:
        setting: `sqlite` (a file in the data folder) or `postgresql://user@host/name`.
    """
    if setting == "sqlite":
        return str(URL.create("sqlite", database=str(data_folder / "catalog.sqlite")))
    return setting.replace("postgresql://", "postgresql+psycopg://", 1)


def open_engine(url: str) -> Engine:
    """A connected engine with an up-to-date schema.

    Raises:
        YoakeError: `catalog.unreachable` where the database does not answer.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, **_options(parsed))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        upgrade(engine)
    except (OperationalError, ArgumentError, OSError) as error:
        raise YoakeError(
            "catalog.unreachable",
            f"The catalog at {_shown(url)} cannot be opened: {_reason(error)}.",
            next_step="Check that the folder is writable, or that the database server runs and lets you in.",
        ) from error
    return engine


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 4}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # a power cut must not lose what was said to be finished
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _shown(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the given address"


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0].rstrip(".")
