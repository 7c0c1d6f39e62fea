"""HTTP as the clients of services speak it: bounded, streaming, without redirects, its failures as coded errors.

No connection is kept for a second request: a server that closes it at the wrong moment (VOICEVOX does after every 500,
uvicorn after five idle seconds) would make a request fail that it never saw, and a paid one would be in doubt.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from yoake.errors import InvalidRequestError, UnreachableError, YoakeError
from yoake.providers.clients import ServiceAddress
from yoake.providers.incoming import LARGEST_ANSWER, Answer, Incoming, stalled
from yoake.providers.replies import Replies

__all__ = ["LARGEST_ANSWER", "Answer", "Http", "Incoming", "deadline", "never_sent"]

LARGEST_FILE = 512 * 1024 * 1024
CONNECT_SECONDS = 5.0
SEND_SECONDS = 60.0
READ_SECONDS = 30.0
"""The longest silence in the midst of an answer, and before one that takes no work."""
PROBE_SECONDS = 5.0


class Http(Replies):
    """Requests to one service. Every failure is a `YoakeError`, and none of them tells its token.

    Args:
        headers: sent with every request to the service itself, and to nobody else.
    """

    def __init__(self, address: ServiceAddress, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(address.name, (address.token,))
        self._base = address.url.rstrip("/")
        self._headers = dict(headers or {})
        self._client = httpx.AsyncClient(
            follow_redirects=False,
            trust_env=False,
            # nothing compressed: a small answer must not unpack into a huge one
            headers={"accept-encoding": "identity", "user-agent": "yoake"},
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def url(self, path: str) -> str:
        """The full address of a path at the service."""
        return self._base + path

    async def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        read_seconds: float = READ_SECONDS,
        most_bytes: int = LARGEST_ANSWER,
        repeatable: bool | None = None,
    ) -> Answer:
        """One request and its whole answer, whatever its status (see `check`).

        Args:
            body: sent as JSON, where it is not none; else `form` and `files` (name -> file name, bytes, media type).
            read_seconds: the longest silence of the service.
            repeatable: whether the request may be sent a second time where the connection broke; a GET is by itself.

        Raises:
            UnreachableError: `service.unreachable`.
            YoakeError: `service.stalled`, `service.cut-off` (both transient), `service.redirected`,
                `service.too-large`, `service.bad-answer`.
        """
        tries = 2 if (method == "GET" if repeatable is None else repeatable) else 1
        while True:
            tries -= 1
            try:
                async with self.stream(
                    method, path, params=params, body=body, form=form, files=files, read_seconds=read_seconds
                ) as incoming:
                    return await incoming.read(most_bytes)
            except YoakeError as error:
                if error.code != "service.cut-off" or not tries:
                    raise

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        read_seconds: float = READ_SECONDS,
        elsewhere: bool = False,
    ) -> AsyncIterator[Incoming]:
        """One request and its answer as it comes; leaving the block early closes the connection.

        Args:
            elsewhere: `path` is a whole address of another host, which gets none of the service's headers.
        """
        try:
            request = self._client.build_request(
                method,
                path if elsewhere else self.url(path),
                params=None if params is None else dict(params),
                json=body,
                data=None if form is None else dict(form),
                files=None if files is None else dict(files),
                headers=None if elsewhere else self._headers,
                timeout=httpx.Timeout(read_seconds, connect=CONNECT_SECONDS, write=SEND_SECONDS, pool=None),
            )
            response = await self._client.send(request, stream=True)
            try:
                self._head(response)
                yield Incoming(response, self.name)
            finally:
                await response.aclose()
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise InvalidRequestError(
                "service.bad-address",
                f"{self.name} cannot be called: {self.cleaned(str(error))}.",
                next_step="Correct its url in the node file.",
            ) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if elsewhere:
                raise self._cut_off(error) from error
            raise self._unreachable(type(error).__name__) from error
        except httpx.TimeoutException as error:
            raise stalled(self.name, read_seconds) from error
        except httpx.RequestError as error:
            if not elsewhere and not await self._listens():
                raise self._unreachable(type(error).__name__) from error
            raise self._cut_off(error) from error

    async def download(
        self,
        path: str,
        target: Path,
        *,
        method: str = "GET",
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        read_seconds: float = READ_SECONDS,
        most_bytes: int = LARGEST_FILE,
        elsewhere: bool = False,
    ) -> Answer:
        """Streams a file to a temporary name beside `target` and renames it when it is whole.

        Returns:
            The answer without its body, or for a status other than 2xx the whole answer, and then there is no file.

        Raises:
            YoakeError: as `ask`; `service.empty-file`.
        """
        part = target.with_name(target.name + ".part")
        try:
            async with self.stream(
                method, path, params=params, body=body, read_seconds=read_seconds, elsewhere=elsewhere
            ) as incoming:
                if not 200 <= incoming.status < 300:
                    return await incoming.read()
                with part.open("wb") as file:
                    async for chunk in incoming.chunks(most_bytes):
                        file.write(chunk)
                    size = file.tell()
            if not size:
                raise YoakeError("service.empty-file", f"{self.name} sends an empty file.", transient=True)
            part.replace(target)
            return Answer(incoming.status, incoming.headers, b"")
        finally:
            part.unlink(missing_ok=True)

    async def ask_json(
        self, method: str, path: str, asset: str, kind: type | tuple[type, ...] = dict, **options: Any
    ) -> Any:
        """`ask`, `check` and `json` in one: for requests whose refusals mean nothing particular."""
        return self.json(self.check(await self.ask(method, path, **options), asset), kind)

    async def probe(self, path: str, kind: type | tuple[type, ...] = dict) -> Any:
        """A quick question that only a healthy service answers, for `ServiceClient.condition`.

        Raises:
            UnreachableError: `service.unreachable`, whatever else is wrong: whoever answers HTML is not the service.
        """
        try:
            return await self.ask_json("GET", path, "its condition", kind, read_seconds=PROBE_SECONDS)
        except UnreachableError:
            raise
        except YoakeError as error:
            raise self._unreachable(f"{error.message.rstrip('.')} [{error.code}]") from error

    async def close(self) -> None:
        """Lets go of what connections there are."""
        await self._client.aclose()

    def _head(self, response: httpx.Response) -> None:
        if 300 <= response.status_code < 400:
            raise YoakeError(
                "service.redirected",
                f"{self.name} wants Yoake to go elsewhere ({response.status_code}), and Yoake follows nobody.",
                next_step="Write the address that is meant into the node file.",
            )
        if response.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
            raise self.bad_answer("a compressed body, which it was asked not to")

    def _unreachable(self, why: str) -> UnreachableError:
        return UnreachableError(
            "service.unreachable",
            f"{self.name} does not answer: {why}.",
            next_step="Start it, or correct its url in the node file.",
            transient=True,
        )

    def _cut_off(self, error: Exception) -> YoakeError:
        return YoakeError(
            "service.cut-off",
            f"The connection to {self.name}, or to where it keeps its files, broke: {type(error).__name__}.",
            next_step="Look into the service's log.",
            transient=True,
        )

    async def _listens(self) -> bool:
        """Whether anybody still takes connections there: tells a cut connection from a dead service."""
        url = httpx.URL(self._base)
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _, writer = await asyncio.open_connection(url.host, port)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True


def never_sent(error: YoakeError) -> bool:
    """Whether the service can't have seen the request, as no connection came about."""
    return isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout)


@asynccontextmanager
async def deadline(seconds: float, service: str, asset: str) -> AsyncIterator[None]:
    """Breaks the block off when its time is up.

    Raises:
        YoakeError: `service.timeout`, transient.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise YoakeError(
            "service.timeout",
            f"{service} was not done with {asset} in {seconds:g} seconds.",
            next_step="Give it more with `timeout_seconds:`, or ask for less.",
            transient=True,
        ) from error
