"""Making at an external service: make room in VRAM for real, have it made, give the place back, check."""

from __future__ import annotations

from collections.abc import Mapping

from yoake.errors import UnreachableError
from yoake.making.order import Order
from yoake.making.produce import expectation, inspect
from yoake.making.turns import Turn
from yoake.making.workshop import Workshop
from yoake.providers.base import Product, Request
from yoake.providers.service import Work


def serve(order: Order, request: Request, turn: Turn, workshop: Workshop) -> tuple[Product, Mapping[str, float]]:
    """Makes one asset at the service of its grant.

    Raises:
        TimeoutError: it took longer than the order allows.
        YoakeError: whatever the service's client says, `service.not-freed`, or the check's `QualityError`.
    """
    grant = turn.grant
    try:
        for service, model in grant.free_first:
            try:
                workshop.desk.unload(service, model or None)
            except Exception:
                turn.not_freed(service, model)
                raise
        work = Work(
            request=request,
            model=grant.model,
            workflow=order.workflow,
            template=order.template,
            schema=order.schema,
            timeout_seconds=order.timeout_seconds + grant.load_seconds,
            progress=lambda share, step: workshop.progress(order.address, share, step),
            done_there=turn.give_back,
        )
        product = workshop.desk.make(grant.service, work)
    except UnreachableError as error:
        turn.trouble(error)
        raise
    finally:
        turn.give_back()
    return product, workshop.run(inspect, product, request, expectation(order), timeout_seconds=order.timeout_seconds)
