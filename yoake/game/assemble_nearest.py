"""Tables of what is nearest to what: the picture or tune that stands in where the wanted one does not exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from yoake.game.assemble_facts import EXPRESSIONS, MOODS, TIMES, WEATHERS

EXPRESSION_NEAREST: dict[str, tuple[str, ...]] = {
    "normal": ("serious", "happy", "worried"),
    "happy": ("laughing", "shy", "normal"),
    "sad": ("worried", "serious", "normal"),
    "angry": ("serious", "worried", "normal"),
    "surprised": ("worried", "normal"),
    "shy": ("happy", "worried", "normal"),
    "worried": ("sad", "serious", "normal"),
    "laughing": ("happy", "shy", "normal"),
    "serious": ("normal", "angry", "worried"),
    "sleepy": ("normal", "worried", "sad"),
}
MOOD_NEAREST: dict[str, tuple[str, ...]] = {
    "title": ("romantic", "calm", "daily", "festive"),
    "daily": ("calm", "festive", "romantic", "title"),
    "calm": ("daily", "romantic", "ending", "title"),
    "sad": ("calm", "ending", "romantic", "mystery"),
    "tense": ("battle", "mystery", "sad"),
    "romantic": ("calm", "ending", "sad", "title"),
    "mystery": ("tense", "calm", "sad"),
    "festive": ("daily", "title", "romantic"),
    "ending": ("title", "romantic", "calm", "sad"),
    "battle": ("tense", "mystery", "festive"),
}
SOUND_NEAREST: dict[str, tuple[str, ...]] = {
    "door_open": ("door_close",), "door_close": ("door_open",), "footsteps": ("run",), "run": ("footsteps",),
    "chime": ("bell",), "bell": ("chime",), "rain": ("waves",), "waves": ("splash",), "splash": ("waves",),
    "applause": ("crowd",), "crowd": ("applause",), "cicadas": ("crickets",), "crickets": ("cicadas",),
    "magic": ("sparkle",), "sparkle": ("magic",), "sword": ("whoosh",), "whoosh": ("wind",), "wind": ("whoosh",),
}  # fmt: skip
INDOORS = frozenset({"classroom", "room", "cafe", "library", "castle", "station"})
TIME_DISTANCE: dict[str, tuple[int, int, int, int]] = {
    # to morning, day, evening, night
    "morning": (0, 1, 2, 3), "day": (1, 0, 2, 3), "evening": (3, 2, 0, 1), "night": (3, 2, 1, 0),
}  # fmt: skip
WEATHER_DISTANCE: dict[str, tuple[int, int, int, int]] = {
    # to clear, cloudy, rain, snow
    "clear": (0, 1, 2, 3), "cloudy": (1, 0, 2, 3), "rain": (2, 1, 0, 3), "snow": (2, 1, 3, 0),
}  # fmt: skip


def nearest(wanted: str, available: Sequence[str], table: dict[str, tuple[str, ...]]) -> str | None:
    """`wanted` if it is available, else the first of its neighbours that is, else the first available."""
    for candidate in (wanted, *table.get(wanted, ())):
        if candidate in available:
            return candidate
    return available[0] if available else None


def nearest_expression(wanted: str, available: Collection[str]) -> str | None:
    """The expression to show for `wanted`; available ones are ranked in the vocabulary's order, `normal` first."""
    rank = {name: i for i, name in enumerate(EXPRESSIONS)}
    return nearest(wanted, sorted(available, key=lambda e: (rank.get(e, len(rank)), e)), EXPRESSION_NEAREST)


def nearest_mood(wanted: str, available: Collection[str]) -> str | None:
    """The mood to play for `wanted`; the title's music is the last resort."""
    rank = {name: i for i, name in enumerate((*MOODS[1:], MOODS[0]))}
    return nearest(wanted, sorted(available, key=lambda m: (rank.get(m, len(rank)), m)), MOOD_NEAREST)


def place_distance(kind: str | None, other: str | None) -> int:
    """0 for the same kind of place, 1 for both indoors or both outdoors, else 2."""
    if kind is not None and kind == other:
        return 0
    return 1 if kind is not None and other is not None and (kind in INDOORS) == (other in INDOORS) else 2


def light_distance(time: str, weather: str, other_time: str, other_weather: str) -> tuple[int, int]:
    """How far apart two pictures of a place are in time of day, then in weather."""
    hours, skies = TIME_DISTANCE.get(time), WEATHER_DISTANCE.get(weather)
    return (
        hours[TIMES.index(other_time)] if hours and other_time in TIMES else 4,
        skies[WEATHERS.index(other_weather)] if skies and other_weather in WEATHERS else 4,
    )
