"""Which database the Prefect server of `yoake up` gets: one that is named, a private PostgreSQL, or SQLite."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flows.server_template import DATABASE as SQLITE_FILE
from flows.up.accounts import SERVICE_USER, closed_folder, database_user
from flows.up.folder import UpFolder
from flows.up.postgres import Cluster, Programs, installed
from yoake.errors import InvalidRequestError

VARIABLE = "YOAKE_PREFECT_DATABASE"
COST = (
    "With SQLite the Prefect server is slower: parallel calls wait for each other, which costs seconds where many "
    "categories begin at once"
)
INSTALL = "install PostgreSQL (Debian: sudo apt install postgresql)"


class Wanted(StrEnum):
    """What a person may ask for."""

    AUTO = "auto"
    POSTGRESQL = "postgresql"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class Database:
    """The choice, and why where a person may want another one."""

    cluster: Cluster | None = None
    programs: Programs | None = None
    url: str | None = None
    """A database of the person's own."""
    note: str = ""

    @property
    def name(self) -> str:
        """For the table."""
        if self.cluster is not None and self.programs is not None:
            return f"PostgreSQL {self.programs.major}"
        return f"the one that {VARIABLE} names" if self.url else "SQLite"


def choose(folder: UpFolder, wanted: Wanted) -> Database:
    """Decides once and for all: what a data folder has begun with, it goes on with.

    Raises:
        InvalidRequestError: `up.no-postgresql` where PostgreSQL is asked for, or has been used, and cannot be had.
    """
    if named := os.environ.get(VARIABLE):
        return Database(url=named)
    if wanted is Wanted.SQLITE:
        return Database()
    sqlite = folder.prefect / SQLITE_FILE
    user = database_user()
    began = Cluster(folder.postgresql, user or SERVICE_USER).major
    if wanted is Wanted.AUTO and began is None and sqlite.exists():
        return Database(note=_began_with_sqlite(installed()))
    programs = installed(began)
    obstacle = _obstacle(folder.postgresql, user, programs, began)
    if not obstacle and user is not None:
        return Database(cluster=Cluster(folder.postgresql, user), programs=programs)
    if wanted is Wanted.POSTGRESQL or began is not None:
        message, next_step = _refusal(obstacle, began)
        raise InvalidRequestError("up.no-postgresql", message, next_step=next_step)
    return Database(note=f"{COST}. {obstacle[0].upper()}{obstacle[1:]}.")


def without_trigrams() -> Database:
    """SQLite after all: this PostgreSQL lacks an extension."""
    return Database(note=f"{COST}. This PostgreSQL lacks the extension pg_trgm (Debian: postgresql-contrib).")


def _obstacle(folder: Path, user: str | None, programs: Programs | None, began: str | None) -> str:
    """Why no PostgreSQL can run there, as the beginning of a sentence; nothing where it can."""
    if programs is None:
        what = "PostgreSQL" if began is None else f"PostgreSQL {began}"
        return f"{what} is not installed on this machine"
    if user is None:
        return f"PostgreSQL does not run as root, and there is no user {SERVICE_USER}"
    if closed := closed_folder(folder, user):
        return f"PostgreSQL does not run as root, and its user {user} cannot enter {closed}"
    return ""


def _refusal(obstacle: str, began: str | None) -> tuple[str, str]:
    before = "" if began is None else " It holds what Prefect knows of this data folder."
    instead = "--database sqlite begins anew without it" if began else "leave --database out"
    return f"{obstacle}.{before}", f"{INSTALL[0].upper()}{INSTALL[1:]}, name another --data folder, or {instead}."


def _began_with_sqlite(programs: Programs | None) -> str:
    better = (
        "--database postgresql begins anew with PostgreSQL" if programs else f"{INSTALL}, then --database postgresql"
    )
    return f"{COST}. This data folder began with SQLite; {better}."
