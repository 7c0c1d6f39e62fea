"""The story as Ren'Py script: one file a chapter, statements only, every text in a quoted literal."""

from __future__ import annotations

from collections.abc import Iterator

from yoake.build.renpy.names import Pictures, folder_of, label, speaker
from yoake.build.renpy.text import literal, one_line, pages, quoted
from yoake.game.model import (
    Background,
    End,
    Event,
    Game,
    GameScene,
    Hide,
    Jump,
    Menu,
    Music,
    Say,
    Show,
    Sound,
    Step,
    Video,
)

X_OF_POSITION = {"left": 0.24, "center": 0.5, "right": 0.76}
"""Where on the width of the screen a person stands."""


def chapter_scripts(game: Game, names: Pictures, sizes: dict[str, float], videos: dict[str, str]) -> dict[str, str]:
    """The script files by name.

    Args:
        sizes: zoom of each character's pictures.
        videos: file of the game to the file that Ren'Py plays.
    """
    endings = {ending.id: ending.title for ending in game.endings}
    scripts: dict[str, list[str]] = {"script.rpy": ["label start:", f"    jump {label(game.scenes[0].id)}"]}
    chapters = list(dict.fromkeys(scene.chapter for scene in game.scenes))
    for number, chapter in enumerate(chapters, 1):
        name = f"chapter_{number:02}.rpy"
        scripts[name] = []
        card = True
        for scene in game.scenes:
            if scene.chapter == chapter:
                scripts[name] += ["", f"label {label(scene.id)}:"]
                scripts[name] += [f"    {line}" for line in _opening(scene, card)]
                scripts[name] += [
                    f"    {line}" for s in scene.steps for line in _step(scene.id, s, names, sizes, videos, endings)
                ]
                card = False
    return {name: "\n".join(lines).lstrip("\n") + "\n" for name, lines in scripts.items()}


def _opening(scene: GameScene, card: bool) -> Iterator[str]:
    yield f"$ save_name = {quoted(one_line(scene.title))}"
    if card:
        yield f"call yoake_chapter({quoted(one_line(scene.chapter))}) from {label(scene.id)}_card"


def _step(
    scene: str, step: Step, names: Pictures, sizes: dict[str, float], videos: dict[str, str], endings: dict[str, str]
) -> Iterator[str]:
    match step:
        case Background():
            yield f"scene {names.of_file[f'bg:{step.file}']}"
            yield "with yoake_scene"
        case Show():
            at = f"yoake_stand({X_OF_POSITION[step.position]}, {sizes[step.character]})"
            yield f"show {names.of_sprite[step.character, step.sprite]} at {at}"
        case Hide():
            yield f"hide ch_{step.character}"
        case Music(file=None):
            yield "stop music fadeout 1.5"
        case Music():
            yield f"play music {literal(folder_of(str(step.file)))} fadeout 1.0 fadein 1.0 if_changed"
        case Sound():
            yield f"play sound {literal(folder_of(step.file))}"
        case Event(file=None):
            yield "hide event"
            yield "with yoake_scene"
        case Event():
            yield f"show {names.of_file[f'event:{step.file}']} zorder 50"
            yield "with yoake_slow"
        case Video():
            yield "stop music fadeout 0.5"
            yield f"$ yoake_video({literal(videos[step.file])})"
        case Say():
            yield from _say(step)
        case Menu():
            yield "menu:"
            yield f"    {quoted(one_line(step.prompt))}"
            for option in step.options:
                yield f"    {quoted(one_line(option.text))}:"
                yield f"        jump {label(option.to)}"
        case Jump():
            yield f"jump {label(step.to)}"
        case End():
            title = quoted(one_line(endings[step.ending]))
            yield f"call yoake_the_end({literal(step.ending)}, {title}) from {label(scene)}_end"
            yield "return"


def _say(step: Say) -> Iterator[str]:
    if step.voice is not None:
        yield f"voice {literal(folder_of(step.voice))}"
    for number, page in enumerate(pages(step.text)):
        if number and step.voice is not None:
            yield "voice sustain"
        yield f"{speaker(step.speaker)} {quoted(page)}" if step.speaker is not None else quoted(page)
