"""How a schedule uses each GPU: which model works when, how much VRAM that takes, how long it works at all."""

from __future__ import annotations

from collections.abc import Iterable

from yoake.scheduler.schedule import Schedule, Slot


def busy_share(schedule: Schedule, resource: str) -> float:
    """Share of the makespan in which something runs there, loads included; 0 to 1."""
    if schedule.makespan_seconds <= 0:
        return 0.0
    busy, until = 0.0, 0.0
    for slot in schedule.slots:  # by start
        if slot.resource == resource and slot.end > until:
            busy += slot.end - max(slot.start, until)
            until = slot.end
    return busy / schedule.makespan_seconds


def work_share(schedule: Schedule, resource: str, slots: int) -> float:
    """Share of a pool's or service's slots that is taken on average until the run is done; 0 to 1."""
    if schedule.makespan_seconds <= 0:
        return 0.0
    work = sum(slot.end - slot.start for slot in schedule.slots if slot.resource == resource)
    return work / (slots * schedule.makespan_seconds)


def model_changes(jobs: Iterable[tuple[str | None, str | None]]) -> int:
    """How often a service goes on with another model than before, its first one included.

    Args:
        jobs: (service, model) in the order of their starts; those without a model are passed over.
    """
    last: dict[str | None, str] = {}
    changes = 0
    for service, model in jobs:
        if model is not None and last.get(service) != model:
            last[service] = model
            changes += 1
    return changes


def model_of(slot: Slot) -> str:
    """What a slot works with: its model, or the service where that names none."""
    return slot.model or slot.service


def busiest(schedule: Schedule, resource: str, cells: int) -> list[str | None]:
    """The makespan in equal parts, and the model that works longest in each; none where nothing runs."""
    width = schedule.makespan_seconds / cells
    if width <= 0:
        return [None] * cells
    spent: list[dict[str, float]] = [{} for _ in range(cells)]
    for slot in schedule.slots:
        if slot.resource == resource:
            for cell in range(int(slot.start / width), min(cells - 1, int(slot.end / width)) + 1):
                inside = min(slot.end, (cell + 1) * width) - max(slot.start, cell * width)
                here = spent[cell]
                here[model_of(slot)] = here.get(model_of(slot), 0.0) + inside
    return [max(here, key=here.__getitem__) if any(here.values()) else None for here in spent]


def vram_in_use(schedule: Schedule, resource: str) -> list[tuple[float, float]]:
    """(seconds, GB) of the models that jobs work with, whenever that changes; each model counts once."""
    events: list[tuple[float, bool, Slot]] = []
    for slot in schedule.slots:
        if slot.resource == resource:
            events += [(slot.start, True, slot), (slot.end, False, slot)]
    events.sort(key=lambda e: e[:2])
    jobs: dict[tuple[str, str | None], int] = {}
    size: dict[tuple[str, str | None], float] = {}
    found: list[tuple[float, float]] = []
    for at, begins, slot in events:
        key = (slot.service, slot.model)
        jobs[key] = jobs.get(key, 0) + (1 if begins else -1)
        size[key] = slot.vram_gb
        used = sum(size[k] for k, count in jobs.items() if count)
        if found and found[-1][0] == at:
            found[-1] = (at, used)
        else:
            found.append((at, used))
    return found
