"""Listening to ComfyUI's WebSocket for the signs of one job.

A lost socket is not opened again: where the server still holds the old one of the same client, it closes that later and
the new one falls silent with it. The job is then followed by polling.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidURI, WebSocketException

from yoake.providers.comfyui import signs
from yoake.providers.comfyui.signs import Sign

LARGEST_MESSAGE = 16 * 1024 * 1024
_PING_SECONDS = 20.0
_PONG_SECONDS = 60.0
_log = logging.getLogger(__name__)
_wire = logging.getLogger(f"{__name__}.wire")
_wire.setLevel(logging.WARNING)  # below that, websockets logs the handshake with its token, and every message


class _Connect(connect):
    """`connect` that goes nowhere but to the address given."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class Ear:
    """The signs of one job as they come, while there is a socket."""

    def __init__(self) -> None:
        self.live = False
        """Whether the socket is open."""
        self._signs: asyncio.Queue[Sign | None] = asyncio.Queue()

    async def next(self, seconds: float) -> Sign | None:
        """The next sign; none where the time is up or the socket has just closed."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                return await self._signs.get()
        except TimeoutError:
            return None

    async def _hear(self, socket: ClientConnection, prompt_id: str) -> None:
        self.live = True
        try:
            await socket.send(json.dumps({"type": "feature_flags", "data": {"supports_preview_metadata": True}}))
            async for message in socket:
                sign = signs.read(message, prompt_id)
                if sign is not None:
                    self._signs.put_nowait(sign)
        except (WebSocketException, OSError) as error:
            _log.info("The socket of job %s is lost (%s); it is followed by polling.", prompt_id, type(error).__name__)
        finally:
            self.live = False
            self._signs.put_nowait(None)


@asynccontextmanager
async def listening(url: str, prompt_id: str, headers: Mapping[str, str], *, open_seconds: float) -> AsyncIterator[Ear]:
    """Listens for a job's signs; the job's own id is the client id, so that nobody else gets or gives them.

    Args:
        url: the server's `http(s)://` address of `/ws`.
    """
    ear = Ear()
    address = f"ws{url.removeprefix('http')}?{urlencode({'clientId': prompt_id})}"
    hearing: asyncio.Task[None] | None = None
    try:
        socket = await _Connect(
            address,
            additional_headers=dict(headers),
            open_timeout=open_seconds,
            ping_interval=_PING_SECONDS,
            ping_timeout=_PONG_SECONDS,
            close_timeout=1,
            max_size=LARGEST_MESSAGE,
            compression=None,
            proxy=None,
            logger=_wire,
        )
    except (WebSocketException, InvalidURI, OSError, TimeoutError, EOFError, ValueError) as error:
        _log.info("No socket for job %s (%s); it is followed by polling.", prompt_id, type(error).__name__)
    else:
        hearing = asyncio.ensure_future(ear._hear(socket, prompt_id))
    try:
        yield ear
    finally:
        if hearing is not None:
            hearing.cancel()
            socket.transport.abort()
            await asyncio.wait({hearing})
