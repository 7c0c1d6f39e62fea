"""Where, when and to what music a scene plays."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from yoake.providers.sketch.story.scripts import Script
from yoake.texts.models import Mood, Place, TimeOfDay, WorldSetting

_CLOSE_MOODS: dict[Mood, tuple[Mood, ...]] = {
    "title": ("calm", "daily"),
    "daily": ("calm", "festive", "title", "romantic"),
    "calm": ("daily", "romantic", "title", "sad"),
    "sad": ("calm", "romantic", "mystery", "daily"),
    "tense": ("mystery", "battle", "sad", "calm"),
    "romantic": ("calm", "daily", "sad", "ending"),
    "mystery": ("tense", "calm", "sad", "daily"),
    "festive": ("daily", "calm", "romantic"),
    "ending": ("romantic", "calm", "title", "daily"),
    "battle": ("tense", "mystery", "sad", "daily"),
}
_AT_THE_HEART = frozenset(("turn", "journey", "threshold", "climax", "decision", "fork", "ending"))
_CLOSE_TIMES: dict[TimeOfDay, tuple[TimeOfDay, ...]] = {
    "morning": ("day", "evening", "night"),
    "day": ("morning", "evening", "night"),
    "evening": ("night", "day", "morning"),
    "night": ("evening", "day", "morning"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """The places of the world and the kinds that are the heart of the story."""

    world: WorldSetting
    heart: tuple[str, ...]

    @property
    def heart_place(self) -> Place:
        """Where it all ends: the same place throughout a story."""
        for kind in self.heart:
            for place in self.world.places:
                if place.kind == kind:
                    return place
        return self.world.places[-1]


def place_for(script: Script, setting: Setting, before: Place | None, rng: random.Random) -> Place:
    """A place that suits the script, and another one than before where there is a choice."""
    places = setting.world.places
    if script.beat in _AT_THE_HEART:
        return setting.heart_place
    fitting = [p for p in places if p.kind in script.places] or list(places)
    return rng.choice([p for p in fitting if p is not before] or fitting)


def time_for(script: Script, allowed: Sequence[TimeOfDay], rng: random.Random) -> TimeOfDay:
    """A time of day that suits the script, as near as the allowed ones come."""
    if not allowed:
        return script.times[0]
    fitting = [t for t in script.times if t in allowed]
    if fitting:
        return rng.choice(fitting)
    return next(t for t in _CLOSE_TIMES[script.times[0]] if t in allowed)


def mood_for(wanted: Mood, allowed: Sequence[Mood]) -> Mood:
    """The wanted mood, or the closest that there is music for (any, where nothing is close)."""
    if not allowed or wanted in allowed:
        return wanted
    return next((m for m in _CLOSE_MOODS[wanted] if m in allowed), allowed[0])
