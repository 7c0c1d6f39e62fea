"""Puts the finished assets together: what was made, chosen and ordered, becomes the typed `Game`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from yoake.game.assemble_files import FileNames, plays
from yoake.game.assemble_input import Assembled, AssembleInput, MadeAsset, MissingFile
from yoake.game.assemble_scene import Stock, scene_steps
from yoake.game.assemble_stock import Backgrounds, Pictures, Sprites, Tunes, Voices
from yoake.game.model import (
    GalleryPicture,
    Game,
    GameCharacter,
    GameCredit,
    GameEnding,
    GameScene,
    Interface,
)
from yoake.providers.base import CreditKind
from yoake.texts.models import Line
from yoake.words import Category

NAME_COLOURS = ("#ff9ab0", "#9ab8ff", "#ffd27d", "#9fe0b5", "#d7a8ff", "#8fdcea", "#ffb48a", "#c8d46e")
"""Colours of the names of people whom no character setting describes."""
INTERFACE_SOUNDS = ("click", "cursor", "cancel", "page")
CREDIT_ORDER: tuple[str, ...] = get_args(CreditKind)


def assemble(source: AssembleInput) -> Assembled:
    """Turns finished assets into a game.

    Every scene gets the background of its place, music for its mood, its people, voices, effects and event picture;
    what does not exist is replaced by the nearest thing that does, or left out. The game is valid whatever is missing.

    Raises:
        ValueError: (pydantic) where a text cannot be shown at all, such as an empty title.
    """
    scenario = source.scenario
    lines = _lines(source)
    people = _people(source, lines)
    assets = [asset for asset in source.assets if plays(asset)]
    events = {event.id: event for event in scenario.events}
    kinds: dict[str, str] = {p.id: p.kind for p in source.world.places} if source.world else {}
    chapters = [(chapter.id, [scene.id for scene in chapter.scenes]) for chapter in scenario.chapters]
    pictures = Pictures(assets, events)
    stock = Stock(
        names=FileNames(assets),
        sprites=Sprites(assets, {who: name for who, (name, _) in people.items()}),
        backgrounds=Backgrounds(assets, kinds),
        tunes=Tunes(assets),
        voices=Voices(assets),
        pictures=pictures,
        clips=pictures.clips_by_scene(chapters),
        events=events,
    )
    scenes = [
        scene_steps(scene, lines[scene.id], chapter.title, stock)
        for chapter in scenario.chapters
        for scene in chapter.scenes
    ]
    game = Game(
        project=source.project,
        title=source.title,
        language=source.language,
        characters=_characters(people, stock),
        scenes=scenes,
        endings=[GameEnding(id=e.id, title=e.title, kind=e.kind) for e in scenario.endings],
        gallery=_gallery(source, stock),
        interface=_interface(stock),
        credits=merge_credits(stock.names.assets()),
        files=stock.names.files(),
    )
    return Assembled(game=game, missing=tuple(_missing(source, lines, people, stock, scenes)))


def merge_credits(assets: Iterable[MadeAsset]) -> list[GameCredit]:
    """Everybody who must be named, once each, by kind and then by name."""
    found = {(c.kind, c.name, c.licence, c.url, c.text): c for asset in assets for c in asset.credits}
    return [
        GameCredit(kind=c.kind, name=c.name, licence=c.licence, url=c.url, text=c.text)
        for _, c in sorted(found.items(), key=lambda kv: (CREDIT_ORDER.index(kv[0][0]), *kv[0][1:]))
    ]


def _lines(source: AssembleInput) -> dict[str, list[Line]]:
    """The lines of every scene: its dialogue's where there is one, else its own."""
    dialogues = {dialogue.scene: dialogue.lines for dialogue in source.dialogues}
    return {scene.id: list(dialogues.get(scene.id, scene.lines)) for scene in source.scenario.scenes}


def _people(source: AssembleInput, lines: dict[str, list[Line]]) -> dict[str, tuple[str, str]]:
    """Name and colour of everybody: of the setting, then of those who only turn up in the story."""
    people = {c.id: (c.name, c.name_colour) for c in source.characters.characters} if source.characters else {}
    for scene in source.scenario.scenes:
        for who in [*scene.characters, *(line.speaker for line in lines[scene.id])]:
            if who is not None and who not in people:
                people[who] = (who.replace("_", " ").title(), NAME_COLOURS[len(people) % len(NAME_COLOURS)])
    return people


def _characters(people: dict[str, tuple[str, str]], stock: Stock) -> list[GameCharacter]:
    return [
        GameCharacter(
            id=who,
            name=name,
            colour=colour,
            sprites={key: stock.names.use(asset) for key, asset in stock.sprites.keys(who).items()},
        )
        for who, (name, colour) in people.items()
    ]


def _gallery(source: AssembleInput, stock: Stock) -> list[GalleryPicture]:
    """The event pictures that scenes show; one that nothing shows could never be unlocked."""
    shown = {scene.event for scene in source.scenario.scenes}
    return [
        GalleryPicture(id=event.id, title=event.title, file=stock.names.use(stock.pictures.events[event.id]))
        for event in source.scenario.events
        if event.id in shown and event.id in stock.pictures.events
    ]


def _interface(stock: Stock) -> Interface:
    parts = {part: stock.names.use(asset) for part, asset in sorted(stock.pictures.parts.items())}
    music = stock.tunes.title()
    return Interface(
        title_picture=parts.pop("title_picture", None),
        logo=parts.pop("logo", None),
        parts=parts,
        title_music=None if music is None else stock.names.use(music),
        sounds={
            kind: stock.names.use(stock.tunes.sounds[kind]) for kind in INTERFACE_SOUNDS if kind in stock.tunes.sounds
        },
    )


def _missing(
    source: AssembleInput,
    lines: dict[str, list[Line]],
    people: dict[str, tuple[str, str]],
    stock: Stock,
    scenes: list[GameScene],
) -> Iterable[MissingFile]:
    """Pictures that a stand-in should be made for, each once, in the order of the story."""
    places = {p.id: p.name for p in source.world.places} if source.world else {}
    events = {event.id: event.title for event in source.scenario.events}
    asked: set[str] = set()

    def need(
        category: Category, of: str, label: str, why: str, meta: dict[str, str], size: tuple[int, int]
    ) -> Iterable[MissingFile]:
        name = f"{category}/missing_{of}.png"
        if name not in asked:
            asked.add(name)
            yield MissingFile(name, category, label, why, meta, *size)

    for scene, made in zip(source.scenario.scenes, scenes, strict=True):
        if stock.backgrounds.choose(scene) is None:
            label = places.get(scene.place, scene.place.replace("_", " ").title())
            why = f"The scene {made.id} plays at {scene.place}, and the game has no background at all."
            yield from need("background", scene.place, label, why, {"place": scene.place}, (1280, 720))
        for who in dict.fromkeys([*scene.characters, *(line.speaker for line in lines[scene.id])]):
            if who is not None and not stock.sprites.of.get(who):
                why = f"{who} appears in the scene {made.id}, and there is no picture of them."
                yield from need(
                    "character",
                    who,
                    people[who][0],
                    why,
                    {"character": who, "expression": "normal", "outfit": scene.outfit},
                    (760, 1280),
                )
        if scene.event is not None and scene.event not in stock.pictures.events:
            why = f"The scene {made.id} shows the event picture {scene.event}, which was not made."
            yield from need("event", scene.event, events[scene.event], why, {"event": scene.event}, (1280, 720))
