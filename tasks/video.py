"""Clips."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="video_gen", description="A clip by a video workflow", **ASSET_TASK)
def video_gen(order: Order) -> Any:
    """Makes one clip."""
    return carry_out(order)


@task(name="animatediff", description="A clip by AnimateDiff", **ASSET_TASK)
def animatediff(order: Order) -> Any:
    """Makes one clip from a picture."""
    return carry_out(order)
