"""What is wrong with a project file: `Problem`, the error that carries all of them, and "did you mean"."""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from yoake.errors import YoakeError

SHOWN = 50
"""How many problems the error's text lists; `ProjectFileError.problems` has all of them."""
_COMPARISONS = 20_000
"""How many names one load compares in search of a similar one: a file full of mistakes must not take minutes."""
_MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a project file, as one sentence."""

    file: str
    line: int
    """1-based line in the file; 1 where the whole file is meant."""
    key: str
    """Path of the key, `tasks[3].workflow`; empty where the whole file is meant."""
    message: str
    """What is wrong."""
    right: str
    """What would be right; empty where the message already says it."""
    code: str
    """Stable identifier, `project.duplicate-id`; docs/errors.md lists them."""

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        right = f"; {self.right}" if self.right else ""
        return f"{self.file}:{self.line}: {key}{self.message}{right}"


class ProjectFileError(YoakeError):
    """A project file that cannot be used, with everything that is wrong with it, sorted by line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.line, p.key, p.message)))
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if more := len(self.problems) - len(lines):
            lines.append(f"... and {more:,} more problems")
        code = self.problems[0].code if len(self.problems) == 1 else "project.invalid"
        super().__init__(code, "\n".join(lines))

    def __str__(self) -> str:
        return self.message  # no code at its end: it would look like a part of the last problem

    def __reduce__(self) -> tuple[object, ...]:
        return (ProjectFileError, (self.problems,))


class Problems:
    """Collects the problems of one file.

    Args:
        file: the file's name as people know it.
    """

    def __init__(self, file: str) -> None:
        self.file = shown(file)
        self.found: list[Problem] = []
        self._comparisons_left = _COMPARISONS

    def add(self, code: str, line: int, key: str, message: str, right: str = "") -> None:
        """Notes a problem; `code` is without its family, `duplicate-id`."""
        self.found.append(Problem(self.file, line, key, message, right, f"project.{code}"))

    def suggest(self, wrong: str, names: Collection[str], what: str) -> str:
        """`did you mean "x"?` where a name is similar, else a list of the names where they are few."""
        if len(wrong) <= 80 and self._comparisons_left > 0:
            self._comparisons_left -= len(names)
            if near := difflib.get_close_matches(wrong.lower(), list(names), n=1, cutoff=0.6):
                return f"did you mean {quoted(near[0])}?"
        return f"{what}: {listed(names)}" if 0 < len(names) <= _MOST_LISTED else ""


def quoted(value: Any) -> str:
    """A value of the file as it may stand in a message: on one line, printable, at most about 60 characters."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=repr)
    except (TypeError, ValueError, RecursionError):
        text = repr(type(value))
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:400])
    return text if len(text) <= 60 else f"{text[:56]}..." + ('"' if text.startswith('"') else "")


def shown(name: str) -> str:
    """A name from outside, on one line and printable."""
    return "".join(c if c.isprintable() else "?" for c in name[:400])


def listed(names: Iterable[str]) -> str:
    """`a, b, c`."""
    return ", ".join(shown(name) for name in names)
