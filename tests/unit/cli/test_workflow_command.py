"""`yoake workflow`: an exported graph becomes a workflow that loads; nothing is overwritten without a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import workflows
from cli.main import app
from tests.samples.workflow_requests import request_for
from yoake.errors import YoakeError
from yoake.library.load import load_library
from yoake.library.manifest import Workflow
from yoake.providers.comfyui.bind import bind

SHIPPED = Path(workflows.FOLDER) / "comfyui"


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["workflow", *words], catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def added(tmp_path: Path, source: Path, name: str = "mine") -> Workflow:
    run("add", str(source), "--to", str(tmp_path / "workflows"), "--name", name)
    return load_library(workflows.FOLDER, tmp_path / "workflows").workflows[name]


@pytest.mark.parametrize("name", sorted(p.stem for p in SHIPPED.glob("*.json")))
def test_every_shipped_graph_can_be_added(name, tmp_path):
    """Their own manifests tell what there is to find."""
    shipped = load_library(workflows.FOLDER).workflows[name]
    found = added(tmp_path, SHIPPED / f"{name}.json")
    assert found.graph == shipped.graph
    assert found.makes == shipped.makes
    assert found.outputs == shipped.outputs
    assert found.bind.get("seed") == shipped.bind.get("seed")
    assert found.bind.get("name") == shipped.bind.get("name")
    files = {m.file for m in found.models} - {"style.safetensors"}
    assert files == {m.file for m in shipped.models}
    if "positive" in shipped.prompts:
        assert found.prompts["positive"].to == shipped.prompts["positive"].to
    if "negative" in shipped.prompts:
        assert found.prompts["negative"].to == shipped.prompts["negative"].to
    else:
        assert "negative" not in found.prompts


def test_what_is_found_in_a_plain_graph(tmp_path):
    found = added(tmp_path, SHIPPED / "background.json")
    assert (found.width, found.height, found.pixels) == (1344, 768, 1344 * 768)
    assert found.bind["steps"] == ["3.steps"]
    assert found.bind["guidance"] == ["3.cfg"]
    assert found.parameters["steps"].default == 28
    assert found.parameters["prompt"].default == found.graph["6"]["inputs"]["text"]
    assert found.parameters["negative_prompt"].default == found.graph["7"]["inputs"]["text"]
    assert (found.model, found.vram_gb) == ("sdxl", 10)


def test_flux_is_guided_by_its_own_node(tmp_path):
    assert added(tmp_path, SHIPPED / "background_flux.json").bind["guidance"] == ["5.guidance"]


def test_pictures_and_masks_become_inputs(tmp_path):
    found = added(tmp_path, SHIPPED / "expression_variation.json")
    assert {name: (i.to, i.prepare) for name, i in found.inputs.items()} == {
        "picture": (["11.image"], "flat"),
        "picture_2": (["13.image"], "face"),
    }
    assert found.bind["denoise"] == ["3.denoise"]


def test_samplers_made_of_parts_are_traced_too(tmp_path):
    graph = {
        "1": {"class_type": "RandomNoise", "inputs": {"noise_seed": 5}},
        "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["9", 0]}},
        "3": {"class_type": "FluxGuidance", "inputs": {"guidance": 3.5, "conditioning": ["2", 0]}},
        "4": {"class_type": "BasicGuider", "inputs": {"model": ["8", 0], "conditioning": ["3", 0]}},
        "5": {"class_type": "BasicScheduler", "inputs": {"steps": 20, "denoise": 1.0, "model": ["8", 0]}},
        "6": {
            "class_type": "SamplerCustomAdvanced",
            "inputs": {"noise": ["1", 0], "guider": ["4", 0], "sigmas": ["5", 0]},
        },
        "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0], "filename_prefix": "x"}},
        "8": {"class_type": "UNETLoader", "inputs": {"unet_name": "other.safetensors"}},
        "9": {"class_type": "CLIPLoader", "inputs": {"clip_name": "t5.safetensors"}},
    }
    (tmp_path / "g.json").write_text(json.dumps(graph))
    found = added(tmp_path, tmp_path / "g.json")
    assert found.prompts["positive"].to == ["2.text"]
    assert found.bind["seed"] == ["1.noise_seed"]
    assert found.bind["steps"] == ["5.steps"]


def test_it_says_what_to_look_at(tmp_path):
    told = run("add", str(SHIPPED / "background.json"), "--to", str(tmp_path), "--name", "mine")
    for words in ("found seed at 3.seed", "found positive prompt at 6.text", "look at models:", "look at category:"):
        assert words in told
    text = (tmp_path / "comfyui" / "mine.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Proposed by `yoake workflow add`")
    assert yaml.safe_load(text)["makes"] == "image"


def test_the_name_comes_from_the_file(tmp_path):
    source = tmp_path / "My Best Flow (v2).json"
    source.write_bytes((SHIPPED / "background.json").read_bytes())
    run("add", str(source), "--to", str(tmp_path / "w"))
    assert (tmp_path / "w" / "comfyui" / "my_best_flow_v2.json").is_file()


def refused(tmp_path: Path, *words: str) -> YoakeError:
    with pytest.raises(YoakeError) as caught:
        run("add", *words, "--to", str(tmp_path / "w"))
    assert not list((tmp_path / "w").rglob("*.yaml")) or caught.value.code == "workflow.exists"
    return caught.value


def test_the_editor_s_format_gets_the_way_to_the_right_one(tmp_path):
    (tmp_path / "ui.json").write_text(json.dumps({"nodes": [], "links": [], "version": 0.4}))
    error = refused(tmp_path, str(tmp_path / "ui.json"))
    assert error.code == "workflow.editor-format"
    assert "Export (API)" in error.next_step


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"1": {}}', b"\xff"])
def test_what_is_no_graph_is_told(data, tmp_path):
    (tmp_path / "x.json").write_bytes(data)
    assert refused(tmp_path, str(tmp_path / "x.json")).code == "workflow.unreadable"


def test_a_file_that_is_not_there_or_not_named_is_told(tmp_path):
    assert refused(tmp_path, str(tmp_path / "gone.json")).code == "workflow.unreadable"
    assert refused(tmp_path).code == "workflow.no-file"


@pytest.mark.parametrize("name", ["../x", "A", "1a", "", "a b"])
def test_a_name_that_cannot_be_one_is_told(name, tmp_path):
    assert refused(tmp_path, str(SHIPPED / "background.json"), "--name", name).code == "workflow.name"


def test_nothing_is_overwritten_without_a_word(tmp_path):
    words = [str(SHIPPED / "background.json"), "--name", "mine"]
    run("add", *words, "--to", str(tmp_path / "w"))
    manifest = tmp_path / "w" / "comfyui" / "mine.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert refused(tmp_path, *words).code == "workflow.exists"
    assert manifest.read_text(encoding="utf-8").endswith("# mine\n")
    run("add", *words, "--to", str(tmp_path / "w"), "--force")
    assert not manifest.read_text(encoding="utf-8").endswith("# mine\n")


def test_standing_in_for_a_shipped_workflow_is_told(tmp_path):
    assert "stands in for the shipped workflow background" in run(
        "add", str(SHIPPED / "background.json"), "--to", str(tmp_path)
    )


def test_check_lists_shipped_and_own_workflows(tmp_path):
    added(tmp_path, SHIPPED / "background.json")
    told = run("check", "--to", str(tmp_path / "workflows"))
    assert "mine (own)" in told
    assert "15 workflows and 4 templates are in order." in told
    assert "look at mine: the licences of animagine-xl-4.0-opt.safetensors, style.safetensors are not written" in told


def test_check_tells_what_is_wrong(tmp_path):
    added(tmp_path, SHIPPED / "background.json")
    manifest = tmp_path / "workflows" / "comfyui" / "mine.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("3.seed", "33.seed"), encoding="utf-8")
    with pytest.raises(YoakeError, match="there is no node 33"):
        run("check", "--to", str(tmp_path / "workflows"))


def test_check_tells_texts_that_are_no_templates(tmp_path):
    added(tmp_path, SHIPPED / "background.json")
    texts = tmp_path / "workflows" / "prompts" / "media"
    texts.mkdir(parents=True)
    (texts / "plain.j2").write_text("one\n{% if %}")
    with pytest.raises(YoakeError, match=r"plain\.j2:2: ") as caught:
        run("check", "--to", str(tmp_path / "workflows"))
    assert caught.value.code == "workflow.bad-text"


def test_the_task_s_own_words_stand_in_for_those_of_the_graph(tmp_path):
    workflow = added(tmp_path, SHIPPED / "background.json")
    texts = [
        bind(workflow, request_for(workflow, tmp_path, prompt=prompt), {})["6"]["inputs"]["text"]
        for prompt in (None, "a lighthouse")
    ]
    assert texts == [workflow.graph["6"]["inputs"]["text"], "a lighthouse"]
