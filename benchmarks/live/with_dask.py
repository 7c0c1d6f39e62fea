"""A night by Dask alone: a worker a resource, resources that each task asks for, the longest path as its priority.

No Prefect: what Dask does at its best. Jobs go where the resource is; which model a GPU holds is not Dask's to know.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from benchmarks.live.machine import SimulatedMachine
from benchmarks.live.night import Night
from benchmarks.live.stock import tag_of
from yoake.scheduler.graph import in_order, jobs_by_name
from yoake.scheduler.rank import Ranks

_here: dict[str, Any] = {}
"""The machine, and worker -> kind -> service: all workers are threads of this process, and functions travel by name."""


def make(asset: str, kind: str, *_upstream: str) -> str:
    """One job, at the service of its kind that is this worker's."""
    from distributed import get_worker

    with _here["machine"].job(asset, _here["kinds"][str(get_worker().name)][kind]) as (load, seconds):
        time.sleep(load + seconds)
    return asset


def run_dask(night: Night, scale: float) -> tuple[SimulatedMachine, dict[str, Any]]:
    """Makes the night."""
    import dask
    from distributed import Client, Scheduler, SpecCluster, Worker

    dask.config.set({"distributed.scheduler.work-stealing": False})
    logging.getLogger("distributed").setLevel(logging.ERROR)
    machine = SimulatedMachine(night, scale, evicts=True)
    slots: dict[str, int] = {}
    kinds: dict[str, dict[str, str]] = {}
    for s in night.machine.services:
        if s.kind == "builtin":
            continue
        worker = tag_of(s.name, s.gpu, s.exclusive)
        slots[worker] = 1 if s.exclusive else s.slots
        kinds.setdefault(worker, {})[s.kind] = s.name
    workers = {
        name: {
            "cls": Worker,
            "options": {"nthreads": count, "resources": dict.fromkeys(kinds[name], count), "dashboard": False},
        }
        for name, count in slots.items()
    }

    _here["machine"], _here["kinds"] = machine, kinds
    ranks = Ranks()
    jobs = in_order(jobs_by_name(night.jobs(foreseen=True)))
    ranks.add(jobs)
    scheduler = {"cls": Scheduler, "options": {"dashboard": False, "host": "127.0.0.1", "port": 0}}
    with SpecCluster(workers=workers, scheduler=scheduler) as cluster, Client(cluster) as client:
        began = machine.now()
        futures: dict[str, Any] = {}
        for job in jobs:
            kind = job.demand.kinds[0]
            futures[job.asset] = client.submit(
                make,
                job.asset,
                kind,
                *[futures[up] for up in job.depends_on],
                key=job.asset,
                pure=False,
                resources={kind: 1},
                priority=round(1000 * ranks.rank[job.asset]),
            )
        client.gather(list(futures.values()))
    return machine, {"startup_real_seconds": (min(e.start for e in machine.journal) - began) / scale}
