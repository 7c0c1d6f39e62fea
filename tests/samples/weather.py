"""A small API on loopback that knows nothing until it is told to: an asset that fails, and then does not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar


class Weather(BaseHTTPRequestHandler):
    """What answers: 404 until `knows`."""

    knows = False
    asked: ClassVar[Callable[[], object]] = lambda: None

    def do_GET(self) -> None:
        Weather.asked()
        self.send_response(200 if Weather.knows else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"sky": "clear"}')

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@contextmanager
def weather_server() -> Iterator[str]:
    """The API, which knows nothing yet; gives its address."""
    Weather.knows, Weather.asked = False, lambda: None
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
