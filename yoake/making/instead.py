"""What takes the place of an asset that its provider could not make: another provider's, else a placeholder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from yoake.catalog.catalog import now
from yoake.catalog.rows import NOTHING
from yoake.errors import YoakeError
from yoake.making.chain import Chain
from yoake.making.keep import keep, record_of
from yoake.making.ledger import Ledger
from yoake.making.order import Order, Outcome
from yoake.making.turns import NoTurns
from yoake.making.workshop import Workshop, untold
from yoake.recovery.table import STOPPING
from yoake.store.inventory import row_of


def by_fallback(
    order: Order, workshop: Workshop, error: YoakeError, number: int, told: Callable[[str], None] = untold
) -> Outcome:
    """Has the order's fallback provider make the asset; it counts as made, and as degraded.

    Args:
        error: why the order's own provider could not make it.
        number: which try of the run this is, from 1.
        told: told in a sentence of every try that another one follows.

    Raises:
        YoakeError: why that provider could not make it either.
    """
    fallback = order.fallback
    assert fallback is not None
    other = replace(
        order, provider=fallback.provider, model=fallback.model, served=fallback.served, refused="", fallback=None
    )
    if fallback.served:
        workshop.falls_back(order.address)  # its next place is one of the fallback's
    else:
        # like a placeholder it is made beside: the place that the asset had was one of another kind
        workshop = replace(workshop, turns=NoTurns())
    started = now()
    ledger = Ledger(other, workshop.catalog, number) if other.served else None
    with workshop.folder(order.run_id) as folder:
        try:
            made = Chain(other, workshop, number, ledger, told).run(folder)
        except YoakeError as second:
            if ledger is not None and second.code != STOPPING:
                workshop.catalog.jobs.end(ledger.failed(second))
            raise
        degraded = {
            "asked": {"provider": order.provider}, "made": {"provider": other.provider}, "why": error.code,
            "service": made.grant.service,
        }  # fmt: skip
        kept = keep(other, workshop, replace(made, degraded=degraded))
    beside = ledger.made() if ledger is not None else NOTHING
    kept.record_in(workshop.catalog, number=number, started=started, beside=beside)
    return replace(kept.outcome(), note=f"{kept.note}: {error}", error_code=error.code)


def stand_in(order: Order, workshop: Workshop, error: YoakeError) -> dict[str, Any] | None:
    """A placeholder's record, or none where there cannot be one for this kind of asset."""
    from yoake.making.placeholders import placeholder

    with workshop.folder(order.run_id) as folder:
        product = placeholder(order, replace(order.request, folder=folder), error)
        if product is None:
            return None
        suffix = product.path.suffix.lower()
        stored = workshop.store.put(product.path, suffix)
    workshop.catalog.record_objects([row_of(stored)])
    return {**record_of(product, stored, suffix), "placeholder": True}
