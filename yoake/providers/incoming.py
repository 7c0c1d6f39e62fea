"""Answers of services: whole ones, and those that come bit by bit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from yoake.errors import YoakeError

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes of an answer that is held in memory."""
LARGEST_LINE = 1024 * 1024
"""Of an answer that comes line by line; all of it would be searched for an end with every piece."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, of whatever status but a redirect."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def media_type(self) -> str:
        """What the service calls the body: `application/json`; empty where it says nothing."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()


class Incoming:
    """An answer of which only the head has come."""

    def __init__(self, response: httpx.Response, name: str) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self._response = response
        self._name = name

    async def chunks(self, most_bytes: int) -> AsyncIterator[bytes]:
        """The body as it comes.

        Raises:
            YoakeError: `service.too-large`.
        """
        came = 0
        async for chunk in self._response.aiter_raw():
            came += len(chunk)
            if came > most_bytes:
                raise self._too_large(most_bytes)
            yield chunk

    async def read(self, most_bytes: int = LARGEST_ANSWER) -> Answer:
        """The whole of it."""
        body = bytearray()
        async for chunk in self.chunks(most_bytes):
            body += chunk
        return Answer(self.status, self.headers, bytes(body))

    async def lines(
        self, most_bytes: int = LARGEST_ANSWER, *, stall_seconds: float | None = None
    ) -> AsyncIterator[bytes]:
        """The body's lines as they come, without their ends; empty ones are left out.

        Args:
            stall_seconds: the longest silence once the answer has begun, where that is less than before.

        Raises:
            YoakeError: `service.stalled`, transient.
        """
        rest = b""
        chunks = self.chunks(most_bytes)
        while True:
            try:
                async with asyncio.timeout(stall_seconds):
                    chunk = await anext(chunks, None)
            except TimeoutError as error:
                raise stalled(self._name, stall_seconds or 0) from error
            if chunk is None:
                break
            *whole, rest = (rest + chunk).split(b"\n")
            if len(rest) > LARGEST_LINE:
                raise self._too_large(LARGEST_LINE)
            for line in whole:
                if line.strip():
                    yield line.strip()
        if rest.strip():
            yield rest.strip()

    def _too_large(self, most_bytes: int) -> YoakeError:
        return YoakeError(
            "service.too-large",
            f"{self._name} answers more than {most_bytes:,} bytes.",
            next_step="Check that the right service runs at its address.",
        )


def stalled(service: str, seconds: float) -> YoakeError:
    """The error for a service that fell silent."""
    return YoakeError(
        "service.stalled",
        f"{service} has sent nothing for {seconds:g} seconds.",
        next_step="Look into the service's log; restart it if it hangs.",
        transient=True,
    )
