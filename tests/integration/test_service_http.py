"""HTTP of the service clients against servers that do as they please, byte by byte."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from yoake.errors import InvalidRequestError, UnreachableError, YoakeError
from yoake.providers import incoming
from yoake.providers.clients import ServiceAddress
from yoake.providers.http import Answer, Http, deadline, never_sent

TOKEN = "sesame-open"
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}"
Reply = bytes | Callable[[bytes, asyncio.StreamWriter], object]


class Server:
    """Answers every connection with the next reply."""

    def __init__(self, replies: list[Reply]) -> None:
        self.replies = replies
        self.heads: list[str] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
        except asyncio.IncompleteReadError:
            return  # somebody who only looked whether anybody listens
        reply = self.replies.pop(0)
        if callable(reply):
            await reply(b"", writer)  # type: ignore[misc]
        else:
            writer.write(reply)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def serving(*replies: Reply, token: str | None = TOKEN) -> AsyncIterator[tuple[Server, Http]]:
    server = Server(list(replies))
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    headers = {"authorization": f"Bearer {token}"} if token else None
    http = Http(ServiceAddress("service-0", "comfyui", f"http://127.0.0.1:{port}/base/", token=token), headers)
    try:
        yield server, http
    finally:
        await http.close()
        listening.close()


async def failed(http: Http, method: str = "GET", **options: object) -> YoakeError:
    with pytest.raises(YoakeError) as caught:
        http.json(http.check(await http.ask(method, "/x", **options), "hero"))  # type: ignore[arg-type]
    return caught.value


async def lines_of(http: Http, stall_seconds: float | None = None) -> list[bytes]:
    async with http.stream("GET", "/x", read_seconds=30) as coming:
        return [line async for line in coming.lines(stall_seconds=stall_seconds)]


def reply(status: str = "200 OK", body: bytes = b"{}", *headers: str) -> bytes:
    head = "".join(f"{h}\r\n" for h in (f"content-length: {len(body)}", *headers))
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


async def test_the_path_of_the_address_is_kept_and_the_token_shown():
    async with serving(OK) as (server, http):
        await http.ask("GET", "/api/version")
        assert server.heads[0].startswith("GET /base/api/version HTTP/1.1")
        assert f"authorization: Bearer {TOKEN}" in server.heads[0].lower().replace("bearer", "Bearer")


async def test_a_file_elsewhere_is_fetched_without_the_token(tmp_path: Path):
    async with serving(OK) as (server, http):
        await http.download(http.url("/file"), tmp_path / "file", elsewhere=True)
        assert TOKEN not in server.heads[0]


async def test_every_request_has_a_connection_of_its_own():
    async with serving(OK, OK) as (server, http):
        await http.ask("POST", "/x")
        await http.ask("POST", "/x")
        assert len(server.heads) == 2


async def test_a_get_whose_connection_breaks_is_sent_again_and_a_post_is_not():
    async with serving(b"", OK) as (server, http):
        assert (await http.ask("GET", "/x")).status == 200
        assert len(server.heads) == 2
    async with serving(b"", OK) as (server, http):
        error = await failed(http, "POST")
        assert (error.code, error.transient) == ("service.cut-off", True)
        assert len(server.heads) == 1
        assert not never_sent(error)


async def test_a_compressed_answer_is_refused_before_it_unpacks():
    bomb = gzip.compress(b"\0" * 50_000_000)
    async with serving(reply("200 OK", bomb, "content-encoding: gzip")) as (server, http):
        error = await failed(http)
        assert error.code == "service.bad-answer"
        assert "accept-encoding: identity" in server.heads[0].lower()


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
async def test_redirects_are_followed_nowhere(status: str):
    async with serving(reply(status, b"", "location: http://169.254.169.254/")) as (server, http):
        assert (await failed(http)).code == "service.redirected"
        assert len(server.heads) == 1


@pytest.mark.parametrize("said_length", [True, False])
async def test_an_answer_has_a_largest_size(said_length: bool):
    async def endless(_: bytes, writer: asyncio.StreamWriter) -> None:
        length = "content-length: 999999999999\r\n" if said_length else ""
        writer.write(f"HTTP/1.1 200 OK\r\n{length}\r\n".encode())
        while not writer.is_closing():
            writer.write(b"x" * 65_536)
            try:
                await writer.drain()
            except ConnectionError:
                return

    async with serving(endless) as (_, http):
        assert (await failed(http, most_bytes=1_000_000)).code == "service.too-large"


async def test_a_line_has_a_largest_size(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(incoming, "LARGEST_LINE", 10_000)
    async with serving(reply("200 OK", b"x" * 200_000)) as (_, http):
        with pytest.raises(YoakeError) as caught:
            await lines_of(http)
        assert caught.value.code == "service.too-large"


async def test_silence_in_the_midst_of_an_answer_is_a_stall():
    async def half(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nline\n")
        await writer.drain()
        await asyncio.sleep(5)

    async with serving(half, half) as (_, http):
        error = await failed(http, read_seconds=0.05)
        assert (error.code, error.transient) == ("service.stalled", True)
        with pytest.raises(YoakeError) as caught:
            await lines_of(http, stall_seconds=0.05)
        assert caught.value.code == "service.stalled"


async def test_a_file_that_ends_early_leaves_nothing_behind(tmp_path: Path):
    short = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nabc"
    async with serving(short, reply("200 OK", b""), reply("500 No", b"x"), reply("200 OK", b"whole")) as (_, http):
        with pytest.raises(YoakeError) as caught:
            await http.download("/x", tmp_path / "file")
        assert caught.value.code == "service.cut-off"
        with pytest.raises(YoakeError) as caught:
            await http.download("/x", tmp_path / "file")
        assert caught.value.code == "service.empty-file"
        assert (await http.download("/x", tmp_path / "file")).body == b"x"
        assert list(tmp_path.iterdir()) == []
        await http.download("/x", tmp_path / "file")
        assert [p.name for p in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        ("401 U", "service.denied", InvalidRequestError), ("403 F", "service.denied", InvalidRequestError),
        ("404 N", "service.refused", InvalidRequestError), ("422 U", "service.refused", InvalidRequestError),
        ("429 T", "service.busy", YoakeError), ("503 B", "service.busy", YoakeError),
        ("500 I", "service.server-error", YoakeError), ("502 B", "service.server-error", YoakeError),
    ],
)  # fmt: skip
async def test_every_status_has_its_code_and_what_the_service_said(status: str, code: str, kind: type[YoakeError]):
    body = b'{"error": "line one\\u2028\nline two \x1b[31m ' + TOKEN.encode() + b'"}'
    async with serving(reply(status, body, "content-type: application/json")) as (_, http):
        error = await failed(http)
        assert (error.code, type(error) is kind or isinstance(error, kind)) == (code, True)
        assert "line two" in error.message
        assert TOKEN not in error.message
        assert "\n" not in error.message
        assert "\x1b" not in error.message


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"a": ', b"[" * 100_000, b"\xff\xfe", b"[]", b"null"])
async def test_what_is_not_the_json_that_was_wanted_is_told(body: bytes):
    async with serving(reply("200 OK", body, "content-type: text/html")) as (_, http):
        assert (await failed(http)).code == "service.bad-answer"


async def test_a_page_is_not_quoted():
    async with serving(reply("500 No", b"<html>secret stack</html>", "content-type: text/html")) as (_, http):
        assert "stack" not in (await failed(http)).message


@pytest.mark.parametrize("bytes_", [b"SSH-2.0-OpenSSH\r\n", b"HTTP/9 what\r\n\r\n", b"\0\0\0\0"])
async def test_something_that_speaks_no_http_is_cut_off(bytes_: bytes):
    async with serving(bytes_, bytes_) as (_, http):
        assert (await failed(http)).code == "service.cut-off"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://no-such-host.invalid"])
async def test_nobody_there_is_unreachable(url: str):
    http = Http(ServiceAddress("service-0", "comfyui", url))
    error = await failed(http)
    assert isinstance(error, UnreachableError)
    assert error.transient
    assert never_sent(error)
    await http.close()


@pytest.mark.parametrize("url", ["ftp://host", "http://[", "nonsense", "http://a b"])
async def test_an_address_that_is_none_is_told(url: str):
    http = Http(ServiceAddress("service-0", "comfyui", url))
    assert (await failed(http)).code in ("service.bad-address", "service.unreachable")
    await http.close()


async def test_a_deadline_is_a_coded_error():
    with pytest.raises(YoakeError) as caught:
        async with deadline(0.01, "service-0", "hero"):
            await asyncio.sleep(5)
    assert (caught.value.code, caught.value.transient) == ("service.timeout", True)


def test_a_media_type_has_no_parameters():
    import httpx

    assert Answer(200, httpx.Headers({"content-type": "Audio/WAV; rate=1"}), b"").media_type == "audio/wav"
