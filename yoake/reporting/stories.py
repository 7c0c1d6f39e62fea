"""The story as the text results tell it: who is in it, which scenes there are, how long they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from yoake.texts.models import Character, CharacterSetting, Dialogue, Line, Scenario, WorldSetting
from yoake.words import Language

LARGEST_TEXT = 8 << 20
_KANA = re.compile("[\u3041-\u30ff]")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SPACE = re.compile(r"\s+")
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class SceneFacts:
    """One scene and how much is said in it."""

    chapter: str
    title: str
    place: str
    lines: int
    words: int
    """Words in English, characters in Japanese."""
    ending: str
    """Title of the ending that it is; empty for others."""


@dataclass(frozen=True, slots=True)
class Story:
    """What the report tells of the texts."""

    title: str
    logline: str
    language: Language
    cast: tuple[Character, ...]
    spoken: dict[str, int]
    """Character's id -> lines."""
    scenes: tuple[SceneFacts, ...]
    endings: dict[str, str]
    """Ending's id -> title."""
    events: dict[str, str]
    """Event picture's id -> title."""
    places: dict[str, str]
    """Place's id -> name."""

    @property
    def words(self) -> int:
        """All words of all scenes."""
        return sum(scene.words for scene in self.scenes)

    @property
    def lines(self) -> int:
        """All lines of all scenes."""
        return sum(scene.lines for scene in self.scenes)

    def name_of(self, character: str) -> str:
        """A character's name; the id of one that no character setting knows."""
        return next((c.name for c in self.cast if c.id == character), character)


def read_documents(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The JSON objects in these files; whatever is something else, or gone, is left out."""
    found = []
    for path in paths:
        try:
            if path.stat().st_size <= LARGEST_TEXT and isinstance(data := json.loads(path.read_bytes()), dict):
                found.append(data)
        except (OSError, ValueError, RecursionError):
            continue  # its asset is listed as missing by the next run, which checks every file
    return found


def tell(documents: list[dict[str, Any]], game: dict[str, Any] | None, language: Language | None) -> Story:
    """The story in these text results.

    Args:
        documents: text results in any order.
        game: the integrated game, where there is one.
        language: the project's, where it is known; else the game's, else the one that the texts are written in.
    """
    scenario = _last(documents, "chapters", Scenario)
    setting = _last(documents, "characters", CharacterSetting)
    world = _last(documents, "places", WorldSetting)
    dialogues = {d.scene: d.lines for d in _all(documents, "scene", Dialogue)}
    told = str((game or {}).get("title") or (scenario.title if scenario else "") or (world.title if world else ""))
    spoken_in = language or _language((game or {}).get("language"), told, scenario)
    places = {place.id: place.name for place in world.places} if world else {}
    endings = {ending.id: ending.title for ending in scenario.endings} if scenario else {}
    scenes, spoken = [], dict[str, int]()
    for chapter in scenario.chapters if scenario else ():
        for scene in chapter.scenes:
            lines: list[Line] = dialogues.get(scene.id) or scene.lines
            for line in lines:
                if line.speaker:
                    spoken[line.speaker] = spoken.get(line.speaker, 0) + 1
            scenes.append(
                SceneFacts(
                    chapter=chapter.title,
                    title=scene.title,
                    place=places.get(scene.place, scene.place),
                    lines=len(lines),
                    words=sum(count_words(line.text, spoken_in) for line in lines),
                    ending=endings.get(scene.ending or "", ""),
                )
            )
    return Story(
        title=told,
        logline=scenario.logline if scenario else "",
        language=spoken_in,
        cast=tuple(setting.characters) if setting else (),
        spoken=spoken,
        scenes=tuple(scenes),
        endings=endings,
        events={event.id: event.title for event in scenario.events} if scenario else {},
        places=places,
    )


def count_words(text: str, language: Language) -> int:
    """Words of an English text; characters of a Japanese one, which has no spaces between words."""
    return len(_WORD.findall(text)) if language == "en" else len(_SPACE.sub("", text))


def _language(named: Any, title: str, scenario: Scenario | None) -> Language:
    if named in ("ja", "en"):
        return named  # type: ignore[no-any-return]
    return "ja" if _KANA.search(title + (scenario.logline if scenario else "")) else "en"


def _all(documents: list[dict[str, Any]], key: str, model: type[M]) -> list[M]:
    found = []
    for data in documents:
        if key in data:
            try:
                found.append(model.model_validate(data))
            except ValidationError:
                continue  # another kind of document that has such a key too
    return found


def _last(documents: list[dict[str, Any]], key: str, model: type[M]) -> M | None:
    return next(iter(reversed(_all(documents, key, model))), None)
