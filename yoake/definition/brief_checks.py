"""Checks a brief's lists: nothing twice, and no two specs of the same id."""

from __future__ import annotations

from yoake.definition.brief import brief_specs
from yoake.definition.models import GameBrief, TaskSpec
from yoake.definition.problems import Problems, quoted
from yoake.definition.tree import Path, Tree, key_of


def check_brief(game: GameBrief, tree: Tree, problems: Problems) -> list[TaskSpec]:
    """Tells what is wrong with a brief that has the right shape.

    Returns:
        Its task specs, for checks of what the file's own entries say about them.
    """
    for key in ("expressions", "outfits", "times_of_day", "bgm", "se", "ui", "targets"):
        given = getattr(game, key)
        for index, word in enumerate(given if isinstance(given, list) else []):
            if word in given[:index]:
                _tell_repeat(word, ("game", key, index), tree, problems)
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


def _tell_repeat(word: str, at: Path, tree: Tree, problems: Problems) -> None:
    message = f"{quoted(word)} stands twice in the list"
    problems.add("duplicate-entry", tree.line(at), key_of(at), message, "keep one of them")
