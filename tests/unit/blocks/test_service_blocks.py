"""Blocks: their types, what a client is given, and what is never shown."""

from __future__ import annotations

import ast
import re

import pytest
from prefect.blocks.core import Block
from pydantic import ValidationError

import blocks
from blocks import SERVICE_BLOCKS, AssetStorage, Mail, OllamaServer, SunoAccount
from yoake.nodes.settings import SETTINGS, is_setting
from yoake.providers.clients import client_for

ALL = [*SERVICE_BLOCKS, AssetStorage, Mail]
TOKEN = "sk-do-not-tell-anybody"


def names(kinds: list[type[Block]]) -> list[str]:
    return [kind.__name__ for kind in kinds]


def test_every_kind_of_service_with_a_client_has_a_block():
    assert {kind.get_block_type_slug() for kind in SERVICE_BLOCKS} == set(SETTINGS) - {"http"}


@pytest.mark.parametrize("kind", ALL, ids=names(ALL))
def test_a_block_explains_itself(kind: type[Block]):
    assert kind.__name__ in blocks.__all__
    assert kind.get_description()
    assert kind._documentation_url
    assert all(field.description for field in kind.model_fields.values())
    code = re.search(r"```python\n(.*?)```", kind.get_code_example() or "", re.DOTALL)
    assert code is not None
    assert f"import {kind.__name__}" in code[1]
    ast.parse(code[1])


@pytest.mark.parametrize("kind", SERVICE_BLOCKS, ids=names([*SERVICE_BLOCKS]))
def test_a_block_as_it_stands_is_an_address(kind: type[Block]):
    address = kind().address("here")  # type: ignore[attr-defined]
    assert (address.name, address.kind, address.token) == ("here", kind.get_block_type_slug(), None)
    assert client_for(address).kind == address.kind
    assert all(is_setting(address.kind, name) for name in address.settings or {})


def test_all_settings_reach_the_client():
    account = SunoAccount(
        flavour="hosted", plan="pro", model="V4_5", poll_seconds=2, reply_seconds=3, media_hosts="a.example.com",
        callback_url="https://b.example.com/x", token=TOKEN,
    )  # fmt: skip
    assert set(account.settings()) == set(SETTINGS["suno"])
    assert account.address().token == TOKEN
    server = OllamaServer(model="m", models={"llama3-8b": "llama3.1:8b"}, num_ctx=512, temperature=0, settle_seconds=0)
    assert server.settings() == {
        "model": "m",
        "model.llama3-8b": "llama3.1:8b",
        "num_ctx": "512",
        "temperature": "0.0",
        "settle_seconds": "0.0",
    }
    assert client_for(server.address()).kind == "ollama"


def test_bounds_are_those_of_the_clients():
    for wrong in ({"plan": "gold"}, {"flavour": "other"}, {"poll_seconds": 0}, {"url": "http://me:hunter2@x"}):
        with pytest.raises(ValidationError):
            SunoAccount(**wrong)
    with pytest.raises(ValidationError):
        AssetStorage(url="ftp://x")


def test_secrets_are_not_shown():
    account = SunoAccount(token=TOKEN)
    storage = AssetStorage(url="s3://assets/x", key="AKIA-x", secret=TOKEN, endpoint_url="http://a:1", region="eu-1")
    shown = f"{account!r} {account} {account.model_dump()} {account.address()!r} {storage!r} {storage.model_dump()}"
    assert TOKEN not in shown
    assert "AKIA-x" not in shown
    assert storage.options() == {
        "key": "AKIA-x",
        "secret": TOKEN,
        "client_kwargs": {"endpoint_url": "http://a:1", "region_name": "eu-1"},
    }
