"""The shape of a story: which scene leads where, before anything is known of what happens in them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["main", "side", "fork", "ending"]
_MOST_OPTIONS = 4


@dataclass(slots=True)
class Node:
    """One scene of the shape.

    A `main` scene is met on every way through the story, a `side` scene only on some; `fork` scenes ask a second
    question where there are more endings than one question has answers.
    """

    id: str
    chapter: int
    kind: Kind
    successors: list[str] = field(default_factory=list)
    ending: int | None = None
    """Which ending, counted from 0."""


def shape(chapters: int, scenes_per_chapter: int, endings: int, rng: random.Random) -> list[Node]:
    """The scenes in story order: `chapters * scenes_per_chapter` of them, then forks, then one scene an ending.

    Every scene is reached from the first, every way ends in an ending, and nothing leads back.
    """
    nodes: list[Node] = []
    for chapter in range(chapters):
        ids = [f"ch{chapter + 1}_s{i + 1}" for i in range(scenes_per_chapter)]
        last = chapter == chapters - 1
        after = None if last else f"ch{chapter + 2}_s1"
        nodes.extend(_chapter(chapter, ids, after, rng))
    last_chapter = chapters - 1
    finals = [Node(f"ending_{i + 1}", last_chapter, "ending", ending=i) for i in range(endings)]
    forks = _decide(nodes[-1], [n.id for n in finals], last_chapter)
    return [*nodes, *forks, *finals]


def _chapter(chapter: int, ids: list[str], after: str | None, rng: random.Random) -> list[Node]:
    """A chapter is a line with a loop-free detour or two; `after` follows it (none for the last: it decides)."""
    nodes = [Node(one, chapter, "main") for one in ids]
    follows = [*ids[1:], after]
    for node, following in zip(nodes, follows, strict=True):
        node.successors = [following] if following else []
    at = rng.randint(0, 1) if len(ids) > 4 else 0
    # Two ways that join again need four scenes in a row (the joint may be the next chapter's first).
    ahead = [*ids, after] if after else ids
    while at + 3 < len(ahead):
        _part(nodes, at, str(ahead[at + 3]))
        at += 4
    if len(ahead) == 3 and rng.random() < (0.5 if len(ids) == 2 else 1.0):
        # Too short to part: the middle scene can be passed by.
        nodes[0].successors = [str(ahead[1]), str(ahead[2])]
        nodes[1].kind = "side"
    return nodes


def _part(nodes: list[Node], at: int, joint: str) -> None:
    left, right = nodes[at + 1], nodes[at + 2]
    nodes[at].successors = [left.id, right.id]
    for side in (left, right):
        side.kind = "side"
        side.successors = [joint]


def _decide(last: Node, endings: list[str], chapter: int) -> list[Node]:
    """Lets the last scene lead to the endings, by one question or by two."""
    if len(endings) <= _MOST_OPTIONS:
        last.successors = endings
        return []
    count = 2 if len(endings) <= 6 else min(_MOST_OPTIONS, -(-len(endings) // 3))
    forks = [Node(f"ch{chapter + 1}_fork_{i + 1}", chapter, "fork") for i in range(count)]
    for index, ending in enumerate(endings):
        # Dealt round, so that each way still has better and worse ends.
        forks[index % count].successors.append(ending)
    last.successors = [fork.id for fork in forks]
    return forks
