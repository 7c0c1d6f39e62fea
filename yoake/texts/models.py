"""Schemas of the text results: what an LLM must answer, and what the sketch provider writes.

Every result is one JSON document. Ids are safe as file names and as script labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
SpokenText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]

Expression = Literal["normal", "happy", "sad", "angry", "surprised", "shy", "worried", "laughing", "serious", "sleepy"]
TimeOfDay = Literal["morning", "day", "evening", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow"]
PlaceKind = Literal[
    "school", "classroom", "street", "room", "shrine", "forest", "seaside", "cafe", "castle",
    "library", "rooftop", "station", "park",
]  # fmt: skip
Mood = Literal["title", "daily", "calm", "sad", "tense", "romantic", "mystery", "festive", "ending", "battle"]
SoundKind = Literal[
    "click", "cursor", "cancel", "page", "chime", "bell", "door_open", "door_close", "knock", "footsteps", "run",
    "rain", "wind", "waves", "birds", "cicadas", "crickets", "crowd", "applause", "heartbeat", "glass", "sword",
    "magic", "sparkle", "thunder", "train", "car", "phone", "camera", "fire", "splash", "whoosh", "typing", "clock",
]  # fmt: skip
Position = Literal["left", "center", "right"]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Appearance(_Document):
    """How a character looks; every picture of the character follows it."""

    hair_style: Literal[
        "long_straight", "long_wavy", "bob", "short", "ponytail", "twintails", "braid", "bun", "spiky", "messy",
        "slicked", "curly",
    ]  # fmt: skip
    hair_colour: Colour
    eye_colour: Colour
    skin_tone: Literal["fair", "light", "medium", "tan", "dark"] = "light"
    build: Literal["slim", "average", "athletic", "sturdy", "petite"] = "average"
    accessory: Literal[
        "none", "ribbon", "hairpin", "glasses", "headband", "hat", "earrings", "scarf", "flower",
    ] = "none"  # fmt: skip
    main_colour: Colour = Field(description="main colour of the clothes")
    accent_colour: Colour = Field(description="ties, ribbons, trims")


class VoiceTraits(_Document):
    """How a character sounds."""

    pitch_semitones: float = Field(0.0, ge=-12, le=12, description="shift against the voice's own pitch")
    speed: float = Field(1.0, ge=0.5, le=2.0, description="1.0 is the voice's own tempo")
    style_id: int | None = Field(None, ge=0, description="VOICEVOX style, where VOICEVOX speaks")


class Character(_Document):
    """One person of the story."""

    id: Id
    name: ShortText = Field(description="as shown in the game")
    reading: str = Field("", max_length=80, description="kana reading of the name, for the voice")
    role: ShortText
    gender: Literal["female", "male"]
    age_group: Literal["child", "teen", "adult", "elder"] = "teen"
    personality: LongText
    speech_style: ShortText
    appearance: Appearance
    voice: VoiceTraits = VoiceTraits()
    name_colour: Colour = Field(description="colour of the name in the game")


class CharacterSetting(_Document):
    """Result of the template `character_setting`."""

    characters: list[Character] = Field(min_length=1, max_length=24)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        _unique("character", (c.id for c in self.characters))
        return self


class Place(_Document):
    """One place of the story; each gets a background."""

    id: Id
    name: ShortText
    kind: PlaceKind
    description: LongText


class WorldSetting(_Document):
    """Result of the template `world_setting`."""

    title: ShortText
    genre: ShortText
    era: ShortText
    summary: LongText
    themes: list[ShortText] = Field(min_length=1, max_length=8)
    places: list[Place] = Field(min_length=1, max_length=40)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        _unique("place", (p.id for p in self.places))
        return self


class Line(_Document):
    """One line of text in the game: spoken (with a speaker) or narrated (without)."""

    id: Id = Field(description="unique in the whole game; names the voice file")
    speaker: Id | None = Field(None, description="a character's id; none for narration")
    text: SpokenText
    expression: Expression = "normal"
    sound: SoundKind | None = Field(None, description="effect played with the line")


class ChoiceOption(_Document):
    """One answer a player can pick."""

    text: ShortText
    next: Id = Field(description="scene that follows")


class Choice(_Document):
    """A question to the player at the end of a scene."""

    prompt: ShortText
    options: list[ChoiceOption] = Field(min_length=2, max_length=4)


class Scene(_Document):
    """One scene: a place, a time, who is there, what happens, and where it leads.

    Exactly one of `next`, `choice` and `ending` is set.
    """

    id: Id
    title: ShortText
    summary: LongText
    place: Id
    time_of_day: TimeOfDay = "day"
    weather: Weather = "clear"
    mood: Mood = "daily"
    characters: list[Id] = Field(default_factory=list, max_length=4)
    outfit: Id = Field("uniform", description="what the characters wear in this scene")
    event: Id | None = Field(None, description="event picture shown in this scene")
    lines: list[Line] = Field(default_factory=list, max_length=80, description="empty where a dialogue follows")
    next: Id | None = None
    choice: Choice | None = None
    ending: Id | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if sum(x is not None for x in (self.next, self.choice, self.ending)) != 1:
            raise ValueError(f"scene {self.id}: exactly one of next, choice and ending must be set")
        return self

    def successors(self) -> list[str]:
        """Ids of the scenes that may follow."""
        if self.choice:
            return [option.next for option in self.choice.options]
        return [self.next] if self.next else []


class Chapter(_Document):
    """Some scenes under one heading."""

    id: Id
    title: ShortText
    scenes: list[Scene] = Field(min_length=1, max_length=40)


class Ending(_Document):
    """One way the story ends."""

    id: Id
    title: ShortText
    kind: Literal["good", "normal", "bad", "true"] = "normal"


class EventPicture(_Document):
    """A picture of a moment: a place and the people in it."""

    id: Id
    title: ShortText
    place: Id
    time_of_day: TimeOfDay = "day"
    characters: list[Id] = Field(min_length=1, max_length=3)
    expression: Expression = "happy"
    description: LongText


class Scenario(_Document):
    """Result of the template `main_scenario`. The first scene of the first chapter starts the game."""

    title: ShortText
    logline: LongText
    chapters: list[Chapter] = Field(min_length=1, max_length=20)
    endings: list[Ending] = Field(min_length=1, max_length=12)
    events: list[EventPicture] = Field(default_factory=list, max_length=40)

    @property
    def scenes(self) -> list[Scene]:
        """All scenes in the order of the chapters."""
        return [scene for chapter in self.chapters for scene in chapter.scenes]

    @property
    def lines(self) -> list[Line]:
        """All lines in the order of the scenes."""
        return [line for scene in self.scenes for line in scene.lines]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        scenes = {scene.id: scene for scene in self.scenes}
        _unique("scene", (scene.id for scene in self.scenes))
        _unique("line", (line.id for line in self.lines))
        _unique("ending", (ending.id for ending in self.endings))
        endings = {ending.id for ending in self.endings}
        events = {event.id for event in self.events}
        for scene in self.scenes:
            for target in scene.successors():
                if target not in scenes:
                    raise ValueError(f"scene {scene.id} leads to the unknown scene {target}")
            if scene.ending and scene.ending not in endings:
                raise ValueError(f"scene {scene.id} has the unknown ending {scene.ending}")
            if scene.event and scene.event not in events:
                raise ValueError(f"scene {scene.id} shows the unknown event picture {scene.event}")
        seen: set[str] = set()
        stack = [self.scenes[0].id]
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                stack.extend(scenes[at].successors())
        if lost := [s for s in scenes if s not in seen]:
            raise ValueError(f"scenes that no path reaches: {', '.join(lost)}")
        reached = {scenes[s].ending for s in seen}
        if lost := [e for e in endings if e not in reached]:
            raise ValueError(f"endings that no path reaches: {', '.join(sorted(lost))}")
        _acyclic(scenes)
        return self


class Dialogue(_Document):
    """Result of the template `dialogue`: the lines of one scene."""

    scene: Id
    lines: list[Line] = Field(min_length=1, max_length=80)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        _unique("line", (line.id for line in self.lines))
        return self


def _unique(what: str, ids: Iterator[str]) -> None:
    seen: set[str] = set()
    for item in ids:
        if item in seen:
            raise ValueError(f"the {what} id {item} is used twice")
        seen.add(item)


def _acyclic(scenes: dict[str, Scene]) -> None:
    """Every play-through must come to an end, so the scenes may not lead in a circle."""
    waiting = dict.fromkeys(scenes, 0)
    for scene in scenes.values():
        for target in scene.successors():
            waiting[target] += 1
    free = [s for s, count in waiting.items() if count == 0]
    done = 0
    while free:
        done += 1
        for target in scenes[free.pop()].successors():
            waiting[target] -= 1
            if waiting[target] == 0:
                free.append(target)
    if done < len(scenes):
        raise ValueError("the scenes lead in a circle: no play-through would end")
