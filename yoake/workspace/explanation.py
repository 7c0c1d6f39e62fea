"""Why an asset waits or would be remade, and where and when it would be made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from yoake.errors import InvalidRequestError
from yoake.graph.asset import Asset
from yoake.graph.candidates import asset_of
from yoake.graph.run_state import RunState
from yoake.graph.waiting import HELD, sentence, waiting_reviews
from yoake.scheduler import Job, Reason, Schedule, simulate, why_waiting
from yoake.scheduler.schedule import Slot
from yoake.scheduler.simulate import Simulation
from yoake.workspace.foresee import Foreseen
from yoake.workspace.promise import Promise

BEFORE = 3
"""How many of the assets that go before it at its place are told."""
NEAREST = 4
MOMENT = 1e-6
"""Seconds after an asset has become ready, when what can start at once has started."""


@dataclass(frozen=True)
class Explanation:
    """What there is to say of one asset."""

    asset: str
    spec: str
    stands_for: str
    """The asset that was asked for, where this one stands for it since its fan-out is not known yet; else empty."""
    status: str
    why: str
    """Why it must be made; empty where it is up to date or that cannot be known yet."""
    waits_for: tuple[str, ...]
    """Assets that are to be made before it."""
    chain: tuple[Slot, ...]
    """What it waits for in the end: the last of those to be there, what that one waits for longest, and so on."""
    slot: Slot | None
    """Where and when it would be made; none where it is not to be made."""
    rank_seconds: float
    critical: bool
    ready_seconds: float
    """When all it waits for is there."""
    before: tuple[Slot, ...]
    """What goes before it on its GPU or service, the last one last."""
    held_back: Reason | None
    """What keeps it from starting the moment it is ready; none where nothing does."""


def explain(state: RunState, foreseen: Foreseen, promised: Promise, asset: str) -> Explanation:
    """What there is to say of an asset.

    Raises:
        InvalidRequestError: `explain.unknown` with the nearest names.
    """
    jobs = {job.asset: job for job in promised.jobs if not job.is_barrier}
    name = _found(state, foreseen, jobs, asset)
    known = _known(state, name)
    slots = {slot.asset: slot for slot in promised.schedule.slots}
    # an asset that is chosen from candidates is there when the last one is
    made_as = [c.address for c in known.candidates if c.address in slots] if known is not None else []
    at = max(made_as, key=lambda c: slots[c].end) if made_as else name
    job, slot = jobs.get(at), slots.get(at)
    barriers = {job.asset: job.depends_on for job in promised.jobs if job.is_barrier}
    waits = tuple(_through(job.depends_on, barriers)) if job is not None else ()
    ready = max((slots[up].end for up in waits if up in slots), default=0.0)
    spec = known.spec.id if known is not None else foreseen.spec_of[name]
    return Explanation(
        asset=name,
        spec=spec,
        stands_for=asset if asset not in (name, spec) else "",
        status=known.status if known is not None else "waiting",
        why=_why(state, known, spec),
        waits_for=waits,
        chain=tuple(_chain(waits, slots, jobs, barriers)),
        slot=slot,
        rank_seconds=job.demand.rank if job is not None else 0.0,
        critical=at in promised.schedule.bound.critical_path,
        ready_seconds=ready,
        before=tuple(_before(promised.schedule, slot)) if slot is not None else (),
        held_back=_held_back(promised, slot, ready) if slot is not None else None,
    )


def _known(state: RunState, name: str) -> Asset | None:
    """An asset or a candidate of the expanded graph."""
    if name in state.assets:
        return state.assets[name]
    base = state.assets.get(asset_of(name))
    return next((c for c in base.candidates if c.address == name), None) if base is not None else None


def _why(state: RunState, known: Asset | None, spec_id: str) -> str:
    if known is not None:
        return HELD if known.held else known.reason
    reviews = waiting_reviews(state).get(spec_id)
    return sentence(reviews) if reviews else ""


def _found(state: RunState, foreseen: Foreseen, jobs: dict[str, Job], asset: str) -> str:
    if asset in jobs or _known(state, asset) is not None:
        return asset
    spec_id = asset_of(asset).partition("/")[0]
    held = state.specs.get(spec_id)
    mine = [a.address for a in held.assets] if held is not None else []
    mine += [name for name, of in foreseen.spec_of.items() if of == spec_id and name in jobs and name not in mine]
    if len(mine) == 1 or (mine and held is not None and not held.expanded and mine[0] in foreseen.guessed):
        return mine[0]
    if mine:
        names = mine[:NEAREST] if asset == spec_id else get_close_matches(asset, mine, NEAREST, 0.0)
        said = f"{spec_id} has {len(mine)} assets, and none is called {asset}."
    else:
        every = [*state.assets, *(n for n in jobs if n not in foreseen.guessed), *state.specs]
        names = get_close_matches(asset, dict.fromkeys(every), NEAREST)
        said = f"There is no asset {asset} in this project."
    next_step = f"Near it are: {', '.join(names)}." if names else "`yoake plan` lists what there is."
    raise InvalidRequestError("explain.unknown", said, next_step=next_step)


def _through(names: Iterable[str], barriers: dict[str, tuple[str, ...]]) -> Iterable[str]:
    for name in names:
        yield from barriers.get(name, (name,))


def _chain(
    waits: tuple[str, ...], slots: dict[str, Slot], jobs: dict[str, Job], barriers: dict[str, tuple[str, ...]]
) -> Iterable[Slot]:
    while there := [slots[name] for name in waits if name in slots]:
        last = max(there, key=lambda slot: slot.end)
        yield last
        waits = tuple(_through(jobs[last.asset].depends_on, barriers))


def _before(schedule: Schedule, slot: Slot) -> list[Slot]:
    """What ends at its place before it starts, the last ones."""
    place = [s for s in schedule.slots if s.resource == slot.resource and s.end <= slot.start]
    return sorted(place, key=lambda s: s.end)[-BEFORE:]


def _held_back(promised: Promise, slot: Slot, ready: float) -> Reason | None:
    """Runs the forecast once more and asks its scheduler when the asset is ready."""
    if slot.start <= ready + MOMENT:
        return None
    found: list[Reason] = []

    def ask(run: Simulation) -> None:
        found.append(why_waiting(run.scheduler, slot.asset, run.now))

    simulate(promised.jobs, promised.machine, promised.policy, incidents=[(ready + MOMENT, ask)])
    return found[0] if found and found[0].cause != "running" else None
