"""Checks a file's values against the models and tells what does not fit in words that help."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from yoake.definition.models import COUNT_TAG, LIST_TAG, CharacterBrief, Defaults, GameBrief, Project, TaskSpec
from yoake.definition.problems import Problems, quoted, shown
from yoake.definition.tree import Path, Tree, key_of

_TAGS = frozenset((LIST_TAG, COUNT_TAG, "[key]"))
_MODELS: dict[tuple[str, ...], type[BaseModel]] = {
    (): Project,
    ("tasks", "*"): TaskSpec,
    ("defaults", "*"): Defaults,
    ("game",): GameBrief,
    ("game", "characters", "*"): CharacterBrief,
}
_RIGHT_OF_PATTERN = {
    "{0,63}$": "an id has lower-case letters, digits and _, starts with a letter and has at most 64 characters",
    "{0,22}$": "an id here has lower-case letters, digits and _, starts with a letter and has at most 23 characters",
    "{1,64}$": "a project's name has lower-case letters, digits, - and _, at most 64 of them",
}
_FOREACH = "write `SPEC.COLLECTION`, such as `dialogue.lines`"
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping (`key: value`)",
    "model_type": "a mapping (`key: value`)",
    "model_attributes_type": "a mapping (`key: value`)",
    "union_tag_not_found": "a list, or how many",
}


def check_shape(values: Mapping[str, Any], tree: Tree, problems: Problems) -> Project | None:
    """The project that the values are, or None where they are none.

    Args:
        values: the file's top mapping with `project` and `title` filled in.
        tree: where things stand in the file.
        problems: takes every key that is unknown, missing, of the wrong type or out of bounds.
    """
    try:
        return Project.model_validate(values, strict=True)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            _tell(details, tree, problems)
        return None


def _tell(details: Any, tree: Tree, problems: Problems) -> None:
    kind, given = details["type"], details["input"]
    path: Path = tuple(step for step in details["loc"] if step not in _TAGS)
    is_key = "[key]" in details["loc"]
    missing = kind == "missing"
    at = path[:-1] if missing else path
    key = key_of(at)
    if any(key == bad or key.startswith((f"{bad}.", f"{bad}[")) for bad in tree.unreadable if bad):
        return
    line = tree.line(at)
    context = details.get("ctx", {})
    if missing:
        right = _EXAMPLES.get(str(path[-1]), "")
        problems.add("missing-key", line, key, f'the key "{path[-1]}" is missing', right)
    elif kind == "extra_forbidden":
        model = _MODELS.get(tuple("*" if i and _is_item(at, i) else str(s) for i, s in enumerate(at[:-1])))
        names = list(model.model_fields) if model else []
        word = str(at[-1])
        problems.add("unknown-key", line, key, f"unknown key {quoted(word)}", problems.suggest(word, names, "keys"))
    elif kind == "literal_error":
        names = re.findall(r"'([^']*)'", context["expected"])
        what = "type" if is_key or at[-1] == "type" else "value"
        code = "unknown-type" if what == "type" else "unknown-value"
        if isinstance(given, str):
            message, right = f"unknown {what} {quoted(given)}", problems.suggest(given, names, "allowed")
        else:
            message, right = wrong_type("text", given, tree.as_written(at))
            right = right or f"allowed: {', '.join(names)}"
        problems.add(code, line, key, message, right)
    elif kind in _WANTED:
        code = "wrong-type"
        message, right = wrong_type(_WANTED[kind], given, tree.as_written(at))
        problems.add(code, line, key, message, right)
    elif kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        right = next((r for end, r in _RIGHT_OF_PATTERN.items() if pattern.endswith(end)), _FOREACH)
        if "\\." in pattern:
            right = _FOREACH
        elif proposal := safe_name(given):
            right += f'; for example "{proposal}"'
        problems.add("name", line, key, f"{quoted(given)} cannot be used as a name", right)
    elif kind in _BOUNDS:
        problems.add("bounds", line, key, *_BOUNDS[kind](given, context))
    else:
        problems.add("wrong-value", line, key, f"{quoted(given)} does not fit: {details['msg']}")


_EXAMPLES = {
    "id": "every entry needs an id, such as `id: char_image_hero`",
    "type": "add what it makes, such as `type: image_gen`",
}
_BOUNDS: dict[str, Callable[[Any, dict[str, Any]], tuple[str, str]]] = {
    "greater_than_equal": lambda given, c: (f"{quoted(given)} is too small", f"at least {c['ge']:g}"),
    "greater_than": lambda given, c: (f"{quoted(given)} is too small", f"more than {c['gt']:g}"),
    "less_than_equal": lambda given, c: (f"{quoted(given)} is too large", f"at most {c['le']:g}"),
    "less_than": lambda given, c: (f"{quoted(given)} is too large", f"less than {c['lt']:,}"),
    "string_too_short": lambda given, c: ("the text is empty", "write something, or remove the key"),
    "string_too_long": lambda given, c: (
        f"the text has {len(given):,} characters",
        f"at most {c['max_length']:,}",
    ),
    "too_short": lambda given, c: ("the list is empty", f"at least {c['min_length']} entry, or remove the key"),
    "too_long": lambda given, c: (f"the list has {len(given):,} entries", f"at most {c['max_length']:,}"),
}


def _is_item(path: Path, index: int) -> bool:
    """Whether a step of a path is one of many (an entry of a list, a type under `defaults`)."""
    return isinstance(path[index], int) or path[index - 1] == "defaults"


def wrong_type(wanted: str, given: Any, written: str | None) -> tuple[str, str]:
    """Message and remedy for a value of the wrong type.

    Args:
        wanted: in words, `text`.
        given: the value.
        written: what stands in the file, where that is unquoted and no text.
    """
    if given is None:
        return f"there is no value, {wanted} is wanted", "write one, or remove the key"
    if wanted == "text" and written is not None:
        read_as = "a truth value" if isinstance(given, bool) else "a number"
        return f"{written} without quotes is read as {read_as}, text is wanted", f'write "{written}" in quotes'
    if isinstance(given, str):
        what = f"the text {quoted(given)}"
        if wanted in ("a whole number", "a number"):
            return f"{wanted} is wanted, not {what}", _number_hint(given)
        if wanted == "a list":
            return f"{wanted} is wanted, not {what}", f"write [{shown(given[:40])}]" if given[:1].isalnum() else ""
        return f"{wanted} is wanted, not {what}", ""
    what = {bool: "the truth value ", list: "the list ", dict: "the mapping "}.get(type(given), "the number ")
    return (
        f"{wanted} is wanted, not {what}{quoted(given)}",
        "write `- ` before each entry" if wanted == "a list" else "",
    )


def _number_hint(text: str) -> str:
    digits = text.replace("_", "").replace(",", "")
    if digits.isascii() and digits.isdecimal():
        if digits != text:
            return f"write {int(digits[:20])}, digits only"
        return f"write {int(digits[:20])}, without quotes and without leading zeros"
    return "write digits, without quotes"


def safe_name(text: str) -> str:
    """A name that could be used instead of an unusable one; empty where nothing of it can be kept."""
    name = re.sub(r"[^a-z0-9_]+", "_", text[:200].lower()).strip("_")
    return name.lstrip("0123456789_")[:23].rstrip("_")
