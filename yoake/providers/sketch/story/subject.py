"""What a story is about: genre, plot, motif; chosen once, and found again in the documents that tell of it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from yoake.providers.sketch.story.scripts import Motif, Plot, genres, motifs, plots
from yoake.texts.models import Scenario, WorldSetting
from yoake.words import Language

DEFAULT_GENRE = "school_fantasy"


@dataclass(frozen=True, slots=True)
class Subject:
    """A plot and the motif on which its promise hangs."""

    plot: Plot
    motif: Motif


def genre_of(text: str) -> str:
    """The genre's id that a person's words (`学園ファンタジー`, `cosy mystery`) come closest to."""
    for genre, _, pattern in genres():
        if re.search(pattern, text, re.IGNORECASE):
            return genre
    return DEFAULT_GENRE


def genre_name(genre: str, language: Language) -> str:
    """A genre's name for people."""
    return next(name[0 if language == "ja" else 1] for one, name, _ in genres() if one == genre)


def choose(title: str, genre: str, theme: str, language: Language, seed: int) -> Subject:
    """A subject of the genre that suits the title's and theme's words; the seed decides among equals."""
    rng = random.Random(seed)
    words = f"{title} {theme}"
    of_genre = [p for p in plots(language) if p.genre == genre_of(genre)]
    fitting = [p for p in of_genre if re.search(p.key, words, re.IGNORECASE)]
    return Subject(rng.choice(fitting or of_genre), _motif(words, language, rng))


def in_world(world: WorldSetting, title: str, theme: str, language: Language, seed: int) -> Subject:
    """The subject whose world this is; where somebody else wrote the world, one of its genre."""
    known = next((p for p in plots(language) if p.world in world.summary), None)
    if known is None:
        return choose(title, world.genre, " ".join([theme, *world.themes]), language, seed)
    return Subject(known, _motif(f"{title} {theme}", language, random.Random(seed)))


def in_scenario(scenario: Scenario, language: Language) -> Subject | None:
    """The subject that a scenario of ours tells of in its logline; none for one that somebody else wrote."""
    plot = next((p for p in plots(language) if p.words["goal"] in scenario.logline), None)
    motif = next((m for m in motifs(language) if m.name in scenario.logline), None)
    return Subject(plot, motif) if plot and motif else None


def _motif(words: str, language: Language, rng: random.Random) -> Motif:
    fitting = [m for m in motifs(language) if re.search(m.key, words, re.IGNORECASE)]
    return rng.choice(fitting or list(motifs(language)))
