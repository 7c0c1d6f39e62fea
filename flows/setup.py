"""What a Prefect server needs before runs use it: limits, work pools, block types and automations."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import (
    GlobalConcurrencyLimitCreate,
    GlobalConcurrencyLimitUpdate,
    WorkPoolCreate,
    WorkPoolUpdate,
)
from prefect.exceptions import ObjectNotFound

from flows.automations import set_up_automations
from flows.block_types import missing_blocks, register_block_types
from flows.limits import rate_limit, tag_limit, waiting_limit
from flows.variables import set_up_variables
from yoake.errors import InvalidRequestError
from yoake.nodes.models import GPU_POOL, NodeFile, ServiceEntry

SHOWN_WAITING = 1000
"""Slots of a limit in which runs only show that they wait: more than will ever wait."""
POOL_TYPE = "process"


def limits_of(node: NodeFile) -> dict[str, tuple[int, float]]:
    """Every limit that a node file stands for: its name -> slots, and slots that come back each second (rate limits).

    A GPU has one slot, since a run takes the whole card and decides by itself what fits on it. A service has its
    `slots`; only services that are somebody else's are limited (Suno, and whatever has a rate), because one of ours
    puts what is too much in a queue. A rate limit has one slot that comes back after a 60th of a minute's calls, so
    that no 60 seconds ever see more calls than `per_minute`, whoever makes them.
    """
    limits: dict[str, tuple[int, float]] = {}
    slots = dict.fromkeys(node.gpus, 1) | {name: s.slots for name, s in _limited(node).items()}
    for name, count in slots.items():
        limits[tag_limit(name)] = (count, 0.0)
        limits[waiting_limit(name)] = (SHOWN_WAITING, 0.0)
    for name, service in _limited(node).items():
        if service.per_minute is not None:
            limits[rate_limit(name)] = (1, service.per_minute / 60)
    return limits


def pools_of(node: NodeFile) -> dict[str, int]:
    """The work pools and how many flow runs may be under way in each: as many as it serves GPUs, slots or calls.

    A GPU may name the pool whose workers serve it; the others belong to `gpu`.
    """
    api = sum(s.slots for s in node.services.values() if s.gpu is None)
    served = Counter(gpu.pool for gpu in node.gpus.values()) or {GPU_POOL: 1}
    return {GPU_POOL: 0, **served, "cpu": node.cpu_slots(), "api": max(1, api)} | (
        {} if served.get(GPU_POOL) else {GPU_POOL: 1}
    )


def set_up(node: NodeFile, nodes: str) -> tuple[list[str], list[str]]:
    """Makes the configured server as the node file wants it; what is so already is left alone.

    Args:
        nodes: what the node file is called: a name that Yoake comes with, or a path.

    Returns:
        A sentence for each change, none where nothing had to be changed; and the blocks that are yet to be created.

    Raises:
        InvalidRequestError: `prefect.refused`.
    """
    with get_client(sync_client=True) as client:
        try:
            changes = [_limit(client, name, *wanted) for name, wanted in limits_of(node).items()]
            changes += [_pool(client, name, slots) for name, slots in pools_of(node).items()]
            changes += register_block_types(client)
            changes += set_up_variables(client, nodes)
            changes += set_up_automations(client)
            missing = missing_blocks(client, node)
        except httpx.HTTPStatusError as error:
            raise InvalidRequestError(
                "prefect.refused",
                f"The Prefect server refused: {error.response.status_code} {error.response.text[:200]}.",
                next_step="Does your PREFECT_API_KEY or PREFECT_API_AUTH_STRING allow to change limits and blocks?",
            ) from error
    return [change for change in changes if change], missing


def _limited(node: NodeFile) -> dict[str, ServiceEntry]:
    return {n: s for n, s in node.services.items() if s.gpu is None and (s.kind == "suno" or s.per_minute is not None)}


def _limit(client: SyncPrefectClient, name: str, slots: int, decay: float) -> str:
    wanted: dict[str, Any] = {"limit": slots, "slot_decay_per_second": decay, "active": True}
    said = f"{slots} slot{'s' if slots > 1 else ''}" if not decay else f"{decay * 60:g} calls a minute"
    try:
        found = client.read_global_concurrency_limit_by_name(name)
    except ObjectNotFound:
        client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=name, **wanted))
        return f"Limit {name} was created with {said}."
    if found.limit == slots and found.active and abs(found.slot_decay_per_second - decay) < 1e-9:
        return ""
    client.update_global_concurrency_limit(name, GlobalConcurrencyLimitUpdate(**wanted))
    before = f"{found.limit} slots" if not decay else f"{found.slot_decay_per_second * 60:g} calls a minute"
    return f"Limit {name} has {said} now; it had {before}{'' if found.active else ' and was switched off'}."


def _pool(client: SyncPrefectClient, name: str, slots: int) -> str:
    try:
        found = client.read_work_pool(name)
    except ObjectNotFound:
        from prefect.workers.process import ProcessWorker  # slow, and needed only this once

        template = ProcessWorker.get_default_base_job_template()
        client.create_work_pool(
            WorkPoolCreate(name=name, type=POOL_TYPE, base_job_template=template, concurrency_limit=slots)
        )
        return f"Work pool {name} was created for {slots} flow run{'s' if slots > 1 else ''} at a time."
    if found.type != POOL_TYPE:
        raise InvalidRequestError(
            "prefect.pool-type",
            f"There is a work pool {name} of type {found.type}; Yoake's is of type {POOL_TYPE}.",
            next_step=f"Delete or rename it (`prefect work-pool delete {name}`), then run this again.",
        )
    if found.concurrency_limit == slots:
        return ""
    client.update_work_pool(name, WorkPoolUpdate(concurrency_limit=slots))
    before = "any number" if found.concurrency_limit is None else str(found.concurrency_limit)
    return f"Work pool {name} takes {slots} flow run{'s' if slots > 1 else ''} at a time now; it took {before}."
