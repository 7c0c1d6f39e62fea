"""Integration into one game.json."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="integrate", description="All assets put together into game.json", **ASSET_TASK)
def integrate(order: Order) -> Any:
    """Writes the typed game."""
    return carry_out(order)
