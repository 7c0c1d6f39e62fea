"""Decomposition of the brief: what kind of game, and how much of everything, becomes task specs.

Each function yields the specs of one part of the game; the ids are fixed, so that a project file can override any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from yoake.definition.models import GameBrief, TaskSpec
from yoake.definition.vocabulary import CHARACTERS, MOODS, PLACES, SOUNDS, UI_PARTS

INTEGRATE = "integrate"
_INTERFACE_SOUNDS = frozenset(("click", "cursor", "cancel"))
_MOTIONS = ("zoom_in", "pan_right", "rise", "pan_left", "zoom_out")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the brief: its id is fixed before the world setting describes it."""

    id: str
    kind: str


def characters_of(game: GameBrief) -> list[str]:
    """Ids of the game's characters."""
    if isinstance(game.characters, int):
        return list(CHARACTERS[: game.characters])
    return [person.id for person in game.characters]


def places_of(game: GameBrief) -> list[Place]:
    """The game's places: `classroom`, and `classroom_2` for the next of its kind."""
    given = game.backgrounds
    kinds = [PLACES[i % len(PLACES)] for i in range(given)] if isinstance(given, int) else given
    seen: Counter[str] = Counter()
    places = []
    for kind in kinds:
        seen[kind] += 1
        places.append(Place(kind if seen[kind] == 1 else f"{kind}_{seen[kind]}", kind))
    return places


def brief_specs(game: GameBrief) -> list[TaskSpec]:
    """The task specs of a brief, in an order in which each comes after what it depends on."""
    specs = [*_texts(game), *_voices(game), *_characters(game), *_backgrounds(game)]
    specs += [*_events(game, specs), *_interface(game), *_music(game), *_sounds(game), *_videos(game)]
    made = [spec.id for spec in specs]
    specs.append(TaskSpec(id=INTEGRATE, type="integrate", depends_on=made))
    return [*specs, *_builds(game)]


def _about(game: GameBrief) -> dict[str, Any]:
    return {"genre": game.genre, **({"theme": game.theme} if game.theme else {})}


def _texts(game: GameBrief) -> Iterator[TaskSpec]:
    people: list[dict[str, Any]]
    if isinstance(game.characters, int):
        people = [{"id": name} for name in characters_of(game)]
    else:
        people = [person.model_dump(exclude_none=True) for person in game.characters]
    places = [{"id": place.id, "kind": place.kind} for place in places_of(game)]
    plot: dict[str, Any] = {
        **_about(game),
        "chapters": game.chapters,
        "scenes_per_chapter": game.scenes_per_chapter,
        "endings": game.endings,
        "events": game.events,
        "lines_per_scene": game.lines_per_scene,
        "outfits": list(game.outfits),
        "times_of_day": list(game.times_of_day),
        "with_lines": False,
        "expressions": list(game.expressions),
    }
    # the title's piece is for the title screen; a story without music may have any mood
    if moods := [mood for mood in _first(game.bgm, MOODS) if mood != "title"]:
        plot["moods"] = moods
    faces = {"expressions": list(game.expressions)}
    lines: dict[str, Any] = {"lines_per_scene": game.lines_per_scene, **faces}
    if sounds := [kind for kind in _first(game.se, SOUNDS) if kind not in _INTERFACE_SOUNDS]:
        lines["sounds"] = sounds
    yield _text("char_setting", "character_setting", [], {**_about(game), "characters": people})
    yield _text("world_setting", "world_setting", [], {**_about(game), "places": places})
    yield _text("scenario", "main_scenario", ["char_setting", "world_setting"], plot)
    upstream = ["scenario", "char_setting", "world_setting"]
    yield _text("dialogue", "dialogue", upstream, lines, foreach="scenario.scenes")


def _text(name: str, template: str, depends_on: list[str], params: dict[str, Any], **more: Any) -> TaskSpec:
    return TaskSpec(id=name, type="llm_gen", template=template, depends_on=depends_on, params=params, **more)


def _picture(name: str, workflow: str, depends_on: list[str], params: dict[str, Any], **more: Any) -> TaskSpec:
    return TaskSpec(id=name, type="image_gen", workflow=workflow, depends_on=depends_on, params=params, **more)


def _voices(game: GameBrief) -> Iterator[TaskSpec]:
    for who in characters_of(game) if game.voice else []:
        params = {"character": who}
        yield TaskSpec(id=f"voice_{who}", type="voice_gen", depends_on=["dialogue", "char_setting"], params=params)


def _characters(game: GameBrief) -> Iterator[TaskSpec]:
    first, *others = game.outfits
    faces = [face for face in game.expressions if face != "normal"]
    for who in characters_of(game):
        image, clothes = f"char_image_{who}", f"char_outfit_{who}"
        yield _picture(image, "character_fullbody", ["char_setting"], {"character": who, "outfit": first})
        if faces:
            params = {"character": who, "outfit": first, "expressions": faces}
            yield _picture(f"char_expression_{who}", "expression_variation", [image], params)
        if others:
            yield _picture(clothes, "outfit_variation", [image], {"character": who, "outfits": others})
        for outfit in others if faces else []:
            params = {"character": who, "outfit": outfit, "expressions": faces}
            yield _picture(f"char_expression_{who}_{outfit}", "expression_variation", [clothes], params)


def _backgrounds(game: GameBrief) -> Iterator[TaskSpec]:
    first, *others = game.times_of_day
    for place in places_of(game):
        params: dict[str, Any] = {"place": place.id, "kind": place.kind}
        yield _picture(f"bg_{place.id}", "background", ["world_setting"], {**params, "time_of_day": first})
        if others:
            params["times_of_day"] = others
            yield _picture(f"bg_time_{place.id}", "time_of_day_variation", [f"bg_{place.id}"], params)


def _events(game: GameBrief, specs: Sequence[TaskSpec]) -> Iterator[TaskSpec]:
    if game.events:
        pictures = [s.id for s in specs if s.workflow in ("character_fullbody", "background", "time_of_day_variation")]
        params = {"outfit": game.outfits[0]}
        yield _picture("event", "event_cg", ["scenario", *pictures], params, foreach="scenario.events")


def _interface(game: GameBrief) -> Iterator[TaskSpec]:
    if parts := _first(game.ui, UI_PARTS):
        yield _picture("ui", "ui_parts", [], {"genre": game.genre, "parts": parts})


def _music(game: GameBrief) -> Iterator[TaskSpec]:
    for number, moods in _rounds(game.bgm, MOODS):
        params = {"moods": moods, **({"variant": number} if number > 1 else {})}
        yield TaskSpec(id=_numbered("bgm", number), type="bgm_gen", workflow="bgm", params=params)


def _sounds(game: GameBrief) -> Iterator[TaskSpec]:
    for number, kinds in _rounds(game.se, SOUNDS):
        params = {"kinds": kinds, **({"variant": number} if number > 1 else {})}
        yield TaskSpec(id=_numbered("se", number), type="se_gen", workflow="sound_effect", params=params)


def _videos(game: GameBrief) -> Iterator[TaskSpec]:
    places = places_of(game)
    for index in range(game.videos):
        place = places[index % len(places)].id
        yield TaskSpec(
            id="video_opening" if index == 0 else f"video_{index + 1}",
            type="animatediff",
            workflow="animatediff_clip",
            depends_on=[f"bg_{place}"],
            params={"place": place, "motion": _MOTIONS[index % len(_MOTIONS)]},
        )


def _builds(game: GameBrief) -> Iterator[TaskSpec]:
    for target in game.targets:
        package = f"build_{target}"
        yield _build(package, INTEGRATE, target, "package")
        if target == "renpy":
            yield _build("lint_renpy", package, target, "lint")
        if game.play_through:
            yield _build(f"test_{target}", package, target, "play")


def _build(name: str, upstream: str, target: str, step: str) -> TaskSpec:
    # a test reads the integrated game too: it knows which endings there are
    depends_on = [upstream] if upstream == INTEGRATE else [INTEGRATE, upstream]
    return TaskSpec(id=name, type="build", depends_on=depends_on, params={"target": target, "step": step})


def _first(wanted: Sequence[str] | int, known: Sequence[str]) -> list[str]:
    """The kinds that are wanted, each once: the first so many known ones where only a number is given."""
    return list(known[:wanted]) if isinstance(wanted, int) else list(wanted)


def _rounds(wanted: Sequence[str] | int, known: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Round 1 has each kind once; where more are wanted than there are kinds, round 2 begins anew, and so on."""
    if not isinstance(wanted, int):
        if wanted:
            yield 1, list(wanted)
        return
    for number, start in enumerate(range(0, wanted, len(known)), 1):
        yield number, list(known[: wanted - start])


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"
