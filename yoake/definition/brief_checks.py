"""Checks a brief's lists: words that exist, nothing twice, and no two specs of the same id."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yoake.definition.brief import brief_specs
from yoake.definition.models import GameBrief, TaskSpec
from yoake.definition.problems import Problems, quoted
from yoake.definition.vocabulary import WORDS
from yoake.definition.yaml_tree import Path, Tree, key_of

_MAY_REPEAT = frozenset(("backgrounds",))
_PART = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")


def check_brief(game: GameBrief, tree: Tree, problems: Problems) -> list[TaskSpec]:
    """Tells what is wrong with a brief that has the right shape.

    Returns:
        Its task specs, for checks of what the file's own entries say about them.
    """
    for key in ("expressions", "outfits", "backgrounds", "times_of_day", "bgm", "se", "ui", "targets"):
        given = getattr(game, key)
        if isinstance(given, list):
            _check_words(given, ("game", key), tree, problems)
    if isinstance(game.characters, list):
        names = [person.id for person in game.characters]
        for index, name in enumerate(names):
            if name in names[:index]:
                _tell_repeat(name, ("game", "characters", index, "id"), tree, problems)
    unique: dict[str, TaskSpec] = {}
    for spec in brief_specs(game):
        if spec.id in unique and len(problems.found) == 0:
            message = f"two specs of this brief would have the id {quoted(spec.id)}"
            right = "change the id of a character, an outfit or a place"
            problems.add("duplicate-id", tree.line(("game",)), "game", message, right)
        unique[spec.id] = spec
    return list(unique.values())


def _check_words(given: Sequence[str], path: Path, tree: Tree, problems: Problems) -> None:
    key = str(path[-1])
    words = WORDS.get(key)
    for index, word in enumerate(given):
        at = (*path, index)
        if words is not None and word not in words:
            right = problems.suggest(word, words, "there are")
            problems.add("unknown-value", tree.line(at), key_of(at), f"unknown value {quoted(word)}", right)
        elif key == "ui" and not _PART.match(word):
            right = "a part's name has lower-case letters, digits and _, and starts with a letter"
            problems.add("name", tree.line(at), key_of(at), f"{quoted(word)} cannot be used as a name", right)
        elif word in given[:index] and key not in _MAY_REPEAT:
            _tell_repeat(word, at, tree, problems)


def _tell_repeat(word: str, at: Path, tree: Tree, problems: Problems) -> None:
    message = f"{quoted(word)} stands twice in the list"
    problems.add("duplicate-entry", tree.line(at), key_of(at), message, "keep one of them")
