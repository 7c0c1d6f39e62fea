"""The folder with the projects that a form offers, and which of its files a name stands for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from deployments import FOLDER
from yoake.errors import InvalidRequestError

VARIABLE = "YOAKE_PROJECTS"
"""Environment variable with the folder."""
USUAL, SHIPPED = "projects", "examples"
"""Looked for where the variable is not set: the first that exists, seen from where the deployments are made."""
DEEPEST = 2
"""Project files are in the folder or in folders of it."""
LISTED = 200
SAMPLE_BYTES = 1 << 16
"""How much of a file is looked at to tell whether it is a project."""


def projects_folder() -> Path:
    """The folder with the projects."""
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser()
    return Path(USUAL) if Path(USUAL).is_dir() else FOLDER.parent / SHIPPED


def listed_projects(folder: Path | None = None) -> list[str]:
    """The project files of the folder by name: their paths in it, with `/`."""
    root = folder or projects_folder()
    found = [
        path.relative_to(root).as_posix()
        for depth in range(DEEPEST)
        for path in sorted(root.glob("*/" * depth + "*.y*ml"))
        if path.suffix in (".yaml", ".yml") and _is_project(path)
    ]
    return found[:LISTED]


def project_path(name: str) -> Path:
    """The file that a form's choice stands for.

    Raises:
        InvalidRequestError: `project.outside` where it is no file of the folder.
    """
    root = projects_folder().resolve()
    # a run that goes on may carry the whole path already; one from elsewhere is nobody's choice
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise InvalidRequestError(
            "project.outside",
            f"{name} is not in the folder of projects ({root.name}/).",
            next_step=f"Move the project there, or set {VARIABLE} for the workers; `yoake generate` takes any file.",
        )
    return path


def offered(schema: dict[str, Any]) -> None:
    """`json_schema_extra` of a parameter: a choice of the projects there are, or any other file of the folder."""
    if names := listed_projects():
        kept = {key: schema.pop(key) for key in ("type", "minLength", "maxLength") if key in schema}
        schema["anyOf"] = [
            {"type": "string", "enum": names, "title": "A project of the folder"},
            {**kept, "title": "Another file of the folder"},
        ]


def _is_project(path: Path) -> bool:
    """Whether a file looks like a project: it says what is to be made. What is wrong in it is told when it runs."""
    try:
        with path.open("rb") as file:
            text = file.read(SAMPLE_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return False  # not to be read, so not to be offered
    return any(line.startswith(("tasks:", "game:")) for line in text.splitlines())
