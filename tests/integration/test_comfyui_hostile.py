"""A server that lies, floods or leads astray: refused with a code, and nothing outside the work folder is touched."""

from __future__ import annotations

import asyncio
import gzip
import json
import struct
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.samples.comfyui_graphs import HASTY, slow
from tests.simulators.comfyui_media import png
from tests.simulators.faults import transport_of
from tests.simulators.serve import Served
from yoake.errors import UnreachableError, YoakeError
from yoake.providers.clients import ServiceAddress
from yoake.providers.comfyui import files, jobs
from yoake.providers.comfyui.client import ComfyUiClient
from yoake.providers.comfyui.outputs import MOST_OUTPUTS, Output
from yoake.providers.comfyui.server import ComfyUiServer

PNG = png(8, 8, 1, False, "hostile")
Answer = tuple[int, dict[str, str], bytes | None]
"""Status, headers, body; without one, a body without an end."""


def said(document: Any, status: int = 200, **headers: str) -> Answer:
    return status, {"content-type": "application/json", **headers}, json.dumps(document).encode()


class Hostile:
    """A server whose every answer can be set; by default it plays a job that went well."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[str], Answer]] = {}
        self.messages: list[str | bytes] = []
        self.socket_goes_to = ""
        self.asked: list[str] = []
        self.outputs: Any = {"3": {"images": [{"filename": "a.png", "subfolder": "", "type": "output"}]}}
        self.job = ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await self.talk(receive, send)
            return
        path = scope["path"]
        self.asked.append(f"{scope['method']} {path}?{scope['query_string'].decode()}")
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        if path == "/prompt":
            self.job = json.loads(body)["prompt_id"]
        known = next((make for place, make in self.answers.items() if path.startswith(place)), None)
        status, headers, content = known(path) if known else self.usual(path)
        await send({"type": "http.response.start", "status": status,
                    "headers": [(k.encode(), v.encode()) for k, v in headers.items()]})  # fmt: skip
        while content is None and not transport_of(send).is_closing():
            await send({"type": "http.response.body", "body": b" " * 65536, "more_body": True})
        await send({"type": "http.response.body", "body": content or b""})

    def usual(self, path: str) -> Answer:
        if path == "/prompt":
            return said({"prompt_id": self.job, "number": 1, "node_errors": {}})
        if path.startswith("/history/"):
            return said({self.job: self.record()} if path.endswith(self.job) else {})
        if path.startswith("/api/jobs/"):
            return said({"error": "Job not found"}, 404)
        if path == "/queue":
            return said({"queue_running": [], "queue_pending": []})
        if path == "/view":
            return 200, {"content-type": "image/png"}, PNG
        return said({})

    def record(self) -> dict[str, Any]:
        status = {"status_str": "success", "completed": True, "messages": []}
        return {"prompt": [1, self.job, {}, {}, ["3"]], "outputs": self.outputs, "status": status}

    async def talk(self, receive: Any, send: Any) -> None:
        await receive()
        if self.socket_goes_to:
            await send({"type": "websocket.http.response.start", "status": 302,
                        "headers": [(b"location", self.socket_goes_to.encode())]})  # fmt: skip
            await send({"type": "websocket.http.response.body", "body": b""})
            return
        await send({"type": "websocket.accept"})
        for message in self.messages:
            kind = "text" if isinstance(message, str) else "bytes"
            await send({"type": "websocket.send", kind: message})
        while (await receive())["type"] != "websocket.disconnect":
            pass


@pytest.fixture
def hostile() -> Hostile:
    return Hostile()


@pytest.fixture
def url(hostile: Hostile) -> Iterator[str]:
    served = Served(lambda: hostile)
    served.start()
    yield served.url
    served.kill()


@pytest.fixture
async def server(url: str) -> AsyncIterator[ComfyUiServer]:
    made = ComfyUiServer(ServiceAddress("comfyui-0", "comfyui", url, token="sk-secret"), HASTY)
    yield made
    await made.close()


async def refused(work: Any) -> YoakeError:
    with pytest.raises(YoakeError) as caught:
        async with asyncio.timeout(10):
            await work
    assert len(str(caught.value)) < 700
    assert "sk-secret" not in str(caught.value)
    return caught.value


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


NAMES = [
    "../../evil.png", "/tmp/evil.png", "..\\..\\evil.png", "C:\\evil.png", "a\x00b.png", "x" * 900,
    "\u202egnp.exe", "output-000.png.part", ".",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_of_the_server_is_never_a_path(hostile, server, tmp_path, name):
    hostile.outputs = {"3": {"images": [{"filename": name, "subfolder": "../" * 9, "type": "output"}]}}
    (output,) = await server.run(slow())
    folder = tmp_path / "inner" / "work"
    folder.mkdir(parents=True)
    path = await server.download(output, folder)
    assert path == folder / "output-000.png"
    assert everything(tmp_path) == {"inner", "inner/work", "inner/work/output-000.png"}


FORMS: dict[str, Any] = {
    "a list": [1, 2], "no outputs": {"status": {"status_str": "success"}}, "outputs in a list": {"outputs": [1]},
    "no status": {"outputs": {}}, "a node in a list": {"outputs": {"3": [1]}, "status": {"status_str": "success"}},
    "a number for a name": {"outputs": {"3": {"images": [{"filename": 7}]}}, "status": {"status_str": "success"}},
    "an unknown folder": {"outputs": {"3": {"images": [{"filename": "a", "type": "/etc"}]}},
                          "status": {"status_str": "success"}},
    "too many files": {"outputs": {"3": {"images": [{"filename": "a"}] * (MOST_OUTPUTS + 1)}},
                       "status": {"status_str": "success"}},
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
async def test_a_history_of_another_form_is_refused(hostile, server, name):
    hostile.answers["/history/"] = lambda path: said({hostile.job: FORMS[name]})
    assert (await refused(server.run(slow()))).code in ("service.bad-answer", "comfyui.failed")


REPLIES: dict[str, Callable[[str], Answer]] = {
    "html": lambda path: (200, {"content-type": "text/html"}, b"<html>welcome</html>"),
    "html that lies": lambda path: (200, {"content-type": "application/json"}, b"<html>welcome</html>"),
    "a list": lambda path: said([1, 2]),
    "no id": lambda path: said({"number": 1}),
    "a number for an id": lambda path: said({"prompt_id": 7}),
    "half of it": lambda path: (200, {"content-type": "application/json"}, b'{"prompt_id": "x'),
    "very deep": lambda path: (200, {"content-type": "application/json"}, b"[" * 200_000),
    "compressed": lambda path: said({}, **{"content-encoding": "gzip"}),
    "nothing": lambda path: (200, {}, b""),
    "elsewhere": lambda path: (307, {"location": "http://127.0.0.1:9/prompt"}, b""),
    "refused in another form": lambda path: said({"error": 7, "node_errors": [1]}, 400),
    "refused as a list": lambda path: said([1], 400),
    "not found": lambda path: (404, {}, b""),
    "denied": lambda path: (403, {}, b""),
    "too large": lambda path: (413, {}, b"Maximum request body size exceeded."),
}


@pytest.mark.parametrize("name", REPLIES)
async def test_a_reply_that_is_none_is_refused(hostile, server, name):
    hostile.answers["/prompt"] = REPLIES[name]
    hostile.answers["/history/"] = lambda path: said({})
    error = await refused(server.run(slow()))
    assert error.code.startswith(("service.", "comfyui.invalid-workflow"))


@pytest.mark.parametrize("path", ["/history/", "/prompt", "/queue"])
async def test_an_answer_without_an_end_is_broken_off(hostile, server, monkeypatch, path):
    monkeypatch.setattr(jobs, "LARGEST_RECORD", 300_000)
    if path == "/queue":
        hostile.answers["/history/"] = lambda path: said({})
        hostile.answers["/api/jobs/"] = lambda path: said({"status": "pending"})
    hostile.answers[path] = lambda path: (200, {"content-type": "application/json"}, None)
    assert (await refused(server.run(slow()))).code == "service.too-large"


def bomb(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (head, data, b"IEND")
    )


BODIES: dict[str, tuple[dict[str, str], bytes]] = {
    "a web page called a picture": ({"content-type": "image/png"}, b"<html>Bad gateway</html>"),
    "a program called a picture": ({"content-type": "image/png"}, b"\x7fELF" + bytes(200)),
    "a picture too wide": ({"content-type": "image/png"}, bomb(200_000, 10)),
    "a picture of too many pixels": ({"content-type": "image/png"}, bomb(16_000, 16_000)),
    "a broken picture": ({"content-type": "image/png"}, b"\x89PNG\r\n\x1a\n" + b"x" * 100),
    "a compressed one": ({"content-type": "image/png", "content-encoding": "gzip"}, gzip.compress(PNG)),
    "nothing": ({"content-type": "image/png"}, b""),
    "a sound": ({"content-type": "image/png"}, b"fLaC" + bytes(100)),
}  # fmt: skip
OUTPUT = Output("3", "images", "a.png", "", "output")


@pytest.mark.parametrize("name", BODIES)
async def test_a_file_that_is_no_picture_is_refused(hostile, server, tmp_path, name):
    hostile.answers["/view"] = lambda path: (200, *BODIES[name])
    error = await refused(server.download(OUTPUT, tmp_path))
    assert error.code in ("comfyui.bad-file", "service.bad-answer", "service.empty-file")
    assert everything(tmp_path) == set()


async def test_a_picture_may_lie_about_its_type(hostile, server, tmp_path):
    hostile.answers["/view"] = lambda path: (200, {"content-type": "text/html"}, PNG)
    assert (await server.download(OUTPUT, tmp_path)).name == "output-000.png"


async def test_a_file_without_an_end_is_broken_off(hostile, server, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 1_000_000)
    hostile.answers["/view"] = lambda path: (200, {"content-type": "image/png"}, None)
    assert (await refused(server.download(OUTPUT, tmp_path))).code == "service.too-large"
    assert everything(tmp_path) == set()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_file_that_is_elsewhere_is_not_fetched(hostile, server, tmp_path, status):
    hostile.answers["/view"] = lambda path: (status, {"location": "/elsewhere"}, b"")
    assert (await refused(server.download(OUTPUT, tmp_path))).code == "service.redirected"
    assert not any("/elsewhere" in asked for asked in hostile.asked)


async def test_a_file_that_is_gone_is_said_so(hostile, server, tmp_path):
    hostile.answers["/view"] = lambda path: (404, {}, b"")
    assert (await refused(server.download(OUTPUT, tmp_path))).code == "comfyui.output-gone"


async def test_a_socket_that_leads_elsewhere_is_not_followed(hostile, server):
    other = Hostile()
    elsewhere = Served(lambda: other)
    elsewhere.start()
    hostile.socket_goes_to = elsewhere.url.replace("http", "ws") + "/ws"
    assert len(await server.run(slow())) == 1
    assert other.asked == []
    elsewhere.kill()


async def test_nonsense_on_the_socket_is_not_minded(hostile, server):
    hostile.messages = [
        "", "null", "[1]", "{", "[" * 100_000, json.dumps({"type": "progress", "data": {"value": "NaN"}}),
        json.dumps({"type": 7, "data": 7}), b"", b"\0\0\0\4\xff\xff\xff\xff", b"\0\0\0\1\0\0\0\1" + b"x" * 99,
        bytes(9),
    ]  # fmt: skip
    assert len(await server.run(slow())) == 1


async def test_a_message_that_is_too_large_closes_the_socket_and_harms_nothing(hostile, server):
    hostile.messages = ["x" * (17 * 1024 * 1024)]
    assert len(await server.run(slow())) == 1


@pytest.mark.parametrize("reply", [{}, {"name": 7}, {"name": ""}, {"name": "x" * 600}, {"name": "a\nb"}, [1]])
async def test_an_upload_without_a_proper_name_is_refused(hostile, server, tmp_path, reply):
    picture = tmp_path / "in.png"
    picture.write_bytes(PNG)
    hostile.answers["/upload/image"] = lambda path: said(reply)
    assert (await refused(server.upload(picture))).code == "service.bad-answer"


@pytest.mark.parametrize("stats", [{}, [], {"system": {}, "devices": []}, {"system": {}, "devices": [7]},
                                   {"system": {}, "devices": [{"type": "cuda", "vram_total": "much"}]}])  # fmt: skip
async def test_statistics_of_another_form_are_not_believed(hostile, url, stats):
    hostile.answers["/system_stats"] = lambda path: said(stats)
    client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", url), HASTY)
    for asking in (client.condition(), client.unload()):
        with pytest.raises(UnreachableError):
            await asking
    await client.close()


async def test_a_class_of_another_form_is_refused(hostile, server):
    hostile.answers["/object_info/"] = lambda path: said({path.rpartition("/")[2]: {"input": 7}})
    assert (await refused(server.shortcomings(slow()))).code == "service.bad-answer"


async def test_a_huge_failure_is_told_in_a_line(hostile, server):
    told = {
        "node_id": "3", "node_type": "X" * 9999, "exception_type": "E",
        "exception_message": "m\u202e\x1b[31m" * 99_999, "current_inputs": {"image": ["tensor" * 99_999]},
    }  # fmt: skip
    status = {"status_str": "error", "completed": False, "messages": [["execution_error", told]]}
    hostile.answers["/history/"] = lambda path: said({hostile.job: {**hostile.record(), "status": status}})
    error = await refused(server.run(slow()))
    assert error.code == "comfyui.failed"
    assert "\x1b" not in str(error)
    assert "\n" not in str(error)
