"""The scheduler: pure decisions about what runs where and when; the driver in `flows/` carries them out.

How a driver uses it (times are seconds of any clock that does not go back):

    scheduler = Scheduler(machine)                   # yoake.nodes.machine_of(node_file) makes the machine
    scheduler.unservable(demand)                     # a reason where nothing could ever make it: take another provider
    scheduler.add("bg_school", demand)               # everything foreseen, as early as possible; growth: as it appears
    scheduler.ready("bg_school", now)                # its inputs are there
    for grant in scheduler.grants(now):              # after every event, and at next_wakeup
        ...                                          # unload grant.free_first for real, then submit to grant.service
    scheduler.finished("bg_school", now)             # or failed(..., retry=True), or cancelled(...)
    scheduler.next_wakeup(now)                       # exact time at which a rate limit lets something through, or none

    scheduler.service_down("comfyui-0"), service_up  # its jobs still end by failed(), one by one
    scheduler.hold("gpu-0"), release("gpu-0")        # somebody else has the Prefect lease
    scheduler.loaded(service, model, size_gb, now), unloaded(service, model), learn_vram(model, peak_gb)
    scheduler.rerank(asset, rank)                    # after growth (Ranks.add says which) or new durations
    scheduler.use(tuned(jobs, machine).policy)       # the weights that suit this graph, found by simulation
    next_up(scheduler, running_asset, now)           # what will follow it on its place: get that ready meanwhile
    snapshot(scheduler, jobs, now).forecast()        # how the rest will go; `retuned` finds better weights for it
    why_waiting(scheduler, asset, now)               # for `yoake explain`

A grant is in force the moment `grants` returns it. An asset that ended is forgotten and may be added again.
The same object on a virtual clock is `simulate` (with `resident` and `running`, from the middle of a run).
"""

from yoake.scheduler.ahead import next_up
from yoake.scheduler.core import Scheduler
from yoake.scheduler.demand import Demand, Grant
from yoake.scheduler.explain import Reason, why_waiting
from yoake.scheduler.graph import Job
from yoake.scheduler.machine import Gpu, Machine, Pool, Service
from yoake.scheduler.rank import Ranks
from yoake.scheduler.schedule import Schedule
from yoake.scheduler.simulate import simulate
from yoake.scheduler.snapshot import Snapshot, snapshot
from yoake.scheduler.tuning import tuned

__all__ = [
    "Demand",
    "Gpu",
    "Grant",
    "Job",
    "Machine",
    "Pool",
    "Ranks",
    "Reason",
    "Schedule",
    "Scheduler",
    "Service",
    "Snapshot",
    "next_up",
    "simulate",
    "snapshot",
    "tuned",
    "why_waiting",
]
