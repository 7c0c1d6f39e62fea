"""The graph of specs: order, levels and ranks."""

from __future__ import annotations

import pytest

from yoake.definition.models import TaskSpec
from yoake.graph.structure import SpecGraph, upstreams


def spec(name: str, *after: str, foreach: str | None = None) -> TaskSpec:
    return TaskSpec(id=name, type="text_gen", depends_on=list(after), foreach=foreach)


@pytest.fixture
def graph() -> SpecGraph:
    return SpecGraph([spec("z"), spec("late", "b", "z"), spec("b", "a"), spec("a"), spec("own", foreach="a.lines")])


def test_order_puts_upstreams_first_and_keeps_to_the_file(graph: SpecGraph):
    assert [s.id for s in graph.in_order()] == ["z", "a", "b", "late", "own"]


def test_levels_count_the_longest_way_from_the_start(graph: SpecGraph):
    assert graph.levels() == [["a", "z"], ["b", "own"], ["late"]]


def test_downstream_and_closure(graph: SpecGraph):
    assert graph.downstream("a") == ["b", "own"]
    assert graph.closure(["late"]) == {"late", "b", "a", "z"}


def test_rank_is_the_longest_way_to_the_end(graph: SpecGraph):
    seconds = {"z": 1.0, "late": 2.0, "b": 4.0, "a": 8.0, "own": 5.0}
    assert graph.remaining_seconds(seconds) == {"z": 3.0, "late": 2.0, "b": 6.0, "a": 14.0, "own": 5.0}


def test_a_source_that_is_named_twice_is_one_dependency():
    assert upstreams(spec("x", "a", "a", foreach="a.lines")) == ["a"]
