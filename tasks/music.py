"""Music."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="bgm_gen", description="A piece of background music that loops", **ASSET_TASK)
def bgm_gen(order: Order) -> Any:
    """Makes one piece of music."""
    return carry_out(order)
