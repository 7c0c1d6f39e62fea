"""The graph of task specs: order, levels, who waits for whom."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

from yoake.definition.models import TaskSpec


class SpecGraph:
    """Task specs and their dependencies; acyclic, every reference known (the definition layer has checked that).

    Readiness is counted per spec, not per pair of assets, so a fan-out of 250 that feeds a fan-out of 250 costs
    two edges' worth of work and not 62,500. Kept as plain lists of neighbours: importing networkx takes as long as
    taking stock of two thousand assets, so only who asks for levels waits for it.
    """

    def __init__(self, specs: Sequence[TaskSpec]) -> None:
        self.specs = {spec.id: spec for spec in specs}
        self.before = {spec.id: upstreams(spec) for spec in specs}
        """Spec id -> the specs it depends on directly."""
        self._after: dict[str, list[str]] = {name: [] for name in self.specs}
        for name, ups in self.before.items():
            for up in ups:
                self._after[up].append(name)
        self._order: list[str] = []

    def in_order(self) -> list[TaskSpec]:
        """Specs so that each comes after what it depends on; ties in the order of the file."""
        return [self.specs[name] for name in self._names_in_order()]

    def levels(self) -> list[list[str]]:
        """Level 0 depends on nothing, level n on something of level n-1."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.specs)
        graph.add_edges_from((up, name) for name, ups in self.before.items() for up in ups)
        return [sorted(level) for level in nx.topological_generations(graph)]

    def downstream(self, spec_id: str) -> list[str]:
        """Specs that depend on this one directly."""
        return self._after[spec_id]

    def closure(self, wanted: Iterable[str]) -> set[str]:
        """`wanted` and everything that they need."""
        found: set[str] = set()
        stack = list(wanted)
        while stack:
            name = stack.pop()
            if name not in found:
                found.add(name)
                stack.extend(self.before[name])
        return found

    def remaining_seconds(self, seconds: dict[str, float]) -> dict[str, float]:
        """Rank: the longest path from each spec to the end, itself included, in seconds; linear time."""
        rank: dict[str, float] = {}
        for name in reversed(self._names_in_order()):
            rank[name] = seconds[name] + max((rank[d] for d in self._after[name]), default=0.0)
        return rank

    def _names_in_order(self) -> list[str]:
        if not self._order:
            names = list(self.specs)
            place = {name: i for i, name in enumerate(names)}
            waiting = [len(self.before[name]) for name in names]
            free = [i for i, count in enumerate(waiting) if count == 0]  # ascending, so a heap already
            while free:
                name = names[heapq.heappop(free)]
                self._order.append(name)
                for down in self._after[name]:
                    at = place[down]
                    waiting[at] -= 1
                    if waiting[at] == 0:
                        heapq.heappush(free, at)
        return self._order


def upstreams(spec: TaskSpec) -> list[str]:
    """What a spec depends on, the source of its `foreach` included, without repeats."""
    source = [spec.foreach.split(".", 1)[0]] if spec.foreach else []
    return list(dict.fromkeys([*spec.depends_on, *source]))
