"""Sound effects."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="se_gen", description="A sound effect", **ASSET_TASK)
def se_gen(order: Order) -> Any:
    """Makes one sound effect."""
    return carry_out(order)
