"""A static server for one folder, on this machine only."""

from __future__ import annotations

import functools
import http.server
import re
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from yoake.errors import InvalidRequestError

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".woff2": "font/woff2",
}
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "yoake"
    sys_version = ""

    def __init__(self, *args: object, folder: Path) -> None:
        self._folder = folder
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        file = self._file()
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        size = file.stat().st_size
        first, last, status = self._range(size)
        if status is HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            self.send_response(status)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(file.suffix.lower(), "application/octet-stream"))
        self.send_header("Content-Length", str(last - first + 1))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        if status is HTTPStatus.PARTIAL_CONTENT:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.end_headers()
        if with_body:
            with file.open("rb") as source:
                source.seek(first)
                self._copy(source, last - first + 1)

    def _file(self) -> Path | None:
        """The file asked for; none where there is none, or where the path leads out of the folder."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path, errors="replace").lstrip("/")
        if "\0" in path or len(path) > 1000:
            return None
        file = (self._folder / path).resolve()
        if not file.is_relative_to(self._folder):
            return None
        if file.is_dir():
            file = file / "index.html"
        return file if file.is_file() else None

    def _range(self, size: int) -> tuple[int, int, HTTPStatus]:
        found = _RANGE.match(self.headers.get("Range", ""))
        if found is None or found.group() == "bytes=-":
            return 0, size - 1, HTTPStatus.OK
        start, end = found.groups()
        first = int(start) if start else max(size - int(end), 0)
        last = min(int(end), size - 1) if start and end else size - 1
        if first > last:
            return 0, -1, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        return first, last, HTTPStatus.PARTIAL_CONTENT

    def _copy(self, source: BinaryIO, length: int) -> None:
        try:
            while length > 0 and (block := source.read(min(length, 2**18))):
                self.wfile.write(block)
                length -= len(block)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the browser has heard enough of a clip or a song

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal belongs to whoever started the server."""


class Server(http.server.ThreadingHTTPServer):
    """Serves until `shutdown()`; `address` is where."""

    daemon_threads = True

    @property
    def address(self) -> str:
        """`http://127.0.0.1:PORT/`."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is no news."""


def server(folder: Path, port: int = 0) -> Server:
    """A server for `folder`, bound to 127.0.0.1 but not yet running; `serve_forever()` runs it, in a terminal say.

    Args:
        port: 0 takes a free one.

    Raises:
        InvalidRequestError: `serve.no-game` where the folder holds no page; `serve.port` where the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise InvalidRequestError("serve.no-game", f"{folder} holds no web game.", next_step="Build it first.")
    try:
        return Server(("127.0.0.1", port), functools.partial(_Handler, folder=folder.resolve()))
    except OSError as error:
        raise InvalidRequestError(
            "serve.port",
            f"Port {port} cannot be used: {error.strerror}.",
            next_step="Name another, or 0 for a free one.",
        ) from error


@contextmanager
def serve(folder: Path, port: int = 0) -> Iterator[str]:
    """Serves `folder` from another thread within the `with` block, and gives the address."""
    running = server(folder, port)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield running.address
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
