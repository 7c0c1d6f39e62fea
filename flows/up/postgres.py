"""A private PostgreSQL in the data folder, reachable through a socket there and over no network."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from flows.up.accounts import as_user
from yoake.errors import YoakeError

DEBIAN = Path("/usr/lib/postgresql")
ROLE = "yoake"
DATABASE = "prefect"
PORT = 5432
"""Part of the socket's name; nothing listens on a network port."""
LONGEST_SOCKET_FOLDER = 90
"""Bytes: the kernel takes 107 for the whole path of a socket."""
ORPHAN_SECONDS = 20.0
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "synchronous_commit": "off",  # a power cut may lose the last half second of Prefect's records, and nothing else
    "max_connections": "200",
}


@dataclass(frozen=True, slots=True)
class Programs:
    """One installed PostgreSQL."""

    folder: Path
    major: str


def installed(major: str | None = None) -> Programs | None:
    """The newest PostgreSQL of this machine, or the one of a major version.

    Args:
        major: `15`, say; the newest where None.
    """
    found = [Programs(p.parent, p.parts[-3]) for p in DEBIAN.glob("*/bin/initdb") if p.parts[-3].isdigit()]
    found.sort(key=lambda programs: -int(programs.major))
    if on_path := shutil.which("initdb"):
        folder = Path(on_path).resolve().parent
        if (folder / "postgres").is_file():
            found.append(Programs(folder, _major(folder)))
    return next((p for p in found if major in (None, p.major)), None)


class Cluster:
    """The data of one PostgreSQL server.

    Args:
        folder: of everything that belongs to it.
        user: the account that it runs under.
    """

    def __init__(self, folder: Path, user: str) -> None:
        self.folder, self.user = folder, user
        self.files = folder / "data"
        self._sockets: Path | None = None

    @property
    def major(self) -> str | None:
        """The version that made it; None before that."""
        with suppress(FileNotFoundError):
            return (self.files / "PG_VERSION").read_text(encoding="ascii").strip()
        return None

    @property
    def sockets(self) -> Path:
        """The folder of its socket: in its own one, or, where that path is too long for a socket, a temporary one."""
        if self._sockets is None:
            own = self.folder / "run"
            fits = len(os.fsencode(own)) <= LONGEST_SOCKET_FOLDER
            self._sockets = own if fits else Path(tempfile.mkdtemp(prefix="yoake-"))
            self._own(self._sockets)
        return self._sockets

    @property
    def url(self) -> str:
        """The address for Prefect."""
        return f"postgresql+asyncpg://{ROLE}@/{DATABASE}?host={quote(str(self.sockets), safe='/')}"

    def prepare(self, programs: Programs) -> None:
        """Makes the cluster where there is none, and ends one that a killed `yoake up` left.

        Raises:
            YoakeError: `up.postgresql-failed`.
        """
        self._own(self.folder)
        if self.major is None:
            new = self.folder / "new"  # renamed when it is whole: a half-made one is made again
            shutil.rmtree(new, ignore_errors=True)
            command = [str(programs.folder / "initdb"), "-D", str(new), "-U", ROLE, "--encoding=UTF8", "--locale=C"]
            command += ["--auth-local=trust", "--auth-host=reject"]  # whoever gets into the socket's folder is us
            done = subprocess.run(
                command, cwd="/", capture_output=True, text=True, check=False, **as_user(self.user), env={"LC_ALL": "C"}
            )
            if done.returncode != 0:
                reason = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
                raise YoakeError(
                    "up.postgresql-failed",
                    f"PostgreSQL's data could not be made in {self.folder}: {reason}",
                    next_step="Is the disk full? --database sqlite does without PostgreSQL.",
                )
            new.rename(self.files)
        self._end_orphan()

    def command(self, programs: Programs) -> list[str]:
        """The command line of the child."""
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        server = [str(programs.folder / "postgres"), "-D", str(self.files), "-p", str(PORT), *options]
        return [sys.executable, "-m", "flows.up.postgres_child", self.user, *server]

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def make_database(self) -> bool:
        """Makes Prefect's database, unless it is there.

        Returns:
            Whether it can hold one: Prefect needs the extension pg_trgm, which not every PostgreSQL has.
        """
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").fetchone():
                return False
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")
        return True

    def tidy(self) -> None:
        """Removes a temporary folder of its socket."""
        if self._sockets is not None and self._sockets.parent != self.folder:
            shutil.rmtree(self._sockets, ignore_errors=True)

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets), port=PORT, user=ROLE, dbname=database, connect_timeout=3, autocommit=True
        )

    def _own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        account = pwd.getpwnam(self.user)
        if os.geteuid() == 0:
            os.chown(folder, account.pw_uid, account.pw_gid)

    def _end_orphan(self) -> None:
        """We hold the data folder, so whoever else uses this cluster is left over, and a pid that is no PostgreSQL of
        ours belongs to somebody who got the number later."""
        file = self.files / "postmaster.pid"
        try:
            process = psutil.Process(int(file.read_text(encoding="ascii").split("\n", 1)[0]))
            ours = str(self.files) in process.cmdline()
        except FileNotFoundError:
            return
        except (ValueError, psutil.Error):
            ours = False
        if ours:
            process.send_signal(signal.SIGINT)
            if psutil.wait_procs([process], timeout=ORPHAN_SECONDS)[1]:
                process.send_signal(signal.SIGQUIT)
                psutil.wait_procs([process], timeout=ORPHAN_SECONDS)
            deadline = time.monotonic() + 1.0
            while file.exists() and time.monotonic() < deadline:
                time.sleep(0.05)  # its last act
        file.unlink(missing_ok=True)


def _major(folder: Path) -> str:
    said = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False).stdout
    return said.rsplit(" ", 1)[-1].strip().split(".")[0]
