"""Which project, and which catalog and store, the commands that look at what was made are about."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from yoake.catalog.catalog import Catalog
from yoake.definition.decoding import decode
from yoake.definition.load import project_name
from yoake.definition.problems import Problems, ProjectFileError
from yoake.definition.reading import read_tree
from yoake.nodes import load_node_file
from yoake.store.paths import safe_step
from yoake.words import Language
from yoake.workspace.workspace import read_bounded


@dataclass(frozen=True, slots=True)
class Places:
    """Where the catalog and the store are, as a node file says it."""

    catalog: str
    store: str | None


def places(nodes: str) -> Places:
    """Where a node file keeps catalog and store; YOAKE_CATALOG goes before it, as in a run.

    Raises:
        YoakeError: `nodes.unknown`; whatever is wrong in the node file.
    """
    catalog, store = "sqlite", None
    if nodes != "embedded":
        from flows.open_run import node_path  # slow to import, and seldom needed

        path = node_path(nodes)
        node = load_node_file(read_bounded(path), str(path))
        catalog, store = node.catalog, node.remote_store
    return Places(os.environ.get("YOAKE_CATALOG", catalog), store)


@dataclass(frozen=True, slots=True)
class Named:
    """A project, as its file names it."""

    name: str
    title: str = ""
    language: Language | None = None


def named(project: str) -> Named:
    """The project that a name or a project file stands for.

    Only the head of the file is looked at: the rest may be wrong, and checking it takes long.

    Raises:
        ProjectFileError: the file is no YAML.
        YoakeError: `path.unsafe` where it is no name that a project can have; `project.unreadable`.
    """
    path = Path(project)
    if path.suffix not in (".yaml", ".yml") and not path.is_file():
        return Named(safe_step(project))
    problems = Problems(str(path))
    text = decode(read_bounded(path), problems)
    tree = None if text is None else read_tree(text, problems)
    if tree is None:
        raise ProjectFileError(problems.found)
    root = tree.root if isinstance(tree.root, dict) else {}
    name, title, language = root.get("project"), root.get("title"), root.get("language", "ja")
    return Named(
        name=safe_step(name if isinstance(name, str) else project_name(path.name)),
        title=title if isinstance(title, str) else "",
        language=language if language in ("ja", "en") else None,
    )


def as_last_run(catalog: Catalog, wanted: Named) -> Named:
    """The project with title and language from the file that its last run was made from, where that is still there."""
    last = next(iter(catalog.runs(wanted.name, 1)), None)
    path = str(last.settings.get("project_file") or "") if last else ""
    if not path or not Path(path).is_file():
        return wanted
    try:
        found = named(path)
    except ProjectFileError:
        return wanted  # it is being edited: the texts tell the title too
    return found if found.name == wanted.name else wanted
