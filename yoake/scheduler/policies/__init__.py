"""Scheduling policies by name (docs/adr/0003-scheduling-policy.md compares them)."""

from __future__ import annotations

from collections.abc import Callable

from yoake.scheduler.policies.base import Choice, Policy
from yoake.scheduler.policies.lists import ListPolicy, by_arrival, by_priority, by_rank, by_score, smallest
from yoake.scheduler.policies.swarmui import SwarmUi
from yoake.scheduler.policies.yoake import Yoake

POLICIES: dict[str, Callable[[], Policy]] = {
    "yoake": Yoake,
    "document": lambda: ListPolicy("document", by_score),
    "fifo": lambda: ListPolicy("fifo", by_arrival),
    "rank": lambda: ListPolicy("rank", by_rank),
    "swarmui": SwarmUi,
    # one queue in strict order; VRAM is offloaded smallest model first (`ModelCache._offload_unlocked_models`)
    "invokeai": lambda: ListPolicy("invokeai", by_priority, smallest, strict=True),
}


def policy_named(name: str) -> Policy:
    """A fresh policy.

    Raises:
        ValueError: there is none of that name.
    """
    if name not in POLICIES:
        raise ValueError(f"no scheduling policy {name}; there are {', '.join(POLICIES)}")
    return POLICIES[name]()


__all__ = ["POLICIES", "Choice", "Policy", "policy_named"]
