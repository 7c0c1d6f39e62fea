"""How a flow run ends: its state, and in its message why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from prefect.states import Completed, Failed

from yoake.graph.asset import Asset

NAMED = 3
"""Assets that a message names with their reasons."""
WORDS = {
    "up-to-date": "up to date", "to-make": "not made", "made": "made", "placeholder": "with a placeholder",
    "skipped": "skipped", "failed": "failed", "blocked": "blocked by what failed", "left": "left out",
    "waiting": "waiting",
}  # fmt: skip


def told_counts(counts: dict[str, int]) -> str:
    """Numbers of assets by status, in words: `12 made, 3 up to date`."""
    order = list(WORDS)
    return ", ".join(f"{counts[s]} {WORDS[s]}" for s in sorted(counts, key=order.index)) or "nothing to make"


def counted(assets: Iterable[Asset]) -> dict[str, int]:
    """Numbers of assets by status."""
    return dict(Counter(asset.status for asset in assets))


def told_reasons(assets: list[Asset]) -> str:
    """Why some assets are not as asked for: the first few by name."""
    named = "; ".join(f"{a.address}: {a.reason}" for a in assets[:NAMED])
    return f"{named}; and {len(assets) - NAMED} more" if len(assets) > NAMED else named


def end_of_category(assets: Iterable[Asset], category: str) -> Any:
    """The state of a category's flow run."""
    found = list(assets)
    if failed := [a for a in found if a.status == "failed"]:
        return Failed(message=told_reasons(failed))
    if blocked := [a for a in found if a.status == "blocked"]:
        return Failed(message=told_reasons(blocked))
    if stand_ins := [a for a in found if a.status in ("placeholder", "skipped")]:
        return Completed(name="Placeholder", message=told_reasons(stand_ins))
    if less := [a for a in found if a.record is not None and a.record.degraded]:
        return Completed(name="Degraded", message=told_reasons(less))
    if held := [a.address for a in found if a.held]:
        return Completed(name="AwaitingReview", message=f"waits for the review of {', '.join(held)}")
    told = told_counts(counted(a for a in found if a.status != "left"))
    return Completed(message=f"{category} is complete: {told}")
