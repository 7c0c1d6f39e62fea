"""The assets of a run as rows of a table: what became of each, who made it, how it passed its check, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows.artifact_words import harmless
from tasks.asset_line import checked
from yoake.graph.asset import Asset

ROWS = 2000
"""The most rows of the table: the UI draws them all at once."""
FIRST = ("failed", "blocked", "placeholder", "skipped")
"""What stands at the top, since somebody has to do something about it."""


def rows_of(assets: Iterable[Asset], attempts: Iterable[Any]) -> list[dict[str, object]]:
    """One row for each asset that was not up to date, trouble first; columns that say nothing are left out.

    Args:
        attempts: the run's, in order, as the catalog has them.
    """
    last = {attempt.address: attempt for attempt in attempts}
    shown = [a for a in assets if a.status != "up-to-date"]
    shown.sort(key=lambda a: FIRST.index(a.status) if a.status in FIRST else len(FIRST))
    rows = [_row(asset, last.get(asset.address)) for asset in shown[:ROWS]]
    used = {column for row in rows for column, value in row.items() if value != ""}
    return [{column: value for column, value in row.items() if column in used} for row in rows]


def _row(asset: Asset, attempt: Any) -> dict[str, object]:
    record = asset.record
    by, measures = "", {}
    if attempt is not None:
        model = f" ({attempt.model})" if attempt.model else ""
        by, measures = f"{attempt.service or attempt.provider}{model}", attempt.measures or {}
    return {
        "asset": harmless(asset.address),
        "status": harmless(status_of(asset)),
        "by": harmless(by),
        "seconds": round(record.seconds, 1) if record and not record.placeholder else "",
        "check": check_of(asset, measures),
        "review": review_of(asset),
        "why": harmless("" if asset.status == "made" and not _is_less(asset) else asset.reason),
    }


def status_of(asset: Asset) -> str:
    """An asset's status in a word; one that was made with less than was asked for is degraded."""
    return "degraded" if _is_less(asset) else asset.status


def check_of(asset: Asset, measures: Mapping[str, Any]) -> str:
    """How an asset passed its check: `passed (sharpness 71.3)`."""
    if asset.status != "made":
        return ""
    return f"passed{checked(measures, ' ({})')}" if measures else "none"


def review_of(asset: Asset) -> str:
    """What people have to do with it."""
    if asset.locked:
        return "locked"
    if asset.held:
        return "waits at its gate"
    return "in the morning" if asset.spec.review == "after" and asset.status == "made" else ""


def _is_less(asset: Asset) -> bool:
    return asset.status == "made" and asset.record is not None and asset.record.degraded
