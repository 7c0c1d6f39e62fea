"""What waits for a person, read from the catalog, with the files to look at."""

from __future__ import annotations

import mimetypes
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

from flows.review_form import Shown
from flows.review_page import Candidate, Item
from yoake.errors import YoakeError
from yoake.graph.expansion import category_of
from yoake.store.paths import safe_step, safe_suffix
from yoake.workspace.workspace import Workspace


def waiting_items(
    workspace: Workspace, addresses: Collection[str] | None = None, mode: str | None = None
) -> list[Item]:
    """The assets that wait, in the order in which their reviews were opened.

    Args:
        addresses: only these.
        mode: only those of this mode (gate, after).
    """
    project = workspace.project.project
    rows = [
        row
        for row in workspace.catalog.reviews.waiting(project)
        if (addresses is None or row.address in addresses) and (mode is None or row.mode == mode)
    ]
    if not rows:
        return []
    candidates = defaultdict(list)
    for row in workspace.catalog.reviews.candidates(project):
        candidates[row.address].append(row)
    return [_item(workspace, row, candidates[row.address]) for row in rows]


def shown_of(items: Collection[Item]) -> Shown:
    """What a person sees who looks at these."""
    return Shown(
        assets={item.address: item.sha256 for item in items},
        candidates={i.address: {c.number: c.sha256 for c in i.candidates} for i in items if i.candidates},
    )


def _item(workspace: Workspace, row: Any, candidates: list[Any]) -> Item:
    return Item(
        address=row.address,
        mode=row.mode,
        sha256=row.sha256,
        media_type=mimetypes.guess_type(f"file{row.suffix}")[0] or "",
        place=_place(workspace, row.address, row.suffix),
        file=_local(workspace, row.sha256, row.suffix),
        candidates=tuple(
            Candidate(c.number, c.sha256, c.seed, c.score, _local(workspace, c.sha256, c.suffix))
            for c in sorted(candidates, key=lambda c: c.number)
        ),
    )


def _place(workspace: Workspace, address: str, suffix: str) -> str:
    """Where people find it: `out/PROJECT/assets/CATEGORY/NAME`."""
    spec = next((s for s in workspace.specs if s.id == address.partition("/")[0]), None)
    if spec is None:
        return address  # it has left the project file; the answer will say so
    steps = [category_of(spec, workspace.library), *address.split("/")]
    folder = workspace.layout.assets(workspace.project.project)
    path = folder.joinpath(*(safe_step(step) for step in steps))
    shown = path.with_name(f"{path.name}{safe_suffix(suffix)}")
    return str(shown.relative_to(workspace.layout.root.parent))


def _local(workspace: Workspace, sha256: str, suffix: str) -> Path | None:
    try:
        path = workspace.store.local(sha256, suffix)
        return path if path.is_file() else None
    except (YoakeError, OSError):
        return None  # gone or damaged: the page is without a picture, and the next run makes it again
