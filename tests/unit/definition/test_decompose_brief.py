"""A brief becomes task specs: what depends on what, how many pictures there are, what the file changes."""

from pathlib import Path

import pytest

from yoake.definition.decompose import decompose
from yoake.definition.params import check_params
from yoake.definition.problems import Problems
from yoake.definition.tree import Tree
from yoake.graph.expansion import category_of, expand, is_dynamic, manifest_of

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def specs(load, library):
    def specs(text: str):
        return {spec.id: spec for spec in decompose(load(text), library)}

    return specs


def _counts(specs, library) -> dict[str, int]:
    counts: dict[str, int] = {}
    for spec in specs:
        if not is_dynamic(spec):
            category = category_of(spec, library)
            counts[category] = counts.get(category, 0) + len(expand(spec, library, {}))
    return counts


def test_the_smallest_brief_is_a_whole_game(specs):
    assert list(specs("game: {}")) == [
        "char_setting", "world_setting", "scenario", "dialogue", "voice_hero", "voice_sakura",
        "char_image_hero", "char_expression_hero", "char_image_sakura", "char_expression_sakura",
        "bg_classroom", "bg_street", "bg_room", "bg_school", "ui", "bgm", "se",
        "integrate", "build_web", "test_web", "build_renpy", "lint_renpy", "test_renpy",
    ]  # fmt: skip


def test_every_outfit_gets_every_expression_once(specs, library):
    found = specs("game: {characters: 3, outfits: [uniform, casual, yukata], expressions: [normal, happy, sad, shy]}")
    faces = set()
    for spec in found.values():
        if category_of(spec, library) == "character":
            for asset in expand(spec, library, {}):
                look = (asset.params["character"], asset.params["outfit"], asset.params.get("expression", "normal"))
                assert look not in faces
                faces.add(look)
    assert len(faces) == 3 * 3 * 4


def test_places_are_numbered_where_a_kind_repeats(specs):
    found = specs("game: {backgrounds: [room, cafe, room], times_of_day: [day, night]}")
    places = found["world_setting"].params["places"]
    assert [p["id"] for p in places] == ["room", "cafe", "room_2"]
    assert found["bg_room_2"].params == {"place": "room_2", "kind": "room", "time_of_day": "day"}
    assert found["bg_time_room_2"].depends_on == ["bg_room_2"]


def test_more_than_all_kinds_begin_anew_as_variants(specs):
    found = specs("game: {se: 50, bgm: 12}")
    assert (len(found["se"].params["kinds"]), len(found["se_2"].params["kinds"])) == (34, 16)
    assert found["bgm_2"].params == {"moods": ["title", "daily"], "variant": 2}


def test_event_pictures_see_all_people_and_places(specs):
    event = specs("game: {events: 2}")["event"]
    assert event.foreach == "scenario.events"
    assert {"scenario", "char_image_hero", "char_image_sakura", "bg_school"} <= set(event.depends_on)


def test_what_is_not_wanted_is_not_made(specs):
    found = specs(
        "game: {voice: false, targets: [web], play_through: false, bgm: 0, se: 0, ui: 0, expressions: [normal]}"
    )
    assert list(found)[-3:] == ["bg_school", "integrate", "build_web"]
    assert not any(name.startswith(("voice", "char_expression", "ui")) for name in found)


def test_an_entry_changes_only_the_keys_that_it_gives(specs):
    found = specs("game: {}\ntasks: [{id: bg_school, candidates: 3, params: {place: school, weather: rain}}]")
    school = found["bg_school"]
    assert (school.candidates, school.workflow, school.depends_on) == (3, "background", ["world_setting"])
    assert school.params == {"place": "school", "weather": "rain"}
    assert list(found).index("bg_school") < list(found).index("integrate")


def test_the_integration_waits_for_added_entries_but_not_for_those_that_wait_for_it(specs):
    found = specs("""
game: {}
tasks:
  - {id: extra, type: image_gen, workflow: background}
  - {id: after, type: external_api, depends_on: [build_web], params: {url: "http://localhost/"}}
  - {id: beside, type: data_process, depends_on: [integrate], params: {processor: x}}
""")
    upstream = set(found["integrate"].depends_on)
    assert "extra" in upstream
    assert not {"after", "beside", "build_web", "integrate"} & upstream


def test_defaults_lie_under_what_specs_say(specs):
    found = specs("""
game: {}
defaults: {image_gen: {provider: comfyui, review: after, params: {style: ink, weather: rain}}}
tasks: [{id: bg_room, review: none, params: {style: oil}}]
""")
    assert (found["bg_school"].review, found["bg_room"].review) == (
        "after",
        "none",
    )
    assert found["bg_room"].params == {"style": "oil", "weather": "rain"}
    assert found["ui"].params["style"] == "ink"
    assert "weather" not in found["ui"].params, "that workflow has no such parameter"
    assert found["bgm"].provider is None


def test_the_source_of_foreach_becomes_a_dependency(specs):
    found = specs("tasks: [{id: s, type: llm_gen, template: dialogue}, {id: b, type: integrate, foreach: s.lines}]")
    assert found["b"].depends_on == ["s"]


def test_types_with_a_usual_workflow_take_it(specs):
    found = specs("tasks: [{id: a, type: se_gen}, {id: b, type: bgm_gen}, {id: c, type: video_gen}]")
    assert [s.workflow for s in found.values()] == ["sound_effect", "bgm", "animatediff_clip"]


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("full", {"character": 40, "background": 30, "ui": 40, "bgm": 10, "se": 50, "video": 1,
                  "scenario": 3, "build": 6}),
        ("hoshizora", {"character": 6, "background": 6, "ui": 5, "bgm": 3, "se": 5, "scenario": 3, "build": 6}),
    ],
)  # fmt: skip
def test_the_examples_have_the_planned_size(load, library, example, expected):
    project = load((EXAMPLES / example / f"{example}.yaml").read_bytes(), f"{example}.yaml")
    assert project.project == example
    assert _counts(decompose(project, library), library) == expected


def test_the_architecture_example_is_the_documents(load, library):
    specs = decompose(load((EXAMPLES / "architecture/project_definition.yaml").read_bytes()), library)
    assert _counts(specs, library) == {"scenario": 3, "bgm": 1, "character": 5}
    assert specs[-1].params == {"character": "hero", "speaker_id": 1}


def test_what_is_commented_out_in_the_small_example_works(load):
    text = (EXAMPLES / "hoshizora/hoshizora.yaml").read_text(encoding="utf-8")
    head, tail = text.split("# tasks:\n")
    tasks = "tasks:\n" + tail.replace("\n#", "\n").removeprefix("#")
    assert load(head + tasks).tasks[0].review == "gate"


def test_a_brief_sets_only_parameters_that_exist(load, library):
    text = (EXAMPLES / "full/full.yaml").read_bytes()
    problems = Problems("full.yaml")
    for spec in decompose(load(text), library):
        manifest = manifest_of(spec, library)
        if manifest is not None:
            # it only tells a second round of the same kinds from the first
            params = {key: value for key, value in spec.params.items() if key != "variant"}
            check_params(params, (spec.id,), manifest.parameters, Tree({}), problems, owner=spec.id, vary=manifest.vary)
    assert [str(p) for p in problems.found] == []
