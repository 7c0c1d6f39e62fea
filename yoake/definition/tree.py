"""The values of a file with the line of every key and entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yoake.definition.problems import quoted

Step = str | int
Path = tuple[Step, ...]


@dataclass
class Tree:
    """The values of a file: `dict`, `list`, `str`, `int`, `float`, `bool`, None."""

    root: Any
    lines: dict[int, dict[Step, int]] = field(default_factory=dict)
    """`id()` of a container -> key or index -> 1-based line (the tree keeps the containers alive)."""
    written: dict[tuple[int, Step], str] = field(default_factory=dict)
    """What stands in the file, for unquoted values that are no text: `no`, `1984`."""
    unreadable: set[str] = field(default_factory=set)
    """Keys that have a problem already."""

    def locate(self, path: Path) -> tuple[int, Any]:
        """The line and the value at a path; of what encloses it where there is nothing."""
        line, at = 1, self.root
        for step in path:
            line = self.lines.get(id(at), {}).get(step, line)
            try:
                at = at[step]
            except (KeyError, IndexError, TypeError):
                return line, None
        return line, at

    def line(self, path: Path) -> int:
        """The line of a path."""
        return self.locate(path)[0]

    def as_written(self, path: Path) -> str | None:
        """What stands in the file where it was unquoted and is no text, else None."""
        return self.written.get((id(self.locate(path[:-1])[1]), path[-1])) if path else None


def key_of(path: Path) -> str:
    """`tasks[3].workflow`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            name = step if step.isidentifier() and len(step) <= 64 else quoted(step)
            text += f".{name}" if text else name
    return text
