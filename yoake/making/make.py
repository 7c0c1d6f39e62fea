"""Makes one asset, stores it and records it; where nothing helps, whatever may take its place."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from yoake.catalog.catalog import now
from yoake.catalog.rows import NOTHING, Rows
from yoake.errors import YoakeError
from yoake.making.chain import Chain
from yoake.making.instead import by_fallback, stand_in
from yoake.making.keep import keep
from yoake.making.ledger import Ledger
from yoake.making.order import Order, Outcome
from yoake.making.poison import Watch
from yoake.making.rows import attempt_row
from yoake.making.workshop import Workshop, untold
from yoake.recovery.table import STOPPING, action_for

__all__ = ("STOPPING", "make")


def make(order: Order, workshop: Workshop, *, number: int, last: bool, told: Callable[[str], None] = untold) -> Outcome:
    """Makes the asset, checks it, stores it and records the attempt.

    Args:
        number: which try this is, from 1.
        last: whether no other try follows, so that a transient error must be dealt with here.
        told: told in a sentence of every try that another one follows, and of who makes it instead.

    Returns:
        What was made; a placeholder or nothing where the order allows it.

    Raises:
        YoakeError: where another try may follow after a pause (`yoake.recovery.table`: retry); else where the order
            says `on_failure: fail`, or where no placeholder can be made either.
    """
    started, clock = now(), time.monotonic()
    watch = Watch(order, workshop.catalog, number)
    ledger = Ledger(order, workshop.catalog, number) if order.served else None
    chain = Chain(order, workshop, number, ledger, told)
    try:
        watch.begin()
        with workshop.folder(order.run_id) as folder:
            made = chain.run(folder)
            kept = keep(order, workshop, made)
    except YoakeError as error:
        if error.code == STOPPING:
            watch.leave()
            raise
        error = watch.judged(error)
        seconds = time.monotonic() - clock
        tried = replace(order, request=chain.request)
        failed = attempt_row(tried, number, started, seconds, "failed", error=error, grant=chain.grant)
        if action_for(error) == "retry" and not last:
            workshop.catalog.record_attempt(failed, beside=watch.ended())
            raise
        beside = _both(watch.ended(), ledger.failed(error) if ledger is not None else NOTHING)
        return _without(order, workshop, error, failed, beside, told)
    beside = _both(watch.ended(), ledger.made() if ledger is not None else NOTHING)
    kept.record_in(workshop.catalog, number=number, started=started, beside=beside)
    return kept.outcome()


def _without(
    order: Order,
    workshop: Workshop,
    error: YoakeError,
    failed: dict[str, Any],
    beside: Rows,
    told: Callable[[str], None],
) -> Outcome:
    """What takes the place of an asset that could not be made.

    Args:
        failed: the attempt's row.
        beside: what is written with it.

    Raises:
        YoakeError: nothing may.
    """
    catalog = workshop.catalog
    if order.before is not None:
        # what was made with less than was asked for is still more than a placeholder
        catalog.record_attempt(failed, beside=beside)
        return Outcome("made", dict(order.before), f"it stays as it was: {error}", error.code)
    if order.fallback is not None:
        catalog.record_attempt(failed, beside=beside)
        told(f"{order.address}: {error} {order.fallback.provider} makes it instead.")
        try:
            return by_fallback(order, workshop, error, failed["number"], told)
        except YoakeError as second:
            if second.code == STOPPING:
                raise
            error.add_note(f"{order.fallback.provider} could not make it either: {second}")
            of_both = {"error_code": second.code, "error_message": str(second), "provider": order.fallback.provider}
            failed, beside = {**failed, **of_both, "service": None}, NOTHING
    record = stand_in(order, workshop, error) if order.on_failure == "placeholder" else None
    outcome = "placeholder" if record is not None else "failed"
    catalog.record_attempt({**failed, "outcome": outcome}, beside=beside)
    if record is not None:
        return Outcome("placeholder", record, str(error), error.code)
    if order.on_failure == "skip":
        return Outcome("skipped", None, str(error), error.code)
    raise error


def _both(one: Rows, other: Rows) -> Rows:
    return Rows((*one.replace, *other.replace), (*one.add, *other.add), None, (*one.remove, *other.remove))
