"""The settings that node files take are those that docs/services.md lists, and secrets are told from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yoake.nodes.settings import SETTINGS, is_setting, looks_secret

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("page", ["services.md", "services.ja.md"])
def test_the_documents_list_every_setting_and_no_other(page: str):
    text = (DOCS / page).read_text(encoding="utf-8")
    for kind, heading in {"ollama": "Ollama", "suno": "Suno"}.items():
        section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
        tables = re.findall(r"^\| (?:setting|設定) .*\n\|[-|]+\n((?:\|.*\n)+)", section, re.MULTILINE)
        listed = re.findall(r"^\| `([^`]+)` \|", "".join(tables).replace("名前", "NAME"), re.MULTILINE)
        assert sorted(listed) == sorted(SETTINGS[kind])  # type: ignore[index]


def test_names_of_models_are_free():
    assert is_setting("ollama", "model.llama3.1:8b-instruct")
    assert not is_setting("ollama", "model.")
    assert not is_setting("suno", "model.x")


@pytest.mark.parametrize(
    "name", ["token", "api_key", "apiKey", "accessToken", "SECRET", "x-auth", "password", "cookie"]
)
def test_secrets_are_known_by_their_names(name: str):
    assert looks_secret(name)


def test_no_setting_looks_like_a_secret():
    assert [n for names in SETTINGS.values() for n in names if looks_secret(n)] == []
