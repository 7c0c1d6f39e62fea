"""Candidates: each made by itself, one of them chosen; what is made is only what is missing."""

from __future__ import annotations

from tests.unit.graph.bench import Inventory, image, run, state, work_off
from yoake.definition.models import TaskSpec
from yoake.graph.asset import Asset, Record
from yoake.graph.candidates import asset_of
from yoake.graph.revision import Reviewed
from yoake.graph.run_state import RunState, Selection
from yoake.review.decision import Decision, fold


def specs(count: int, **more: object) -> list[TaskSpec]:
    hero = image("hero", "faces").model_copy(update={"candidates": count, **more})
    return [hero, image("faces", "faces", "hero", expressions=["happy"])]


def scored(inventory: Inventory, asset: Asset, score: float) -> Record:
    made = inventory.make(asset, f"{asset.fingerprint}")
    record = Record(made.sha256, 1, "image/png", ".png", {"score": score})
    inventory.records[asset.fingerprint] = record
    return record


def three(inventory: Inventory, *scores: float) -> RunState:
    """A run of three candidates with these scores, to its end."""
    at = state(specs(3), inventory)
    free: list[Asset] = []
    for asset, score in zip(at.start(), scores, strict=True):
        free += at.settle(asset, "made", scored(inventory, asset, score))
    work_off(at, inventory, free)
    return at


def test_each_candidate_is_made_by_itself_and_the_asset_counts_once():
    inventory = Inventory()
    at = state(specs(3), inventory)
    jobs = at.start()
    assert [a.address for a in jobs] == ["hero~1", "hero~2", "hero~3"]
    assert len({a.fingerprint for a in jobs}) == 3
    assert at.counts() == {"to-make": 1}
    assert at.pending == 3
    assert work_off(at, inventory, jobs) == ["hero~1", "hero~2", "hero~3", "faces/happy"]
    assert at.counts() == {"made": 2}


def test_the_first_candidate_is_what_the_asset_is_without_candidates():
    inventory = Inventory()
    assert run(specs(1), inventory, {}) == ["hero", "faces/happy"]
    alone = state(specs(1), inventory)
    alone.start()
    at = state(specs(3), inventory)
    assert [a.address for a in at.start()] == ["hero~2", "hero~3"]
    assert at.assets["hero"].candidates[0].fingerprint == alone.assets["hero"].fingerprint


def test_raising_makes_only_the_new_ones_and_lowering_none():
    inventory = Inventory()
    assert run(specs(2), inventory, {})[:2] == ["hero~1", "hero~2"]
    assert run(specs(4), inventory, {}) == ["hero~3", "hero~4"]
    assert run(specs(2), inventory, {}) == []
    assert run(specs(1), inventory, {}) == []


def test_after_a_kill_only_the_missing_ones_are_made():
    inventory = Inventory()
    killed = state(specs(3), inventory)
    first, second, _ = killed.start()
    for asset in (first, second):
        killed.settle(asset, "made", inventory.make(asset, asset.fingerprint))
    assert run(specs(3), inventory, {}) == ["hero~3", "faces/happy"]


def test_the_best_score_is_chosen_and_the_first_of_equals():
    assert three(Inventory(), 0.5, 0.9, 0.9).assets["hero"].record.meta["score"] == 0.9
    at = three(Inventory(), 0.5, 0.9, 0.9)
    assert at.assets["hero"].record == at.assets["hero"].candidates[1].record


def test_a_pick_remakes_only_what_depends_on_it():
    inventory = Inventory()
    third = three(inventory, 0.5, 0.9, 0.1).assets["hero"].candidates[2].record.sha256
    picked = Reviewed.of([Decision("hero", "pick", third)])
    at = state(specs(3), inventory, reviewed=picked)
    assert work_off(at, inventory, at.start()) == ["faces/happy"]
    assert at.assets["hero"].record.sha256 == third


def test_a_pick_of_what_is_no_candidate_any_more_counts_for_nothing():
    inventory = Inventory()
    at = three(inventory, 0.5, 0.9, 0.95)
    third = at.assets["hero"].candidates[2].record.sha256
    fewer = state(specs(2), inventory, reviewed=Reviewed.of([Decision("hero", "pick", third)]))
    fewer.start()
    assert fewer.assets["hero"].record.meta["score"] == 0.9


def test_a_failed_candidate_is_no_failure_while_another_is_there():
    inventory = Inventory()
    at = state(specs(2), inventory)
    first, second = at.start()
    at.settle(first, "failed", reason="broken")
    free = at.settle(second, "made", inventory.make(second, "x"))
    assert [a.address for a in free] == ["faces/happy"]
    assert at.assets["hero"].status == "made"


def test_a_placeholder_counts_only_where_nothing_better_is_there():
    inventory = Inventory()
    at = state(specs(2), inventory)
    first, second = at.start()
    card = inventory.make(first, "card")
    at.settle(first, "placeholder", card, "no service")
    at.settle(second, "made", inventory.make(second, "x"))
    assert at.assets["hero"].record.sha256 == inventory.last["hero~2"]
    alone = state(specs(2), Inventory())
    for asset in alone.start():
        alone.settle(asset, "placeholder", card, "no service")
    assert (alone.assets["hero"].status, alone.assets["hero"].reason) == ("placeholder", "no service")


def test_all_failed_is_a_failure():
    at = state(specs(2), Inventory())
    for asset in at.start():
        at.settle(asset, "failed", reason="broken")
    assert (at.assets["hero"].status, at.assets["hero"].reason) == ("failed", "broken")
    assert at.assets["faces/happy"].status == "blocked"


def test_a_pick_at_the_gate_lets_that_one_through():
    inventory = Inventory()
    at = state(specs(2, review="gate"), inventory)
    jobs = at.start()
    assert work_off(at, inventory, jobs) == ["hero~1", "hero~2"]
    assert at.awaits_review
    other = next(c for c in at.assets["hero"].candidates if c.record != at.assets["hero"].record)
    standing = fold([Decision("hero", "pick", other.record.sha256)])["hero"]
    assert work_off(at, inventory, at.decided("hero", standing)) == ["faces/happy"]
    assert at.assets["hero"].record == other.record


def test_asked_for_anew_at_the_gate_all_are_made_with_new_seeds():
    inventory = Inventory()
    at = state(specs(2, review="gate"), inventory)
    work_off(at, inventory, at.start())
    seen = {c.identity["seed"] for c in at.assets["hero"].candidates}
    standing = fold([Decision("hero", "redo", at.assets["hero"].record.sha256)])["hero"]
    again = at.decided("hero", standing)
    assert [a.address for a in again] == ["hero~1", "hero~2"]
    assert not seen & {a.identity["seed"] for a in again}


def test_only_and_redo_of_an_asset_mean_its_candidates():
    inventory = Inventory()
    run(specs(2), inventory, {})
    redone = state(specs(2), inventory, Selection(redo=frozenset(("hero",))))
    assert [a.address for a in redone.start()] == ["hero~1", "hero~2"]
    assert run(specs(2), Inventory(), {}, Selection(only=frozenset(("hero",)))) == ["hero~1", "hero~2"]


def test_what_does_not_depend_on_a_seed_has_no_candidates():
    call = TaskSpec(id="call", type="data_process", params={"processor": "x"}, candidates=3)
    assert run([call], Inventory(), {}) == ["call"]


def test_an_address_tells_its_asset():
    names = ("hero", "hero~2", "voice/~3", "voice/~3~1", "voice/l1~2", "voice/~all")
    assert [asset_of(n) for n in names] == ["hero", "hero", "voice/~3", "voice/~3", "voice/l1", "voice/~all"]
