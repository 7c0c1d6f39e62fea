"""The whole expanded graph of every example, as it was when somebody last looked at it.

Texts are really written (they decide the fan-out); everything else is taken as made. `--snapshot-update` renews.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

import workflows
from yoake.definition.decompose import decompose
from yoake.definition.load import load_project
from yoake.fingerprint import digest, seed_of
from yoake.graph.asset import Asset, Record
from yoake.graph.run_state import RunState
from yoake.library.load import load_library
from yoake.library.manifest import Library
from yoake.providers.base import Input, Request
from yoake.providers.sketch.story import text

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted(ROOT.glob("examples/*/*.yaml"))


class TextInventory:
    """Knows the texts that were written in this test, and nothing else."""

    def __init__(self) -> None:
        self.paths: dict[str, Path] = {}

    def find(self, fingerprint: str) -> Record | None:
        return None

    def known(self, record: Record) -> None:
        pass

    def document(self, sha256: str) -> Any:
        return json.loads(self.paths[sha256].read_bytes())

    def why_not(self, address: str, fingerprint: str, parts: Callable[[], Mapping[str, str]]) -> str:
        return "new"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(workflows.FOLDER)


def expanded(path: Path, library: Library, folder: Path) -> dict[str, list[str]]:
    project = load_project(path.read_bytes(), path.name, library)
    inventory = TextInventory()
    state = RunState(project, decompose(project, library), library, inventory, lambda spec: {"name": "sketch"})

    def record(asset: Asset) -> Record:
        if asset.spec.type != "llm_gen":
            return Record(digest(asset.address), 1, "image/png", ".png")
        own = folder / asset.address.replace("/", "_")
        own.mkdir()
        inputs = tuple(
            Input(i.spec.id, i.address, inventory.paths[i.record.sha256], "application/json")
            for i in asset.inputs
            if i.record
        )
        request = Request(
            project=project.project, title=project.title, language=project.language, address=asset.address,
            type="llm_gen", category="scenario", workflow=None, template=asset.spec.template, prompt=asset.spec.prompt,
            params=asset.params, item=asset.item, seed=seed_of(project.seed, asset.address),
            inputs=inputs, folder=own,
        )  # fmt: skip
        product = text(request)
        sha256 = digest(json.loads(product.path.read_bytes()))
        inventory.paths[sha256] = product.path
        return Record(sha256, 1, "application/json", ".json")

    queue = state.start()
    while queue:
        asset = queue.pop(0)
        queue += state.settle(asset, "made", record(asset))
    assert state.finished
    return {a.address: sorted({i.spec.id for i in a.inputs}) for a in state.assets.values()}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_expanded_graph_is_as_it_was(path: Path, library: Library, tmp_path: Path, snapshot: SnapshotAssertion):
    assert expanded(path, library, tmp_path) == snapshot(extension_class=JSONSnapshotExtension)


def test_the_full_example_has_the_documents_sizes(library: Library, tmp_path: Path):
    path = ROOT / "examples" / "full" / "full.yaml"
    project = load_project(path.read_bytes(), path.name, library)
    specs = {s.id: s for s in decompose(project, library)}
    counts: dict[str, int] = {}
    graph = expanded(path, library, tmp_path)
    for address in graph:
        spec = specs[address.split("/")[0]]
        manifest = library.workflows.get(spec.workflow or "")
        category = manifest.category if manifest else {"voice_gen": "voice"}.get(spec.type, "other")
        counts[category] = counts.get(category, 0) + 1
    assert counts["character"] == 40
    assert counts["background"] == 30
    assert counts["ui"] == 40
    assert counts["bgm"] == 10
    assert counts["se"] == 50
    assert 225 <= counts["voice"] <= 275
    assert len(graph) >= 402
