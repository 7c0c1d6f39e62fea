"""Everything that a run would still make, as far as can be told now: what the forecast simulates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from yoake.definition.models import TaskSpec
from yoake.graph.asset import SETTLED
from yoake.graph.candidates import candidate_count, candidate_name
from yoake.graph.expansion import category_of, expand, is_dynamic
from yoake.graph.run_state import RunState, SpecState
from yoake.scheduler import Demand, Job
from yoake.words import Category
from yoake.workspace.experience import UNKNOWN_DEVIATION
from yoake.workspace.fan_out import likely_count
from yoake.workspace.providers import demand_of
from yoake.workspace.workspace import Workspace

MOST_EDGES = 20_000
"""More dependencies than this between two specs go through a barrier, so that the graph stays linear."""
BARRIER = "~all"


@dataclass(frozen=True)
class Foreseen:
    """The assets of a run that are not settled."""

    jobs: tuple[Job, ...]
    """Each after what it depends on. What is settled is no dependency any more. Barriers (`Job.is_barrier`) are no
    assets: they stand between two large fan-outs for the dependencies of each on each."""
    spec_of: Mapping[str, str]
    """Asset (or barrier) -> id of its spec."""
    guessed: frozenset[str]
    """What stands for a fan-out whose size an upstream result will tell, `voice_hero/~3`, and the barriers: names that
    no asset will ever have."""
    category_of: Mapping[str, Category]
    """Spec -> category of its assets."""
    deviation_of: Mapping[str, float]
    """Spec -> by what share such work was seen to vary; only of what was done often enough to know."""


def foresee(workspace: Workspace, state: RunState) -> Foreseen:
    """What a run would still make; to be asked after `state.start()`, and again at any time during the run.

    Whatever depends on something that is to be made counts as to be made: whether it turns out the same as last time
    (and what comes after it stays as it is) cannot be known. Where something has failed for good, what needs it is
    left out.

    Returns:
        Jobs with ranks, in linear time.
    """
    view = _View(workspace, state)
    for spec in state.graph.in_order():
        held = state.specs.get(spec.id)
        if held is not None:
            view.take(spec, held)
    return view.result()


@dataclass
class _View:
    workspace: Workspace
    state: RunState
    names: dict[str, list[str]] = field(default_factory=dict)
    """Spec -> its unsettled assets."""
    ends: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Spec -> specs with unsettled assets, all of which must be there before what depends on it may start."""
    guessed: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    """Specs that can't be made since something they need has failed."""

    def take(self, spec: TaskSpec, held: SpecState) -> None:
        before = list(self.state.graph.before[spec.id])
        if held.expanded:
            names = [a.address for a in held.jobs() if a.status not in SETTLED]
            if any(a.status in ("failed", "blocked") for a in held.assets):
                self.lost.add(spec.id)
            before = []
        elif spec.type != "integrate" and any(name in self.lost for name in before):
            names = []
            self.lost.add(spec.id)
        else:
            names = self._jobs(spec, self._expected(spec, held))
        self.names[spec.id] = names
        passed = dict.fromkeys(end for name in before for end in self.ends[name])
        self.ends[spec.id] = (spec.id,) if names else tuple(passed)

    def result(self) -> Foreseen:
        ranks = self._ranks()
        jobs: list[Job] = []
        spec_of: dict[str, str] = {}
        categories: dict[str, Category] = {}
        deviations: dict[str, float] = {}
        barriers = self._barriers()
        for spec_id, names in self.names.items():
            if not names:
                continue
            spec = self.state.graph.specs[spec_id]
            demand = demand_of(self.workspace.choice(spec), spec, ranks[spec_id])
            before = self._before(spec_id, barriers)
            jobs += [Job(name, demand, before) for name in names]
            spec_of |= dict.fromkeys(names, spec_id)
            categories[spec_id] = category_of(spec, self.workspace.library)
            if (deviation := self.workspace.choice(spec).deviation_share) != UNKNOWN_DEVIATION:
                deviations[spec_id] = deviation
            if spec_id in barriers:
                barrier = f"{spec_id}/{BARRIER}"
                rank = ranks[spec_id] - demand.estimate_seconds
                jobs.append(Job(barrier, Demand(kinds=(), estimate_seconds=0.0, rank=rank), tuple(names)))
                spec_of[barrier] = spec_id
                self.guessed.add(barrier)
        return Foreseen(tuple(jobs), spec_of, frozenset(self.guessed), categories, deviations)

    def _upstream(self, spec_id: str) -> Iterable[str]:
        """Specs with unsettled assets that a spec waits for."""
        if self.state.specs[spec_id].expanded:
            return ()
        return dict.fromkeys(end for name in self.state.graph.before[spec_id] for end in self.ends[name])

    def _barriers(self) -> set[str]:
        """Specs whose assets are waited for through a barrier."""
        return {
            up
            for spec_id, names in self.names.items()
            for up in (self._upstream(spec_id) if names else ())
            if len(names) > 1 and len(names) * len(self.names[up]) > MOST_EDGES
        }

    def _before(self, spec_id: str, barriers: set[str]) -> tuple[str, ...]:
        found: list[str] = []
        for up in self._upstream(spec_id):
            if up in barriers and len(self.names[spec_id]) > 1:
                found.append(f"{up}/{BARRIER}")
            else:
                found += self.names[up]
        return tuple(found)

    def _ranks(self) -> dict[str, float]:
        """Longest remaining path by spec, in seconds: assets of a spec differ in nothing that matters here."""
        after: dict[str, float] = {}
        ranks: dict[str, float] = {}
        for spec_id in reversed(self.names):
            if self.names[spec_id]:
                spec = self.state.graph.specs[spec_id]
                seconds = demand_of(self.workspace.choice(spec), spec, 0.0).estimate_seconds
                ranks[spec_id] = seconds + after.get(spec_id, 0.0)
                for up in self._upstream(spec_id):
                    after[up] = max(after.get(up, 0.0), ranks[spec_id])
        return ranks

    def _expected(self, spec: TaskSpec, held: SpecState) -> list[str]:
        """Addresses of a spec that is not expanded yet."""
        if is_dynamic(spec):
            count = self._count(spec, held)
            names = [f"{spec.id}/~{number}" for number in range(1, count + 1)]
            self.guessed.update(names)
            return names
        assets = expand(spec, self.workspace.library, {})
        return [a.address for a in assets if held.needed_whole or self.state.selection.wants(a)]

    def _jobs(self, spec: TaskSpec, names: list[str]) -> list[str]:
        """What is made for assets that are not known yet: they themselves, or the candidates of each."""
        count = candidate_count(spec)
        if count == 1:
            return names
        found = [candidate_name(name, number) for name in names for number in range(1, count + 1)]
        if is_dynamic(spec):
            self.guessed.update(found)
        return found

    def _count(self, spec: TaskSpec, held: SpecState) -> int:
        """How many assets a fan-out is likely to have: as many as last time, else as is asked of the texts."""
        if not held.needed_whole:
            named = sum(name.startswith(f"{spec.id}/") for name in self.state.selection.only)
            if named and spec.id not in self.state.selection.only:
                return named
        if known := self._known.get(spec.id, 0):
            return known
        return likely_count(spec, self.state.graph, self.workspace.library)

    @cached_property
    def _known(self) -> dict[str, int]:
        """Spec -> how many assets the catalog knows of it."""
        found: dict[str, int] = {}
        for address in self.workspace.catalog.fingerprints(self.workspace.project.project):
            spec_id, item, _ = address.partition("/")
            if item:
                found[spec_id] = found.get(spec_id, 0) + 1
        return found
