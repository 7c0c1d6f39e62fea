"""What people have to say about a project, and what they said: reviews that wait, rejections, locks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from yoake.catalog.catalog import Catalog
from yoake.catalog.tables import product
from yoake.reporting.records import AssetState
from yoake.review.decision import Decision, fold
from yoake.review.rules import ASKS_ANEW


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """Where people come in."""

    gates: tuple[str, ...] = ()
    """Assets that hold back what depends on them, the oldest first."""
    after: tuple[str, ...] = ()
    """Assets to look at when the night is over."""
    rejected: tuple[Decision, ...] = ()
    """Why assets will be made anew by the next run, by address."""
    locked: tuple[str, ...] = ()
    """Assets that a person has locked."""


NOBODY_ASKED = ReviewStatus()
"""Nothing waits, and nothing was decided."""


def review_status(catalog: Catalog, project: str, assets: Collection[AssetState]) -> ReviewStatus:
    """What waits for people and what they decided.

    Args:
        assets: the project's present ones.
    """
    waiting = catalog.reviews.waiting(project)
    decisions = catalog.reviews.decisions(project)
    there = {asset.address: asset for asset in assets}
    standings = fold(decisions)
    return ReviewStatus(
        gates=tuple(row.address for row in waiting if row.mode == "gate"),
        after=tuple(row.address for row in waiting if row.mode == "after"),
        rejected=tuple(_rejected(catalog, project, decisions, there)) if decisions else (),
        locked=tuple(sorted(a for a, s in standings.items() if s.locked is not None and a in there)),
    )


def _rejected(
    catalog: Catalog, project: str, decisions: Iterable[Decision], there: dict[str, AssetState]
) -> list[Decision]:
    """Rejections that no run has followed yet: they are about the present content, and that was not made after them."""
    last = {decision.address: decision for decision in decisions if decision.kind != "unlock"}
    found = []
    for address, decision in sorted(last.items()):
        asset = there.get(address)
        if decision.kind in ASKS_ANEW and asset is not None and asset.sha256 in (decision.group, decision.sha256):
            found.append((decision, asset.fingerprint))
    if not found:
        return []
    t = product.c
    wanted = [fingerprint for _, fingerprint in found]
    query = select(t.fingerprint, t.made_at).where(t.project == project, t.fingerprint.in_(wanted))
    with catalog.engine.connect() as connection:
        made = {row.fingerprint: row.made_at for row in connection.execute(query)}
    # what was made anew may have come out the same
    return [decision for decision, fingerprint in found if made.get(fingerprint, "") <= decision.decided_at]
