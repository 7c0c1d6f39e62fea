"""Which Prefect server `yoake up` works with: one that is named, one that is there already, or its own."""

from __future__ import annotations

from dataclasses import dataclass

from flows.server import check_server, named_url
from flows.up.api import authorization
from flows.up.ports import LOOPBACK, Found, look, server_at
from yoake.errors import InvalidRequestError, YoakeError


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """A server, and whether it is ours to start and to end."""

    api: str
    own: bool
    port: int = 0
    note: str = ""
    """What a person should know of the choice."""

    @property
    def url(self) -> str:
        """The address of its UI."""
        return self.api.removesuffix("/api")


def choose_server(server: str | None, port: int) -> ServerChoice:
    """The server that a person names, by `--server` or as Prefect's own settings do; else the port's; else our own.

    Args:
        server: an address, with or without `/api`.
        port: for a server of our own.

    Raises:
        InvalidRequestError: `prefect.unreachable`, `up.port-taken`.
    """
    if named := server or named_url():
        api = named.rstrip("/").removesuffix("/api") + "/api"
        try:
            check_server(api)
        except YoakeError as error:
            next_step = "Start it, or leave --server and PREFECT_API_URL out: then `yoake up` starts one."
            raise InvalidRequestError(error.code, error.message, next_step=next_step) from error
        found = server_at(api, authorization()) or Found(api, "of an unknown version")
        return ServerChoice(api, own=False, note=_used("The Prefect server that is configured is used", found))
    if there := look(port):
        return ServerChoice(there.api, own=False, note=_used(f"Port {port} has a Prefect server: it is used", there))
    return ServerChoice(f"http://{LOOPBACK}:{port}/api", own=True, port=port)


def _used(how: str, found: Found) -> str:
    return f"{how}, and only the workers are started. {found.mismatch()}".strip()
