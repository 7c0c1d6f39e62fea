"""Voices: one utterance an asset."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="voice_gen", description="One spoken line", **ASSET_TASK)
def voice_gen(order: Order) -> Any:
    """Speaks one line."""
    return carry_out(order)
