"""Graphs beside manifests: what is read, what is checked, and how it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from yoake.errors import YoakeError
from yoake.library.graphs import read_graph
from yoake.library.load import load_library

GRAPH: dict[str, Any] = {
    "1": {"class_type": "Loader", "inputs": {"file": "a.safetensors"}},
    "2": {"class_type": "Text", "inputs": {"text": "x", "clip": ["1", 1]}},
    "3": {"class_type": "Sampler", "inputs": {"seed": 1, "steps": 20, "model": ["1", 0], "text": ["2", 0]}},
    "4": {"class_type": "Save", "inputs": {"images": ["3", 0], "filename_prefix": "x"}},
}
MANIFEST: dict[str, Any] = {
    "title": {"en": "A", "ja": "あ"}, "category": "background", "makes": "image", "estimate_seconds": 3,
    "width": 64, "height": 64,
    "parameters": {"steps": {"type": "integer", "default": 20, "description": "d"},
                   "tags": {"type": "list", "description": "d"}},
    "bind": {"seed": "3.seed", "steps": ["3.steps"], "name": "4.filename_prefix"},
    "outputs": [{"node": "4", "kind": "image"}],
}  # fmt: skip


def write(folder: Path, manifest: dict[str, Any], graph: Any = None, **texts: str) -> Path:
    (folder / "comfyui").mkdir(parents=True, exist_ok=True)
    (folder / "prompts" / "media").mkdir(parents=True, exist_ok=True)
    (folder / "comfyui" / "a.yaml").write_text(yaml.safe_dump(manifest, allow_unicode=True), encoding="utf-8")
    (folder / "comfyui" / "a.json").write_text(json.dumps(GRAPH if graph is None else graph), encoding="utf-8")
    for name, text in texts.items():
        (folder / "prompts" / "media" / f"{name}.j2").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> str:
    with pytest.raises(YoakeError) as caught:
        load_library(folder)
    assert caught.value.code == "workflow.invalid"
    return caught.value.message


def test_the_graph_and_its_texts_are_filled_in(tmp_path):
    prompts = {"positive": {"template": "own", "to": "2.text"}}
    write(
        tmp_path, {**MANIFEST, "prompts": prompts}, own="{% import 'words.j2' as w %}{{ w.a }}", words="{% set a=1 %}"
    )
    workflow = load_library(tmp_path).workflows["a"]
    assert workflow.graph == GRAPH
    assert sorted(workflow.sources) == ["own", "words"]


def test_the_content_hash_covers_graph_texts_and_what_they_import(tmp_path):
    manifest = {**MANIFEST, "prompts": {"positive": {"template": "own", "to": "2.text"}}}
    texts = {"own": "{% import 'words.j2' as w %}", "words": "one"}
    seen = [load_library(write(tmp_path, manifest, **texts)).content["workflow:a"]]
    for change in ({"own": texts["own"] + "!"}, {"words": "two"}):
        texts |= change
        seen.append(load_library(write(tmp_path, manifest, **texts)).content["workflow:a"])
    changed = {**GRAPH, "1": {"class_type": "Loader", "inputs": {"file": "b.safetensors"}}}
    seen.append(load_library(write(tmp_path, manifest, changed, **texts)).content["workflow:a"])
    assert len(set(seen)) == 4


def test_a_text_of_a_later_folder_stands_in_for_a_shipped_one(tmp_path):
    manifest = {**MANIFEST, "prompts": {"positive": {"template": "own", "to": "2.text"}}}
    write(tmp_path / "one", manifest, own="first")
    (tmp_path / "two" / "prompts" / "media").mkdir(parents=True)
    (tmp_path / "two" / "prompts" / "media" / "own.j2").write_text("second")
    assert load_library(tmp_path / "one", tmp_path / "two").workflows["a"].sources == {"own": "second"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bind": {"seed": "9.seed"}}, "bind.seed: 9.seed: there is no node 9"),
        ({"bind": {"seed": "3.sead"}}, "node 3 (Sampler) has no input 'sead'; it has seed, steps, model, text"),
        ({"bind": {"seed": "3.model"}}, "bind.seed: 3.model: the input is wired to node 1"),
        ({"bind": {"seed": "seed"}}, "a.yaml: bind.seed.0: String should match pattern"),
        ({"bind": {"seed": ["3.seed", "3.seed"]}}, "bind.seed: 3.seed is set by bind.seed already"),
        ({"bind": {"seed": "3.seed", "stepps": "3.steps"}}, "bind.stepps: there is no parameter of this name"),
        ({"bind": {"seed": "3.seed", "tags": "2.text"}}, "bind.tags: a list cannot be put into a graph"),
        ({"bind": {"steps": "3.steps"}}, "bind.seed: nothing sets 3.seed, so that all assets would be alike"),
        ({"bind": {"seed": "3.seed", "width": "3.steps"}, "width": None}, "bind.width: give the manifest a width"),
        ({"outputs": [{"node": "8", "kind": "image"}]}, "outputs: there is no node 8"),
        ({"outputs": []}, "outputs: name the node whose file is wanted"),
        ({"inputs": {"picture": {"to": "7.image"}}}, "inputs.picture.to: 7.image: there is no node 7"),
        ({"inputs": {"p": {"to": "1.file", "match": {"place": "place"}}}}, "inputs.p.match: there is no parameter"),
        ({"inputs": {"p": {"to": "1.file", "optional": True}}}, "inputs.p: it is optional, so `skip` must say"),
        ({"prompts": {"positive": {"template": "gone", "to": "2.text"}}}, "no text prompts/media/gone.j2"),
        ({"skip": [{"node": "9", "without": "steps"}]}, "skip: there is no node 9"),
        ({"skip": [{"node": "2", "without": "lora"}]}, "skip: there is no parameter or input 'lora'"),
        ({"skip": [{"node": "2", "without": "steps", "through": {0: "text"}}]}, "node 2 has no wired input 'text'"),
        ({"skip": [{"node": "2", "without": "steps", "instead": {0: ["9", 0]}}]}, "output 0 cannot come from node 9"),
        ({"skip": [{"node": "4", "without": "steps"}]}, "node 4 writes an output and cannot be left out"),
        ({"limits": {"2.text": [1, 2]}}, "limits: 2.text is not set by `bind`"),
        ({"frames": {"to": "3.steps", "per_second": 8, "most": 9}}, "frames: there is no parameter 'duration_seconds'"),
        ({"post": {"upstream": "picture"}}, "post.upstream: there is no input 'picture'"),
        ({"post": {"changes": "face"}}, "post.upstream: name the input that the picture is a variation of"),
        ({"models": [{"file": "a"}]}, "a.yaml: models.0.folder: Field required"),
    ],
)
def test_what_the_manifest_says_of_the_graph_must_be_so(change, says, tmp_path):
    assert says in problems(write(tmp_path, {**MANIFEST, **change}))


@pytest.mark.parametrize(
    ("graph", "says"),
    [
        ([], "a mapping of node ids to nodes is expected"),
        ({"nodes": [], "links": []}, "Export (API)"),
        ({"1": {"inputs": {}}}, "node 1: `class_type` and `inputs` are expected"),
        ({"1": 3}, "node 1: `class_type` and `inputs` are expected"),
        ({"a.b": {"class_type": "X", "inputs": {}}}, "an id without dots is expected"),
        ({"1": {"class_type": "X", "inputs": {"a": ["7", 0]}}}, "node 1: it is wired to node 7, which is not there"),
        (
            {"1": {"class_type": "X", "inputs": {"a": ["2", 0]}}, "2": {"class_type": "X", "inputs": {"a": ["1", 0]}}},
            "are wired in a circle",
        ),
    ],
)
def test_a_wrong_graph_is_told(graph, says, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(graph))
    read, wrong = read_graph(path)
    assert read == {}
    assert any(says in sentence for sentence in wrong)
    assert f"a.json: {wrong[0]}" in problems(write(tmp_path, MANIFEST, graph))


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_json_is_told(data, tmp_path):
    (tmp_path / "a.json").write_bytes(data)
    assert read_graph(tmp_path / "a.json")[1][0].startswith("not JSON")


def test_a_manifest_without_a_graph_may_not_speak_of_one(tmp_path):
    write(tmp_path, MANIFEST)
    (tmp_path / "comfyui" / "a.json").unlink()
    assert "there is no graph: a.json is missing or empty" in problems(tmp_path)
