"""`Game` as the data that the page's scripts play: tables of texts and files, and labels of numbered statements.

No text of the game ever is a statement. A label is a list of `verb number` strings; the number leads into a table, and
the script that shows a text escapes it there. File names, scene ids and ending ids are checked by the model.
"""

from __future__ import annotations

import hashlib
from typing import Any

from yoake.build.web.credits import all_credits
from yoake.build.web.text import script_literal, shown
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

Change = list[Any]
"""What a step does to the stage: `["scene", file]`, `["show", character, file, position]`, `["hide", character]`,
`["event", file or None]`, `["music", file or None]`."""


class Story:
    """The tables; `data` is what the page gets."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._sprites = {c.id: c.sprites for c in game.characters}
        self._chapters: list[str] = []
        self.lines: list[list[str | None]] = []
        self.menus: list[dict[str, Any]] = []
        self.stages: list[list[Change]] = []
        self.labels = {scene.id: self._label(scene) for scene in game.scenes}

    def _label(self, scene: GameScene) -> list[str]:
        statements: list[str] = []
        changes: list[Change] = []
        if card := self._chapter_card(scene):
            statements.append(card)
        for step in scene.steps:
            if change := self._change(step):
                changes.append(change)
                continue
            if changes:
                statements.append(f"stage {len(self.stages)}")
                self.stages.append(changes)
                changes = []
            statements.append(self._statement(step))
        return statements

    def _chapter_card(self, scene: GameScene) -> str | None:
        """A card where a chapter begins: at the first scene, in the order of the game, that belongs to it."""
        title = shown(scene.chapter)
        if not title.strip() or title in self._chapters:
            return None
        self._chapters.append(title)
        return f"chapter {len(self._chapters) - 1}"

    def _change(self, step: Step) -> Change | None:
        match step:
            case Background():
                return ["scene", step.file]
            case Show():
                return ["show", step.character, self._sprites[step.character][step.sprite], step.position]
            case Hide():
                return ["hide", step.character]
            case Event() | Music():
                return [step.kind, step.file]
            case _:
                return None

    def _statement(self, step: Step) -> str:
        match step:
            case Say():
                return f"say {self._line(step.speaker, step.text, step.voice)}"
            case Sound():
                return f"sound {step.file}"
            case Video():
                return f"video {step.file}"
            case Menu():
                options = [{"text": shown(o.text), "to": o.to} for o in step.options]
                self.menus.append({"prompt": self._line(None, step.prompt, None), "options": options})
                return f"menu {len(self.menus) - 1}"
            case Jump():
                return f"jump {step.to}"
            case End():
                return f"ending {step.ending}"
            case _:
                raise TypeError(f"no statement for {step.kind}")

    def _line(self, speaker: str | None, text: str, voice: str | None) -> int:
        self.lines.append([speaker, shown(text), voice])
        return len(self.lines) - 1

    @property
    def data(self) -> dict[str, Any]:
        """Everything the page needs, as JSON data."""
        game, interface = self._game, self._game.interface
        tables: dict[str, Any] = {
            "start": game.scenes[0].id,
            "labels": self.labels,
            "lines": self.lines,
            "menus": self.menus,
            "stages": self.stages,
        }
        return {
            "project": game.project,
            "title": shown(game.title),
            "language": game.language,
            # saves of a game whose script has changed would lead astray, so they are kept apart by this
            "edition": hashlib.sha256(script_literal(tables).encode()).hexdigest()[:12],
            **tables,
            "chapters": self._chapters,
            "scenes": {s.id: {"title": shown(s.title), "pictures": _pictures(s, self._sprites)} for s in game.scenes},
            "characters": {c.id: {"name": shown(c.name), "colour": c.colour} for c in game.characters},
            "endings": {e.id: {"title": shown(e.title), "kind": e.kind} for e in game.endings},
            "gallery": [{"title": shown(p.title), "file": p.file} for p in game.gallery],
            "credits": [{k: shown(v) for k, v in c.model_dump().items()} for c in all_credits(game)],
            "interface": {
                "title_picture": interface.title_picture,
                "logo": interface.logo,
                "title_music": interface.title_music,
                "sounds": dict(sorted(interface.sounds.items())),
            },
        }


def _pictures(scene: GameScene, sprites: dict[str, dict[str, str]]) -> list[str]:
    """Pictures of the scene in the order of need, to be fetched before they are shown."""
    found: dict[str, None] = {}
    for step in scene.steps:
        match step:
            case Background():
                found[step.file] = None
            case Event() if step.file is not None:
                found[step.file] = None
            case Show():
                found[sprites[step.character][step.sprite]] = None
            case _:
                pass
    return list(found)


def used_files(game: Game) -> list[str]:
    """Every file that the page may ask for, in order of name."""
    interface = game.interface
    found = {interface.title_picture, interface.logo, interface.title_music}
    found.update(interface.parts.values(), interface.sounds.values(), (p.file for p in game.gallery))
    sprites = {c.id: c.sprites for c in game.characters}
    for scene in game.scenes:
        found.update(_pictures(scene, sprites))
        for step in scene.steps:
            match step:
                case Music() | Sound() | Video():
                    found.add(step.file)
                case Say():
                    found.add(step.voice)
                case _:
                    pass
    return sorted(name for name in found if name is not None)
