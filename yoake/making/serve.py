"""Making at an external service: make room in VRAM for real, have it made, give the place back, check."""

from __future__ import annotations

from yoake.errors import UnreachableError
from yoake.making.order import Order
from yoake.making.produce import expectation, inspect
from yoake.making.turns import Turn
from yoake.making.worked import Worked
from yoake.making.workshop import Workshop
from yoake.providers.base import Request
from yoake.providers.service import Work


def serve(order: Order, request: Request, turn: Turn, workshop: Workshop) -> Worked:
    """Makes one asset at the service of its grant.

    Raises:
        TimeoutError: it took longer than the order allows.
        YoakeError: whatever the service's client says, that its VRAM was not freed, or the check's `QualityError`.
    """
    grant = turn.grant
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
    try:
        workshop.desk.make_room(grant, turn.not_freed)
        served = workshop.desk.make(grant, work)
    except UnreachableError as error:
        turn.trouble(error)
        raise
    finally:
        turn.give_back()
    measures = workshop.run(inspect, served.product, request, expectation(order), timeout_seconds=order.timeout_seconds)
    return Worked(served.product, measures, served.peak_vram_gb)
