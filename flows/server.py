"""A Prefect server of our own for the length of a run, where none is configured.

The built-in ephemeral server misses its start-up limit on a fresh machine and loses the last events at its end
(docs/adr/0002-own-prefect-server.md), so this starts `prefect server start` as a child on a free port, waits until it
is healthy, and ends it only after it has written what the run sent.

Imports no Prefect: the server starts while the run still imports it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deployments import server_settings
from flows.server_template import seed
from flows.up.folder import running_api
from yoake.errors import YoakeError

START_SECONDS = 120.0
STOP_SECONDS = 15.0


def _nothing() -> None:
    """Nothing has to be heeded."""


@dataclass
class PrefectServer:
    """A running (or starting) server child."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    @property
    def api(self) -> str:
        """The API's address."""
        return f"{self.url}/api"

    def wait(self, seconds: float = START_SECONDS, heed: Callable[[], None] = _nothing) -> None:
        """Returns once the server is healthy.

        Args:
            heed: called now and then; what it raises ends the waiting.

        Raises:
            YoakeError: `prefect.server-failed`, with the end of its log.
        """
        import httpx  # slow, and not needed where nothing is made

        deadline = time.monotonic() + seconds
        with httpx.Client(timeout=5.0, trust_env=False) as client:
            while time.monotonic() < deadline:
                heed()
                if self.process.poll() is not None:
                    break
                try:
                    if client.get(f"{self.api}/health").status_code == 200:
                        return
                except httpx.TransportError:
                    time.sleep(0.1)  # between two looks at a server that is coming up
        tail = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
        self.stop()
        raise YoakeError(
            "prefect.server-failed",
            f"The Prefect server did not start: {' / '.join(tail) or 'it said nothing'}.",
            next_step=f"Its log is {self.log}; or set PREFECT_API_URL to a server that runs.",
        )

    def stop(self) -> None:
        """Ends the server and its children."""
        if self.process.poll() is None:
            _signal(self.process, signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                _signal(self.process, signal.SIGKILL)
                self.process.wait()


def configured_url() -> str | None:
    """The API of the server that runs of this process use: one that a person names, else the one of `yoake up`.

    The latter is named here, in the environment, so that Prefect and all children of this process find it too.
    """
    if url := named_url():
        return url
    if url := running_api():
        os.environ["PREFECT_API_URL"] = url
    return url


def named_url() -> str | None:
    """The API of the server that the person has configured, by environment or by a Prefect profile."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    if not (home / "profiles.toml").is_file():
        return None
    from prefect.settings import PREFECT_API_URL  # slow, and only needed where a profile may name a server

    return PREFECT_API_URL.value()


def check_server(api: str) -> None:
    """Asks a configured server for its health.

    Raises:
        YoakeError: `prefect.unreachable`.
    """
    import httpx

    try:
        status = httpx.get(f"{api}/health", timeout=10.0).status_code
    except httpx.HTTPError as error:
        status = type(error).__name__
    if status != 200:
        raise YoakeError(
            "prefect.unreachable",
            f"The Prefect server at {httpx.URL(api).copy_with(userinfo=b'')} does not answer ({status}).",
            next_step="Start it, or unset PREFECT_API_URL: then each run starts a server of its own.",
        )


def start_server(home: Path) -> PrefectServer:
    """Starts a server whose data is in `home`; returns at once (`PrefectServer.wait` waits for it).

    `YOAKE_PREFECT_DATABASE` may name a PostgreSQL database; else SQLite in `home`.
    """
    home.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = home / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            server_command(port),
            env=server_environment(home, url, os.environ.get("YOAKE_PREFECT_DATABASE")),
            stdin=subprocess.PIPE,  # closed when this process ends, which ends the server
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal is for the run; it ends the server itself
        )
    return PrefectServer(process, url, log)


def server_command(port: int) -> list[str]:
    """The command line of a server child on this machine's loopback address."""
    return [sys.executable, "-m", "flows.server_child", "--host", "127.0.0.1", "--port", str(port)]


def server_environment(home: Path, url: str, database: str | None = None) -> dict[str, str]:
    """The environment of a server child.

    Args:
        home: its data; a migrated database is put there where it has none and none is named.
        url: its address, by which its UI finds it.
        database: the address of its database; SQLite in `home` where None.
    """
    environment = {**os.environ, **server_settings(), "PREFECT_HOME": str(home)}
    environment.pop("PREFECT_API_URL", None)
    environment["PREFECT_SERVER_UI_API_URL"] = f"{url}/api"
    environment["PREFECT_SERVER_LOGGING_LEVEL"] = "WARNING"
    if database:
        environment["PREFECT_API_DATABASE_CONNECTION_URL"] = database
    else:
        seed(home)
    return environment


def client_settings(home: Path) -> dict[str, str]:
    """Environment variables for this process before it imports Prefect."""
    return {
        "DO_NOT_TRACK": "1",
        "PREFECT_LOCAL_STORAGE_PATH": str(home / "results"),
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_LOGGING_LEVEL": os.environ.get("PREFECT_LOGGING_LEVEL", "INFO"),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        process.wait()
