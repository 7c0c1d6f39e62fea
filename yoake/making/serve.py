"""Making at an external service: make room in VRAM for real, have it made, give the place back, check."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from yoake.errors import UnreachableError, YoakeError
from yoake.making.ledger import Job, Ledger
from yoake.making.order import Order
from yoake.making.produce import expectation, inspect
from yoake.making.service_desk import Served
from yoake.making.turns import Turn
from yoake.making.worked import Worked
from yoake.making.workshop import Workshop
from yoake.providers.base import Request
from yoake.providers.service import Work


def serve(order: Order, request: Request, turn: Turn, workshop: Workshop, ledger: Ledger | None = None) -> Worked:
    """Makes one asset at the service of its grant, or goes on with the job that was begun for it.

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
        served = _made(work, turn, workshop, ledger)
    except UnreachableError as error:
        turn.trouble(error)
        raise
    # after a failure the place goes back with the turn: what was learned is written down before the next one starts
    turn.give_back()
    measures = workshop.run(inspect, served.product, request, expectation(order), timeout_seconds=order.timeout_seconds)
    return Worked(served.product, measures, served.peak_vram_gb)


def _made(work: Work, turn: Turn, workshop: Workshop, ledger: Ledger | None) -> Served:
    grant = turn.grant
    if ledger is None:
        return workshop.desk.make(grant, work)
    variant = variant_of(work.request)
    job = ledger.earlier(grant.service, variant)
    service = job.service if job is not None else grant.service
    work = replace(work, job_id=job.job_id if job else None, begun=partial(ledger.begun, service, variant))
    if job is None or service == grant.service:
        return workshop.desk.make(grant, work)
    return _made_elsewhere(work, job, turn, workshop)


def _made_elsewhere(work: Work, job: Job, turn: Turn, workshop: Workshop) -> Served:
    """Goes on with a paid job at the service that has it, whichever of its kind the place is at now."""
    asset = work.request.address
    if job.service not in workshop.desk.addresses:
        raise YoakeError(
            "make.job-elsewhere",
            f"{asset} was ordered at {job.service}, which the node file no longer has.",
            next_step="Name that service again, or make the asset with `--redo`, which orders (and pays) anew.",
        )
    try:
        return workshop.desk.make(replace(turn.grant, service=job.service), work)
    except UnreachableError as error:
        # nothing is wrong with the service of the place, which is what would be taken out
        raise YoakeError(error.code, error.message, next_step=error.next_step, transient=True) from error


def variant_of(request: Request) -> str:
    """What tells jobs for the same asset apart: the seed, and how large it is made."""
    resolution, batch_size = request.params.get("resolution", ""), request.params.get("batch_size", "")
    return f"{request.seed} {resolution} {batch_size}".strip()[:80]
