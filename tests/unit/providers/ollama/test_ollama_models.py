"""Which tag a model's name stands for."""

from __future__ import annotations

import pytest

from yoake.errors import InvalidRequestError
from yoake.providers.ollama.models import pulled_as, tag_of


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("llama3-8b", "llama3:8b"),
        ("mistral", "mistral"),
        ("qwen3:8b", "qwen3:8b"),
        ("deepseek-r1-7b", "deepseek-r1:7b"),
    ],
)
def test_the_last_hyphen_is_a_colon(name: str, tag: str):
    assert pulled_as(name) == tag


@pytest.mark.parametrize(
    ("name", "installed", "settings", "tag"),
    [
        ("llama3-8b", ["llama3:8b", "qwen3:8b"], {}, "llama3:8b"),
        ("mistral", ["mistral:latest"], {}, "mistral:latest"),
        ("llama3-8b", ["llama3:8b-text", "llama3:8b-instruct-q4_0"], {}, "llama3:8b-instruct-q4_0"),
        ("llama3-8b", ["llama3:8b", "qwen3:8b"], {"model.llama3-8b": "qwen3:8b"}, "qwen3:8b"),
        ("my-model", ["my-model:latest", "my:model"], {}, "my-model:latest"),
        (None, ["qwen3:8b"], {}, "qwen3:8b"),
        (None, ["a:1", "b:2"], {"model": "b-2"}, "b:2"),
    ],
)
def test_a_name_finds_its_tag(name: str | None, installed: list[str], settings: dict[str, str], tag: str):
    assert tag_of(name, installed, settings, "ollama") == tag


@pytest.mark.parametrize(
    ("name", "installed"), [("llama3-8b", []), ("llama3-8b", ["llama3:70b"]), (None, ["a:1", "b:2"])]
)
def test_what_is_not_there_is_told(name: str | None, installed: list[str]):
    with pytest.raises(InvalidRequestError) as caught:
        tag_of(name, installed, {}, "ollama")
    assert caught.value.code == "ollama.model-missing"
    assert all(tag in caught.value.message for tag in installed) or not installed
