"""Files that are right, and what is filled in."""

import time

import pytest
import yaml

from yoake.definition.decompose import decompose
from yoake.definition.load import project_name


def test_the_architecture_documents_example_loads(load, library):
    text = "# comment\ntasks:\n  # Level 0\n  - id: s\n    type: llm_gen\n    template: main_scenario\n"
    project = load(text, "examples/My Game.yaml")
    assert (project.project, project.title) == ("my_game", "my_game")
    assert [spec.id for spec in decompose(project, library)] == ["s"]


@pytest.mark.parametrize(
    ("filename", "name"),
    [("a/b/Hoshi Zora.yaml", "hoshi_zora"), ("C:\\x\\game.v2.yml", "game_v2"), ("星.yaml", "project"), ("", "project")],
)
def test_a_project_without_a_name_is_named_after_its_file(filename, name):
    assert project_name(filename) == name


def test_byte_order_mark_and_windows_line_ends_are_read(load):
    assert load(b"\xef\xbb\xbfproject: x\r\ntitle: y\r\ngame: {}\r\n").title == "y"


def test_anchors_and_merge_keys_are_read(load):
    project = load("""
tasks:
  - &base {id: bg_a, type: image_gen, workflow: background, params: &light {time_of_day: night}}
  - {<<: *base, id: bg_b}
  - {id: bg_c, type: image_gen, workflow: background, params: *light}
""")
    assert [spec.params for spec in project.tasks] == [{"time_of_day": "night"}] * 3
    assert project.tasks[1].workflow == "background"


def test_dates_and_times_stay_the_text_that_was_written(load):
    assert load("title: 2026-01-14\ngame: {theme: 12:30}").title == "2026-01-14"


def test_words_for_switching_are_truth_values(load):
    game = load("game: {voice: no, play_through: on}").game
    assert (game.voice, game.play_through) == (False, True)


def test_all_of_json_is_read(load):
    assert load('{"project": "j", "tasks": [{"id": "a", "type": "integrate"}]}').tasks[0].id == "a"


def test_an_entry_that_changes_the_brief_needs_no_type(load):
    project = load("game: {}\ntasks: [{id: bgm, params: {moods: [battle]}}]")
    assert project.tasks[0].type == "bgm_gen"


def test_a_file_of_the_largest_size_loads_in_about_a_second(load, library):
    entry = "- {{id: t{}, type: image_gen, workflow: expression_variation, depends_on: [{}], params: {{expressions: [happy, sad]}}}}\n"  # noqa: E501
    text = "tasks:\n" + "".join(entry.format(i, f"t{i - 1}" if i else "") for i in range(8_600))
    assert 1_000_000 < len(text) < 1_048_576
    start = time.process_time()
    specs = decompose(load(text), library)
    assert len(specs) == 8_600
    assert time.process_time() - start < 2, "seconds of CPU; about 0.5 when this was written"


def test_values_are_those_of_a_yaml_library(load):
    text = "tasks: [{id: a, type: external_api, params: {url: x, body: {i: 1, f: 2.5, h: 0x1F, t: true, z: null}}}]"
    assert load(text).tasks[0].params == yaml.safe_load(text)["tasks"][0]["params"]
