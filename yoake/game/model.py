"""`game.json`: the whole game as data, between the assets and the engines.

Integration writes it, the web and Ren'Py builds read it. All text is raw text: each build escapes it for its target.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from yoake.texts.models import Colour, Id, Position
from yoake.words import Category, Language

FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(/[a-z0-9_]+)*\.[a-z0-9]{2,5}$", max_length=200)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AssetFile(_Model):
    """One file of the game, by its content."""

    address: str = Field(description="the asset it is, `task_id` or `task_id/item`")
    category: Category
    name: FileName = Field(description="path in the game, unique: `character/hero_uniform_happy.png`")
    sha256: Sha256
    media_type: str
    placeholder: bool = False


class GameCharacter(_Model):
    """A person on the stage."""

    id: Id
    name: str
    colour: Colour
    sprites: dict[str, FileName] = Field(
        default_factory=dict, description="`outfit/expression` to file; empty for one who is only heard"
    )


class Background(_Model):
    """Sets the scene."""

    kind: Literal["background"] = "background"
    file: FileName


class Show(_Model):
    """Puts a character on the stage, or changes how it looks there."""

    kind: Literal["show"] = "show"
    character: Id
    sprite: str = Field(description="key into the character's sprites, `outfit/expression`")
    position: Position = "center"


class Hide(_Model):
    """Takes a character off the stage."""

    kind: Literal["hide"] = "hide"
    character: Id


class Music(_Model):
    """Plays a loop, fading from the one before; none stops the music."""

    kind: Literal["music"] = "music"
    file: FileName | None


class Sound(_Model):
    """Plays an effect once."""

    kind: Literal["sound"] = "sound"
    file: FileName


class Event(_Model):
    """Shows an event picture over the whole stage; it joins the gallery. None goes back to the background."""

    kind: Literal["event"] = "event"
    file: FileName | None


class Video(_Model):
    """Plays a clip full screen; a click skips it."""

    kind: Literal["video"] = "video"
    file: FileName


class Say(_Model):
    """A line: spoken by a character, or narrated where there is no speaker."""

    kind: Literal["say"] = "say"
    speaker: Id | None = None
    text: str = Field(min_length=1, max_length=1000)
    voice: FileName | None = None


class MenuOption(_Model):
    """One answer."""

    text: str = Field(min_length=1, max_length=200)
    to: Id


class Menu(_Model):
    """A choice; the last step of its scene."""

    kind: Literal["menu"] = "menu"
    prompt: str = Field(min_length=1, max_length=200)
    options: list[MenuOption] = Field(min_length=2, max_length=4)


class Jump(_Model):
    """Goes on with another scene; the last step of its scene."""

    kind: Literal["jump"] = "jump"
    to: Id


class End(_Model):
    """An ending; the last step of its scene."""

    kind: Literal["end"] = "end"
    ending: Id


Step = Annotated[
    Background | Show | Hide | Music | Sound | Event | Video | Say | Menu | Jump | End, Field(discriminator="kind")
]


class GameScene(_Model):
    """A label of the script."""

    id: Id
    title: str
    chapter: str
    steps: list[Step] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_once(self) -> Self:
        last = [s.kind in ("menu", "jump", "end") for s in self.steps]
        if not last[-1] or any(last[:-1]):
            raise ValueError(f"scene {self.id}: exactly its last step must be a menu, a jump or an end")
        return self


class GameEnding(_Model):
    """One way the game ends."""

    id: Id
    title: str
    kind: Literal["good", "normal", "bad", "true"]


class GalleryPicture(_Model):
    """An event picture that can be seen again once met."""

    id: Id
    title: str
    file: FileName


class GameCredit(_Model):
    """A line of the credits, from the catalog's provenance."""

    kind: str
    name: str
    licence: str
    url: str = ""
    text: str = ""


class Interface(_Model):
    """Pictures and sounds of the interface; a build draws its own where one is missing."""

    title_picture: FileName | None = None
    logo: FileName | None = None
    parts: dict[str, FileName] = Field(default_factory=dict, description="ui part name to file: `textbox`, `button`...")
    title_music: FileName | None = None
    sounds: dict[str, FileName] = Field(default_factory=dict, description="`click`, `cursor`, `cancel`...")


class Game(_Model):
    """The whole game."""

    format: Literal[1] = 1
    project: str = Field(pattern=r"^[a-z0-9_-]{1,64}$")
    title: str
    language: Language
    characters: list[GameCharacter]
    scenes: list[GameScene] = Field(min_length=1, description="the first one starts the game")
    endings: list[GameEnding] = Field(min_length=1)
    gallery: list[GalleryPicture] = Field(default_factory=list)
    interface: Interface = Interface()
    credits: list[GameCredit] = Field(default_factory=list)
    files: list[AssetFile]

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        names = [f.name for f in self.files]
        known = set(names)
        if len(known) < len(names):
            raise ValueError("a file name is used twice")
        scenes = {s.id for s in self.scenes}
        endings = {e.id for e in self.endings}
        sprites = {c.id: c.sprites for c in self.characters}
        for scene in self.scenes:
            for step in scene.steps:
                match step:
                    case Show() if step.sprite not in sprites.get(step.character, {}):
                        raise ValueError(f"{scene.id}: no picture {step.sprite} of {step.character}")
                    case Say() if step.speaker is not None and step.speaker not in sprites:
                        raise ValueError(f"{scene.id}: unknown speaker {step.speaker}")
                    case Menu() if any(o.to not in scenes for o in step.options):
                        raise ValueError(f"{scene.id}: a choice leads to an unknown scene")
                    case Jump() if step.to not in scenes:
                        raise ValueError(f"{scene.id}: leads to the unknown scene {step.to}")
                    case End() if step.ending not in endings:
                        raise ValueError(f"{scene.id}: unknown ending {step.ending}")
                    case _:
                        pass
                file = getattr(step, "voice", None) or getattr(step, "file", None)
                if file is not None and file not in known:
                    raise ValueError(f"{scene.id}: unknown file {file}")
        for character in self.characters:
            for file in character.sprites.values():
                if file not in known:
                    raise ValueError(f"{character.id}: unknown file {file}")
        return self
