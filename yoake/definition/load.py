"""Reads a project file: any bytes become a `Project`, or one error that names every problem."""

from __future__ import annotations

import re
from typing import Any

from pydantic import ValidationError

from yoake.definition.brief import characters_of
from yoake.definition.brief_checks import check_brief
from yoake.definition.decoding import decode
from yoake.definition.entries import entries_of
from yoake.definition.models import GameBrief, Project, TaskSpec
from yoake.definition.needs import check_defaults, check_entry
from yoake.definition.problems import Problems, ProjectFileError, quoted
from yoake.definition.reading import read_tree
from yoake.definition.references import check_references
from yoake.definition.shape import check_shape
from yoake.definition.tree import Tree
from yoake.library.manifest import Library

_START = "describe a game under `game:`, or entries under `tasks:`"


def load_project(data: bytes, filename: str, library: Library) -> Project:
    """The project that a file describes.

    Args:
        data: the file's content, from anywhere: nothing in it is trusted.
        filename: its name as people know it; stands in messages and, without folder and suffix, is the project's name
            where the file gives none.
        library: the workflows and templates that there are.

    Raises:
        ProjectFileError: with all problems, each with line and key.
    """
    problems = Problems(filename)
    text = decode(data, problems)
    tree = None if text is None else read_tree(text, problems)
    project = _checked(tree, filename, library, problems) if tree is not None else None
    if project is None or problems.found:
        raise ProjectFileError(problems.found)
    return project


def _checked(tree: Tree, filename: str, library: Library, problems: Problems) -> Project | None:
    root = tree.root
    if root is None or root == {}:
        if not problems.found:
            problems.add("empty", 1, "", "the file is empty", _START)
        return None
    if not isinstance(root, dict):
        right = "start with `project: NAME`, then `game:` or `tasks:`"
        problems.add("not-a-mapping", 1, "", f"the file is {_kind(root)}, not a mapping of keys", right)
        return None
    values: dict[str, Any] = {"project": project_name(filename), **root}
    specs = _brief(values.get("game"), tree, problems)
    if specs:
        values["tasks"] = _with_types(values.get("tasks"), specs)
    project = check_shape(values, tree, problems)
    if not values.get("tasks") and "game" not in values and "tasks" not in tree.unreadable:
        problems.add("empty", 1, "", "nothing is to be made", _START)
    entries = entries_of(values.get("tasks"), specs or [])
    own_cast = any(entry.is_own and entry.id == "char_setting" for entry in entries)
    known = characters_of(project.game) if project and project.game and not own_cast else ()
    for entry in entries:
        if entry.is_own:
            check_entry(entry, library, tree, problems, characters=known)
    check_defaults(values.get("defaults"), library, tree, problems)
    check_references(entries, library, tree, problems, ids_complete=specs is not None)
    return project


def _brief(given: Any, tree: Tree, problems: Problems) -> list[TaskSpec] | None:
    """What the brief yields; nothing without one; None where it is too broken to say (its shape is told elsewhere)."""
    if given is None:
        return []
    try:
        game = GameBrief.model_validate(given, strict=True)
    except ValidationError:
        return None
    return check_brief(game, tree, problems)


def _with_types(tasks: Any, specs: list[TaskSpec]) -> Any:
    """The file's tasks; one that changes a spec of the brief need not repeat its type."""
    types = {spec.id: spec.type for spec in specs}
    if not isinstance(tasks, list):
        return tasks if tasks is not None else []
    return [
        {"type": types[t["id"]], **t}
        if isinstance(t, dict) and isinstance(t.get("id"), str) and t["id"] in types and "type" not in t
        else t
        for t in tasks
    ]


def project_name(filename: str) -> str:
    """A project's name from its file's: `Hoshi Zora.yaml` gives `hoshi_zora`."""
    stem = re.split(r"[/\\]", filename)[-1]
    stem = stem.rsplit(".", 1)[0] if "." in stem[1:] else stem
    return re.sub(r"[^a-z0-9_-]+", "_", stem.lower())[:64].strip("_") or "project"


def _kind(root: Any) -> str:
    return f"a list of {len(root)} entries" if isinstance(root, list) else f"only {quoted(root)}"
