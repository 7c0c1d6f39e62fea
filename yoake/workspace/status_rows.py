"""The recorded state of an asset, as `yoake status` and the next run's explanations read it."""

from __future__ import annotations

from typing import Any

from yoake.catalog.catalog import now
from yoake.graph.asset import Asset
from yoake.graph.identity import parts_of


def status_row(asset: Asset, project: str, run_id: str, error_code: str | None = None) -> dict[str, Any]:
    """An asset as a row of the catalog."""
    return {
        "project": project,
        "address": asset.address,
        "category": asset.category,
        "type": asset.spec.type,
        "status": asset.status,
        "fingerprint": asset.fingerprint,
        "sha256": asset.record.sha256 if asset.record else None,
        "parts": parts_of(asset.identity),
        "reason": asset.reason,
        "error_code": error_code,
        "run_id": run_id,
        "updated_at": now(),
    }


def waiting_row(
    project: str, address: str, category: str, asset_type: str, reason: str, run_id: str, before: Any
) -> dict[str, Any]:
    """An asset that waits for a review, as a row of the catalog.

    Args:
        before: the row that it has, if any: what it was made of last stays.
    """
    return {
        "project": project,
        "address": address,
        "category": category,
        "type": asset_type,
        "status": "waiting",
        "fingerprint": before.fingerprint if before is not None else "",
        "sha256": before.sha256 if before is not None else None,
        "parts": before.parts if before is not None else {},
        "reason": reason,
        "error_code": None,
        "run_id": run_id,
        "updated_at": now(),
    }
