"""The part of making that burns CPU: call the provider, check the file. Pure, so that it can run anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yoake.errors import QualityError
from yoake.making.order import Order
from yoake.providers.base import Product, Request
from yoake.providers.registry import maker


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the automatic check is told."""

    thresholds: Mapping[str, float]
    schema: str | None
    alpha: bool | None


def expectation(order: Order) -> Expectation:
    """What the check of an order's asset is told."""
    return Expectation(order.thresholds, order.schema, order.alpha)


def produce(provider: str, request: Request, expected: Expectation) -> tuple[Product, dict[str, float]]:
    """Makes one file and checks it.

    Returns:
        The product, and what the check measured.

    Raises:
        QualityError: the file does not pass; its code is the first finding's.
        YoakeError: whatever the provider says.
    """
    product = maker(provider, request.type)(request)
    return product, inspect(product, request, expected)


def inspect(product: Product, request: Request, expected: Expectation) -> dict[str, float]:
    """Checks a made file; pure and CPU-heavy, so that it can run anywhere.

    Returns:
        What the check measured.

    Raises:
        QualityError: the file does not pass; its code is the first finding's.
    """
    from yoake.quality.check import Subject, check  # numpy and opencv, which only workers need

    report = check(
        Subject(
            path=product.path,
            media_type=product.media_type,
            asset_type=request.type,
            category=request.category,
            alpha=expected.alpha,
            meta=product.meta,
            thresholds=expected.thresholds,
            language=request.language,
            schema=expected.schema,
        )
    )
    if not report.passed:
        first = report.findings[0]
        raise QualityError(first.code, f"{request.address} does not pass its check: {first.message}")
    return report.measures
