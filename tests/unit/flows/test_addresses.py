"""Addresses of services: from the node file, from environment variables, and what is said where they are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.addresses import addresses_of
from yoake.errors import InvalidRequestError
from yoake.nodes import NodeFile, load_node_file

TOKEN = "sk-do-not-tell-anybody"


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "nothing"))


def node(services: str) -> NodeFile:
    return load_node_file(f"services: {services}".encode(), "nodes.yaml")


def refused(services: str, *wanted: str) -> InvalidRequestError:
    with pytest.raises(InvalidRequestError) as caught:
        addresses_of(node(services), wanted, Path("home"))
    assert TOKEN not in str(caught.value)
    return caught.value


def test_token_and_settings_come_along(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SUNO_TOKEN", f" {TOKEN}\n")
    text = "{suno: {kind: suno, url: 'http://a', token_env: SUNO_TOKEN, settings: {plan: pro}}}"
    (found,) = addresses_of(node(text), {"suno"}, Path("home"))
    assert (found.url, found.token, found.settings) == ("http://a", TOKEN, {"plan": "pro"})


def test_only_what_is_wanted_must_be_there():
    text = "{suno: {kind: suno, block: suno/main}, o: {kind: ollama, url: 'http://a'}}"
    assert [address.name for address in addresses_of(node(text), {"o"}, Path("home"))] == ["o"]
    assert [address.name for address in addresses_of(node(text), (), Path("home"))] == ["o"]


def test_a_block_needs_a_server():
    error = refused("{suno: {kind: suno, block: suno/main}}", "suno")
    assert error.code == "service.block-missing"
    assert "suno/main" in error.message
    assert "PREFECT_API_URL" in error.next_step
    assert "`token_env`" in error.next_step


@pytest.mark.parametrize("value", [None, "", "a\nb", "鍵"])
def test_a_token_that_is_not_there_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, value: str | None):
    monkeypatch.delenv("SUNO_TOKEN", raising=False)
    if value is not None:
        monkeypatch.setenv("SUNO_TOKEN", value)
    error = refused("{suno: {kind: suno, url: 'http://a', token_env: SUNO_TOKEN}}", "suno")
    assert error.code == "service.no-token"
    assert "SUNO_TOKEN" in error.message


def test_settings_are_looked_at_in_the_evening():
    error = refused("{suno: {kind: suno, url: 'http://a', settings: {plan: gold}}}", "suno")
    assert error.code == "service.setting"


def test_everything_that_is_missing_is_said_at_once():
    text = "{a: {kind: suno, block: suno/a}, b: {kind: suno, block: suno/b}}"
    error = refused(text, "a", "b")
    assert error.code == "service.block-missing"
    assert "suno/a" in error.message
    assert "suno/b" in error.message
