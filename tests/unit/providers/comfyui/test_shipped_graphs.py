"""Every shipped graph against what a real ComfyUI said of its nodes, and what such a server accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import workflows
from yoake.library.load import load_library
from yoake.providers.comfyui.graph import shortcomings
from yoake.providers.comfyui.nodes import NodeClass, node_class

LIBRARY = load_library(workflows.FOLDER)
SAMPLES = Path(__file__).parents[3] / "samples"
RECORDED = json.loads((SAMPLES / "comfyui_object_info.json").read_text())
"""Parts of a real server's `/object_info` (no model files were there)."""
ACCEPTED = json.loads((SAMPLES / "comfyui_accepted_inputs.json").read_text())
"""Class -> inputs that graphs had which that server accepted."""
GRAPHS = sorted(LIBRARY.workflows.items())


@pytest.mark.parametrize(("name", "workflow"), GRAPHS, ids=[n for n, _ in GRAPHS])
def test_nodes_take_what_the_graph_gives_them(name, workflow):
    permissive = NodeClass({}, None)
    classes = {
        c: node_class(RECORDED[c]) if c in RECORDED else permissive
        for c in {node["class_type"] for node in workflow.graph.values()}
    }
    told = [s for s in shortcomings(workflow.graph, classes, "comfyui") if s.kind != "model"]
    assert told == []


@pytest.mark.parametrize(("name", "workflow"), GRAPHS, ids=[n for n, _ in GRAPHS])
def test_nodes_have_the_inputs_that_a_server_accepted(name, workflow):
    for key, node in workflow.graph.items():
        known = node["class_type"] in ACCEPTED or node["class_type"] in RECORDED
        assert known, f"{name}: nobody has tried {node['class_type']}"
        assert set(ACCEPTED.get(node["class_type"], ())) <= set(node["inputs"]), f"{name}: node {key}"


@pytest.mark.parametrize(("name", "workflow"), GRAPHS, ids=[n for n, _ in GRAPHS])
def test_every_model_file_and_custom_node_of_the_graph_is_in_its_manifest(name, workflow):
    listed = {model.file for model in workflow.models}
    loaded = {
        value
        for node in workflow.graph.values()
        for key, value in node["inputs"].items()
        if isinstance(value, str) and value.endswith((".safetensors", ".ckpt", ".pth")) and key != "lora_name"
    }
    assert loaded == listed
    foreign = {n["class_type"] for n in workflow.graph.values() if n["class_type"].startswith(("ADE_", "VHS_"))}
    assert foreign == {c for custom in workflow.custom_nodes for c in custom.classes}
    assert all(custom.source and custom.classes for custom in workflow.custom_nodes)


def test_what_the_scheduler_is_told_is_what_the_models_take():
    told = {name: (w.model, w.vram_gb, w.estimate_seconds) for name, w in GRAPHS}
    sdxl = ("sdxl", 10, 20)
    assert told == {
        "animatediff_clip": ("animatediff", 12, 150), "background": sdxl, "background_flux": ("flux", 16, 40),
        "bgm": ("ace_step", 8, 60), "character_fullbody": sdxl, "event_cg": ("flux_kontext", 12, 40),
        "expression_variation": sdxl, "hunyuan3d": ("hunyuan3d", 10, 90), "outfit_variation": sdxl,
        "sound_effect": ("stable_audio", 8, 12), "time_of_day_variation": sdxl, "ui_parts": sdxl,
        "upscale": ("esrgan", 4, 8), "wan_i2v": ("wan", 16, 300),
    }  # fmt: skip
    assert {(t.model, t.vram_gb) for t in LIBRARY.templates.values()} == {("llama3-8b", 7)}


def test_workflows_of_one_model_load_the_same_file():
    """The scheduler thinks that they need no switch."""
    files: dict[str, set[str]] = {}
    for _, workflow in GRAPHS:
        files.setdefault(str(workflow.model), set()).add(workflow.models[0].file)
    assert all(len(found) == 1 for found in files.values())
