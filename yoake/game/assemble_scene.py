"""One scene of the scenario as the steps of the game."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yoake.game.assemble_files import FileNames
from yoake.game.assemble_input import MadeAsset
from yoake.game.assemble_stock import Backgrounds, Pictures, Sprites, Tunes, Voices
from yoake.game.model import (
    Background,
    End,
    Event,
    GameScene,
    Hide,
    Jump,
    Menu,
    MenuOption,
    Music,
    Say,
    Show,
    Sound,
    Step,
    Video,
)
from yoake.texts.models import EventPicture, Line, Position, Scene

PLACES: dict[int, tuple[Position, ...]] = {1: ("center",), 2: ("left", "right"), 3: ("left", "center", "right")}
"""Where the people on the stage stand, by their number."""
LONGEST_SAY = 200
"""Characters of a summary that one text box takes."""
JOIN_BELOW = 60
"""Short sentences share a text box up to this many characters."""


@dataclass
class Stock:
    """All that scenes draw on."""

    names: FileNames
    sprites: Sprites
    backgrounds: Backgrounds
    tunes: Tunes
    voices: Voices
    pictures: Pictures
    clips: dict[str, MadeAsset]
    events: dict[str, EventPicture]


@dataclass
class _Stage:
    """Who stands where; people move up when somebody joins them."""

    stock: Stock
    scene: Scene
    at: dict[str, tuple[str, Position]] = field(default_factory=dict)
    spoke: list[str] = field(default_factory=list)

    def enter(self, who: str, expression: str) -> list[Step]:
        """Steps that show `who` with `expression`; none where they stand like that already."""
        key = self.stock.sprites.choose(who, self.scene.outfit, expression)
        if key is None:
            return []
        steps: list[Step] = []
        if who not in self.at and len(self.at) == max(PLACES):
            # the one who has been silent longest makes room
            leaving = min(self.at, key=lambda w: self.spoke.index(w) if w in self.spoke else -1)
            del self.at[leaving]
            steps.append(Hide(character=leaving))
        if who in self.spoke:
            self.spoke.remove(who)
        self.spoke.append(who)
        keys = {w: k for w, (k, _) in self.at.items()} | {who: key}
        order = sorted(keys, key=self._rank)
        for person, position in zip(order, PLACES[len(order)], strict=True):
            if self.at.get(person) != (keys[person], position):
                self.at[person] = (keys[person], position)
                steps.append(Show(character=person, sprite=keys[person], position=position))
        return steps

    def _rank(self, who: str) -> tuple[int, str]:
        listed = self.scene.characters
        return (listed.index(who) if who in listed else len(listed), who)


def scene_steps(scene: Scene, lines: Sequence[Line], chapter: str, stock: Stock) -> GameScene:
    """Puts a scene on the stage: background, music, people, lines with voices and effects, event picture, exit."""
    steps: list[Step] = []
    if scene.id in stock.clips:
        steps.append(Video(file=stock.names.use(stock.clips[scene.id])))
    background = stock.backgrounds.choose(scene)
    if background is not None:
        steps.append(Background(file=stock.names.use(background)))
    music = stock.tunes.for_mood(scene.mood)
    if music is not None:
        steps.append(Music(file=stock.names.use(music)))
    stage = _Stage(stock, scene)
    speakers = {line.speaker for line in lines}
    for who in scene.characters[: max(PLACES)]:
        if who not in speakers:  # there from the start: nothing they say brings them in
            steps += stage.enter(who, "normal")
    picture = stock.pictures.events.get(scene.event) if scene.event is not None else None
    moment = _moment(stock.events[scene.event], lines) if picture is not None and scene.event is not None else -1
    told = lines or [Line(id=f"n{i}", text=part) for i, part in enumerate(_sentences(scene.summary))]
    for index, line in enumerate(told):
        if picture is not None and index == max(moment, 0):
            steps.append(Event(file=stock.names.use(picture)))
        elif line.speaker is not None and not (picture is not None and index > moment):
            steps += stage.enter(line.speaker, line.expression)
        sound = stock.tunes.for_sound(line.sound) if line.sound is not None else None
        if sound is not None:
            steps.append(Sound(file=stock.names.use(sound)))
        voice = stock.voices.choose(line)
        steps.append(Say(speaker=line.speaker, text=line.text, voice=None if voice is None else stock.names.use(voice)))
    if picture is not None and scene.ending is None:
        steps.append(Event(file=None))
    if background is None and scene.ending is None:
        # no picture of the next scene will clear the stage
        steps += [Hide(character=who) for who in stage.at]
    steps.append(_exit(scene))
    return GameScene(id=scene.id, title=scene.title, chapter=chapter, steps=steps)


def _exit(scene: Scene) -> Step:
    if scene.choice is not None:
        options = [MenuOption(text=option.text, to=option.next) for option in scene.choice.options]
        return Menu(prompt=scene.choice.prompt, options=options)
    if scene.next is not None:
        return Jump(to=scene.next)
    return End(ending=str(scene.ending))


def _moment(event: EventPicture, lines: Sequence[Line]) -> int:
    """Index of the line that the event picture appears with.

    In the second half, where somebody in the picture first wears its expression; else where one of them speaks;
    else at 60 % of the scene.
    """
    second_half = range(len(lines) // 2, len(lines))
    for index in second_half:
        if lines[index].speaker in event.characters and lines[index].expression == event.expression:
            return index
    for index in second_half:
        if lines[index].speaker in event.characters:
            return index
    return len(lines) * 6 // 10


def _sentences(text: str) -> list[str]:
    """`text` in pieces that fit a text box, cut after sentences where possible."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[。！？])(?![。！？」』）])|(?<=[.!?])\s+|\s*\n\s*", text):
        for start in range(0, len(sentence), LONGEST_SAY):
            piece = sentence[start : start + LONGEST_SAY].strip()
            joint = " " if piece.isascii() else ""
            if pieces and piece and len(pieces[-1]) + len(piece) < JOIN_BELOW:
                pieces[-1] += joint + piece
            elif piece:
                pieces.append(piece)
    return pieces or [text[:LONGEST_SAY]]
