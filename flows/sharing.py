"""What the scheduler may use, given what the run holds of what it shares with others."""

from __future__ import annotations

from flows.leases import Leases
from yoake.scheduler import Machine, Scheduler


def shared_resources(machine: Machine) -> list[str]:
    """GPUs and services outside: everything but this machine's own CPU slots."""
    return list(dict.fromkeys(s.resource for s in machine.services if s.pool is None))


def share(scheduler: Scheduler, leases: Leases) -> None:
    """Asks for what there is work for, lets go of what has none, gives way when it is time, and lets the scheduler use
    exactly what is held. Call it before `Scheduler.grants`, in the same turn of the event loop; it never waits.
    """
    running = {task.grant.resource for task in scheduler.running.values() if task.grant is not None}
    wanted = running | {p.service.resource for queue in scheduler.active() for p in queue.places if p.up}
    for resource in leases.resources:
        if resource in wanted:
            leases.want(resource)
        else:
            leases.idle(resource)
        held = leases.held(resource)
        if held and leases.should_yield(resource, switch=_next_loads(scheduler, resource)):
            held = False
            if resource not in running:
                leases.give_way(resource)
        if held:
            scheduler.release(resource)
        else:
            scheduler.hold(resource)


def _next_loads(scheduler: Scheduler, resource: str) -> bool:
    """Whether whatever starts next on a GPU has to load its model first."""
    gpu = scheduler.gpus.get(resource)
    if gpu is None:
        return False
    return not any(place.has(queue) for queue in scheduler.active() for place in gpu.places if place in queue.places)
