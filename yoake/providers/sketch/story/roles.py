"""Who and what the sentences of a scene are about: people in their roles, and the story's words."""

from __future__ import annotations

from collections.abc import Sequence

from yoake.providers.sketch.story.subject import Subject
from yoake.providers.sketch.story.voices import VOICES, Person
from yoake.texts.models import Place
from yoake.words import Language


def roles(people: Sequence[Person], third: str | None, language: Language) -> dict[str, Person]:
    """The people in their roles: `A` the hero, `B` the partner, `C` whoever is third in the scene.

    A story with fewer people than roles makes do with those it has.
    """
    by_id = {p.id: p for p in people}
    second = people[1] if len(people) > 1 else _nobody(language)
    return {"A": people[0], "B": second, "C": by_id[third] if third else people[2] if len(people) > 2 else second}


def story_slots(title: str, subject: Subject, place: Place | None, language: Language) -> dict[str, str]:
    """The story's words by their slot."""
    name = place.name if place else ""
    motif = subject.motif.name
    if language == "en" and name.startswith("The "):
        name = "the " + name[4:]
    words = {
        "title": title[:80],
        "motif": motif,
        "a_motif": f"{'an' if motif[0] in 'aeiou' else 'a'} {motif}",
        "promise": subject.motif.promise,
        "place": name,
    }
    return words | subject.plot.words


def _nobody(language: Language) -> Person:
    """Stands for the partner in a story of one person: heard, never seen."""
    name = "あの声" if language == "ja" else "the Voice"
    return Person(id="", name=name, gender="female", voice=VOICES["gentle"], pronoun="私")
