"""Which database a server gets, and what a person is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.up import database
from flows.up.accounts import closed_folder, database_user
from flows.up.database import Wanted, choose
from flows.up.folder import UpFolder
from flows.up.postgres import Cluster, Programs
from yoake.errors import InvalidRequestError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UpFolder:
    monkeypatch.delenv("YOAKE_PREFECT_DATABASE", raising=False)
    monkeypatch.setattr(database, "closed_folder", lambda *_: None)
    monkeypatch.setattr(database, "database_user", lambda: "postgres")
    machine_has(monkeypatch, "15", "17")
    made = UpFolder(tmp_path)
    made.make()
    return made


def machine_has(monkeypatch: pytest.MonkeyPatch, *majors: str):
    there = [Programs(Path("bin"), major) for major in sorted(majors, reverse=True)]
    monkeypatch.setattr(
        database, "installed", lambda wanted=None: next((p for p in there if wanted in (None, p.major)), None)
    )


def begun_with(folder: UpFolder, major: str):
    (folder.postgresql / "data").mkdir(parents=True)
    (folder.postgresql / "data" / "PG_VERSION").write_text(f"{major}\n")


def test_postgresql_where_it_can_be_had(folder: UpFolder):
    chosen = choose(folder, Wanted.AUTO)
    assert (chosen.name, chosen.note) == ("PostgreSQL 17", "")


def test_the_version_that_made_the_data_goes_on_with_it(folder: UpFolder):
    begun_with(folder, "15")
    assert choose(folder, Wanted.AUTO).name == "PostgreSQL 15"


def test_data_of_a_version_that_is_gone_is_not_left_behind(folder: UpFolder):
    begun_with(folder, "14")
    with pytest.raises(InvalidRequestError, match="PostgreSQL 14 is not installed") as refused:
        choose(folder, Wanted.AUTO)
    assert "--database sqlite" in str(refused.value)
    assert choose(folder, Wanted.SQLITE).name == "SQLite"


def test_sqlite_where_there_is_nothing_else_and_what_that_costs(folder: UpFolder, monkeypatch: pytest.MonkeyPatch):
    machine_has(monkeypatch)
    chosen = choose(folder, Wanted.AUTO)
    assert chosen.name == "SQLite"
    assert "slower" in chosen.note
    assert "not installed" in chosen.note
    with pytest.raises(InvalidRequestError, match="not installed"):
        choose(folder, Wanted.POSTGRESQL)


def test_what_began_with_sqlite_stays_so_until_a_person_wants_otherwise(folder: UpFolder):
    (folder.prefect / "prefect.db").touch()
    chosen = choose(folder, Wanted.AUTO)
    assert chosen.name == "SQLite"
    assert "--database postgresql" in chosen.note
    assert choose(folder, Wanted.POSTGRESQL).name == "PostgreSQL 17"


def test_root_without_a_user_for_it(folder: UpFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "database_user", lambda: None)
    assert "does not run as root" in choose(folder, Wanted.AUTO).note


def test_a_folder_that_its_user_cannot_enter(folder: UpFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "closed_folder", lambda *_: Path("/closed"))
    assert "cannot enter /closed" in choose(folder, Wanted.AUTO).note


def test_a_database_of_ones_own(folder: UpFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YOAKE_PREFECT_DATABASE", "postgresql+asyncpg://me@db/prefect")
    chosen = choose(folder, Wanted.AUTO)
    assert (chosen.cluster, chosen.url) == (None, "postgresql+asyncpg://me@db/prefect")


def test_closed_folders(tmp_path: Path):
    user = "nobody" if database_user() == "postgres" else "root"
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    assert closed_folder(inner, str(tmp_path.owner())) is None
    if user == "nobody":
        (tmp_path / "closed").chmod(0o700)
        assert closed_folder(inner / "not yet", user) in [*inner.parents]


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path):
    cluster = Cluster(tmp_path / ("long" * 30), tmp_path.owner())
    sockets = cluster.sockets
    assert len(str(sockets)) < 60
    assert f"host={sockets}" in cluster.url
    cluster.tidy()
    assert not sockets.exists()
