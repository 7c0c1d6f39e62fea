"""What a run was expected to take, beside what it took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yoake.scheduler.gpu_use import model_changes


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was expected when a run began."""

    finish: datetime
    seconds: float
    low_seconds: float
    high_seconds: float
    bound_seconds: float
    model_changes: int
    gpu_services: frozenset[str]
    assets: int
    categories: Mapping[str, tuple[int, float]]
    """Category -> assets, seconds of work."""


@dataclass(frozen=True, slots=True)
class CategoryCompared:
    """A category's work as expected and as it was."""

    category: str
    expected_assets: int
    expected_seconds: float
    assets: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A forecast beside what happened."""

    forecast: Forecast
    model_changes: int
    categories: tuple[CategoryCompared, ...]
    """The longest expected first."""


def read_forecast(written: Mapping[str, Any] | None, started_at: datetime) -> Forecast | None:
    """A run's forecast as the catalog has it (`Promise.as_json`); none where there is none."""
    if not written:
        return None
    seconds = float(written["makespan_seconds"])
    return Forecast(
        finish=started_at + timedelta(seconds=seconds),
        seconds=seconds,
        low_seconds=float(written["low_seconds"]),
        high_seconds=float(written["high_seconds"]),
        bound_seconds=float(written["lower_bound_seconds"]),
        model_changes=int(written["model_changes"]),
        gpu_services=frozenset(written["gpu_services"]),
        assets=int(written["assets"]),
        categories={name: (int(c["assets"]), float(c["seconds"])) for name, c in written["categories"].items()},
    )


def compared(forecast: Forecast | None, attempts: Iterable[Any], category_of: Mapping[str, str]) -> Comparison | None:
    """A forecast beside a run's attempts.

    Args:
        attempts: the run's, as rows of the catalog.
        category_of: address -> category.
    """
    if forecast is None:
        return None
    rows = sorted(attempts, key=lambda row: row.started_at)
    made: dict[str, set[str]] = {}
    spent: dict[str, float] = {}
    for row in rows:
        category = category_of.get(row.address)
        if category is not None:
            made.setdefault(category, set()).add(row.address)
            spent[category] = spent.get(category, 0.0) + row.seconds
    names = sorted(
        forecast.categories.keys() | made.keys(), key=lambda n: (-forecast.categories.get(n, (0, 0.0))[1], n)
    )
    return Comparison(
        forecast=forecast,
        model_changes=model_changes((row.service, row.model) for row in rows if row.service in forecast.gpu_services),
        categories=tuple(
            CategoryCompared(n, *forecast.categories.get(n, (0, 0.0)), len(made.get(n, ())), spent.get(n, 0.0))
            for n in names
        ),
    )
