"""Checks the parameters of a spec against what its workflow, template or type declares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from yoake.definition.problems import Problems, listed, quoted
from yoake.definition.shape import safe_name, wrong_type
from yoake.definition.tree import Path, Tree, key_of
from yoake.definition.type_rules import NAMES
from yoake.library.manifest import Parameter

_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "text"),
    "integer": ((int,), "a whole number"),
    "number": ((int, float), "a number"),
    "boolean": ((bool,), "true or false"),
    "list": ((list,), "a list"),
    "mapping": ((dict,), "a mapping (`key: value`)"),
}
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_NO_PATH = re.compile(r"[^/\\\x00-\x1f]{1,80}\Z")


def check_params(
    params: Mapping[str, Any],
    path: Path,
    declared: Mapping[str, Parameter],
    tree: Tree,
    problems: Problems,
    *,
    owner: str,
    vary: Mapping[str, str],
    free: bool = False,
    complete: bool = True,
) -> None:
    """Tells unknown and missing parameters and wrong values.

    Args:
        params: the spec's `params`.
        path: where they stand.
        declared: the parameters that there are.
        owner: who declares them, `workflow "bgm"`.
        vary: list parameters whose entries become assets.
        free: whether others are allowed.
        complete: whether required ones must be there.
    """
    for name, value in params.items():
        parameter = declared.get(name)
        if parameter is not None:
            _check(value, (*path, name), parameter, tree, problems, names=name in NAMES, items=name in vary)
        elif not free:
            at = (*path, name)
            right = problems.suggest(name, declared, f"{owner} has") or f"{owner} has no parameters"
            problems.add("unknown-parameter", tree.line(at), key_of(at), f"unknown parameter {quoted(name)}", right)
    for name, parameter in declared.items():
        if complete and not parameter.optional and parameter.default is None and name not in params:
            right = f"add `{name}: ...` ({parameter.description})"
            problems.add("missing-parameter", tree.line(path), key_of(path), f"{owner} needs {name}", right)


def _check(
    value: Any, path: Path, parameter: Parameter, tree: Tree, problems: Problems, *, names: bool, items: bool
) -> None:
    if value is None and parameter.optional:
        return
    key = key_of(path)
    if key in tree.unreadable:
        return
    types, wanted = _TYPES[parameter.type]
    if type(value) not in types:
        problems.add("wrong-type", tree.line(path), key, *wrong_type(wanted, value, tree.as_written(path)))
        return
    if parameter.type == "list":
        for index, item in enumerate(value):
            _check_item(item, (*path, index), parameter, tree, problems, assets=items)
        if items:
            _check_repeats(value, path, tree, problems)
    elif parameter.choices is not None and value not in parameter.choices:
        _tell_choice(value, path, parameter, tree, problems)
        return
    elif names and not _NAME.match(value):
        right = "a name has lower-case letters, digits and _, and starts with a letter"
        if proposal := safe_name(value):
            right += f'; for example "{proposal}"'
        problems.add("name", tree.line(path), key, f"{quoted(value)} cannot be used as a name", right)
        return
    _check_bounds(value, path, parameter, tree, problems)


def _check_bounds(value: Any, path: Path, parameter: Parameter, tree: Tree, problems: Problems) -> None:
    if parameter.type in ("integer", "number"):
        size, what, small, large = value, quoted(value), "is too small", "is too large"
    elif parameter.type in ("string", "list"):
        size, unit = len(value), "characters" if parameter.type == "string" else "entries"
        what, small, large = f"{size:,} {unit}", "are too few", "are too many"
    else:
        return
    if parameter.minimum is not None and size < parameter.minimum:
        message, right = f"{what} {small}", f"at least {parameter.minimum:g}"
    elif parameter.maximum is not None and size > parameter.maximum:
        message, right = f"{what} {large}", f"at most {parameter.maximum:g}"
    else:
        return
    problems.add("bounds", tree.line(path), key_of(path), message, right)


def _check_item(item: Any, path: Path, parameter: Parameter, tree: Tree, problems: Problems, *, assets: bool) -> None:
    written = tree.as_written(path)
    if key_of(path) in tree.unreadable:
        return
    if parameter.choices is not None:
        # a mapping describes what was chosen: {id: old_library, kind: library}
        kind = item.get("kind") if isinstance(item, dict) else item
        if written is not None and isinstance(parameter.choices[0], str):
            problems.add("wrong-type", tree.line(path), key_of(path), *wrong_type("text", item, written))
        elif not isinstance(kind, str | int) or kind not in parameter.choices:
            _tell_choice(kind, path, parameter, tree, problems)
    elif isinstance(item, bool) or item is None:
        problems.add("wrong-type", tree.line(path), key_of(path), *wrong_type("text", item, written))
    elif assets and not (isinstance(item, str | int) and _NO_PATH.match(str(item))):
        right = "each entry becomes the name of an asset: write a short word without / or \\"
        problems.add("name", tree.line(path), key_of(path), f"{quoted(item)} cannot be used as a name", right)


def _check_repeats(value: list[Any], path: Path, tree: Tree, problems: Problems) -> None:
    seen: dict[str, int] = {}
    for index, item in enumerate(value):
        name = str(item)
        if name in seen and isinstance(item, str | int):
            at = (*path, index)
            message = f"{quoted(item)} stands twice in the list"
            problems.add("duplicate-entry", tree.line(at), key_of(at), message, "keep one of them")
        seen[name] = index


def _tell_choice(value: Any, path: Path, parameter: Parameter, tree: Tree, problems: Problems) -> None:
    written = tree.as_written(path)
    names = [str(choice) for choice in parameter.choices or ()]
    if written is not None and not isinstance(value, int | float):
        right = f"allowed: {listed(names)}"
    else:
        right = problems.suggest(value, names, "allowed") if isinstance(value, str) else f"allowed: {listed(names)}"
    problems.add("unknown-value", tree.line(path), key_of(path), f"unknown value {quoted(value)}", right)
