"""The plan as data: what `yoake plan --json` prints (docs/plan.md has the schema)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cli.deadline import Deadline
from yoake.graph.asset import Asset
from yoake.graph.candidates import MARK, asset_of
from yoake.graph.expansion import category_of, expand, is_dynamic
from yoake.graph.run_state import RunState, SpecState
from yoake.graph.structure import upstreams
from yoake.graph.waiting import HELD, sentence, waiting_reviews
from yoake.scheduler import Job, Machine
from yoake.scheduler.gpu_use import busy_share, work_share
from yoake.scheduler.schedule import Slot
from yoake.words import QUEUE_OF_TYPE
from yoake.workspace.advice import Remedy
from yoake.workspace.foresee import Foreseen
from yoake.workspace.promise import Promise
from yoake.workspace.workspace import Workspace


@dataclass(frozen=True)
class Plan:
    """A project, what a run would make of it, and when."""

    workspace: Workspace
    state: RunState
    foreseen: Foreseen
    promised: Promise
    deadline: Deadline | None = None
    remedies: tuple[Remedy, ...] = ()


def describe(plan: Plan) -> dict[str, Any]:
    """The plan as data; times are in seconds from now."""
    state, promised = plan.state, plan.promised
    levels = _levels(state)
    assets = list(_assets(plan))
    counts: dict[str, int] = {}
    for one in assets:  # an asset counts once: by itself, or, while it is only expected, by its first candidate
        if one["candidate_of"] is None or (not one["fingerprint"] and one["asset"].endswith(f"{MARK}1")):
            counts[one["status"]] = counts.get(one["status"], 0) + 1
    return {
        "project": plan.workspace.project.project,
        "title": plan.workspace.project.title,
        "counts": counts,
        "up_to_date": state.finished,
        **_totals(promised),
        "finish_by": _finish_by(plan),
        **_machine(promised.machine, promised),
        "specs": [_spec(plan, held, levels[held.spec.id]) for held in _in_order(state)],
        "assets": assets,
        "notes": _notes(plan),
    }


def _notes(plan: Plan) -> list[str]:
    """What stands in for what: no such service here, or a model that no GPU can hold."""
    workspace = plan.workspace
    choices = {spec.id: workspace.choice(spec) for spec in workspace.specs}
    refused = {
        f"{name}: {choice.refused}; something stands in for it" for name, choice in choices.items() if choice.refused
    }
    return sorted({*workspace.notes(), *refused})


def _totals(promised: Promise) -> dict[str, Any]:
    schedule = promised.schedule
    return {
        "makespan_seconds": round(schedule.makespan_seconds, 3),
        "range_seconds": [round(promised.low_seconds, 3), round(promised.high_seconds, 3)],
        "lower_bound_seconds": round(schedule.bound.seconds, 3),
        "model_switches": schedule.model_switches,
        "least_model_switches": schedule.least_switches,
        "critical_path": list(schedule.bound.critical_path),
    }


def _finish_by(plan: Plan) -> dict[str, Any] | None:
    if plan.deadline is None:
        return None
    return {
        "time": plan.deadline.at.isoformat(timespec="seconds"),
        "seconds": round(plan.deadline.seconds, 3),
        "fits": plan.promised.schedule.makespan_seconds <= plan.deadline.seconds,
        "advice": [remedy.as_json() for remedy in plan.remedies],
    }


def _machine(machine: Machine, promised: Promise) -> dict[str, Any]:
    schedule = promised.schedule
    return {
        "gpus": {
            g.name: {"vram_gb": g.vram_gb, "busy_share": round(busy_share(schedule, g.name), 4)} for g in machine.gpus
        },
        "pools": {
            p.name: {"slots": p.slots, "busy_share": round(work_share(schedule, p.name, p.slots), 4)}
            for p in machine.pools
        },
        "services": {
            s.name: {
                "kind": s.kind,
                "gpu": s.gpu,
                "pool": s.pool,
                "slots": 1 if s.exclusive else s.slots,
                "per_minute": s.per_minute,
                "exclusive": s.exclusive,
            }
            for s in machine.services
        },
    }


def _in_order(state: RunState) -> Iterator[SpecState]:
    for spec in state.graph.in_order():
        held = state.specs.get(spec.id)
        if held is not None:
            yield held


def _spec(plan: Plan, held: SpecState, level: int) -> dict[str, Any]:
    spec, state, workspace = held.spec, plan.state, plan.workspace
    return {
        "spec": spec.id,
        "type": spec.type,
        "category": category_of(spec, workspace.library),
        "queue": QUEUE_OF_TYPE[spec.type],
        "level": level,
        "provider": workspace.choice(spec).provider,
        "depends_on": upstreams(spec),
        "assets": _count(workspace, held),
        "grows": is_dynamic(spec) and not held.expanded,
        "waits_for": [u for u in upstreams(spec) if state.specs[u].unsettled or not state.specs[u].expanded],
    }


def _levels(state: RunState) -> dict[str, int]:
    """Spec -> its level: 0 depends on nothing."""
    levels: dict[str, int] = {}
    for spec in state.graph.in_order():
        levels[spec.id] = 1 + max((levels[up] for up in state.graph.before[spec.id]), default=-1)
    return levels


def _count(workspace: Workspace, held: SpecState) -> int | None:
    """How many assets a spec has; None where only an upstream result will tell."""
    if held.expanded:
        return len(held.assets)
    if is_dynamic(held.spec):
        return None
    return len(expand(held.spec, workspace.library, {}))


def _assets(plan: Plan) -> Iterator[dict[str, Any]]:
    """What is known, then what is expected behind it, spec by spec."""
    slots = {slot.asset: slot for slot in plan.promised.schedule.slots}
    jobs: dict[str, list[Job]] = {}
    for job in plan.foreseen.jobs:
        jobs.setdefault(plan.foreseen.spec_of[job.asset], []).append(job)
    path = set(plan.promised.schedule.bound.critical_path)
    barriers = _barrier_times(plan.foreseen, slots)
    reviews = waiting_reviews(plan.state)
    for held in _in_order(plan.state):
        spec_id = held.spec.id
        mine = {job.asset: job for job in jobs.get(spec_id, ())}
        for asset in held.assets:
            for one in (asset, *asset.candidates):
                yield _known(one) | _place(mine.pop(one.address, None), slots.get(one.address), path)
        why = "waits for " + ", ".join(u for u in upstreams(held.spec) if not _is_there(plan.state.specs[u]))
        if spec_id in reviews:
            why = sentence(reviews[spec_id])
        for job in mine.values():
            of = asset_of(job.asset)
            expected = {
                "asset": job.asset,
                "spec": spec_id,
                "candidate_of": of if of != job.asset else None,
                "status": "waiting",
                "why": f"waits for {spec_id}" if job.is_barrier else why,
                "fingerprint": "",
                "guessed": job.asset in plan.foreseen.guessed,
            }
            place = _place(job, slots.get(job.asset), path)
            if job.is_barrier:
                place |= {"start": barriers[job.asset], "end": barriers[job.asset]}
            yield expected | place


def _known(asset: Asset) -> dict[str, Any]:
    of = asset.of
    return {
        "asset": asset.address,
        "spec": asset.spec.id,
        "candidate_of": of.address if of is not None else None,
        "status": asset.status,
        "why": HELD if asset.held else asset.reason,
        "fingerprint": asset.fingerprint,
        "guessed": False,
    }


def _is_there(held: SpecState) -> bool:
    return held.expanded and held.unsettled == 0


def _place(job: Job | None, slot: Slot | None, path: set[str]) -> dict[str, Any]:
    """Where and when an asset would be made."""
    return {
        "depends_on": list(job.depends_on) if job is not None else [],
        "resource": slot.resource if slot is not None else None,
        "service": slot.service if slot is not None else None,
        "model": slot.model if slot is not None else None,
        "vram_gb": slot.vram_gb if slot is not None else 0.0,
        "load_seconds": round(slot.load_seconds, 3) if slot is not None else 0.0,
        "loads": slot.loads if slot is not None else False,
        "start": round(slot.start, 6) if slot is not None else None,
        "end": round(slot.end, 6) if slot is not None else None,
        "critical": job is not None and job.asset in path,
    }


def _barrier_times(foreseen: Foreseen, slots: dict[str, Slot]) -> dict[str, float]:
    """When all that a barrier stands for is there."""
    return {
        job.asset: round(max((slots[name].end for name in job.depends_on if name in slots), default=0.0), 6)
        for job in foreseen.jobs
        if job.is_barrier
    }
