"""Text by an LLM or by rule: settings, scenario, dialogue."""

from __future__ import annotations

from typing import Any

from prefect import task

from tasks.policy import ASSET_TASK, carry_out
from yoake.making.order import Order


@task(name="llm_gen", description="A text result by a language model, validated against its schema", **ASSET_TASK)
def llm_gen(order: Order) -> Any:
    """Makes a text result from a prompt template."""
    return carry_out(order)


@task(name="text_gen", description="A text result that needs no GPU", **ASSET_TASK)
def text_gen(order: Order) -> Any:
    """Makes a text result on the CPU queue."""
    return carry_out(order)
