"""Makes one asset: another seed where the check fails, a placeholder where nothing helps; stores it and records it."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from yoake.catalog.catalog import now
from yoake.errors import QualityError, YoakeError
from yoake.fingerprint import seed_of
from yoake.making.order import Order, Outcome
from yoake.making.produce import Expectation, produce
from yoake.making.rows import attempt_row, product_row
from yoake.making.workshop import Workshop
from yoake.providers.base import Product, Request
from yoake.store.base import Stored
from yoake.store.inventory import row_of
from yoake.store.local import disk_error

SEEDS = 3
"""How many seeds are tried before a failed check counts."""
STOPPING = "run.stopping"
"""Code of the error by which work ends when the run is stopped: no attempt has failed, nothing stands in."""
REPEATABLE = frozenset(("data_process", "external_api", "integrate", "build"))
"""Types whose result does not depend on the seed: another one would change nothing."""


def make(order: Order, workshop: Workshop, *, number: int, last: bool) -> Outcome:
    """Makes the asset, checks it, stores it and records the attempt.

    Args:
        number: which try this is, from 1.
        last: whether no other try follows, so that a transient error must be dealt with here.

    Returns:
        What was made; a placeholder or nothing where the order allows it.

    Raises:
        YoakeError: transient, where another try may follow; else where the order says `on_failure: fail`, or where
            no placeholder can be made either.
    """
    started, clock = now(), time.monotonic()
    try:
        product_row, stored_row, measures, seed, record = _made(order, workshop)
    except YoakeError as error:
        if error.code == STOPPING:
            raise
        seconds = time.monotonic() - clock
        outcome = "placeholder" if order.on_failure == "placeholder" else "failed"
        if error.transient and not last:
            workshop.catalog.record_attempt(attempt_row(order, number, started, seconds, "failed", error=error))
            raise
        fallback = _fallback(order, workshop, error) if outcome == "placeholder" else None
        kind = "placeholder" if fallback else "failed"
        workshop.catalog.record_attempt(attempt_row(order, number, started, seconds, kind, error=error))
        if fallback is not None:
            return Outcome("placeholder", fallback, str(error), error.code)
        if order.on_failure == "skip":
            return Outcome("skipped", None, str(error), error.code)
        raise
    seconds = time.monotonic() - clock
    attempt = attempt_row(order, number, started, seconds, "made", seed=seed, measures=measures)
    workshop.catalog.record_made({**product_row, "seconds": seconds}, stored_row, attempt)
    return Outcome("made", {**record, "seconds": seconds})


def _made(
    order: Order, workshop: Workshop
) -> tuple[dict[str, Any], dict[str, Any], dict[str, float], int, dict[str, Any]]:
    with workshop.folder(order.run_id) as folder:
        product, measures, seed = _product(order, workshop, folder)
        product = replace(product, credits=tuple(dict.fromkeys((*order.inherited, *product.credits))))
        suffix = product.path.suffix.lower()
        stored = workshop.store.put(product.path, suffix)
    record = _record(product, stored, suffix)
    row = product_row(order, record)
    return row, row_of(stored), measures, seed, record


def _product(order: Order, workshop: Workshop, folder: Path) -> tuple[Product, dict[str, float], int]:
    request = replace(order.request, folder=folder)
    # the makers are imported when needed: most orders need none of these
    if request.type == "integrate":
        from yoake.making.integrate import integrate

        return integrate(order, request, workshop), {}, request.seed
    if request.type == "build":
        from yoake.making.builds import build

        return build(order, request, workshop), {}, request.seed
    if request.type == "external_api":
        from yoake.providers.external_api import call

        return call(request, workshop.hosts), {}, request.seed
    expected = Expectation(order.thresholds, order.schema, order.alpha)
    tries = 1 if request.type in REPEATABLE else SEEDS
    for attempt in range(tries):
        seed = request.seed if attempt == 0 else seed_of(order.project_seed, order.address, attempt)
        try:
            product, measures = _produced(order, replace(request, seed=seed), expected, workshop)
        except QualityError:
            if attempt == tries - 1:
                raise
            continue
        return product, measures, seed
    raise AssertionError("unreachable: the loop returns or raises")


def _produced(
    order: Order, request: Request, expected: Expectation, workshop: Workshop
) -> tuple[Product, dict[str, float]]:
    try:
        product, measures = workshop.run(
            produce, order.provider, request, expected, timeout_seconds=order.timeout_seconds
        )
    except TimeoutError as error:
        raise YoakeError(
            "make.timeout",
            f"{order.address} was not done after {order.timeout_seconds:g} s.",
            next_step="Give it more with timeout_seconds:, or look why it is slow.",
            transient=True,
        ) from error
    except YoakeError:
        raise
    except OSError as error:
        raise disk_error(error, order.address) from error
    except Exception as error:
        raise YoakeError(
            "make.crashed",
            f"Making {order.address} broke off: {type(error).__name__}: {error}.",
            next_step="This is a defect in the provider; the log holds its trace.",
        ) from error
    return product, measures


def _fallback(order: Order, workshop: Workshop, error: YoakeError) -> dict[str, Any] | None:
    """A placeholder's record, or none where there cannot be one for this kind of asset."""
    from yoake.making.placeholders import placeholder

    with workshop.folder(order.run_id) as folder:
        product = placeholder(order, replace(order.request, folder=folder), error)
        if product is None:
            return None
        suffix = product.path.suffix.lower()
        stored = workshop.store.put(product.path, suffix)
    workshop.catalog.record_objects([row_of(stored)])
    return {**_record(product, stored, suffix), "placeholder": True}


def _record(product: Product, stored: Stored, suffix: str) -> dict[str, Any]:
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
