"""The story's sentences as data: scripts of scenes, plots, motifs, and what surrounds them (`data/*.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml

from yoake.texts.models import Expression, Mood, PlaceKind, SoundKind, TimeOfDay, Weather
from yoake.words import Language

_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Pair = tuple[str, str]
"""The same text in Japanese and English."""


def pick(pair: Pair, language: Language) -> str:
    """The text of one language."""
    return pair[0] if language == "ja" else pair[1]


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One line of a script."""

    role: Literal["N", "A", "B", "C"]
    expression: Expression
    sound: SoundKind | None
    optional: bool
    text: Pair


@dataclass(frozen=True, slots=True)
class Script:
    """One scene as written: what happens in it, and its lines with roles for people."""

    id: str
    beat: str
    title: Pair
    summary: Pair
    mood: Mood
    times: tuple[TimeOfDay, ...]
    places: tuple[str, ...]
    weather: Weather
    cast: str
    lines: tuple[ScriptLine, ...]
    option: Pair | None
    event: Pair | None
    picture: Expression
    phase: str
    ending: Pair | None
    ending_kind: Literal["good", "normal", "bad", "true"] | None


@cache
def _data(name: str) -> Any:
    source = files("yoake.providers.sketch.story").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(source, Loader=_SafeLoader)  # noqa: S506  (a safe loader in C)


def _pair(value: list[str] | None) -> Pair | None:
    return (value[0], value[1]) if value is not None else None


def _line(raw: list[str]) -> ScriptLine:
    role, *rest = raw[0].split()
    expression: Any = next((w for w in rest if w in get_args(Expression)), "normal")
    sound: Any = next((w[1:] for w in rest if w.startswith("+")), None)
    return ScriptLine(role, expression, sound, "~" in rest, (raw[1], raw[2]))  # type: ignore[arg-type]


def _script(raw: dict[str, Any], beat: str) -> Script:
    return Script(
        id=raw["id"],
        beat=raw.get("beat", beat),
        title=(raw["title"][0], raw["title"][1]),
        summary=(raw["summary"][0], raw["summary"][1]),
        mood=raw["mood"],
        times=tuple(raw["times"]),
        places=tuple(raw.get("places", ["heart"])),
        weather=raw.get("weather", "clear"),
        cast=raw["cast"],
        lines=tuple(_line(line) for line in raw["lines"]),
        option=_pair(raw.get("option")),
        event=_pair(raw.get("event")),
        picture=raw.get("picture", "normal"),
        phase=raw.get("phase", "any"),
        ending=_pair(raw.get("ending")),
        ending_kind=raw.get("kind"),
    )


@cache
def beats() -> dict[str, tuple[Script, ...]]:
    """The scripts of each beat of the plot."""
    found: dict[str, list[Script]] = {}
    for name in ("beats_begin", "beats_middle", "beats_end"):
        for raw in _data(name):
            script = _script(raw, "")
            found.setdefault(script.beat, []).append(script)
    return {beat: tuple(scripts) for beat, scripts in found.items()}


@cache
def interludes() -> tuple[Script, ...]:
    """Quiet scenes between the beats."""
    names = ("interludes_1", "interludes_2", "interludes_3")
    return tuple(_script(raw, "interlude") for name in names for raw in _data(name))


@cache
def endings() -> tuple[Script, ...]:
    """One script an ending, in the order in which a story takes them."""
    return tuple(_script(raw, "ending") for raw in _data("endings"))


@cache
def by_title(language: Language) -> dict[str, Script]:
    """Every script by its title, which is how a scenario's scene is known again."""
    every = [s for scripts in beats().values() for s in scripts] + list(interludes()) + list(endings())
    return {pick(script.title, language): script for script in every}


@dataclass(frozen=True, slots=True)
class Plot:
    """What a story is about, in one language."""

    id: str
    genre: str
    heart: tuple[PlaceKind, ...]
    era: str
    world: str
    themes: tuple[str, ...]
    words: dict[str, str]
    """The slots `legend incident clue mystery goal threat deadline truth`."""
    key: str


PLOT_WORDS = ("legend", "incident", "clue", "mystery", "goal", "threat", "deadline", "truth")


@cache
def plots(language: Language) -> tuple[Plot, ...]:
    """All plots."""
    at = 0 if language == "ja" else 1
    return tuple(
        Plot(
            id=raw["id"],
            genre=raw["genre"],
            heart=tuple(raw["heart"]),
            era=raw["era"][at],
            world=raw["world"][at],
            themes=tuple(theme[at] for theme in raw["themes"]),
            words={word: raw[word][at] for word in PLOT_WORDS},
            key=raw["deadline_key"],
        )
        for name in ("plots_1", "plots_2")
        for raw in _data(name)
    )


@dataclass(frozen=True, slots=True)
class Motif:
    """The object on which the promise hangs, in one language."""

    name: str
    promise: str
    key: str


@cache
def motifs(language: Language) -> tuple[Motif, ...]:
    """All motifs."""
    at = 0 if language == "ja" else 1
    return tuple(Motif(raw["name"][at], raw["promise"][at], raw["key"]) for raw in _data("motifs")["motifs"])


@cache
def genres() -> tuple[tuple[str, Pair, str], ...]:
    """Every genre's id, name and the pattern that finds it in what a person wrote."""
    return tuple((raw["id"], (raw["name"][0], raw["name"][1]), raw["key"]) for raw in _data("motifs")["genres"])


def ambience() -> dict[str, Any]:
    """Sentences that open scenes, chapter titles, and questions to the player."""
    raw: dict[str, Any] = _data("ambience")
    return raw


@cache
def chats() -> tuple[tuple[ScriptLine, ScriptLine], ...]:
    """Short exchanges that lengthen a scene."""
    return tuple((_line(first), _line(second)) for first, second in _data("chat"))


def names() -> dict[str, Any]:
    """Names and traits of people."""
    raw: dict[str, Any] = _data("names")
    return raw


def places() -> dict[PlaceKind, list[list[str]]]:
    """Places by kind: id, Japanese name, English name, and a description in each."""
    raw: dict[PlaceKind, list[list[str]]] = _data("places")
    return raw


@cache
def reactions() -> dict[str, list[tuple[Expression, str, str]]]:
    """What people say in scenes that somebody else planned, by feeling."""
    return {feeling: [(r[0], r[1], r[2]) for r in rows] for feeling, rows in _data("reactions").items()}
