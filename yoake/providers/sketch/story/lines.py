"""The lines of a scenario's scenes, from the scripts that its scenes were planned with.

A scene is known again by its title, and the subject by the logline, so the same lines come out whether a scenario
writes them itself or a dialogue follows; a scene that somebody else planned gets lines from its own summary.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yoake.providers.sketch.story.cast import person
from yoake.providers.sketch.story.roles import roles, story_slots
from yoake.providers.sketch.story.scripts import (
    Pair,
    Script,
    ScriptLine,
    ambience,
    beats,
    by_title,
    chats,
    pick,
    reactions,
)
from yoake.providers.sketch.story.subject import Subject, choose, in_scenario
from yoake.providers.sketch.story.voices import Person, bend, fill
from yoake.texts.models import CharacterSetting, Expression, Line, Place, Scenario, Scene, SoundKind, WorldSetting
from yoake.words import Language

_LONGEST = 240
_MOST_LINES = 80
_CLOSE_FACES: dict[Expression, tuple[Expression, ...]] = {
    "normal": ("serious", "happy"),
    "happy": ("laughing", "normal"),
    "sad": ("worried", "normal"),
    "angry": ("serious", "worried", "normal"),
    "surprised": ("worried", "normal"),
    "shy": ("happy", "normal"),
    "worried": ("sad", "serious", "normal"),
    "laughing": ("happy", "normal"),
    "serious": ("angry", "normal"),
    "sleepy": ("normal",),
}
_FEELINGS = {
    "romantic": "warm", "festive": "warm", "ending": "warm", "daily": "warm", "tense": "tense", "battle": "tense",
    "mystery": "tense", "sad": "sad", "calm": "plain", "title": "plain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wishes:
    """How long scenes are, and which faces and sounds there are (none: all)."""

    lines_per_scene: int = 8
    expressions: Sequence[Expression] = ()
    sounds: Sequence[SoundKind] | None = None


def write_lines(
    scenario: Scenario, cast: CharacterSetting, world: WorldSetting, wishes: Wishes, language: Language
) -> dict[str, list[Line]]:
    """The lines of every scene, by the scene's id; no sentence comes twice while there are others."""
    writer = _Writer(scenario, cast, world, wishes, language)
    return {scene.id: writer.scene(scene, index == 0) for index, scene in enumerate(scenario.scenes)}


@dataclass(frozen=True, slots=True)
class _Spoken:
    role: str
    text: str
    expression: Expression
    sound: SoundKind | None
    optional: bool = False


class _Writer:
    def __init__(
        self, scenario: Scenario, cast: CharacterSetting, world: WorldSetting, wishes: Wishes, language: Language
    ) -> None:
        self.wishes, self.language = wishes, language
        about = f"{scenario.title}\n{scenario.logline}"
        seed = int.from_bytes(hashlib.sha256(about.encode()).digest()[:4])
        self.rng = random.Random(seed)
        known = in_scenario(scenario, language)
        self.ours = known is not None
        self.subject: Subject = known or choose(scenario.title, world.genre, scenario.logline, language, seed)
        self.title = scenario.title
        self.people = [person(c) for c in cast.characters]
        self.by_id = {p.id: p for p in self.people}
        self.places = {p.id: p for p in world.places}
        self.used: set[str] = set()

    def scene(self, scene: Scene, first: bool) -> list[Line]:
        """The lines of the next scene; scenes must come in the scenario's order."""
        script = by_title(self.language).get(scene.title) if self.ours else None
        people = self._people(scene, script)
        slots = story_slots(self.title, self.subject, self._place(scene), self.language)
        wanted = min(self.wishes.lines_per_scene, _MOST_LINES)
        lines = list(self._opening(scene, slots, people, 2 if wanted >= 12 else 1 if wanted >= 4 else 0))
        if script is None:
            lines += self._from_summary(scene, slots, people)
        else:
            if first and script.beat == "decision":
                # The only scene before the endings: it has to begin the story as well.
                lines += self._from_script(self.rng.choice(beats()["opening"]), slots, people)
            lines += self._from_script(script, slots, people)
        # A script that is a line or two longer than wished is better left whole.
        if len(lines) > wanted + 2:
            lines = self._shorten(lines, wanted)
        if len(lines) < wanted - 1:
            lines = self._lengthen(lines, wanted, scene, slots, people)
        return [self._line(scene, number, spoken, people) for number, spoken in enumerate(lines[:_MOST_LINES], 1)]

    # --- who and where ------------------------------------------------------------------------------------------

    def _people(self, scene: Scene, script: Script | None) -> dict[str, Person]:
        third = None
        if script is not None and "C" in script.cast:
            others = [c for c in scene.characters if c in self.by_id and c not in {p.id for p in self.people[:2]}]
            third = others[0] if others else None
        if script is None and scene.characters:
            # Whoever is there takes the roles, in order; the hero first where present.
            there = [self.by_id[c] for c in scene.characters if c in self.by_id] or self.people[:1]
            there.sort(key=lambda p: p is not self.people[0])
            return {role: there[min(i, len(there) - 1)] for i, role in enumerate("ABC")}
        return roles(self.people, third, self.language)

    def _place(self, scene: Scene) -> Place | None:
        return self.places.get(scene.place)

    # --- sources of lines -----------------------------------------------------------------------------------------

    def _from_script(self, script: Script, slots: Mapping[str, str], people: Mapping[str, Person]) -> Iterator[_Spoken]:
        for line in script.lines:
            yield self._say(line, slots, people)

    def _say(self, line: ScriptLine, slots: Mapping[str, str], people: Mapping[str, Person]) -> _Spoken:
        speaker = people.get(line.role)
        text = fill(pick(line.text, self.language), slots, people, speaker)
        if speaker is not None:
            text = bend(text, speaker.voice, self.language)
        self.used.add(text)
        return _Spoken(line.role, text, line.expression, line.sound, line.optional)

    def _opening(
        self, scene: Scene, slots: Mapping[str, str], people: Mapping[str, Person], count: int
    ) -> Iterator[_Spoken]:
        raw = ambience()
        place = self._place(scene)
        where = list(raw["places"].get(place.kind, [])) if place else []
        when = list(raw["times"][scene.time_of_day])
        sky = list(raw["weather"][scene.weather])
        self.rng.shuffle(where)
        self.rng.shuffle(when)
        self.rng.shuffle(sky)
        # The sky outside a window says nothing in a wood at noon: cicadas and sunlight belong to clear weather.
        order = (
            [sky, where, when] if scene.weather != "clear" else [where, when] if len(self.used) % 2 else [when, where]
        )
        given = 0
        for pool in order:
            for sound, ja, en in pool:
                if given == count:
                    return
                text = fill(pick((ja, en), self.language), slots, people)
                if text not in self.used:
                    self.used.add(text)
                    given += 1
                    yield _Spoken("N", text[:1].upper() + text[1:], "normal", None if sound == "-" else sound)
                    break

    def _from_summary(self, scene: Scene, slots: Mapping[str, str], people: Mapping[str, Person]) -> Iterator[_Spoken]:
        speaking = [r for i, r in enumerate("ABC") if i < max(1, len({p.id for p in people.values()}))]
        told = [s.strip() for s in re.findall(r"[^。！？.!?]+[。！？.!?」』\"]*", scene.summary) if s.strip()]
        turn = 0
        for sentence in told or [scene.summary]:
            yield _Spoken("N", sentence[:_LONGEST], "normal", None)
            for _ in range(2):
                yield self._react(scene, speaking[turn % len(speaking)], slots, people)
                turn += 1

    def _react(self, scene: Scene, role: str, slots: Mapping[str, str], people: Mapping[str, Person]) -> _Spoken:
        pools = reactions()
        every = [*pools[_FEELINGS[scene.mood]], *pools["plain"]]
        self.rng.shuffle(every)
        texts = [(face, self._spoken_text((ja, en), slots, people, people[role])) for face, ja, en in every]
        face, text = next(((f, t) for f, t in texts if t not in self.used), texts[0])
        self.used.add(text)
        return _Spoken(role, text, face, None, optional=True)

    def _spoken_text(self, pair: Pair, slots: Mapping[str, str], people: Mapping[str, Person], speaker: Person) -> str:
        text = fill(pick(pair, self.language), slots, people, speaker)
        return bend(text, speaker.voice, self.language)

    # --- length -----------------------------------------------------------------------------------------------------

    def _shorten(self, lines: list[_Spoken], wanted: int) -> list[_Spoken]:
        """Leaves out what may be left out from the end on, then narration, and always keeps a word of the hero's."""
        kept = list(lines)
        stages: list[Callable[[_Spoken], bool]] = [
            lambda s: s.optional,
            lambda s: s.role == "N",
            lambda s: s.role != "A",
        ]
        for may_go in stages:
            for index in range(len(kept) - 2, 0, -1):
                if len(kept) <= wanted:
                    return kept
                if may_go(kept[index]):
                    del kept[index]
        if len(kept) > wanted:
            hero = next((s for s in reversed(kept) if s.role == "A"), kept[-1])
            kept = [*[s for s in kept if s is not hero][: wanted - 1], hero]
        return kept

    def _lengthen(
        self,
        lines: list[_Spoken],
        wanted: int,
        scene: Scene,
        slots: Mapping[str, str],
        people: Mapping[str, Person],
    ) -> list[_Spoken]:
        """Puts small talk into the middle, where somebody is there to talk to."""
        pairs = list(chats())
        self.rng.shuffle(pairs)
        present = set(scene.characters)
        partner = people["B"] if people["B"].id in present else people["C"]
        if partner.id not in present or partner.id == people["A"].id or people["A"].id not in present:
            return lines
        cast = {"A": people["A"], "B": partner, "C": people["C"]}
        role = next(r for r in ("B", "C") if people[r].id == partner.id)
        grown = list(lines)
        at = min(2, len(grown))
        for pair in pairs:
            if len(grown) + 2 > wanted:
                break
            texts = [self._spoken_text(line.text, slots, cast, cast[line.role]) for line in pair]
            if any(text in self.used for text in texts):
                continue
            self.used.update(texts)
            grown[at:at] = [
                _Spoken("A" if line.role == "A" else role, text, line.expression, line.sound)
                for line, text in zip(pair, texts, strict=True)
            ]
            at = min(at + 2, len(grown) - 1)
        return grown

    # --- the document -------------------------------------------------------------------------------------------------

    def _line(self, scene: Scene, number: int, spoken: _Spoken, people: Mapping[str, Person]) -> Line:
        speaker = people.get(spoken.role)
        text = spoken.text
        if speaker is not None and not speaker.id:
            text = f"「{text}」" if self.language == "ja" else f'"{text}"'
        sound = spoken.sound if self.wishes.sounds is None or spoken.sound in self.wishes.sounds else None
        return Line(
            id=f"{_prefix(scene.id)}_l{number:02d}",
            speaker=speaker.id or None if speaker is not None else None,
            text=text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…",
            expression=self._face(spoken.expression),
            sound=sound,
        )

    def _face(self, wanted: Expression) -> Expression:
        allowed = self.wishes.expressions
        if not allowed or wanted in allowed:
            return wanted
        return next((face for face in _CLOSE_FACES[wanted] if face in allowed), allowed[0])


def _prefix(scene: str) -> str:
    """The scene's id, shortened where the line's number would not fit behind it any more."""
    if len(scene) <= 42:
        return scene
    return f"{scene[:33]}_{hashlib.sha256(scene.encode()).hexdigest()[:8]}"
