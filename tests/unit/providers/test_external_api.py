"""External APIs: only where the node file allows, templated in a sandbox, bounded, never redirected."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yoake.errors import InvalidRequestError, YoakeError
from yoake.providers.base import Request
from yoake.providers.external_api import LARGEST_ANSWER, call


class Answers(http.server.BaseHTTPRequestHandler):
    seen: list[tuple[str, str, bytes]] = []  # noqa: RUF012 - one list a server is the point

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.seen.append((self.command, self.path, body))
        kind = self.path.split("?")[0]
        status = {"/busy": 503, "/no": 404, "/away": 302}.get(kind, 200)
        data = b"x" * (LARGEST_ANSWER + 1) if kind == "/huge" else b'{"b": 1, "a": "\xe5\xad\x97"}'
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("location", "http://127.0.0.1:9/")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_POST = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Answers.seen.clear()
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def ask(folder: Path, url: str, **params: Any) -> Request:
    return Request(
        project="p", title="t", language="ja", address="api", type="external_api", category="scenario", workflow=None,
        template=None, prompt=None, params={"url": url, "word": "夜 & 朝", **params}, item={"id": "x1"}, seed=7,
        inputs=(), folder=folder,
    )  # fmt: skip


def test_the_answer_is_kept_as_canonical_json(server: str, tmp_path: Path):
    product = call(ask(tmp_path, f"http://{server}/ok"), {server})
    assert product.path.read_text(encoding="utf-8") == '{"a": "字", "b": 1}'


def test_url_and_body_are_filled_in(server: str, tmp_path: Path):
    url = f"http://{server}/ok?id={{{{ item.id }}}}&w={{{{ params.word | urlencode }}}}&s={{{{ seed }}}}"
    call(ask(tmp_path, url, method="POST", body={"say": "{{ params.word }}"}), {server})
    method, path, body = Answers.seen[0]
    assert (method, path) == ("POST", "/ok?id=x1&w=%E5%A4%9C%20%26%20%E6%9C%9D&s=7")
    assert json.loads(body) == {"say": "夜 & 朝"}


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "file:///etc/passwd", "http://evil.example/", "ftp://127.0.0.1/"]
)
def test_nothing_else_is_called(server: str, tmp_path: Path, url: str):
    with pytest.raises(InvalidRequestError) as caught:
        call(ask(tmp_path, url), {server})
    assert caught.value.code == "external-api.host-not-allowed"


def test_a_user_in_the_address_hides_no_host(server: str, tmp_path: Path):
    with pytest.raises(InvalidRequestError):
        call(ask(tmp_path, f"http://{server}@evil.example/"), {server})


@pytest.mark.parametrize(
    ("path", "code", "transient"),
    [
        ("busy", "external-api.server-error", True),
        ("no", "external-api.refused", False),
        ("away", "external-api.refused", False),
        ("huge", "external-api.too-large", False),
    ],
)
def test_bad_answers_have_codes(server: str, tmp_path: Path, path: str, code: str, transient: bool):
    with pytest.raises(YoakeError) as caught:
        call(ask(tmp_path, f"http://{server}/{path}"), {server})
    assert (caught.value.code, caught.value.transient) == (code, transient)


def test_an_absent_server_is_worth_another_try(tmp_path: Path):
    with pytest.raises(YoakeError) as caught:
        call(ask(tmp_path, "http://127.0.0.1:9/"), {"127.0.0.1"})
    assert (caught.value.code, caught.value.transient) == ("external-api.unreachable", True)


@pytest.mark.parametrize("template", ["{{ ''.__class__.__mro__ }}", "{{ nothing }}", "{% for"])
def test_a_template_is_no_program(server: str, tmp_path: Path, template: str):
    with pytest.raises(InvalidRequestError) as caught:
        call(ask(tmp_path, f"http://{server}/{template}"), {server})
    assert caught.value.code == "external-api.bad-template"
