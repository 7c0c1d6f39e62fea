"""`bind`: a request's values land in the right places of the graph, and nothing else changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import workflows
from tests.samples.workflow_requests import Upstream, names_for, request_for
from yoake.errors import InvalidRequestError
from yoake.library.graphs import is_link
from yoake.library.load import load_library
from yoake.library.manifest import Library, Workflow
from yoake.providers.comfyui.bind import bind, frame_count, uploads_of

LIBRARY = load_library(workflows.FOLDER)


@pytest.fixture(scope="module")
def library() -> Library:
    return LIBRARY


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    return Upstream(tmp_path)


def bound(name: str, tmp_path: Path, upstream: Upstream, **given: Any) -> dict[str, Any]:
    request = request_for(LIBRARY.workflows[name], tmp_path, upstream.everything(), **given)
    return bind(LIBRARY.workflows[name], request, names_for(LIBRARY, name, request))


def structure(graph: dict[str, Any]) -> dict[str, Any]:
    """Nodes, classes, inputs and wires without values."""
    return {
        key: (node["class_type"], {n: v if is_link(v) else type(v).__name__ for n, v in node["inputs"].items()})
        for key, node in graph.items()
    }


@pytest.mark.parametrize("name", sorted(LIBRARY.workflows))
def test_every_workflow_binds_with_everything_upstream(name, tmp_path, upstream):
    graph = bound(name, tmp_path, upstream)
    workflow = LIBRARY.workflows[name]
    assert {output.node for output in workflow.outputs} <= set(graph)
    wired = {str(v[0]) for n in graph.values() for v in n["inputs"].values() if is_link(v)}
    assert wired <= set(graph), "a wire leads to a node that was left out"
    texts = [v for n in graph.values() for v in n["inputs"].values() if isinstance(v, str)]
    assert not any("{{" in t or "None" in t or "Undefined" in t for t in texts)
    json.dumps(graph)


def test_the_library_s_graph_stays_as_it_is(library, tmp_path, upstream):
    before = json.dumps(library.workflows["background"].graph)
    bound("background", tmp_path, upstream, place="roof", steps=3)
    assert json.dumps(library.workflows["background"].graph) == before


def test_parameters_seed_and_size_land_where_the_manifest_says(tmp_path, upstream):
    graph = bound("character_fullbody", tmp_path, upstream, character="hero", steps=12, guidance=4, resolution=768)
    assert graph["3"]["inputs"]["steps"] == 12
    assert graph["3"]["inputs"]["cfg"] == 4.0
    assert isinstance(graph["3"]["inputs"]["cfg"], float)
    assert (graph["5"]["inputs"]["width"], graph["5"]["inputs"]["height"]) == (576, 1024)
    assert graph["9"]["inputs"]["filename_prefix"] == "yoake/asset_one"


def test_seeds_differ_per_asset(tmp_path, upstream):
    seeds = {
        bound("background", tmp_path, upstream, place="roof", address=f"bg/{i}")["3"]["inputs"]["seed"]
        for i in range(5)
    }
    assert len(seeds) == 5


def test_the_person_of_the_setting_is_in_the_prompt(tmp_path, upstream):
    text = bound("character_fullbody", tmp_path, upstream, character="sakura", outfit="浴衣")["6"]["inputs"]["text"]
    for words in ("1girl", "twintails", "pink hair", "green eyes", "hair ribbon", "yukata", "calm expression"):
        assert words in text
    assert "明るい" not in text


def test_texts_that_the_model_does_not_read_are_left_out(tmp_path, upstream):
    japanese = bound("background", tmp_path, upstream, place="old_library")["6"]["inputs"]["text"]
    english = bound("background", tmp_path, upstream, place="roof")["6"]["inputs"]["text"]
    assert "library, bookshelves" in japanese
    assert "窓" not in japanese
    assert "A fence, and far away the sea." in english, "brackets would be weights"


def test_a_lora_is_there_only_where_one_is_asked_for(tmp_path, upstream):
    without = bound("background", tmp_path, upstream, place="roof")
    with_ = bound("background", tmp_path, upstream, place="roof", lora="mine.safetensors", lora_strength=0.5)
    assert "10" not in without
    assert without["3"]["inputs"]["model"] == ["4", 0]
    assert without["6"]["inputs"]["clip"] == ["4", 1]
    assert with_["10"]["inputs"]["lora_name"] == "mine.safetensors"
    assert with_["10"]["inputs"]["strength_clip"] == 0.5
    assert with_["3"]["inputs"]["model"] == ["10", 0]


@pytest.mark.parametrize("name", ["expression_variation", "outfit_variation"])
def test_a_variation_starts_from_the_picture_of_its_person(name, library, tmp_path, upstream):
    request = request_for(library.workflows[name], tmp_path, upstream.everything(), character="sakura")
    picture, mask = uploads_of(library.workflows[name], request)
    assert (picture.spec, mask.spec) == ("char_image_sakura", "char_image_sakura")
    assert Image.open(picture.path).mode == "RGB"
    assert Image.open(picture.path).size == Image.open(mask.path).size
    graph = bind(library.workflows[name], request, {picture.address: "p.png", mask.address: "m (1).png"})
    assert graph["11"]["inputs"]["image"] == "p.png"
    assert graph["13"]["inputs"]["image"] == "m (1).png"


def test_the_face_is_white_in_the_mask_and_the_rest_black(library, tmp_path, upstream):
    request = request_for(library.workflows["expression_variation"], tmp_path, upstream.everything(), character="hero")
    mask = Image.open(uploads_of(library.workflows["expression_variation"], request)[1].path).convert("L")
    width, height = mask.size
    assert mask.getpixel((width // 2, round(height * 0.12))) > 200
    assert mask.getpixel((width // 2, round(height * 0.5))) == 0
    assert mask.getpixel((5, 5)) == 0


def test_an_event_picture_takes_its_place_and_its_people_in_order(library, tmp_path, upstream):
    workflow = library.workflows["event_cg"]
    item = {"id": "e1", "place": "roof", "characters": ["sakura", "hero"], "time_of_day": "evening"}
    request = request_for(workflow, tmp_path, upstream.everything(), item=item)
    names = {upload.address: upload.spec for upload in uploads_of(workflow, request)}
    graph = bind(workflow, request, names)
    assert graph["20"]["inputs"]["image"] == "bg_roof"
    assert graph["30"]["inputs"]["image"] == "char_image_sakura"
    assert graph["40"]["inputs"]["image"] == "char_image_hero"
    assert "50" not in graph
    assert graph["5"]["inputs"]["conditioning"] == ["43", 0]
    assert "sunset" in graph["4"]["inputs"]["text"]


def test_an_event_picture_without_anything_upstream_is_drawn_from_words(library, tmp_path):
    workflow = library.workflows["event_cg"]
    request = request_for(workflow, tmp_path, [], description="Two people under the stars.")
    graph = bind(workflow, request, {})
    assert graph["5"]["inputs"]["conditioning"] == ["4", 0]
    assert not any(node["class_type"] == "LoadImage" for node in graph.values())
    assert "Two people under the stars." in graph["4"]["inputs"]["text"]


def test_the_best_of_several_pictures_is_taken(library, tmp_path, upstream):
    inputs = [
        upstream.person("x/angry", character="hero", outfit="casual", expression="angry"),
        upstream.person("x/normal", character="hero", outfit="casual", expression="normal"),
        upstream.person("y", character="hero", outfit="uniform", expression="normal"),
    ]
    workflow = library.workflows["expression_variation"]
    chosen = [
        uploads_of(workflow, request_for(workflow, tmp_path, inputs, character="hero", outfit=outfit))[0].address
        for outfit in ("casual", "uniform")
    ]
    assert chosen == ["x/normal#flat", "y#flat"]


def test_a_picture_that_is_missing_is_told(library, tmp_path, upstream):
    workflow = library.workflows["expression_variation"]
    request = request_for(workflow, tmp_path, [upstream.place("bg", place="roof")])
    with pytest.raises(InvalidRequestError, match="starts from a picture of a character") as caught:
        uploads_of(workflow, request)
    assert caught.value.code == "comfyui.no-input"


def test_a_clip_starts_from_its_place_or_from_nothing(tmp_path, upstream, library):
    graph = bound("animatediff_clip", tmp_path, upstream, place="roof", duration_seconds=3)
    assert graph["8"]["inputs"]["samples"] == ["3", 0]
    assert graph["17"]["inputs"]["amount"] == 24
    workflow = library.workflows["animatediff_clip"]
    alone = bind(workflow, request_for(workflow, tmp_path, []), {})
    assert alone["8"]["inputs"]["samples"] == ["30", 0]
    assert "15" not in alone


@pytest.mark.parametrize(
    ("name", "seconds", "frames"),
    [("animatediff_clip", 30, 64), ("wan_i2v", 1, 17), ("wan_i2v", 30, 81), ("wan_i2v", 2, 33)],
)
def test_frames(name, seconds, frames, library, tmp_path):
    request = request_for(library.workflows[name], tmp_path, duration_seconds=seconds)
    assert frame_count(library.workflows[name].frames, request) == frames


def test_values_stay_within_what_a_node_takes(tmp_path, upstream):
    graph = bound("sound_effect", tmp_path, upstream, kind="knock", duration_seconds=0.1)
    assert graph["11"]["inputs"]["seconds"] == 1.0


@pytest.mark.parametrize("value", ["7", True, [1], {"a": 1}, float("nan"), float("inf")])
def test_a_value_of_the_wrong_kind_is_told(value, library, tmp_path):
    workflow = library.workflows["background"]
    with pytest.raises(InvalidRequestError) as caught:
        bind(workflow, request_for(workflow, tmp_path, steps=value), {})
    assert caught.value.code == "comfyui.parameter"


def test_a_workflow_without_a_graph_is_told(tmp_path, library):
    workflow = library.workflows["background"].model_copy(update={"graph": {}})
    with pytest.raises(InvalidRequestError) as caught:
        bind(workflow, request_for(workflow, tmp_path), {})
    assert caught.value.code == "comfyui.no-graph"


def with_template(source: str) -> Workflow:
    return LIBRARY.workflows["background_flux"].model_copy(update={"sources": {"place_prose": source}})


@pytest.mark.parametrize(
    "source",
    [
        "{{ params.__class__ }}{{ params.__class__.__mro__ }}{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ 1 / 0 }}",
        "{{ nothing.there.at.all }}",
        "{% include 'elsewhere.j2' %}",
        "{{ params.update({'a': 1}) }}",
    ],
)
def test_a_template_reaches_nothing_and_its_mistakes_are_told(source, tmp_path):
    with pytest.raises(InvalidRequestError) as caught:
        bind(with_template(source), request_for(LIBRARY.workflows["background_flux"], tmp_path), {})
    assert caught.value.code == "comfyui.bad-prompt"


def test_a_broken_setting_is_told_without_its_path(tmp_path, upstream):
    broken = upstream.document("world_setting", {})
    broken.path.write_bytes(b"{")
    request = request_for(LIBRARY.workflows["background"], tmp_path, [broken])
    with pytest.raises(InvalidRequestError) as caught:
        bind(LIBRARY.workflows["background"], request, {})
    assert caught.value.code == "comfyui.bad-setting"
    assert str(tmp_path) not in str(caught.value)


TEXTS = ["prompt", "negative_prompt", "style", "outfit", "expression", "pose"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(TEXTS),
    text=st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            ['"], "3": {"class_type": "X"}', "{{ 7 * 7 }}", "{% raw %}", '["4", 0]', "(a:9)", "embedding:x", "\x00\n"]
        ),
    ),
    prompt=st.text(max_size=40),
)
def test_no_text_changes_the_graph_s_structure(name, text, prompt, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bind")
    workflow = LIBRARY.workflows["character_fullbody"]
    plain = bind(workflow, request_for(workflow, folder, character="hero"), {})
    request = request_for(workflow, folder, character="hero", prompt=prompt)
    told = bind(workflow, replace(request, params={**request.params, name: text}), {})
    assert structure(told) == structure(plain)
    changed = {(key, n) for key in plain for n, v in plain[key]["inputs"].items() if told[key]["inputs"][n] != v}
    assert changed <= {("6", "text"), ("7", "text")}
    assert "49" not in told["6"]["inputs"]["text"] or "49" in text + prompt
