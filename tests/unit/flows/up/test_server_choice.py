"""Which server `yoake up` works with, and what it says of a port that is taken."""

from __future__ import annotations

import os
import socket
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.up.server_choice import choose_server
from tests.unit.flows.up.answering import answering
from yoake.errors import InvalidRequestError


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))


def prefect(version: str) -> dict[str, str]:
    return {"/api/health": "true", "/api/admin/version": f'"{version}"'}


def port_of(url: str) -> int:
    return int(urlsplit(url).port or 0)


def test_a_free_port_is_for_a_server_of_our_own():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = choose_server(None, port)
    assert (chosen.own, chosen.api, chosen.url) == (True, f"http://127.0.0.1:{port}/api", f"http://127.0.0.1:{port}")


def test_a_prefect_server_on_the_port_is_used():
    with answering(prefect(version("prefect"))) as url:
        chosen = choose_server(None, port_of(url))
    assert (chosen.own, chosen.api) == (False, f"{url}/api")
    assert "it is used" in chosen.note
    assert "differ" not in chosen.note


def test_one_of_another_version_is_used_and_said():
    with answering(prefect("3.1.0")) as url:
        assert "has Prefect 3.1.0 and this is" in choose_server(None, port_of(url)).note


def test_anything_else_on_the_port_is_named():
    with answering({"/": "hello"}) as url, pytest.raises(InvalidRequestError) as refused:
        choose_server(None, port_of(url))
    assert refused.value.code == "up.port-taken"
    assert f"(process {os.getpid()})" in str(refused.value)
    assert f"--port {port_of(url) + 1}" in str(refused.value)


def test_a_port_that_is_taken_by_silence_is_not_waited_for_long():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(InvalidRequestError, match="is taken by"):
            choose_server(None, silent.getsockname()[1])


@pytest.mark.parametrize("ending", ["", "/", "/api", "/api/"])
def test_a_named_server_comes_first(ending: str, monkeypatch: pytest.MonkeyPatch):
    with answering(prefect(version("prefect"))) as url:
        assert choose_server(f"{url}{ending}", 1).api == f"{url}/api"
        monkeypatch.setenv("PREFECT_API_URL", f"{url}{ending}")
        chosen = choose_server(None, 1)
    assert (chosen.own, chosen.api) == (False, f"{url}/api")


def test_a_named_server_that_does_not_answer_is_no_reason_to_start_one():
    with answering({}) as url:
        pass
    with pytest.raises(InvalidRequestError, match="does not answer") as refused:
        choose_server(url, 1)
    assert refused.value.code == "prefect.unreachable"
