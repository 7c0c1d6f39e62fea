"""Serving an ASGI application on loopback, in a thread of this process; it can be killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import uvicorn

START_SECONDS = 15.0


class Served:
    """A running server.

    Args:
        make_app: called at every start, on the server's own event loop: a started server has forgotten everything.
        port: 0 takes a free one, which a restart keeps.
    """

    def __init__(self, make_app: Callable[[], Any], port: int = 0) -> None:
        self._make_app = make_app
        self.port = port
        self._thread: threading.Thread | None = None
        self._server: uvicorn.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts it; returns once it takes connections."""
        if self._thread is not None:
            self._thread.join(10)
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app, log_level="critical", lifespan="off", ws="websockets-sansio", http="h11", interface="asgi3",
            proxy_headers=False, ws_max_size=128 * 1024 * 1024, timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._inner: Any = None
        self._thread = threading.Thread(target=self._run, args=(self._server, listener), daemon=True)
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            assert self._thread.is_alive(), "the server has not started"
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.005)

    def _run(self, server: uvicorn.Server, listener: socket.socket) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(server.serve(sockets=[listener]))
        listener.close()

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        if self._inner is None:
            self._inner = self._make_app()
        await self._inner(scope, receive, send)

    def kill(self) -> None:
        """Drops every connection and stops listening at once, as when the process dies. May be called from inside."""
        server, self._server = self._server, None
        if server is None:
            return
        dropped = threading.Event()
        for listening in server.servers:
            listening.get_loop().call_soon_threadsafe(self._drop, server, dropped)
        if self._thread is not threading.current_thread():
            dropped.wait(10)

    @staticmethod
    def _drop(server: uvicorn.Server, dropped: threading.Event) -> None:
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        server.should_exit = server.force_exit = True
        dropped.set()

    stop = kill

    def __enter__(self) -> Served:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
