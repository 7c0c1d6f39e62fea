"""Stories by rule: valid whatever is asked, the same for the same seed, different where they should differ."""

import json
from collections import Counter
from itertools import product

import pytest

from yoake.definition import vocabulary
from yoake.errors import InvalidRequestError
from yoake.providers.base import Input, Request
from yoake.providers.sketch.story import text
from yoake.providers.sketch.story.scripts import names
from yoake.texts.models import CharacterSetting, Dialogue, Scenario, WorldSetting

TITLES = {"ja": "星降る夜の約束", "en": "A Promise Under Falling Stars"}
LANGUAGES = ("ja", "en")


class Study:
    """Writes texts."""

    def __init__(self, root):
        self.root, self.count = root, 0

    def request(self, template, language="ja", seed=1, params=None, inputs=(), item=None, prompt=None, title=None):
        self.count += 1
        folder = self.root / str(self.count)
        folder.mkdir()
        return Request(
            project="p", title=title or TITLES[language], language=language, address=template or "plain",
            type="llm_gen", category="scenario", workflow=None, template=template, prompt=prompt,
            params=params or {}, item=item, seed=seed, inputs=tuple(inputs), folder=folder,
        )  # fmt: skip

    def write(self, template, *args, **more):
        made = text(self.request(template, *args, **more))
        assert made.media_type == "application/json"
        return Input(template or "plain", template or "plain", made.path, made.media_type)

    def game(self, language, seed, genre="学園ファンタジー", people=None, places=None, **plot):
        cast = self.write(
            "character_setting", language, seed, {"genre": genre, **({"characters": people} if people else {})}
        )
        world = self.write("world_setting", language, seed, {"genre": genre, **({"places": places} if places else {})})
        scenario = self.write("main_scenario", language, seed, {"genre": genre, **plot}, (cast, world))
        return cast, world, scenario


@pytest.fixture
def study(tmp_path):
    return Study(tmp_path)


def read(made):
    return json.loads(made.path.read_bytes())


def scenario_of(made):
    return Scenario.model_validate(read(made))


# --- people and places ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_params_there_is_a_hero_and_company(study, language):
    people = CharacterSetting.model_validate(read(study.write("character_setting", language))).characters
    assert people[0].id == "hero"
    assert len(people) == 3
    assert {"female", "male"} == {p.gender for p in people}


@pytest.mark.parametrize(("language", "seed"), product(LANGUAGES, range(12)))
def test_people_differ_clearly(study, language, seed):
    people = CharacterSetting.model_validate(
        read(study.write("character_setting", language, seed, {"character_count": 8}))
    ).characters
    for value in (
        lambda p: p.name,
        lambda p: p.appearance.hair_colour,
        lambda p: p.appearance.main_colour,
        lambda p: p.name_colour,
        lambda p: (p.gender, p.voice.pitch_semitones),
    ):
        assert len({value(p) for p in people}) == len(people)
    assert len({p.appearance.hair_style for p in people}) >= 7
    assert len({p.speech_style for p in people[:3]}) == 3
    assert all(bool(p.reading) == (language == "ja") for p in people)


def test_what_was_asked_of_people_is_kept(study):
    asked = [
        {"id": "hero", "role": "主人公", "gender": "male"},
        {"id": "sakura", "role": "幼なじみ"},
        {"id": "oba", "name": "トメ", "role": "老店主", "age_group": "elder", "gender": "female"},
    ]
    people = CharacterSetting.model_validate(
        read(study.write("character_setting", params={"characters": asked}))
    ).characters
    assert [p.id for p in people] == ["hero", "sakura", "oba"]
    assert people[0].gender == "male"
    assert (people[1].name, people[1].gender) == ("桜", "female")
    assert (people[2].name, people[2].age_group) == ("トメ", "elder")
    assert "わし" in people[2].speech_style


def test_places_asked_for_keep_id_and_kind(study):
    asked = [{"id": "classroom", "kind": "classroom"}, {"id": "classroom_2", "kind": "classroom"}, "park"]
    world = WorldSetting.model_validate(read(study.write("world_setting", params={"places": asked})))
    assert [(p.id, p.kind) for p in world.places[:2]] == [("classroom", "classroom"), ("classroom_2", "classroom")]
    assert world.places[2].kind == "park"
    assert len({p.name for p in world.places}) == 3


def test_a_world_of_forty_places(study):
    world = WorldSetting.model_validate(read(study.write("world_setting", params={"place_count": 40})))
    assert len({p.name for p in world.places}) == 40


# --- scenarios -----------------------------------------------------------------------------------------------------

SHAPES = [
    (chapters, scenes, 1 + (chapters * 3 + scenes) % 8, (chapters * scenes) % 13)
    for chapters, scenes in product(range(1, 9), range(1, 9))
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shape_is_a_valid_scenario(study, language):
    cast, world, _ = study.game(language, 5)
    for seed, (chapters, scenes, endings, events) in enumerate(SHAPES):
        params = {
            "chapters": chapters, "scenes_per_chapter": scenes, "endings": endings, "events": events,
            "outfits": ["uniform", "casual"], "times_of_day": ["day", "night"], "moods": ["daily", "sad"],
        }  # fmt: skip
        scenario = scenario_of(study.write("main_scenario", language, seed, params, (cast, world)))
        assert len(scenario.chapters) == chapters
        assert all(len(c.scenes) == scenes for c in scenario.chapters[:-1])
        assert (len(scenario.endings), len(scenario.events)) == (endings, events)
        assert {s.time_of_day for s in scenario.scenes} <= {"day", "night"}
        assert {s.mood for s in scenario.scenes} <= {"daily", "sad"}
        assert {s.outfit for s in scenario.scenes} <= {"uniform", "casual"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("genre", ["学園", "恋愛", "ミステリー", "冒険", "SF", "ホラー", "時代", "日常"])
def test_a_usual_game_reads_well(study, language, genre):
    for seed in range(6):
        cast, world, made = study.game(language, seed, genre, chapters=3, scenes_per_chapter=4, endings=4)
        people = {c["id"] for c in read(cast)["characters"]}
        places = {p["id"] for p in read(world)["places"]}
        scenario = scenario_of(made)
        texts = Counter(line.text for line in scenario.lines)
        assert max(texts.values()) == 1, texts.most_common(1)
        assert len({s.title for s in scenario.scenes}) == len(scenario.scenes)
        assert sum(line.speaker == "hero" for line in scenario.lines) > 20
        for scene in scenario.scenes:
            assert scene.place in places
            assert set(scene.characters) <= people
            assert {line.speaker for line in scene.lines} - {None} <= set(scene.characters)
        for text_ in [*texts, *(s.summary for s in scenario.scenes), scenario.logline]:
            assert not set("{}|<>") & set(text_), text_
            assert text_[0] == text_[0].upper()


def test_endings_differ_and_each_has_its_own_scene(study):
    scenario = scenario_of(study.game("ja", 3, endings=4)[2])
    assert {e.kind for e in scenario.endings} == {"good", "bad", "normal", "true"}
    finals = [s for s in scenario.scenes if s.ending]
    assert len({tuple(line.text for line in s.lines[-3:]) for s in finals}) == 4


def test_choices_matter_on_the_way(study):
    scenario = scenario_of(study.game("ja", 3, chapters=2, scenes_per_chapter=4)[2])
    scenes = {s.id: s for s in scenario.scenes}
    first = scenes["ch1_s1"].choice
    assert first is not None
    assert len({scenes[o.next].title for o in first.options}) == 2


def test_same_seed_same_bytes_other_seed_other_story(study):
    first, second = study.game("ja", 4)[2], study.game("ja", 4)[2]
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.path.read_bytes() != study.game("ja", 5)[2].path.read_bytes()


def test_a_scenario_alone_invents_what_is_missing(study):
    scenario = scenario_of(study.write("main_scenario", "en"))
    assert any(line.speaker == "hero" for line in scenario.lines)


def test_one_person_speaks_and_the_other_is_only_heard(study):
    scenario = scenario_of(study.game("ja", 2, people=[{"id": "hero"}])[2])
    assert {line.speaker for line in scenario.lines} == {"hero", None}


def test_only_sounds_and_faces_that_there_are(study):
    scenario = scenario_of(study.game("ja", 2, sounds=["rain"], expressions=["normal", "happy", "sad"])[2])
    assert {line.sound for line in scenario.lines} <= {None, "rain"}
    assert {line.expression for line in scenario.lines} == {"normal", "happy", "sad"}


def test_longer_scenes_have_more_lines(study):
    short = scenario_of(study.game("en", 2, lines_per_scene=3)[2])
    long = scenario_of(study.game("en", 2, lines_per_scene=14)[2])
    assert len(long.lines) > 2 * len(short.lines)
    assert all(len(s.lines) <= 5 for s in short.scenes)


# --- dialogues -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_dialogues_are_what_the_scenario_would_have_said(study, language):
    cast, world, told = study.game(language, 6)
    silent = study.write(
        "main_scenario", language, 6, {"genre": "学園ファンタジー", "with_lines": False}, (cast, world)
    )
    ids = Counter()
    for scene, full in zip(scenario_of(silent).scenes, scenario_of(told).scenes, strict=True):
        assert scene.lines == []
        made = study.write("dialogue", language, 99, {}, (silent, cast, world), scene.model_dump(mode="json"))
        dialogue = Dialogue.model_validate(read(made))
        assert dialogue.scene == scene.id
        assert dialogue.lines == full.lines
        ids.update(line.id for line in dialogue.lines)
    assert max(ids.values()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scene_that_somebody_else_planned_gets_lines_of_its_own(study, language):
    summary = {"ja": "ミラが扉を開ける。中には誰もいない。", "en": "Mira opens the door. Nobody is inside."}[language]
    item = {
        "id": "x" * 48, "title": "?", "summary": summary, "place": "cellar", "characters": ["mira", "jo"],
        "ending": "end", "mood": "tense",
    }  # fmt: skip
    dialogue = Dialogue.model_validate(read(study.write("dialogue", language, item=item)))
    assert {"mira", "jo"} <= {line.speaker for line in dialogue.lines}
    assert summary[:5] in "".join(line.text for line in dialogue.lines)


def test_a_dialogue_needs_a_scene(study):
    with pytest.raises(InvalidRequestError) as caught:
        study.write("dialogue")
    assert caught.value.code == "story.scene-missing"


# --- the rest ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_prompt_gets_a_short_text(study, language):
    document = read(study.write(None, language, prompt="An opening   {title} poem"))
    assert list(document) == ["text"]
    assert "An opening {title} poem" in document["text"]


def test_names_are_never_read_as_templates(study):
    people = [{"id": "hero", "name": "{motif}"}, {"id": "b", "name": "{0.__class__}<a|b>"}]
    scenario = scenario_of(study.game("ja", 1, people=people)[2])
    assert any("{0.__class__}<a|b>" in line.text for line in scenario.lines)


@pytest.mark.parametrize(
    ("template", "params"),
    [
        ("main_scenario", {"chapters": 0}),
        ("main_scenario", {"endings": "many"}),
        ("world_setting", {"places": ["volcano"]}),
        ("character_setting", {"characters": [{"id": "Not An Id"}]}),
    ],
)
def test_params_that_no_story_can_follow(study, template, params):
    with pytest.raises(InvalidRequestError) as caught:
        study.write(template, params=params)
    assert caught.value.code == "story.params-invalid"


def test_an_upstream_text_that_is_broken_is_named(study, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text('{"chapters": []}', encoding="utf-8")
    broken = Input("scenario", "scenario", path, "application/json")
    with pytest.raises(InvalidRequestError, match="the text of scenario") as caught:
        study.write("main_scenario", inputs=(broken,))
    assert caught.value.code == "story.input-invalid"


def test_the_usual_ids_are_names(study):
    asked = [{"id": one} for one in vocabulary.CHARACTERS]
    people = CharacterSetting.model_validate(
        read(study.write("character_setting", params={"characters": asked}))
    ).characters
    pool = {row[0]: row for gender in ("female", "male") for row in names()[gender]}
    assert [p.id for p in people] == list(vocabulary.CHARACTERS)
    assert all((p.name, p.reading) == (pool[p.id][1], pool[p.id][2]) for p in people[1:])
    assert len({p.name for p in people}) == 24
