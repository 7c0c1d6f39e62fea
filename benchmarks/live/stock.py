"""A night by stock Prefect: every asset a task with `wait_for`, tag limits in the place of a scheduler.

As a person would write it: pictures take the GPUs in turn, each GPU is a tag with a limit of one, and so are the other
services with theirs. ComfyUI frees its models by itself where it needs room. CPU work needs no tag here: a semaphore
keeps to the slots without a call to the server, which is kinder than a limit would be. So is that all spoken lines are
known from the start.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from typing import Any

from benchmarks.live.machine import SimulatedMachine
from benchmarks.live.night import Night
from yoake.scheduler.graph import in_order, jobs_by_name


def run_stock(night: Night, scale: float) -> tuple[SimulatedMachine, dict[str, Any]]:
    """Makes the night; the Prefect server is the configured one."""
    from prefect import flow, task
    from prefect.futures import wait
    from prefect.task_runners import ThreadPoolTaskRunner

    machine = SimulatedMachine(night, scale, evicts=True)
    places = assigned(night)
    by_name = {s.name: s for s in night.machine.services}
    cpu = threading.Semaphore(night.machine.pools[0].slots)
    asyncio.run(_create_limits(night))

    @task
    def make(asset: str, service: str) -> str:
        pooled = by_name[service].pool is not None
        if pooled:
            cpu.acquire()
        try:
            with machine.job(asset, service) as (load, seconds):
                time.sleep(load + seconds)
        finally:
            if pooled:
                cpu.release()
        return asset

    @flow(name="stock", task_runner=ThreadPoolTaskRunner(max_workers=64))
    def everything() -> None:
        futures: dict[str, Any] = {}
        for job in in_order(jobs_by_name(night.jobs())):
            service = places[job.asset]
            tag = tag_of(by_name[service].name, by_name[service].gpu, by_name[service].exclusive)
            named = make.with_options(task_run_name=job.asset, tags=[tag] if by_name[service].pool is None else [])
            futures[job.asset] = named.submit(job.asset, service, wait_for=[futures[up] for up in job.depends_on])
        wait(list(futures.values()))

    began = machine.now()
    everything()
    return machine, {"startup_real_seconds": (min(e.start for e in machine.journal) - began) / scale}


def assigned(night: Night) -> dict[str, str]:
    """Asset -> service: the services of its kind in turn."""
    turns = {
        kind: itertools.cycle([s.name for s in night.machine.services if s.kind == kind])
        for kind in {s.kind for s in night.machine.services}
    }
    return {job.asset: next(turns[job.demand.kinds[0]]) for job in night.jobs()}


def tag_of(service: str, gpu: str | None, exclusive: bool) -> str:
    """The tag whose limit guards a service: its GPU where it fills that, else its own name."""
    return gpu if gpu is not None and exclusive else service


async def _create_limits(night: Night) -> None:
    from prefect.client.orchestration import get_client

    limits = {
        tag_of(s.name, s.gpu, s.exclusive): 1 if s.exclusive else s.slots
        for s in night.machine.services
        if s.pool is None
    }
    async with get_client() as client:
        for tag, slots in limits.items():
            await client.create_concurrency_limit(tag=tag, concurrency_limit=slots)
