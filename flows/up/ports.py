"""Who has a port: nobody, a Prefect server, or another program."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from importlib.metadata import version

import httpx
import psutil

from yoake.errors import InvalidRequestError

LOOPBACK = "127.0.0.1"
ANSWER_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """A Prefect server that answers."""

    api: str
    version: str

    def mismatch(self) -> str:
        """A sentence where the server is of another version than the Prefect here; else nothing."""
        here = version("prefect")
        if self.version == here:
            return ""
        return f"The server has Prefect {self.version} and this is {here}; where they differ, runs may fail."


def look(port: int) -> Found | None:
    """What is on a port of this machine: None where it is free.

    Raises:
        InvalidRequestError: `up.port-taken`, by something that is no Prefect server.
    """
    if _free(port):
        return None
    if found := server_at(f"http://{LOOPBACK}:{port}/api"):
        return found
    raise InvalidRequestError(
        "up.port-taken",
        f"Port {port} is taken by {_holder(port)}.",
        next_step=f"End that, or take another one: --port {port + 1}.",
    )


def server_at(api: str, headers: dict[str, str] | None = None) -> Found | None:
    """The Prefect server at an address, if one answers there."""
    try:
        with httpx.Client(timeout=ANSWER_SECONDS, headers=headers, trust_env=False) as client:
            if client.get(f"{api}/health").json() is not True:
                return None
            told = client.get(f"{api}/admin/version")
            return Found(api, str(told.json()) if told.status_code == 200 else "of an unknown version")
    except (httpx.HTTPError, ValueError):
        return None


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: TIME_WAIT does not count
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def _holder(port: int) -> str:
    """The program that listens there, as far as this account may know."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.Error:  # some systems show this to root alone
        connections = []
    for connection in connections:
        if connection.laddr and connection.laddr.port == port and connection.status == psutil.CONN_LISTEN:
            try:
                process = psutil.Process(int(connection.pid or 0))
                return f"{process.name()} (process {process.pid})"
            except (psutil.Error, ValueError):
                break
    return "another program"
