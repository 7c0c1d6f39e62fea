"""The work of one try, by whoever makes this kind of asset; every failure of it becomes an error with a code."""

from __future__ import annotations

from yoake.errors import InvalidRequestError, YoakeError
from yoake.making.ledger import Ledger
from yoake.making.order import Order
from yoake.making.produce import expectation, produce
from yoake.making.serve import serve
from yoake.making.turns import Turn
from yoake.making.worked import Worked
from yoake.making.workshop import Workshop
from yoake.providers.base import Request
from yoake.store.local import disk_error


def work_on(order: Order, request: Request, turn: Turn, workshop: Workshop, ledger: Ledger | None) -> Worked:
    """Makes and checks the asset once.

    Raises:
        YoakeError: whatever the maker says; `nodes.does-not-fit`, `make.timeout`, `make.crashed`.
    """
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
            return serve(order, request, turn, workshop, ledger)
        made = workshop.run(
            produce,
            order.provider,
            request,
            expectation(order),
            timeout_seconds=order.timeout_seconds,
            light=request.type == "llm_gen",  # a text of the sketch: the first file need not wait for any process
        )
        return Worked(*made)
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
