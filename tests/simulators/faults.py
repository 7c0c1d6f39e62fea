"""Faults that a simulator commits: by script (the next requests), by chance (with a seed), on any of its routes.

    faults = Faults(seed=7)
    faults.script("GET /view", "truncated", None, "html")     # the first is truncated, the second fine, the third HTML
    faults.chance("POST /prompt", "lost-reply", 0.05)         # now and then
    app = Faulty(app, faults)                                 # any ASGI application served by uvicorn

A place is `METHOD /path`, which also matches longer paths; `*` matches everything. Kinds that HTTP itself can show:

`5xx` `503` `html` (HTML under 200) `wrong-type` (a lying Content-Type) `truncated` (half of the body, then the end)
`garbage` (random bytes for a body) `empty` `slow` (late) `hang` (no answer at all) `cut` (closed without a byte)
`slow-reply` (done, and told late) `lost-reply` (done, but the reply is cut) `endless` (a body without an end)
`redirect` (elsewhere) `list` (JSON of another form) `crash` (the server dies). Other kinds (`oom`, `stall`, ...) are
the simulator's own: see `Faults.pick`.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Scope = dict[str, Any]
HTML = b"<!doctype html><html><body><h1>Bad gateway</h1></body></html>"


@dataclass
class _Rule:
    place: str
    kinds: list[str | None]
    probability: float | None = None


@dataclass
class Faults:
    """Which faults are due."""

    seed: int = 0
    committed: list[tuple[str, str]] = field(default_factory=list)
    """(place, kind) of every fault so far."""
    slow_seconds: float = 0.3
    """Real seconds by which a slow answer is late."""
    hang_seconds: float = 3600.0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._rules: list[_Rule] = []
        self._lock = threading.Lock()

    def script(self, place: str, *kinds: str | None) -> None:
        """The next uses of a place commit these, one each; none means that this one goes well."""
        with self._lock:
            self._rules.append(_Rule(place, list(kinds)))

    def chance(self, place: str, kind: str, probability: float) -> None:
        """Every use of a place commits this with a probability."""
        with self._lock:
            self._rules.append(_Rule(place, [kind], probability))

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def pick(self, place: str) -> str | None:
        """The fault that is due at a place now."""
        with self._lock:
            for rule in self._rules:
                if rule.place != "*" and not place.startswith(rule.place):
                    continue
                if rule.probability is None:
                    if not rule.kinds:
                        continue
                    kind = rule.kinds.pop(0)
                elif self._random.random() < rule.probability:
                    kind = rule.kinds[0]
                else:
                    continue
                if kind is not None:
                    self.committed.append((place, kind))
                return kind
        return None


class Faulty:
    """ASGI middleware that commits the faults of HTTP.

    Args:
        crash: kills the server; called for `crash`.
    """

    def __init__(self, app: Any, faults: Faults, crash: Callable[[], None] | None = None) -> None:
        self.app, self.faults, self.crash = app, faults, crash

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        kind = self.faults.pick(f"{scope['method']} {scope['path']}") if scope["type"] == "http" else None
        if kind is None:
            await self.app(scope, receive, send)
        elif kind == "slow":
            await asyncio.sleep(self.faults.slow_seconds)
            await self.app(scope, receive, send)
        elif kind == "crash":
            assert self.crash, "this simulator cannot crash"
            self.crash()
            await asyncio.sleep(self.faults.hang_seconds)  # the dead send nothing, not even a 500
        elif kind == "hang":
            await asyncio.sleep(self.faults.hang_seconds)
        elif kind == "cut":
            abort(send)
        elif kind == "endless":
            await _start(send, 200, [(b"content-type", b"image/png")])
            while not transport_of(send).is_closing():
                await send({"type": "http.response.body", "body": b"\0" * 65536, "more_body": True})
                await asyncio.sleep(0)  # sending to somebody who has gone takes no time at all
        elif kind in _WHOLE:
            status, headers, body = _WHOLE[kind]
            await _start(send, status, [*headers, (b"content-length", str(len(body)).encode())])
            await send({"type": "http.response.body", "body": body})
        else:
            await self._changed(kind, scope, receive, send)

    async def _changed(self, kind: str, scope: Scope, receive: Any, send: Any) -> None:
        """Faults that need the real answer first."""
        status, headers, body = 500, [], b""

        async def keep(message: Scope) -> None:
            nonlocal status, headers, body
            if message["type"] == "http.response.start":
                status, headers = message["status"], list(message["headers"])
            else:
                body += message.get("body", b"")

        await self.app(scope, receive, keep)
        if kind == "lost-reply":
            abort(send)
        elif kind == "slow-reply":
            await asyncio.sleep(self.faults.slow_seconds)
            await _start(send, status, headers)
            await send({"type": "http.response.body", "body": body})
        elif kind == "wrong-type":
            await _start(send, status, [*_without(headers, b"content-type"), (b"content-type", b"text/html")])
            await send({"type": "http.response.body", "body": body})
        elif kind == "truncated":
            headers = [*_without(headers, b"content-length"), (b"content-length", str(len(body)).encode())]
            await _start(send, status, headers)
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            transport_of(send).close()
        else:
            raise ValueError(f"no fault of HTTP is called {kind}")


_WHOLE: dict[str, tuple[int, list[tuple[bytes, bytes]], bytes]] = {
    "5xx": (500, [(b"content-type", b"text/plain; charset=utf-8")], b"500 Internal Server Error"),
    "503": (503, [(b"content-type", b"text/plain"), (b"retry-after", b"1")], b"busy"),
    "html": (200, [(b"content-type", b"text/html")], HTML),
    "empty": (200, [(b"content-type", b"application/octet-stream")], b""),
    "garbage": (200, [(b"content-type", b"image/png")], random.Random(0).randbytes(4096)),
    "list": (200, [(b"content-type", b"application/json")], b"[1, 2]"),
    "redirect": (302, [(b"location", b"http://127.0.0.1:9/elsewhere")], b""),
}
"""Kinds whose answer owes nothing to the real one."""


def _without(headers: list[tuple[bytes, bytes]], name: bytes) -> list[tuple[bytes, bytes]]:
    return [(key, value) for key, value in headers if key.lower() != name]


async def _start(send: Any, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})


def transport_of(send: Any) -> asyncio.Transport:
    """The connection behind uvicorn's `send`, which is a method of the request that it belongs to."""
    return send.__self__.transport


def abort(send: Any) -> None:
    """Closes the connection without another byte."""
    transport_of(send).abort()
