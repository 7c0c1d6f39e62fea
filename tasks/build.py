"""Builds and build tests."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="build", description="A game packaged for a target, linted, or played to every ending", **ASSET_TASK)
def build(order: Order) -> Any:
    """Packages or tests one target."""
    return carry_out(order)
