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
