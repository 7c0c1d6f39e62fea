"""Writes a project's report beside its games: `out/PROJECT/report/index.html` and `report.md`."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

from yoake.catalog.catalog import Catalog
from yoake.reporting.content import gathered
from yoake.reporting.render import page, text
from yoake.store.base import AssetStore
from yoake.store.local import disk_error
from yoake.store.paths import Layout
from yoake.words import Language

_BLANK_LINES = re.compile(r"\n{3,}")


def write_report(
    catalog: Catalog,
    store: AssetStore,
    layout: Layout,
    project: str,
    *,
    title: str = "",
    language: Language | None = None,
) -> Path:
    """Writes both files, each whole or not at all.

    Args:
        title: the project's, where it is known.
        language: the project's, where it is known.

    Returns:
        The page.

    Raises:
        InvalidRequestError: `status.no-runs`.
        YoakeError: `store.full`, `store.read-only`, `store.write-failed`.
    """
    folder = layout.project(project) / "report"
    with gathered(catalog, store, layout, project, title=title, language=language) as content:
        files = {"report.md": _BLANK_LINES.sub("\n\n", text(content)), "index.html": page(content)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, written in files.items():
            _replace(folder / name, written)
    except OSError as error:
        raise disk_error(error, "the report") from error
    return folder / "index.html"


def _replace(path: Path, written: str) -> None:
    temporary = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        temporary.write_text(written, encoding="utf-8", newline="\n")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
