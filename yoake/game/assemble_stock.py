"""The pictures and sounds there are, and which one to use for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yoake.game.assemble_facts import (
    EXPRESSIONS,
    MOODS,
    PLACE_KINDS,
    SOUNDS,
    TIMES,
    WEATHERS,
    fact,
    item_of,
    told,
    word,
)
from yoake.game.assemble_files import media_type
from yoake.game.assemble_input import MadeAsset
from yoake.game.assemble_nearest import (
    SOUND_NEAREST,
    light_distance,
    nearest,
    nearest_expression,
    nearest_mood,
    place_distance,
)
from yoake.texts.models import Line, Scene


def better(new: MadeAsset, old: MadeAsset | None) -> bool:
    """Whether `new` takes the place of `old`: a later asset does, unless it is a stand-in for a real one."""
    return old is None or old.placeholder or not new.placeholder


def _of(assets: Iterable[MadeAsset], category: str, media: str) -> list[MadeAsset]:
    return [a for a in assets if a.category == category and media_type(a).startswith(media)]


class Sprites:
    """Pictures of characters, by outfit and expression."""

    def __init__(self, assets: Iterable[MadeAsset], names: Mapping[str, str]) -> None:
        """`names`: the characters' ids to their names; a provider may say either."""
        ids = {name: who for who, name in names.items()} | {who: who for who in names}
        self.of: dict[str, dict[str, dict[str, MadeAsset]]] = {}
        self._chosen: dict[tuple[str, str, str], str | None] = {}
        for asset in _of(assets, "character", "image/"):
            who = ids.get(told(asset, "character") or "") or fact(asset, tuple(names), "character")
            if who is None:
                continue
            outfit = fact(asset, (), "outfit") or "uniform"
            expression = fact(asset, EXPRESSIONS, "expression") or "normal"
            faces = self.of.setdefault(who, {}).setdefault(outfit, {})
            if better(asset, faces.get(expression)):
                faces[expression] = asset

    def keys(self, character: str) -> dict[str, MadeAsset]:
        """All pictures of one character under `outfit/expression`, in a fixed order."""
        outfits = self.of.get(character, {})
        return {
            f"{outfit}/{face}": outfits[outfit][face] for outfit in sorted(outfits) for face in sorted(outfits[outfit])
        }

    def choose(self, character: str, outfit: str, expression: str) -> str | None:
        """The key of the nearest picture: the outfit counts before the expression."""
        wanted = (character, outfit, expression)
        if wanted not in self._chosen:
            outfits = self.of.get(character, {})
            wears = nearest(
                word(outfit), ["uniform", *sorted(outfits)] if "uniform" in outfits else sorted(outfits), {}
            )
            face = nearest_expression(expression, outfits[wears]) if wears is not None else None
            self._chosen[wanted] = None if face is None else f"{wears}/{face}"
        return self._chosen[wanted]


class Backgrounds:
    """Pictures of places, by place, time of day and weather."""

    def __init__(self, assets: Iterable[MadeAsset], kind_of_place: Mapping[str, str]) -> None:
        self._kinds = kind_of_place
        self._pictures = [
            (
                asset,
                fact(asset, tuple(kind_of_place), "place"),
                fact(asset, PLACE_KINDS, "kind", "background"),
                fact(asset, TIMES, "time_of_day", "time") or "day",
                fact(asset, WEATHERS, "weather") or "clear",
            )
            for asset in _of(assets, "background", "image/")
        ]
        self._chosen: dict[tuple[str, str, str], MadeAsset | None] = {}

    def choose(self, scene: Scene) -> MadeAsset | None:
        """The nearest picture: the place counts first, then the time of day, then the weather."""
        wanted = (scene.place, scene.time_of_day, scene.weather)
        if wanted not in self._chosen:
            self._chosen[wanted] = self._nearest(*wanted)
        return self._chosen[wanted]

    def _nearest(self, place: str, time: str, weather: str) -> MadeAsset | None:
        kind = self._kinds.get(place) or fact_of_place(place)
        best: tuple[tuple[int, ...], MadeAsset] | None = None
        for asset, of_place, of_kind, of_time, of_weather in self._pictures:
            here = 0 if of_place == place else 1 + place_distance(kind, of_kind or self._kinds.get(of_place or ""))
            distance = (here, *light_distance(time, weather, of_time, of_weather), asset.placeholder)
            # of equals the later one, as everywhere
            if best is None or distance <= best[0]:
                best = (distance, asset)
        return best[1] if best else None


def fact_of_place(place: str) -> str | None:
    """The kind of a place that no world setting describes, from its id: `old_library` is a library."""
    parts = place.split("_")
    return next((kind for kind in PLACE_KINDS if kind in parts), None)


class Tunes:
    """Music by mood and effects by kind."""

    def __init__(self, assets: Iterable[MadeAsset]) -> None:
        self.music: dict[str, MadeAsset] = {}
        self.sounds: dict[str, MadeAsset] = {}
        for asset in _of(assets, "bgm", "audio/"):
            mood = fact(asset, MOODS, "mood") or word(asset.spec_id)
            if better(asset, self.music.get(mood)):
                self.music[mood] = asset
        for asset in _of(assets, "se", "audio/"):
            kind = fact(asset, SOUNDS, "kind", "sound") or word(asset.spec_id)
            if better(asset, self.sounds.get(kind)):
                self.sounds[kind] = asset

    def for_mood(self, mood: str) -> MadeAsset | None:
        """The nearest music, none only where there is none at all."""
        found = nearest_mood(mood, self.music)
        return None if found is None else self.music[found]

    def for_sound(self, kind: str) -> MadeAsset | None:
        """The effect or one that sounds much alike; a wrong sound is worse than none."""
        for candidate in (kind, *SOUND_NEAREST.get(kind, ())):
            if candidate in self.sounds:
                return self.sounds[candidate]
        return None

    def title(self) -> MadeAsset | None:
        """The music of the title screen: the mood `title`, else the first there is."""
        return self.music.get("title") or next(iter(self.music.values()), None)


class Voices:
    """Spoken lines, by the line's id."""

    def __init__(self, assets: Iterable[MadeAsset]) -> None:
        self._of: dict[str, list[MadeAsset]] = {}
        for asset in _of(assets, "voice", "audio/"):
            line = asset.item.get("id") if asset.item is not None else None
            self._of.setdefault(line if isinstance(line, str) else item_of(asset), []).append(asset)

    def choose(self, line: Line) -> MadeAsset | None:
        """The recording of the line; one of other words or of somebody else is not it."""
        best: MadeAsset | None = None
        for asset in self._of.get(line.id, ()):
            said = asset.item.get("text") if asset.item is not None else None
            by = told(asset, "character", "speaker")
            if said in (None, line.text) and by in (None, line.speaker) and better(asset, best):
                best = asset
        return best


PART_NAMES = {
    "title": "title_picture", "title_background": "title_picture", "title_screen": "title_picture",
    "main_menu": "title_picture", "title_logo": "logo",
}  # fmt: skip


class Pictures:
    """Event pictures by event, interface parts by name, clips in order."""

    def __init__(self, assets: Iterable[MadeAsset], events: Iterable[str]) -> None:
        assets, known = list(assets), tuple(events)
        self.events: dict[str, MadeAsset] = {}
        self.parts: dict[str, MadeAsset] = {}
        self.clips = _of(assets, "video", "video/")
        for asset in _of(assets, "event", "image/"):
            name = asset.item.get("id") if asset.item is not None else None
            event = name if isinstance(name, str) else fact(asset, known, "event")
            if event is not None and better(asset, self.events.get(event)):
                self.events[event] = asset
        for asset in _of(assets, "ui", "image/"):
            part = word(told(asset, "part") or item_of(asset) or asset.spec_id)
            part = PART_NAMES.get(part, part)
            if better(asset, self.parts.get(part)):
                self.parts[part] = asset

    def clips_by_scene(self, chapters: list[tuple[str, list[str]]]) -> dict[str, MadeAsset]:
        """The clip that opens a scene.

        Args:
            chapters: id of each chapter and the ids of its scenes.

        A clip may name its `scene` or `chapter`; the others open the game and then the chapters, in order.
        """
        first = {chapter: scenes[0] for chapter, scenes in chapters}
        every = {scene for _, scenes in chapters for scene in scenes}
        placed: dict[str, MadeAsset] = {}
        free: list[MadeAsset] = []
        for clip in self.clips:
            scene = told(clip, "scene") or first.get(told(clip, "chapter") or "")
            if scene in every and scene not in placed:
                placed[scene] = clip
            else:
                free.append(clip)
        openings = [scene for scene in first.values() if scene not in placed]
        return {**placed, **dict(zip(openings, free, strict=False))}
