"""The graph of task specs: order, levels, who waits for whom (networkx)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx

from yoake.definition.models import TaskSpec


class SpecGraph:
    """Task specs and their dependencies; acyclic, every reference known (the definition layer has checked that).

    Readiness is counted per spec, not per pair of assets, so a fan-out of 250 that feeds a fan-out of 250 costs
    two edges' worth of work and not 62,500.
    """

    def __init__(self, specs: Sequence[TaskSpec]) -> None:
        self.specs = {spec.id: spec for spec in specs}
        self.graph: nx.DiGraph[str] = nx.DiGraph()
        self.graph.add_nodes_from(self.specs)
        self.graph.add_edges_from((up, spec.id) for spec in specs for up in upstreams(spec))

    def in_order(self) -> list[TaskSpec]:
        """Specs so that each comes after what it depends on; ties in the order of the file."""
        position = {name: i for i, name in enumerate(self.specs)}
        return [self.specs[n] for n in nx.lexicographical_topological_sort(self.graph, key=position.__getitem__)]

    def levels(self) -> list[list[str]]:
        """Level 0 depends on nothing, level n on something of level n-1."""
        return [sorted(level) for level in nx.topological_generations(self.graph)]

    def downstream(self, spec_id: str) -> list[str]:
        """Specs that depend on this one directly."""
        return list(self.graph.successors(spec_id))

    def closure(self, wanted: Iterable[str]) -> set[str]:
        """`wanted` and everything that they need."""
        found: set[str] = set()
        stack = list(wanted)
        while stack:
            name = stack.pop()
            if name not in found:
                found.add(name)
                stack.extend(self.graph.predecessors(name))
        return found

    def remaining_seconds(self, seconds: dict[str, float]) -> dict[str, float]:
        """Rank: the longest path from each spec to the end, itself included, in seconds; linear time."""
        rank: dict[str, float] = {}
        for name in reversed(list(nx.topological_sort(self.graph))):
            rank[name] = seconds[name] + max((rank[d] for d in self.graph.successors(name)), default=0.0)
        return rank


def upstreams(spec: TaskSpec) -> list[str]:
    """What a spec depends on, the source of its `foreach` included, without repeats."""
    source = [spec.foreach.split(".", 1)[0]] if spec.foreach else []
    return list(dict.fromkeys([*spec.depends_on, *source]))
