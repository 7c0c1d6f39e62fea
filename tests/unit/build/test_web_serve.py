"""The static server: right types, ranges, and nothing outside the folder."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from yoake.build.web.serve import serve, server
from yoake.errors import InvalidRequestError


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("web")
    (folder / "secret.txt").write_text("secret")
    site = folder / "site"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("<p>page</p>")
    (site / "assets/a.ogg").write_bytes(bytes(range(100)))
    (site / "assets/empty.js").write_bytes(b"")
    (site / "link.txt").symlink_to(folder / "secret.txt")
    with serve(site) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("assets/a.ogg", "audio/ogg"),
        ("assets/empty.js?v=1", "text/javascript; charset=utf-8"),
    ],
)
def test_files_come_with_their_type(address: str, path: str, kind: str) -> None:
    answer = httpx.get(address + path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    head = httpx.head(address + path)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(answer.content)))


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [("bytes=10-19", 206, 10, 19), ("bytes=90-", 206, 90, 99), ("bytes=-5", 206, 95, 99), ("bytes=0-999", 206, 0, 99)],
)
def test_parts_of_a_file(address: str, asked: str, status: int, first: int, last: int) -> None:
    answer = httpx.get(f"{address}assets/a.ogg", headers={"Range": asked})
    assert answer.status_code == status
    assert answer.content == bytes(range(first, last + 1))
    assert answer.headers["content-range"] == f"bytes {first}-{last}/100"


def test_a_part_that_is_not_there(address: str) -> None:
    answer = httpx.get(f"{address}assets/a.ogg", headers={"Range": "bytes=200-300"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */100")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt", "/link.txt",
             "//etc/passwd", "/%00", "/assets", "/%ff", "/" + "a" * 5000],
)  # fmt: skip
def test_nothing_else_is_served(address: str, path: str) -> None:
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 404
    assert b"secret" not in body.replace(b"secret.txt", b"")


def test_bound_to_this_machine_and_explains_itself(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequestError, match=r"serve\.no-game"):
        server(tmp_path)
    (tmp_path / "index.html").write_text("x")
    with server(tmp_path) as one:
        assert one.server_address[0] == "127.0.0.1"
        with pytest.raises(InvalidRequestError, match=r"serve\.port"):
            server(tmp_path, one.server_port)
