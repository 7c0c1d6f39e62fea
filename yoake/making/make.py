"""Makes one asset: another seed where the check fails, a placeholder where nothing helps; stores it and records it."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from yoake.catalog.catalog import now
from yoake.errors import InvalidRequestError, QualityError, YoakeError
from yoake.fingerprint import seed_of
from yoake.making.order import Order, Outcome
from yoake.making.produce import expectation, produce
from yoake.making.rows import attempt_row, experience_row, product_row
from yoake.making.serve import serve
from yoake.making.turns import Turn, turn_of
from yoake.making.worked import Worked
from yoake.making.workshop import Workshop
from yoake.providers.base import Product, Request
from yoake.scheduler.demand import Grant
from yoake.store.base import Stored
from yoake.store.inventory import row_of
from yoake.store.local import disk_error

SEEDS = 3
"""How many seeds are tried before a failed check counts."""
MOMENT = 0.001
"""Seconds: the least that a piece of work counts as having taken."""
STOPPING = "run.stopping"
"""Code of the error by which work ends when the run is stopped: no attempt has failed, nothing stands in."""
REPEATABLE = frozenset(("data_process", "external_api", "integrate", "build"))
"""Types whose result does not depend on the seed: another one would change nothing."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A product that passed its check, and how it came about."""

    worked: Worked
    request: Request
    """As it was made in the end, with the seed that passed."""
    grant: Grant
    work_seconds: float
    """How long it held its place, the wait for its model taken off."""


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
        with workshop.folder(order.run_id) as folder:
            made = _product(order, workshop, folder)
            product = made.worked.product
            credits = tuple(dict.fromkeys((*order.inherited, *product.credits)))
            suffix = product.path.suffix.lower()
            stored = workshop.store.put(product.path, suffix)
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
    record = {**_record(replace(product, credits=credits), stored, suffix), "seconds": made.work_seconds}
    attempt = attempt_row(
        replace(order, request=made.request), number, started, made.work_seconds, "made",
        measures=made.worked.measures, grant=made.grant, peak_vram_gb=made.worked.peak_vram_gb,
    )  # fmt: skip
    learned = experience_row(replace(order, request=made.request), made.work_seconds, made.worked.peak_vram_gb)
    workshop.catalog.record_made(product_row(order, record), row_of(stored), attempt, experience=learned)
    return Outcome("made", record, service=made.grant.service, peak_vram_gb=made.worked.peak_vram_gb)


def _product(order: Order, workshop: Workshop, folder: Path) -> _Made:
    """Makes and checks, with another seed where a check fails and a seed can change anything."""
    tries = 1 if order.request.type in REPEATABLE else SEEDS
    for attempt in range(tries):
        seed = order.request.seed if attempt == 0 else seed_of(order.project_seed, order.address, attempt)
        # every seed has a turn of its own, so that a place is never held while a file is checked
        with turn_of(workshop.turns, order.address) as turn:
            request = replace(order.request, seed=seed, folder=folder)
            try:
                worked = _worked(order, request, turn, workshop)
            except QualityError:
                if attempt == tries - 1:
                    raise
                continue
        work_seconds = max(turn.held_seconds - turn.grant.load_seconds, MOMENT)
        return _Made(worked, request, turn.grant, work_seconds)
    raise AssertionError("unreachable: the loop returns or raises")


def _worked(order: Order, request: Request, turn: Turn, workshop: Workshop) -> Worked:
    if order.refused:
        raise InvalidRequestError(
            "nodes.does-not-fit",
            f"{order.address}: {order.refused}.",
            next_step="Name a smaller model or a larger GPU, or let `provider: sketch` make it.",
        )
    # the makers are imported when needed: most orders need none of these
    if request.type == "integrate":
        from yoake.making.integrate import integrate

        return Worked(integrate(order, request, workshop))
    if request.type == "build":
        from yoake.making.builds import build

        return Worked(build(order, request, workshop))
    if request.type == "external_api":
        from yoake.providers.external_api import call

        return Worked(call(request, workshop.hosts))
    try:
        if order.served:
            return serve(order, request, turn, workshop)
        return Worked(
            *workshop.run(produce, order.provider, request, expectation(order), timeout_seconds=order.timeout_seconds)
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
