"""Names of flow runs: the project, and what of it is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from prefect.runtime import flow_run


def project_name() -> str:
    """The project that the flow run under way is about, as its file is called."""
    given = flow_run.get_parameters()
    return project_of(given)


def project_of(parameters: Mapping[str, Any]) -> str:
    """The project's name in a flow's parameters: that of its file; the project itself is read later."""
    file = ""
    for value in parameters.values():  # `run`, `build`, `ask`: the model that holds the form
        file = (value.get("project_file") if isinstance(value, Mapping) else getattr(value, "project_file", "")) or file
    return PurePosixPath(str(file)).stem or "game"
