"""How many assets a fan-out is likely to have, from what is asked of the texts upstream."""

from __future__ import annotations

import pytest

import workflows
from yoake.definition.decompose import decompose
from yoake.definition.load import load_project
from yoake.graph.structure import SpecGraph
from yoake.library.load import load_library
from yoake.workspace.fan_out import UNKNOWN_COUNT, likely_count

LIBRARY = load_library(workflows.FOLDER)
TEXTS = """
tasks:
- {id: cast, type: llm_gen, template: character_setting, params: {character_count: 4}}
- {id: world, type: llm_gen, template: world_setting, params: {places: [{id: a, kind: cafe}, {id: b, kind: park}]}}
- {id: plot, type: llm_gen, template: main_scenario, depends_on: [cast, world],
   params: {chapters: 2, scenes_per_chapter: 5, endings: 3, events: 6, lines_per_scene: 9}}
- {id: talk, type: llm_gen, template: dialogue, depends_on: [plot], foreach: plot.scenes, params: {lines_per_scene: 10}}
"""


def count(task: str) -> int:
    project = load_project(f"{TEXTS}- {{id: it, {task}}}\n".encode(), "p.yaml", LIBRARY)
    graph = SpecGraph(decompose(project, LIBRARY))
    return likely_count(graph.specs["it"], graph, LIBRARY)


@pytest.mark.parametrize(
    ("foreach", "number"),
    [
        ("plot.scenes", 13),
        ("plot.chapters", 2),
        ("plot.endings", 3),
        ("plot.events", 6),
        ("plot.lines", 117),
        ("talk.lines", 130),
        ("cast.characters", 4),
        ("world.places", 2),
        ("world.themes", UNKNOWN_COUNT),
    ],
)
def test_each_collection(foreach: str, number: int):
    assert count(f"type: data_process, foreach: {foreach}, params: {{processor: merge_json}}") == number


def test_a_voice_has_its_share_of_the_lines():
    assert count("type: voice_gen, depends_on: [talk], params: {character: hero}") == 26  # four people and a narrator
