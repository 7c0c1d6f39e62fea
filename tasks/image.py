"""Pictures: characters, backgrounds, event pictures, interface."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="image_gen", description="A picture by a workflow", **ASSET_TASK)
def image_gen(order: Order) -> Any:
    """Makes one picture."""
    return carry_out(order)
