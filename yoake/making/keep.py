"""Takes a finished product into the store, and what is known of it into the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from yoake.catalog.catalog import Catalog
from yoake.catalog.rows import NOTHING, Rows
from yoake.making.chain import Made
from yoake.making.order import Order, Outcome
from yoake.making.rows import attempt_row, experience_row, product_row
from yoake.making.workshop import Workshop
from yoake.providers.base import Product
from yoake.quality.score import score
from yoake.quality.thresholds import kind_of
from yoake.store.base import Stored
from yoake.store.inventory import row_of


@dataclass(frozen=True, slots=True)
class Kept:
    """A product that is in the store."""

    order: Order
    made: Made
    record: dict[str, Any]
    stored: Stored
    note: str = ""

    def record_in(self, catalog: Catalog, *, number: int, started: str, beside: Rows = NOTHING) -> None:
        """Records product, attempt and what it has taken; on disk when this returns.

        Raises:
            YoakeError: `catalog.write-failed`.
        """
        made = self.made
        as_made = replace(self.order, request=made.request)
        peak = made.worked.peak_vram_gb
        attempt = attempt_row(
            as_made, number, started, made.work_seconds, "made", measures=made.worked.measures, grant=made.grant,
            peak_vram_gb=peak,
        )  # fmt: skip
        learned = experience_row(as_made, made.work_seconds, peak)
        product = product_row(self.order, self.record)
        catalog.record_made(product, row_of(self.stored), attempt, experience=learned, beside=beside)

    def outcome(self) -> Outcome:
        """What became of the order."""
        made = self.made
        return Outcome(
            "made", self.record, self.note, service=made.grant.service, peak_vram_gb=made.worked.peak_vram_gb,
            seed=made.request.seed, measures=made.worked.measures,
        )  # fmt: skip


def keep(order: Order, workshop: Workshop, made: Made) -> Kept:
    """Stores a product.

    Raises:
        YoakeError: `store.full`, `store.read-only`, `store.write-failed`.
    """
    product = made.worked.product
    credits = tuple(dict.fromkeys((*order.inherited, *product.credits)))
    meta = {**product.meta, "degraded": made.degraded} if made.degraded else dict(product.meta)
    if made.worked.measures:
        kind = kind_of(product.media_type, order.request.type, order.request.category)
        lessened = made.degraded is not None
        meta["score"] = score(kind, made.worked.measures, order.thresholds, degraded=lessened)
    suffix = product.path.suffix.lower()
    stored = workshop.store.put(product.path, suffix)
    fields = record_of(replace(product, credits=credits, meta=meta), stored, suffix)
    fields |= {"seconds": made.work_seconds, "degraded": made.degraded is not None}
    return Kept(order, made, fields, stored, sentence_of(made.degraded) if made.degraded else "")


def record_of(product: Product, stored: Stored, suffix: str) -> dict[str, Any]:
    """What the catalog knows of a stored product."""
    return {
        "sha256": stored.sha256,
        "size": stored.size,
        "media_type": product.media_type,
        "suffix": suffix,
        "meta": product.meta,
        "credits": [asdict(c) for c in product.credits],
        "seconds": 0.0,
        "placeholder": False,
        "degraded": False,
    }


def sentence_of(degraded: Mapping[str, Any]) -> str:
    """In what way an asset is less than was asked for, in words: `resolution 768 instead of 1024`."""
    asked, got = degraded["asked"], degraded["made"]
    less = (f"{key.replace('_', ' ')} {got[key]} instead of {asked[key]}" for key in asked if got[key] != asked[key])
    return f"degraded: {', '.join(less)} ({degraded['why']})"
