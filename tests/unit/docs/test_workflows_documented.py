"""docs/workflows.md and its Japanese page name every key of a manifest and every shipped workflow with its costs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

import workflows
from yoake.library.load import load_library
from yoake.library.manifest import Workflow
from yoake.library.wiring import CustomNodes, Frames, ModelFile, Output, Post, PromptText, Skip, UpstreamPicture

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ["workflows.md", "workflows.ja.md"]
FILLED_IN = {"name", "graph", "sources"}
SECTIONS: dict[str, type[BaseModel]] = {
    "inputs": UpstreamPicture, "prompts": PromptText, "skip": Skip, "frames": Frames, "post": Post,
}  # fmt: skip


def keys(section: str) -> set[str]:
    rows = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("page", PAGES)
def test_every_key_is_documented_and_nothing_else(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    manifest = re.search(r"^## (?:The manifest|マニフェスト)\n(.*?)^### ", text, re.MULTILINE | re.DOTALL)
    assert manifest
    assert keys(manifest[1]) == set(Workflow.model_fields) - FILLED_IN
    for name, model in SECTIONS.items():
        section = re.search(rf"^### {name}\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)
        assert section, name
        assert keys(section[1]) == set(model.model_fields), name
    for model in (ModelFile, CustomNodes, Output):
        for key in set(model.model_fields) - {"node"}:
            assert f"`{key}`" in text


@pytest.mark.parametrize("page", PAGES)
def test_every_shipped_workflow_is_listed_with_its_costs(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    told = {
        name: (float(gigabytes), float(seconds))
        for name, gigabytes, seconds in re.findall(
            r"^\| `(\w+)` \| [^|]* \| [^|]* \| (\d+) GB \| (\d+) (?:s|秒) \|", text, re.MULTILINE
        )
    }
    shipped = load_library(workflows.FOLDER).workflows
    assert told == {name: (w.vram_gb, w.estimate_seconds) for name, w in shipped.items()}
