"""Entries of `tasks:` together with what the brief yields under the same id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yoake.definition.models import TaskSpec
from yoake.definition.tree import Path
from yoake.definition.type_rules import RULES
from yoake.words import ASSET_TYPES


@dataclass(frozen=True, slots=True)
class Entry:
    """A spec as the checks see it: values of a file that may still be wrong in any way."""

    path: Path
    """Where it stands: `("tasks", 3)`; `("game",)` for one that only the brief yields."""
    values: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id; empty where it has none that is text."""
        return self.text("id")

    @property
    def type(self) -> str:
        """Its type; empty where it has none that exists."""
        found = self.text("type")
        return found if found in ASSET_TYPES else ""

    @property
    def is_own(self) -> bool:
        """Whether it stands in the file."""
        return self.path[0] == "tasks"

    @property
    def workflow(self) -> str:
        """Its workflow, that of its type where it names none."""
        rule = RULES[self.type] if self.type else None  # type: ignore[index]
        return self.text("workflow") or (rule.workflow if rule else None) or ""

    @property
    def params(self) -> Mapping[str, Any]:
        """Its parameters; empty where they are no mapping."""
        found = self.values.get("params")
        return found if isinstance(found, Mapping) else {}

    def text(self, key: str) -> str:
        """A value that is text; empty where there is none."""
        found = self.values.get(key)
        return found if isinstance(found, str) else ""

    def texts(self, key: str) -> list[tuple[int, str]]:
        """Position and value of the entries of a list that are text."""
        found = self.values.get(key)
        return [(i, v) for i, v in enumerate(found) if isinstance(v, str)] if isinstance(found, list) else []


def entries_of(tasks: Any, brief: Iterable[TaskSpec]) -> list[Entry]:
    """All entries: those of the file, completed by the brief's of the same id, then the brief's others.

    Args:
        tasks: the file's `tasks`, whatever that is.
        brief: what the brief was decomposed into.
    """
    base = {spec.id: spec.model_dump(exclude_unset=True) for spec in brief}
    found = []
    for index, values in enumerate(tasks if isinstance(tasks, list) else []):
        if isinstance(values, dict):
            name = values.get("id")
            under = base.pop(name, {}) if isinstance(name, str) else {}
            found.append(Entry(("tasks", index), {**under, **values} if under else values))
    found.extend(Entry(("game",), values) for values in base.values())
    return found
