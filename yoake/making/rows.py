"""Orders and what became of them, as rows of the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yoake.catalog.catalog import now
from yoake.errors import YoakeError
from yoake.making.kind_of_work import kind_of_work
from yoake.making.order import Order
from yoake.scheduler.demand import Grant


def product_row(order: Order, record: Mapping[str, Any]) -> dict[str, Any]:
    """A finished asset as a row of the catalog's products."""
    return {
        **{k: record[k] for k in ("sha256", "size", "media_type", "suffix", "meta", "credits", "seconds", "degraded")},
        "fingerprint": order.fingerprint,
        "project": order.project,
        "address": order.address,
        "provider": order.provider,
        "made_at": now(),
        "run_id": order.run_id,
    }


def attempt_row(
    order: Order,
    number: int,
    started: str,
    seconds: float,
    outcome: str,
    *,
    error: YoakeError | None = None,
    measures: Mapping[str, float] | None = None,
    grant: Grant | None = None,
    peak_vram_gb: float | None = None,
) -> dict[str, Any]:
    """An attempt as a row of the catalog's attempts."""
    return {
        "run_id": order.run_id,
        "project": order.project,
        "address": order.address,
        "fingerprint": order.fingerprint,
        "number": number,
        "started_at": started,
        "seconds": round(seconds, 4),
        "outcome": outcome,
        "error_code": error.code if error else None,
        "error_message": str(error) if error else None,
        "provider": order.provider,
        "service": (grant.service or None) if grant else None,
        "model": order.model,
        "seed": order.request.seed,
        "settings": {"params": dict(order.request.params), "workflow": order.request.workflow},
        "measures": dict(measures or {}),
        "peak_vram_gb": peak_vram_gb,
    }


def experience_row(order: Order, seconds: float, peak_vram_gb: float | None) -> dict[str, Any]:
    """What one finished asset has taken, for the catalog's experience.

    Args:
        order: as it was made in the end: with the lowered resolution, where memory ran out.
        seconds: how long the work itself took, without waiting for its place or for the model to load.
        peak_vram_gb: the most VRAM that its model was seen to use, in GB; none where nobody measured.
    """
    request = order.request
    kind = kind_of_work(order.provider, request.type, request.workflow or request.template, order.model, request.params)
    return {**kind._asdict(), "seconds": seconds, "peak_vram_gb": peak_vram_gb, "updated_at": now()}
