"""The library: what the shipped folder offers, what overrides what, and what is said of a wrong file."""

from pathlib import Path
from typing import get_args

import pytest

from yoake.errors import YoakeError
from yoake.library.load import load_library
from yoake.library.manifest import Library
from yoake.texts import models
from yoake.words import CATEGORIES

SHIPPED = Path(__file__).parents[3] / "workflows"


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library(SHIPPED)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


MANIFEST = "title: {en: A, ja: あ}\ncategory: se\nmakes: sound\nestimate_seconds: 3\n"


def test_the_shipped_folder_has_every_workflow_and_template(shipped):
    assert sorted(shipped.workflows) == [
        "animatediff_clip", "background", "background_flux", "bgm", "character_fullbody", "event_cg",
        "expression_variation", "hunyuan3d", "outfit_variation", "sound_effect", "time_of_day_variation", "ui_parts",
        "upscale", "wan_i2v",
    ]  # fmt: skip
    assert sorted(shipped.templates) == ["character_setting", "dialogue", "main_scenario", "world_setting"]
    assert len(shipped.content) == 18
    assert all(w.graph and w.outputs and w.models for w in shipped.workflows.values())
    assert all(w.category in CATEGORIES for w in shipped.workflows.values())


def test_closed_choices_are_those_of_the_text_models(shipped):
    flows = shipped.workflows
    assert flows["sound_effect"].parameters["kinds"].choices == list(get_args(models.SoundKind))
    assert flows["bgm"].parameters["mood"].choices == list(get_args(models.Mood))
    assert flows["background"].parameters["kind"].choices == list(get_args(models.PlaceKind))
    assert flows["time_of_day_variation"].parameters["times_of_day"].choices == list(get_args(models.TimeOfDay))
    scenario = shipped.templates["main_scenario"].parameters
    assert scenario["sounds"].choices == list(get_args(models.SoundKind))
    assert scenario["moods"].choices == list(get_args(models.Mood))


def test_fan_outs(shipped):
    assert {n: w.vary for n, w in shipped.workflows.items() if w.vary} == {
        "expression_variation": {"expressions": "expression"},
        "outfit_variation": {"outfits": "outfit"},
        "time_of_day_variation": {"times_of_day": "time_of_day"},
        "ui_parts": {"parts": "part"},
        "sound_effect": {"kinds": "kind"},
        "bgm": {"moods": "mood"},
    }


def test_a_later_folder_overrides_an_earlier_one(tmp_path, shipped):
    write(tmp_path, "comfyui/bgm.yaml", MANIFEST.replace("se", "bgm", 1))
    library = load_library(SHIPPED, tmp_path)
    assert library.workflows["bgm"].title.en == "A"
    assert library.content["workflow:bgm"] != shipped.content["workflow:bgm"]
    assert library.content["workflow:background"] == shipped.content["workflow:background"]


def test_the_content_hash_covers_graph_and_template(tmp_path):
    write(tmp_path, "comfyui/a.yaml", MANIFEST)
    prompt = "title: {en: A, ja: あ}\ncategory: scenario\nresult: text\nestimate_seconds: 3\n"
    write(tmp_path, "prompts/b.yaml", prompt)
    write(tmp_path, "prompts/b.j2", "one")
    before = load_library(tmp_path).content
    write(tmp_path, "comfyui/a.json", "{}")
    write(tmp_path, "prompts/b.j2", "two")
    after = load_library(tmp_path).content
    assert before["workflow:a"] != after["workflow:a"]
    assert before["template:b"] != after["template:b"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("comfyui/x.yaml", MANIFEST + "colour: red\n", "x.yaml: colour: Extra inputs"),
        ("comfyui/x.yaml", MANIFEST.replace("sound", "noise"), "x.yaml: makes: Input should be"),
        ("comfyui/x.yaml", "title: ]", "x.yaml:1: not YAML"),
        ("comfyui/x.yaml", "- 1", "a mapping of keys"),
        ("comfyui/x.yaml", MANIFEST + "name: y\n", "must be the file's own name, 'x'"),
        ("comfyui/x.yaml", MANIFEST + "vary: {kinds: kind}\n", "vary.kinds: there is no list parameter"),
        ("comfyui/x.yaml", MANIFEST + "uses: {world_setting: 'places/{place}'}\n", "no parameter 'place'"),
        (
            "comfyui/x.yaml",
            MANIFEST + "parameters: {n: {type: integer, maximum: 3, default: 4, description: d}}\n",
            "parameters.n.default: 4 is over its maximum 3",
        ),
        (
            "comfyui/x.yaml",
            MANIFEST + "parameters: {n: {type: integer, default: true, description: d}}\n",
            "parameters.n.default: True is no integer",
        ),
        (
            "comfyui/x.yaml",
            MANIFEST + "parameters: {n: {type: list, choices: [a], default: [b], description: d}}\n",
            "'b' is none of its choices",
        ),
        ("prompts/x.yaml", "result: text", "x.j2, is missing"),
        ("comfyui/x.yaml", "a: !!python/object/apply:os.getcwd []", "not YAML"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path, name, text, says):
    write(tmp_path, name, text)
    with pytest.raises(YoakeError) as caught:
        load_library(tmp_path)
    assert caught.value.code == "workflow.invalid"
    assert says in caught.value.message


def test_a_template_with_a_wrong_syntax_names_the_line(tmp_path):
    write(tmp_path, "prompts/x.yaml", "title: {en: A, ja: あ}\ncategory: scenario\nresult: text\nestimate_seconds: 3\n")
    write(tmp_path, "prompts/x.j2", "one\n{% if %}")
    with pytest.raises(YoakeError, match=r"x\.j2:2: "):
        load_library(tmp_path)


def test_all_errors_come_at_once(tmp_path):
    write(tmp_path, "comfyui/x.yaml", MANIFEST + "colour: red\n")
    write(tmp_path, "comfyui/y.yaml", MANIFEST + "size: 3\n")
    with pytest.raises(YoakeError) as caught:
        load_library(tmp_path)
    assert "x.yaml: colour" in caught.value.message
    assert "y.yaml: size" in caught.value.message
