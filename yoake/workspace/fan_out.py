"""How many assets a fan-out is likely to have, before the result is there that it runs over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yoake.definition.models import TaskSpec
from yoake.graph.expansion import manifest_of, speaks_lines
from yoake.graph.structure import SpecGraph
from yoake.library.manifest import Library

UNKNOWN_COUNT = 8
"""Where nothing upstream says how much of anything is asked for."""
UNKNOWN_CAST = 3
"""People that a character setting invents where it is not told how many."""


def likely_count(spec: TaskSpec, graph: SpecGraph, library: Library) -> int:
    """The number of assets, from what is asked of the texts upstream: chapters, scenes, lines, people, places.

    A brief becomes such texts too, so there is no need to look at it. At least 1.
    """
    asked = _asked(spec, graph, library)
    chapters, endings, lines_each = (_number(asked, key) for key in ("chapters", "endings", "lines_per_scene"))
    scenes = lines = None
    if chapters is not None:
        # the endings' own scenes come on top
        scenes = chapters * (_number(asked, "scenes_per_chapter") or 1) + (endings or 0)
    if scenes is not None and lines_each is not None:
        lines = scenes * lines_each
    people = _number(asked, "character_count") or _length(asked, "characters") or UNKNOWN_CAST
    if speaks_lines(spec):
        return max(1, round(lines / (people + 1))) if lines is not None else UNKNOWN_COUNT  # a narrator has lines too
    counts = {
        "scenes": scenes,
        "lines": lines,
        "chapters": chapters,
        "endings": endings,
        "events": _number(asked, "events"),
        "characters": people,
        "places": _length(asked, "places"),
    }
    found = counts.get((spec.foreach or "").partition(".")[2])
    return max(1, found) if found is not None else UNKNOWN_COUNT


def _number(asked: Mapping[str, Any], key: str) -> int | None:
    """A template of somebody's own may call something else by such a name."""
    value = asked.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _length(asked: Mapping[str, Any], key: str) -> int | None:
    value = asked.get(key)
    return len(value) if isinstance(value, list) and value else None


def _asked(spec: TaskSpec, graph: SpecGraph, library: Library) -> dict[str, Any]:
    """Parameters of the texts upstream, with their defaults; the nearest one's where several have the same."""
    asked: dict[str, Any] = {}
    level = [spec.id]
    seen = {spec.id}
    while level:
        above = [up for name in level for up in graph.before[name] if up not in seen]
        level = list(dict.fromkeys(above))
        seen.update(level)
        for name in level:
            text = graph.specs[name]
            manifest = manifest_of(text, library) if text.type in ("llm_gen", "text_gen") else None
            if manifest is not None:
                filled = {k: p.default for k, p in manifest.parameters.items() if p.default is not None}
                asked = {**filled, **text.params, **asked}
    return asked
