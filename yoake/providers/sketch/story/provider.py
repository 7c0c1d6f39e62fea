"""Text by rule, into the same schemas that an LLM answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from yoake.errors import InvalidRequestError
from yoake.fingerprint import canonical_json, seed_of
from yoake.providers.base import Product, Request
from yoake.providers.sketch.story import cast, world
from yoake.providers.sketch.story.lines import Wishes, write_lines
from yoake.providers.sketch.story.plain import plain_text
from yoake.providers.sketch.story.plan import Outline, make_scenario
from yoake.providers.sketch.story.subject import choose, in_world
from yoake.providers.sketch.story.upstream import Upstream, read_upstream
from yoake.texts.models import (
    Chapter,
    CharacterSetting,
    Dialogue,
    Ending,
    Expression,
    Mood,
    PlaceKind,
    Scenario,
    Scene,
    SoundKind,
    TimeOfDay,
    WorldSetting,
)
from yoake.texts.registry import FreeText


def text(request: Request) -> Product:
    """Writes the text that a template, or else a plain prompt, asks for.

    Args:
        request: of type `llm_gen` or `text_gen`; params as in `workflows/prompts/TEMPLATE.yaml`.

    Returns:
        A JSON document of the template's schema, `media_type` `application/json`; for other templates and plain
        prompts one with the key `text`.

    Raises:
        InvalidRequestError: `story.params-invalid` for parameters that no story can follow, `story.input-invalid`
            for an upstream text that cannot be read, `story.scene-missing` for a dialogue without a scene.
    """
    make = _MAKERS.get(request.template or "", _plain)
    try:
        document, meta = make(request)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidRequestError(
            "story.params-invalid",
            f"{request.address}: no text can be made of these parameters ({where}: {first['msg']}).",
            next_step="Correct the parameters of this entry in the project file.",
        ) from error
    path = request.folder / f"{request.template or 'text'}.json"
    path.write_bytes(canonical_json(document.model_dump(mode="json")) + b"\n")
    return Product(path, "application/json", meta)


_Made = tuple[BaseModel, dict[str, Any]]


def _character_setting(request: Request) -> _Made:
    setting = _cast(request, request.seed)
    return setting, {"schema": "character_setting", "characters": [c.id for c in setting.characters]}


def _world_setting(request: Request) -> _Made:
    setting = _world(request, request.seed)
    return setting, {"schema": "world_setting", "places": [p.id for p in setting.places]}


def _main_scenario(request: Request) -> _Made:
    upstream = read_upstream(request)
    people = upstream.characters or _cast(request, _shared_seed(request))
    places = upstream.world or _world(request, _shared_seed(request))
    theme = _string(request, "theme")
    subject = in_world(places, request.title, theme, request.language, request.seed)
    outline = Outline(
        chapters=_integer(request, "chapters", 3, 1, 20),
        scenes_per_chapter=_integer(request, "scenes_per_chapter", 4, 1, 12),
        endings=_integer(request, "endings", 2, 1, 8),
        events=_integer(request, "events", 2, 0, 40),
        outfits=[str(o) for o in _list(request, "outfits")] or ["uniform"],
        times_of_day=_known(request, "times_of_day", TimeOfDay) or list(get_args(TimeOfDay)),
        moods=_known(request, "moods", Mood),
    )
    scenario = make_scenario(request.title, subject, people, places, outline, request.language, request.seed)
    if request.params.get("with_lines", True):
        lines = write_lines(scenario, people, places, _wishes(request), request.language)
        chapters = [
            chapter.model_copy(update={"scenes": [s.model_copy(update={"lines": lines[s.id]}) for s in chapter.scenes]})
            for chapter in scenario.chapters
        ]
        # Validated anew: `model_copy` checks nothing.
        scenario = Scenario.model_validate(scenario.model_copy(update={"chapters": chapters}).model_dump())
    meta = {"schema": "scenario", "scenes": len(scenario.scenes), "endings": [e.id for e in scenario.endings]}
    return scenario, meta


def _dialogue(request: Request) -> _Made:
    if request.item is None:
        raise InvalidRequestError(
            "story.scene-missing",
            f"{request.address}: a dialogue is written for a scene, and none is given.",
            next_step="Add `foreach: scenario.scenes` to this entry of the project file.",
        )
    scene = Scene.model_validate(dict(request.item))
    upstream = read_upstream(request)
    people = upstream.characters or _cast_of(scene, request)
    places = upstream.world or _world(request, _shared_seed(request))
    scenario = _scenario_of(scene, upstream, request)
    lines = write_lines(scenario, people, places, _wishes(request), request.language)[scene.id]
    return Dialogue(scene=scene.id, lines=lines), {"schema": "dialogue", "scene": scene.id, "lines": len(lines)}


def _plain(request: Request) -> _Made:
    return FreeText(text=plain_text(request)), {"schema": "text"}


_MAKERS: dict[str, Callable[[Request], _Made]] = {
    "character_setting": _character_setting,
    "world_setting": _world_setting,
    "main_scenario": _main_scenario,
    "dialogue": _dialogue,
}


# --- documents that are not upstream ----------------------------------------------------------------------------


def _cast(request: Request, seed: int) -> CharacterSetting:
    asked: Any = request.params.get("characters") or []
    count = asked if isinstance(asked, int) else 0
    people = [] if isinstance(asked, int) else [one if isinstance(one, Mapping) else {"id": one} for one in asked]
    if not people and not count:
        count = cast.DEFAULT_COUNT
    count = _integer(request, "character_count", count, 0, 24)
    return cast.make_cast(people, count, _string(request, "genre"), request.language, seed)


def _cast_of(scene: Scene, request: Request) -> CharacterSetting:
    """People for the ids of a scene, where no character setting says who they are."""
    people: list[Mapping[str, Any]] = [{"id": one} for one in scene.characters]
    return cast.make_cast(people, len(people), _string(request, "genre"), request.language, _shared_seed(request))


def _world(request: Request, seed: int) -> WorldSetting:
    asked = request.params.get("places") or []
    count = asked if isinstance(asked, int) else 0
    places = [] if isinstance(asked, int) else [one if isinstance(one, Mapping) else {"kind": one} for one in asked]
    for one in places:
        if one.get("kind") not in get_args(PlaceKind):
            raise InvalidRequestError(
                "story.params-invalid",
                f"{request.address}: {one.get('kind')!r} is no kind of place.",
                next_step=f"Use one of {', '.join(get_args(PlaceKind))}.",
            )
    if not places and not count:
        count = world.DEFAULT_COUNT
    count = _integer(request, "place_count", count, 0, 40)
    genre, theme = _string(request, "genre"), _string(request, "theme")
    subject = choose(request.title, genre, theme, request.language, seed)
    return world.make_world(request.title, genre, subject, places, count, request.language, seed)


def _scenario_of(scene: Scene, upstream: Upstream, request: Request) -> Scenario:
    """The scenario that the scene is of; where it is not among the inputs, one that has this scene only."""
    if upstream.scenario is not None and any(s.id == scene.id for s in upstream.scenario.scenes):
        return upstream.scenario
    alone = scene.model_copy(update={"next": None, "choice": None, "ending": "end", "event": None})
    return Scenario(
        title=request.title[:80],
        logline=scene.summary,
        chapters=[Chapter(id="ch1", title=scene.title, scenes=[alone])],
        endings=[Ending(id="end", title=scene.title)],
    )


# --- parameters ---------------------------------------------------------------------------------------------------


def _shared_seed(request: Request) -> int:
    """The same for every request of a game that lacks the same document, whatever its own seed is."""
    return seed_of(0, f"{request.project}\n{request.title}")


def _wishes(request: Request) -> Wishes:
    sounds = request.params.get("sounds")
    return Wishes(
        lines_per_scene=_integer(request, "lines_per_scene", 8, 2, 60),
        expressions=_known(request, "expressions", Expression),
        sounds=None if sounds is None else _known(request, "sounds", SoundKind),
    )


def _integer(request: Request, name: str, default: int, least: int, most: int) -> int:
    value: Any = request.params.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InvalidRequestError(
            "story.params-invalid",
            f"{request.address}: {name} is {value!r}.",
            next_step=f"Give a whole number from {least} to {most}.",
        )
    return int(value)


def _string(request: Request, name: str) -> str:
    return str(request.params.get(name) or "")


def _list(request: Request, name: str) -> Sequence[Any]:
    value = request.params.get(name)
    return value if isinstance(value, list | tuple) else []


def _known(request: Request, name: str, words: Any) -> list[Any]:
    """The list's entries that the vocabulary has; what this provider cannot draw from is left to others."""
    return [one for one in _list(request, name) if one in get_args(words)]
