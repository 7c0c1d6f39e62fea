"""The candidates of assets as rows of the catalog, for people to choose from."""

from __future__ import annotations

from typing import Any

from yoake.catalog.catalog import now
from yoake.graph.asset import Asset
from yoake.graph.candidates import candidate_count, score_of
from yoake.graph.run_state import RunState
from yoake.workspace.workspace import Workspace


def record_candidates(workspace: Workspace, asset: Asset, run_id: str) -> None:
    """Records the candidates that a settled asset was chosen from, in the place of those it had before."""
    workspace.catalog.reviews.record_candidates(workspace.project.project, asset.address, candidate_rows(asset, run_id))


def bring_up_to_date(workspace: Workspace, state: RunState, run_id: str) -> None:
    """Records the candidates of what was up to date when a run began, where the catalog knows others.

    What has no candidates any more, by the project file, has nothing to choose from either.
    """
    reviews, project = workspace.catalog.reviews, workspace.project.project
    known: dict[str, set[tuple[int, str, bool]]] = {}
    for row in reviews.candidates(project):
        known.setdefault(row.address, set()).add((row.number, row.sha256, row.chosen))
    chosen_from = {spec.id for spec in workspace.specs if candidate_count(spec) > 1}
    for address in known:
        if address.partition("/")[0] not in chosen_from:
            reviews.record_candidates(project, address, ())
    for asset in state.assets.values():
        if not asset.candidates or asset.status != "up-to-date":
            continue
        rows = candidate_rows(asset, run_id)
        if {(row["number"], row["sha256"], row["chosen"]) for row in rows} != known.get(asset.address):
            record_candidates(workspace, asset, run_id)


def candidate_rows(asset: Asset, run_id: str) -> list[dict[str, Any]]:
    """What there is to choose from, without placeholders; the first that has the asset's content is chosen."""
    rows: list[dict[str, Any]] = []
    content = asset.record.sha256 if asset.record is not None else None
    for one in asset.candidates:
        record = one.record
        if record is None or record.placeholder:
            continue
        chosen = record.sha256 == content and not any(row["chosen"] for row in rows)
        rows.append(
            {
                "number": one.number, "fingerprint": one.fingerprint, "sha256": record.sha256,
                "suffix": record.suffix, "media_type": record.media_type, "seed": one.identity["seed"],
                "score": score_of(one), "chosen": chosen, "run_id": run_id, "made_at": now(),
            }
        )  # fmt: skip
    return rows
