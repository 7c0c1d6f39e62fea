"""Names in the script: of labels, people and pictures. Each has a prefix, so none can be one of Ren'Py's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yoake.game.model import Game, GameCharacter


def label(scene: str) -> str:
    """The label of a scene."""
    return f"scene_{scene}"


def speaker(character: str) -> str:
    """The variable that holds a `Character`."""
    return f"who_{character}"


def folder_of(name: str) -> str:
    """Where a file of the game lies inside the project."""
    top = name.split("/", 1)[0]
    return name if top in ("voice", "video") else f"{'audio' if top in ('bgm', 'se') else 'images'}/{name}"


@dataclass
class Pictures:
    """Image names by file (`bg pic_school`) and by sprite (`ch_hero wear_uniform face_happy`)."""

    of_file: dict[str, str] = field(default_factory=dict)
    of_sprite: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, game: Game) -> Pictures:
        """The image names of every picture that scenes or the gallery show."""
        found = cls()
        taken: set[str] = set()
        for scene in game.scenes:
            for step in scene.steps:
                if step.kind == "background":
                    found._name("bg", step.file, taken)
                elif step.kind == "event" and step.file is not None:
                    found._name("event", step.file, taken)
        for picture in game.gallery:
            found._name("event", picture.file, taken)
        for character in game.characters:
            found.of_sprite |= _sprites(character)
        return found

    def _name(self, tag: str, file: str, taken: set[str]) -> None:
        key = f"{tag}:{file}"
        if key in self.of_file:
            return
        stem = file.rsplit(".", 1)[0].split("/", 1)[-1].replace("/", "_")
        name, number = f"{tag} pic_{stem}", 2
        while name in taken:
            name, number = f"{tag} pic_{stem}_{number}", number + 1
        taken.add(name)
        self.of_file[key] = name


def _sprites(character: GameCharacter) -> dict[tuple[str, str], str]:
    """Outfit and expression as attributes where the keys allow it, else a number a picture."""
    keys = list(character.sprites)
    clean = all(re.fullmatch(r"[a-z0-9_]+/[a-z0-9_]+", key) for key in keys)
    names: dict[tuple[str, str], str] = {}
    for number, key in enumerate(keys):
        outfit, _, face = key.partition("/")
        look = f"wear_{outfit} face_{face}" if clean else f"look_{number}"
        names[character.id, key] = f"ch_{character.id} {look}"
    return names
