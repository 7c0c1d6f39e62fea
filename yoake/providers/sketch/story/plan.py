"""The scenario: a plot laid over a shape, with people, places, times and choices. The lines come after (`lines.py`)."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yoake.providers.sketch.story.cast import person
from yoake.providers.sketch.story.headings import headings
from yoake.providers.sketch.story.plot import Casting
from yoake.providers.sketch.story.roles import roles, story_slots
from yoake.providers.sketch.story.scripts import Pair, Script, ambience, pick
from yoake.providers.sketch.story.stage import Setting, mood_for, place_for, time_for
from yoake.providers.sketch.story.structure import Node, shape
from yoake.providers.sketch.story.subject import Subject
from yoake.providers.sketch.story.voices import Person, fill
from yoake.texts.models import (
    Chapter,
    CharacterSetting,
    Choice,
    ChoiceOption,
    Ending,
    EventPicture,
    Mood,
    Place,
    Scenario,
    Scene,
    TimeOfDay,
    WorldSetting,
)
from yoake.words import Language

_TEXT_LIMITS = {"short": 80, "long": 2000}


@dataclass(frozen=True, slots=True)
class Outline:
    """How much of everything a story has."""

    chapters: int = 3
    scenes_per_chapter: int = 4
    endings: int = 2
    events: int = 2
    outfits: Sequence[str] = ("uniform",)
    times_of_day: Sequence[TimeOfDay] = ("morning", "day", "evening", "night")
    moods: Sequence[Mood] = ()


@dataclass(slots=True)
class _Draft:
    """A scene in the making."""

    node: Node
    script: Script
    third: str | None = None
    place: Place | None = None
    time: TimeOfDay = "day"
    slots: dict[str, str] = field(default_factory=dict)


def make_scenario(
    title: str,
    subject: Subject,
    cast: CharacterSetting,
    world: WorldSetting,
    outline: Outline,
    language: Language,
    seed: int,
) -> Scenario:
    """A whole plot without lines; every way through it makes sense, and every ending differs.

    Args:
        title: of the game.
        subject: what the story is about.
        cast: the first person is the hero, the second the partner; all others take turns as the third.
        world: the places.
        outline: how much of everything.
        language: of all texts.
        seed: decides everything else.
    """
    return _Plan(title, subject, cast, world, outline, language, seed).scenario()


class _Plan:
    def __init__(
        self,
        title: str,
        subject: Subject,
        cast: CharacterSetting,
        world: WorldSetting,
        outline: Outline,
        language: Language,
        seed: int,
    ) -> None:
        self.title, self.subject, self.outline, self.language = title, subject, outline, language
        self.rng = random.Random(seed)
        self.people = [person(c) for c in cast.characters]
        self.setting = Setting(world, subject.plot.heart)
        self.drafts = self._drafts()
        self.by_id = {d.node.id: d for d in self.drafts}

    # --- what happens where -------------------------------------------------------------------------------------

    def _drafts(self) -> list[_Draft]:
        outline = self.outline
        nodes = shape(outline.chapters, outline.scenes_per_chapter, outline.endings, self.rng)
        kinds = {place.kind for place in self.setting.world.places}
        scripts = Casting(len(self.people), kinds, outline.times_of_day, self.rng).scripts(nodes)
        drafts = [_Draft(node, script) for node, script in zip(nodes, scripts, strict=True)]
        before: Place | None = None
        for index, draft in enumerate(drafts):
            draft.third = self._third(index) if "C" in draft.script.cast else None
            draft.place = place_for(draft.script, self.setting, before, self.rng)
            draft.time = time_for(draft.script, outline.times_of_day, self.rng)
            draft.slots = self._slots(draft)
            before = draft.place
        return drafts

    def _third(self, index: int) -> str | None:
        others = self.people[2:]
        return others[index % len(others)].id if others else None

    # --- words ----------------------------------------------------------------------------------------------------

    def _slots(self, draft: _Draft) -> dict[str, str]:
        return story_slots(self.title, self.subject, draft.place, self.language)

    def _people(self, draft: _Draft) -> dict[str, Person]:
        return roles(self.people, draft.third, self.language)

    def _text(self, draft: _Draft, pair: Pair, limit: int = _TEXT_LIMITS["short"]) -> str:
        text = fill(pick(pair, self.language), draft.slots, self._people(draft))
        return (text[:1].upper() + text[1:])[:limit].rstrip()

    # --- the document -----------------------------------------------------------------------------------------------

    def scenario(self) -> Scenario:
        """The document."""
        finals = [d for d in self.drafts if d.node.kind == "ending"]
        pictures = self._pictures()
        shown = {scene: picture.id for scene, picture in pictures if scene}
        prompts = self._shuffled_pairs("prompts")
        skips = self._shuffled_pairs("skips")
        ids = self._ending_ids(finals)
        chapters = []
        for index, heading in enumerate(headings(self.outline.chapters, self.language, self.rng)):
            scenes = [
                self._scene(d, shown.get(d.node.id), ids, prompts, skips)
                for d in self.drafts
                if d.node.chapter == index
            ]
            chapters.append(Chapter(id=f"ch{index + 1}", title=heading, scenes=scenes))
        titles: dict[str, int] = {}
        ends = []
        for final in finals:
            assert final.script.ending is not None
            assert final.script.ending_kind is not None
            title = self._text(final, final.script.ending)
            titles[title] = titles.get(title, 0) + 1
            if titles[title] > 1:
                title = f"{title[:76]} {titles[title]}"
            ends.append(Ending(id=ids[final.node.id], title=title, kind=final.script.ending_kind))
        return Scenario(
            title=self.title[:80],
            logline=self._logline(),
            chapters=chapters,
            endings=ends,
            events=[picture for _, picture in pictures],
        )

    def _scene(
        self,
        draft: _Draft,
        event: str | None,
        ending_ids: Mapping[str, str],
        prompts: list[Pair],
        skips: list[Pair],
    ) -> Scene:
        script, node = draft.script, draft.node
        assert draft.place is not None
        people = [self._people(draft)[role].id for role in "ABC" if role in script.cast]
        following = self._following(draft, prompts, skips)
        return Scene(
            id=node.id,
            title=self._text(draft, script.title),
            summary=self._text(draft, script.summary, _TEXT_LIMITS["long"]),
            place=draft.place.id,
            time_of_day=draft.time,
            weather=script.weather,
            mood=mood_for(script.mood, self.outline.moods),
            characters=[p for p in dict.fromkeys(people) if p],
            outfit=self._outfit(draft),
            event=event,
            next=following if isinstance(following, str) else None,
            choice=following if isinstance(following, Choice) else None,
            ending=ending_ids.get(node.id),
        )

    def _following(self, draft: _Draft, prompts: list[Pair], skips: list[Pair]) -> str | Choice | None:
        targets = draft.node.successors
        if len(targets) < 2:
            return targets[0] if targets else None
        final = self.by_id[targets[0]].node.kind in ("ending", "fork")
        turning = self.by_id[targets[0]].node.kind == "fork"
        raw = ambience()
        prompt: Pair = tuple(raw["turning"] if turning else raw["final"]) if final else _next(prompts)
        options: list[ChoiceOption] = []
        for target in targets:
            aim = self.by_id[target]
            pair = aim.script.option if aim.node.kind != "main" else None
            text = self._text(aim, pair or _next(skips))
            if any(o.text == text for o in options):
                text = self._text(aim, _next(skips))
            options.append(ChoiceOption(text=text, next=target))
        return Choice(prompt=self._text(draft, prompt), options=options)

    def _outfit(self, draft: _Draft) -> str:
        """The first outfit by day and for what matters; others for quiet scenes, evenings and the endings' mornings."""
        outfits = list(self.outline.outfits) or ["uniform"]
        relaxed = draft.node.kind in ("side", "ending") or draft.time == "night"
        if len(outfits) == 1 or not relaxed:
            return outfits[0]
        return outfits[1 + (draft.node.chapter + (draft.node.kind == "ending")) % (len(outfits) - 1)]

    def _ending_ids(self, finals: list[_Draft]) -> dict[str, str]:
        counts: dict[str, int] = {}
        ids = {}
        for final in finals:
            kind = str(final.script.ending_kind)
            counts[kind] = counts.get(kind, 0) + 1
            ids[final.node.id] = f"end_{kind}" if counts[kind] == 1 else f"end_{kind}_{counts[kind]}"
        return ids

    def _pictures(self) -> list[tuple[str | None, EventPicture]]:
        """The event pictures with the scene that shows each: climax and endings first, then what else is worth one."""

        def worth(draft: _Draft) -> tuple[int, int]:
            rank = {"turn": 0, "ending": 1, "climax": 2, "close": 3, "opening": 4, "incident": 5}
            first_end = draft.node.kind == "ending" and draft.node.ending == 0
            order = -1 if first_end else rank.get(draft.script.beat, 6 if draft.script.event else 7)
            return (order, self.drafts.index(draft))

        wanted = self.outline.events
        shown = sorted(sorted(self.drafts, key=worth)[:wanted], key=self.drafts.index)
        made: list[tuple[str | None, EventPicture]] = []
        for number in range(wanted):
            # More pictures than scenes: a scene's second moment joins the gallery without being shown in it.
            draft = shown[number % len(shown)]
            assert draft.place is not None
            people = [self._people(draft)[r].id for r in "ABC" if r in draft.script.cast]
            again = number // len(shown)
            picture = EventPicture(
                id=f"event_{number + 1}",
                title=(self._text(draft, draft.script.title)[:76] + (f" {again + 1}" if again else "")),
                place=draft.place.id,
                time_of_day=draft.time,
                characters=[p for p in dict.fromkeys(people) if p][:3],
                expression=draft.script.picture,
                description=self._text(draft, draft.script.event or draft.script.summary, _TEXT_LIMITS["long"]),
            )
            made.append((draft.node.id if not again else None, picture))
        return made

    def _shuffled_pairs(self, name: str) -> list[Pair]:
        pairs: list[Pair] = [tuple(p) for p in ambience()[name]]
        self.rng.shuffle(pairs)
        return pairs

    def _logline(self) -> str:
        slots = story_slots(self.title, self.subject, None, self.language)
        people = roles(self.people, None, self.language)
        pair = (
            "{A}は{motif}に宿る約束を抱いて生きてきた。{incident}その日から、{A}は{B}とともに"
            "{goal}ために動きはじめる。期限は{deadline}。{threat}。",
            "{A} has lived with a promise that hangs on {a_motif}. Then {incident}, and with {B}, {A.they} sets "
            "out to {goal}. There is time until {deadline}; after that, {threat}.",
        )
        return fill(pick(pair, self.language), slots, people)


def _next(pairs: list[Pair]) -> Pair:
    """Takes the next of a round, so that none comes twice in a row."""
    pairs.append(pairs.pop(0))
    return pairs[-1]
