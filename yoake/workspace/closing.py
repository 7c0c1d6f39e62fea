"""What the catalog is told of the assets that a run has not made itself, once it is over."""

from __future__ import annotations

from yoake.graph.asset import Asset
from yoake.graph.expansion import category_of, expand, is_dynamic
from yoake.graph.run_state import RunState
from yoake.graph.waiting import sentence, waiting_reviews
from yoake.workspace.status_rows import status_row, waiting_row
from yoake.workspace.workspace import Workspace


def record_rest(workspace: Workspace, state: RunState, run_id: str) -> None:
    """Records what was up to date, what is blocked, and what waits for a review."""
    catalog, project = workspace.catalog, workspace.project.project
    known = catalog.fingerprints(project)
    current = [a for a in state.assets.values() if a.status == "up-to-date"]
    same: list[Asset] = []
    changed: list[Asset] = []
    for asset in current:
        (same if known.get(asset.address) == asset.fingerprint else changed).append(asset)
    same, changed = _by_content(workspace, same, changed)
    blocked = [a for a in state.assets.values() if a.status == "blocked"]
    catalog.confirm_assets(project, [a.address for a in same], run_id)
    catalog.record_assets(status_row(a, project, run_id) for a in (*changed, *blocked))
    if state.held:
        catalog.record_assets(_waiting(workspace, state, run_id))


def _by_content(workspace: Workspace, same: list[Asset], changed: list[Asset]) -> tuple[list[Asset], list[Asset]]:
    """What a person has locked or picked may have another content with the same fingerprint, or the other way round."""
    decided = [a for a in (*same, *changed) if a.locked or a.candidates]
    if not decided:
        return same, changed
    rows = workspace.catalog.assets(workspace.project.project)
    for asset in decided:
        row = rows.get(asset.address)
        stays = row is not None and asset.record is not None and row.sha256 == asset.record.sha256
        if asset.locked and stays and asset in changed:
            # the row keeps the fingerprint of what is locked: that is what has to be explained after unlocking
            changed.remove(asset)
            same.append(asset)
        elif not stays and asset in same:
            same.remove(asset)
            changed.append(asset)
    return same, changed


def _waiting(workspace: Workspace, state: RunState, run_id: str) -> list[dict[str, object]]:
    """Rows of the assets behind gates; what they were made of before stays in them, for the next run's explanations."""
    project = workspace.project.project
    known = workspace.catalog.assets(project)
    rows = []
    for spec_id, reviews in waiting_reviews(state).items():
        spec = state.graph.specs[spec_id]
        if is_dynamic(spec):
            addresses = [a for a in known if a.partition("/")[0] == spec_id]
        else:
            addresses = [a.address for a in expand(spec, workspace.library, {})]
        category = category_of(spec, workspace.library)
        for address in addresses:
            rows.append(
                waiting_row(project, address, category, spec.type, sentence(reviews), run_id, known.get(address))
            )
    return rows
