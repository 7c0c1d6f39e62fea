"""Where things lie below the output folder; the one place where names become paths."""

from __future__ import annotations

import re
from pathlib import Path

from yoake.errors import InvalidRequestError

SAFE_STEP = re.compile(r"^[a-z0-9_][a-z0-9_.-]{0,95}$")
SAFE_SUFFIX = re.compile(r"^\.[a-z0-9]{1,7}$")


class Layout:
    """The folders of one output folder (`out/` unless told otherwise).

    People see `out/PROJECT/assets/CATEGORY/NAME`, `out/PROJECT/web`, `out/PROJECT/renpy`; the rest is under
    `out/.yoake`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.data = self.root / ".yoake"
        self.objects = self.data / "objects"
        self.damaged = self.data / "damaged"
        self.work = self.data / "work"
        self.locks = self.data / "locks"
        self.prefect = self.data / "prefect"
        self.engines = self.data / "engines"

    def project(self, project: str) -> Path:
        """The folder of one project's visible files."""
        return self.root / safe_step(project)

    def assets(self, project: str) -> Path:
        """The folder of one project's assets."""
        return self.project(project) / "assets"


def safe_step(name: str) -> str:
    """`name` if it can be one step of a path, never more.

    Raises:
        InvalidRequestError: `path.unsafe` for anything that could leave its folder or surprise a file system.
    """
    if not SAFE_STEP.match(name) or name.endswith("."):
        raise InvalidRequestError(
            "path.unsafe", f"{name!r} cannot be a file name here.", next_step="Use a-z, 0-9, _ and -."
        )
    return name


def safe_suffix(suffix: str) -> str:
    """`suffix` (with its dot) if it is an ordinary one.

    Raises:
        InvalidRequestError: `path.unsafe`.
    """
    if not SAFE_SUFFIX.match(suffix):
        raise InvalidRequestError(
            "path.unsafe", f"{suffix!r} cannot be a file suffix here.", next_step="Use a-z and 0-9."
        )
    return suffix
