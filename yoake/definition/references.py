"""Checks what entries say about each other: unique ids, dependencies that exist, no circles, `foreach`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yoake.definition.entries import Entry
from yoake.definition.problems import Problems, quoted
from yoake.definition.tree import Tree, key_of
from yoake.library.manifest import Library
from yoake.texts.registry import COLLECTIONS

_SHOWN_OF_CIRCLE = 12


def check_references(
    entries: Sequence[Entry], library: Library, tree: Tree, problems: Problems, *, ids_complete: bool
) -> None:
    """Tells duplicate ids, unknown dependencies, circles and a `foreach` that has nothing to run over.

    Args:
        entries: all entries.
        library: knows which template yields which collections.
        ids_complete: whether `entries` are all there will be; false where the brief is too broken to say.
    """
    by_id: dict[str, Entry] = {}
    for entry in entries:
        if not entry.id:
            continue
        if entry.id in by_id:
            at = (*entry.path, "id")
            first = tree.line((*by_id[entry.id].path, "id"))
            message = f"the id {quoted(entry.id)} is used twice, in lines {first} and {tree.line(at)}"
            problems.add("duplicate-id", tree.line(at), key_of(at), message, "give each entry its own id")
        else:
            by_id[entry.id] = entry
    upstream: dict[str, list[str]] = {name: [] for name in by_id}
    for entry in entries:
        if not entry.is_own:
            upstream[entry.id] = [name for _, name in entry.texts("depends_on") if name in by_id]
            continue
        for index, name in entry.texts("depends_on"):
            at = (*entry.path, "depends_on", index)
            if name == entry.id:
                problems.add("self-dependency", tree.line(at), key_of(at), "the entry depends on itself", "remove it")
            elif name in by_id:
                if entry.id:
                    upstream[entry.id].append(name)
            elif ids_complete:
                right = problems.suggest(name, by_id, "ids")
                problems.add("unknown-reference", tree.line(at), key_of(at), f"there is no entry {quoted(name)}", right)
        source = _check_foreach(entry, by_id, library, tree, problems, ids_complete)
        if source and entry.id:
            upstream[entry.id].append(source)
    for circle in circles(upstream):
        _tell_circle(circle, by_id, tree, problems)


def _check_foreach(
    entry: Entry, by_id: Mapping[str, Entry], library: Library, tree: Tree, problems: Problems, ids_complete: bool
) -> str:
    """The id that the entry's `foreach` names, where that exists."""
    source, dot, collection = entry.text("foreach").partition(".")
    if not dot:
        return ""
    at = (*entry.path, "foreach")
    line, key = tree.line(at), key_of(at)
    if source == entry.id:
        problems.add("self-dependency", line, key, "the entry would run over its own result", "name another entry")
        return ""
    if source not in by_id:
        if ids_complete:
            right = problems.suggest(source, by_id, "ids")
            problems.add("unknown-reference", line, key, f"there is no entry {quoted(source)}", right)
        return ""
    upstream = by_id[source]
    if not upstream.type:
        return source
    template = library.templates.get(upstream.text("template"))
    if template is None:
        if upstream.text("template"):
            return source
        message = f"{quoted(source)} ({upstream.type}) yields no collections"
        problems.add("no-collection", line, key, message, "run over the result of an entry with a template")
        return source
    collections = COLLECTIONS.get(template.result, ())
    if collection not in collections:
        message = f"the result of {quoted(source)} has no collection {quoted(collection)}"
        right = problems.suggest(collection, collections, "it has") or f"{template.name} yields plain text"
        problems.add("no-collection", line, key, message, right)
    return source


def circles(upstream: Mapping[str, Sequence[str]], most: int = 20) -> list[list[str]]:
    """Circles of dependencies, each as the ids on the way round; at most one that starts at each id.

    Args:
        upstream: id -> ids that it depends on; all of them are keys. Linear time, no recursion.
        most: how many are wanted.
    """
    found: list[list[str]] = []
    done: set[str] = set()
    for start in upstream:
        if start in done:
            continue
        trail, place = [start], {start: 0}
        waiting = [iter(upstream[start])]
        while waiting and len(found) < most:
            name = next(waiting[-1], None)
            if name is None:
                waiting.pop()
                last = trail.pop()
                del place[last]
                done.add(last)
            elif name in place:
                found.append(trail[place[name] :])
            elif name not in done:
                place[name] = len(trail)
                trail.append(name)
                waiting.append(iter(upstream[name]))
    return found


def _tell_circle(circle: list[str], by_id: Mapping[str, Entry], tree: Tree, problems: Problems) -> None:
    own = [name for name in circle if by_id[name].is_own]
    first = min(own or circle, key=lambda name: tree.line(by_id[name].path))
    turn = circle.index(first)
    way = [*circle[turn:], *circle[:turn], first]
    if len(way) > _SHOWN_OF_CIRCLE:
        way = [*way[: _SHOWN_OF_CIRCLE - 3], f"... ({len(way) - _SHOWN_OF_CIRCLE + 1} more)", *way[-2:]]
    at = (*by_id[first].path, "depends_on")
    message = f"these entries wait for each other in a circle: {' -> '.join(way)}"
    problems.add("cycle", tree.line(at), key_of(at), message, "remove one of these dependencies")
