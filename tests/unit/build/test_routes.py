from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yoake.build.routes import ending_of, routes
from yoake.game.model import Game


def game(exits: list[list[int]], endings: int = 3) -> Game:
    """A game of scenes; each leads on to the scenes with these numbers, or ends."""
    scenes = []
    for number, targets in enumerate(exits):
        if len(targets) > 1:
            options = [{"text": f"to {t}", "to": f"s{t}"} for t in targets]
            last = {"kind": "menu", "prompt": "?", "options": options}
        elif targets:
            last = {"kind": "jump", "to": f"s{targets[0]}"}
        else:
            last = {"kind": "end", "ending": f"e{number % endings}"}
        scenes.append({"id": f"s{number}", "title": "t", "chapter": "c", "steps": [{"kind": "say", "text": "x"}, last]})
    ends = [{"id": f"e{n}", "title": "e", "kind": "normal"} for n in range(endings)]
    return Game.model_validate(
        {
            "project": "p",
            "title": "t",
            "language": "ja",
            "characters": [],
            "scenes": scenes,
            "endings": ends,
            "files": [],
        }
    )


def walk(g: Game, choices: list[int]) -> list[str]:
    """The scenes of a play-through; every choice is used."""
    scenes, left, at, passed = {s.id: s for s in g.scenes}, list(choices), g.scenes[0], []
    while True:
        passed.append(at.id)
        last = at.steps[-1]
        if last.kind == "end":
            assert left == []
            return passed
        at = scenes[last.options[left.pop(0)].to if last.kind == "menu" else last.to]


def reachable(exits: list[list[int]], start: int = 0) -> set[int]:
    seen, stack = set(), [start]
    while stack:
        at = stack.pop()
        if at not in seen:
            seen.add(at)
            stack.extend(exits[at])
    return seen


@st.composite
def graphs(draw: st.DrawFn, circles: bool = False) -> list[list[int]]:
    """Exits by scene; without circles every scene leads to later ones, and the last ones end."""
    count = draw(st.integers(1, 14))
    exits = []
    for number in range(count):
        possible = range(count) if circles else range(number + 1, count)
        exits.append(draw(st.lists(st.sampled_from(possible), max_size=4)) if possible else [])
    return exits


@given(graphs())
@settings(max_examples=200)
def test_every_ending_is_met_by_whole_play_throughs(exits: list[list[int]]):
    g = game(exits)
    found = routes(g)
    met = {ending_of(g, route) for route in found}
    assert met == {f"e{n % 3}" for n in reachable(exits) if not exits[n]}
    assert len(found) == len(met), "no ending is played twice"
    for route in found:
        walk(g, route)


@given(graphs())
@settings(max_examples=200)
def test_every_scene_is_seen_where_that_is_asked_for(exits: list[list[int]]):
    g = game(exits)
    seen = {scene for route in routes(g, cover="scenes") for scene in walk(g, route)}
    assert seen == {f"s{n}" for n in reachable(exits)}


@given(graphs(circles=True))
@settings(max_examples=200)
def test_circles_are_left_by_a_way_out(exits: list[list[int]]):
    g = game(exits)
    met = {ending_of(g, route) for route in routes(g, cover="scenes")}
    assert met == {f"e{n % 3}" for n in reachable(exits) if not exits[n]}


def test_the_same_game_gives_the_same_routes_in_the_order_of_the_options():
    g = game([[1, 2, 3], [], [], []], endings=4)
    assert routes(g) == [[0], [1], [2]]


def test_too_few_choices_and_circles_are_errors():
    with pytest.raises(IndexError):
        ending_of(game([[1, 2], [], []]), [])
    with pytest.raises(ValueError, match="circle"):
        ending_of(game([[0]]), [])


def test_a_long_game_takes_no_time():
    count = 2000
    exits = [[min(n + 1, count - 1), min(n + 2, count - 1)] for n in range(count - 1)] + [[]]
    start = time.process_time()
    assert len(routes(game(exits))) == 1
    assert time.process_time() - start < 1
