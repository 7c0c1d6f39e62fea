"""Processing by named built-in processors, and calls to external APIs."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="data_process", description="A built-in processor at work on upstream assets", **ASSET_TASK)
def data_process(order: Order) -> Any:
    """Runs one processor."""
    return carry_out(order)


@task(name="external_api", description="A templated HTTP call to a host that the node file allows", **ASSET_TASK)
def external_api(order: Order) -> Any:
    """Calls an external API once."""
    return carry_out(order)
