from __future__ import annotations

import time

from tests.unit.game.assembling import asset, line, scenario, source
from yoake.game.assemble import assemble
from yoake.game.assemble_input import AssembleInput
from yoake.game.model import Background, Event, Game, Hide, Menu, Music, Say, Show, Sound, Video
from yoake.providers.base import Credit
from yoake.texts.models import CharacterSetting, Dialogue, Scenario


def steps(game: Game, scene: str, *kinds: type) -> list:
    found = next(s for s in game.scenes if s.id == scene)
    return [s for s in found.steps if not kinds or isinstance(s, kinds)]


def sprite(who: str, face: str, outfit: str = "uniform", **more):
    meta = {"character": who, "expression": face, "outfit": outfit}
    return asset(f"char_{who}/{outfit}_{face}", "character", meta, **more)


def test_a_scenario_alone_gives_a_valid_game_and_lists_what_is_missing():
    made = assemble(source(scenario()))
    assert [s.id for s in made.game.scenes] == ["s1", "s2", "s3"]
    assert [s.text for s in steps(made.game, "s1", Say)] == ["せりふ1。", "せりふ2。", "せりふ3。", "せりふ4。"]
    assert made.game.files == []
    assert [m.name for m in made.missing] == [
        "background/missing_classroom.png", "character/missing_hero.png", "character/missing_sakura.png",
        "background/missing_beach.png", "background/missing_street.png",
    ]  # fmt: skip


def test_stand_ins_take_the_place_of_what_is_missing():
    story = scenario()
    first = assemble(source(story))
    second = assemble(source(story, *(m.stand_in("0" * 64) for m in first.missing)))
    assert second.missing == ()
    assert {f.name for f in second.game.files} == {m.name for m in first.missing}
    assert all(f.placeholder for f in second.game.files)
    assert steps(second.game, "s2", Background)[0].file == "background/missing_beach.png"


def test_a_scene_without_lines_tells_its_summary():
    made = assemble(source(scenario(lines=[], summary="朝が来た。" * 20)))
    said = steps(made.game, "s1", Say)
    assert "".join(s.text for s in said) == "朝が来た。" * 20
    assert len(said) > 1
    assert {s.speaker for s in said} == {None}


def test_a_dialogue_replaces_the_lines_of_its_scene():
    spoken = Dialogue.model_validate({"scene": "s1", "lines": [line(9, "hero")]})
    made = assemble(source(scenario(), dialogues=(spoken,)))
    assert [s.text for s in steps(made.game, "s1", Say)] == ["せりふ9。"]


def test_people_come_in_when_they_speak_and_make_room():
    made = assemble(source(scenario(), sprite("hero", "normal"), sprite("sakura", "normal"), sprite("sakura", "happy")))
    told = [
        (s.character, s.sprite, s.position) if isinstance(s, Show) else s.text
        for s in steps(made.game, "s1", Show, Say)
    ]
    assert told == [
        "せりふ1。",
        ("sakura", "uniform/happy", "center"), "せりふ2。",
        ("hero", "uniform/normal", "left"), ("sakura", "uniform/happy", "right"), "せりふ3。",
        "せりふ4。",  # shy: happy is the nearest there is, and she wears it already
    ]  # fmt: skip


def test_a_fourth_person_takes_the_place_of_the_one_silent_longest():
    people = ["a", "b", "c", "d"]
    story = scenario(characters=people, lines=[line(i, who) for i, who in enumerate(people)])
    made = assemble(source(story, *(sprite(who, "normal") for who in people)))
    shown: set[str] = set()
    for step in steps(made.game, "s1", Show, Hide, Say):
        if isinstance(step, Show):
            shown.add(step.character)
        elif isinstance(step, Hide):
            shown.discard(step.character)
        elif isinstance(step, Say):
            assert len(shown) <= 3
            assert step.speaker in shown
    assert next(h.character for h in steps(made.game, "s1", Hide)) == "a"


def test_the_outfit_counts_before_the_expression():
    story = scenario(outfit="casual")
    made = assemble(source(story, sprite("sakura", "shy"), sprite("sakura", "normal", "casual")))
    assert {s.sprite for s in steps(made.game, "s1", Show)} == {"casual/normal"}


def test_backgrounds_by_place_then_light_then_anything():
    def picture(place: str, time: str, weather: str = "clear"):
        meta = {"place": place, "time_of_day": time, "weather": weather}
        return asset(f"bg_{place}/{time}_{weather}", "background", meta)

    made = assemble(
        source(
            scenario(),
            picture("classroom", "night"), picture("classroom", "day", "rain"), picture("classroom", "morning"),
            picture("beach", "morning"),
        )
    )  # fmt: skip
    assert steps(made.game, "s1", Background)[0].file == "background/bg_classroom_day_rain.png"
    assert steps(made.game, "s2", Background)[0].file == "background/bg_beach_morning_clear.png"
    assert steps(made.game, "s3", Background), "a place without a picture takes another's"
    assert not [m for m in made.missing if m.category == "background"]


def test_music_and_effects_are_the_nearest():
    made = assemble(
        source(
            scenario(),
            asset("bgm_title", "bgm"),  # the example of the architecture document: only the id tells the mood
            asset("bgm/calm", "bgm", {"mood": "calm"}),
            asset("se/waves", "se", {"kind": "waves"}),
            asset("se/click", "se", {"kind": "click"}),
        )
    )
    assert steps(made.game, "s1", Music)[0].file == "bgm/bgm_calm.ogg"
    assert [s.file for s in steps(made.game, "s2", Sound)] == ["se/se_waves.ogg"]
    assert made.game.interface.title_music == "bgm/bgm_title.ogg"
    assert made.game.interface.sounds == {"click": "se/se_click.ogg"}


def test_a_voice_belongs_to_its_line_and_its_words():
    def voice(number: int, text: str):
        item = {"id": f"l{number}", "speaker": "sakura", "text": text}
        return asset(f"voice_sakura/l{number}", "voice", {"character": "sakura"}, item=item)

    made = assemble(source(scenario(), voice(2, "せりふ2。"), voice(4, "ほかの言葉")))
    assert [s.voice for s in steps(made.game, "s1", Say)] == [None, "voice/voice_sakura_l2.ogg", None, None]


def test_an_event_picture_comes_at_its_moment_and_joins_the_gallery():
    picture = asset("cg/promise", "event", {"event": "promise"})
    made = assemble(source(scenario(event="promise"), picture, sprite("sakura", "happy")))
    kinds = [s.kind for s in steps(made.game, "s1")]
    assert kinds == ["say", "show", "say", "say", "event", "say", "event", "hide", "menu"]
    assert [g.title for g in made.game.gallery] == ["約束"]
    assert steps(made.game, "s1", Event)[1].file is None


def test_an_event_that_no_scene_shows_is_not_in_the_gallery():
    assert assemble(source(scenario(), asset("cg/promise", "event"))).game.gallery == []


def test_clips_open_the_game_and_the_chapters():
    made = assemble(
        source(scenario(), asset("v1", "video"), asset("v2", "video"), asset("v3", "video", {"scene": "s3"}))
    )
    assert [steps(made.game, s, Video)[0].file for s in ("s1", "s2", "s3")] == [
        "video/v1.mp4", "video/v2.mp4", "video/v3.mp4",
    ]  # fmt: skip


def test_a_real_picture_beats_a_stand_in_and_a_later_one_an_earlier_one():
    sheet = asset("a", "character", {"character": "sakura", "expression": "happy"})
    cut = asset("b", "character", {"character": "sakura", "expression": "smile"})
    spare = asset("c", "character", {"character": "sakura", "expression": "笑顔"}, placeholder=True)
    made = assemble(source(scenario(), sheet, cut, spare))
    people = {c.id: c.sprites for c in made.game.characters}
    assert people["sakura"] == {"uniform/happy": "character/b.png"}
    assert [f.name for f in made.game.files] == ["character/b.png"], "what nothing uses stays out"


def test_pictures_of_other_providers_are_known_by_params_and_ids():
    happy = asset("char_expression_hero/happy", "character", params={"expression": "happy"})
    made = assemble(source(scenario(), happy))
    assert made.game.characters[0].sprites == {"uniform/happy": "character/char_expression_hero_happy.png"}


def test_names_and_colours_come_from_the_setting():
    setting = CharacterSetting.model_validate({"characters": [{
        "id": "sakura", "name": "桜", "role": "友", "gender": "female", "personality": "明るい", "speech_style": "です",
        "appearance": {"hair_style": "bob", "hair_colour": "#000000", "eye_colour": "#000000",
                       "main_colour": "#000000", "accent_colour": "#000000"},
        "name_colour": "#123456"}]})  # fmt: skip
    made = assemble(source(scenario(), characters=setting))
    sakura, hero = made.game.characters
    assert (sakura.id, sakura.name, sakura.colour) == ("sakura", "桜", "#123456")
    assert hero.name == "Hero"


def test_credits_are_named_once_in_a_fixed_order():
    mei, font = Credit("voice", "Mei", "CC BY 3.0", text="Voice: Mei"), Credit("soundfont", "TimGM6mb", "GPL-2.0")
    assets = [
        asset("b1", "background", {"place": "classroom"}, credits=(font, mei)),
        asset("b2", "background", {"place": "beach"}, credits=(mei,)),
    ]
    named = [assemble(source(scenario(), *order)).game.credits for order in (assets, assets[::-1])]
    assert [c.name for c in named[0]] == ["Mei", "TimGM6mb"]
    assert named[0] == named[1]


def test_every_word_of_the_game_survives_a_round_trip():
    made = assemble(source(scenario(event="promise"), asset("cg/promise", "event"), sprite("sakura", "happy")))
    assert Game.model_validate_json(made.game.model_dump_json()) == made.game
    assert isinstance(steps(made.game, "s1")[-1], Menu)


def test_five_thousand_lines_take_less_than_a_second():
    count, each = 100, 50
    scenes = [
        {"id": f"s{i}", "title": f"{i}", "summary": "話。", "place": f"p{i % 7}", "characters": ["a", "b"],
         "lines": [line(i * each + j, "ab"[j % 2], expression=["happy", "sad"][j % 2]) for j in range(each)],
         **({"next": f"s{i + 1}"} if i + 1 < count else {"ending": "e"})}
        for i in range(count)
    ]  # fmt: skip
    chapters = [{"id": f"c{i}", "title": f"{i}", "scenes": scenes[i * 10 : i * 10 + 10]} for i in range(10)]
    story = Scenario.model_validate(
        {"title": "話", "logline": "話。", "chapters": chapters, "endings": [{"id": "e", "title": "終"}]}
    )
    voices = [
        asset(f"v/l{n}", "voice", item={"id": f"l{n}", "speaker": "ab"[n % 2], "text": f"せりふ{n}。"})
        for n in range(count * each)
    ]
    given: AssembleInput = source(story, sprite("a", "happy"), sprite("b", "sad"), *voices)
    start = time.perf_counter()
    made = assemble(given)
    assert time.perf_counter() - start < 1
    assert sum(isinstance(s, Say) and s.voice is not None for scene in made.game.scenes for s in scene.steps) == 5000
