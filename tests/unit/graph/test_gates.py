"""Gates: what has its file and is not approved holds back what depends on it, and nothing else."""

from __future__ import annotations

from tests.unit.graph.bench import Inventory, image, state, work_off
from yoake.definition.models import TaskSpec
from yoake.graph.revision import Reviewed
from yoake.graph.run_state import RunState
from yoake.graph.waiting import awaited, waiting_reviews
from yoake.review.decision import Decision, Standing, fold

GATED = [
    image("hero", "faces").model_copy(update={"review": "gate"}),
    image("faces", "faces", "hero", expressions=["happy", "sad"]),
    image("place", "faces"),
    TaskSpec(id="game", type="integrate", depends_on=["faces", "place"]),
]


def begun(inventory: Inventory, specs: list[TaskSpec] = GATED, *decisions: Decision) -> tuple[RunState, list[str]]:
    at = state(specs, inventory, reviewed=Reviewed.of(decisions))
    return at, work_off(at, inventory, at.start())


def approved(inventory: Inventory, address: str = "hero") -> Standing:
    return Standing(approved=frozenset((inventory.last[address],)))


def test_all_but_what_depends_on_it_goes_on_and_then_the_run_waits():
    inventory = Inventory()
    at, made = begun(inventory)
    assert made == ["hero", "place"]
    assert list(at.held) == ["hero"]
    assert at.awaits_review
    assert not at.finished
    assert at.counts() == {"made": 2}
    assert waiting_reviews(at) == {"faces": ["hero"], "game": ["hero"]}
    assert awaited(at) == "1 waits for review: hero"


def test_approval_lets_the_same_run_go_on():
    inventory = Inventory()
    at, _ = begun(inventory)
    free = at.decided("hero", approved(inventory))
    assert not at.awaits_review
    assert work_off(at, inventory, free) == ["faces/happy", "faces/sad", "game"]
    assert at.finished


def test_the_next_run_waits_again_without_making_anything():
    inventory = Inventory()
    begun(inventory)
    at, made = begun(inventory)
    assert made == []
    assert at.awaits_review
    assert at.assets["hero"].status == "up-to-date"


def test_what_was_approved_between_two_runs_passes():
    inventory = Inventory()
    begun(inventory)
    at, made = begun(inventory, GATED, Decision("hero", "approve", inventory.last["hero"]))
    assert made == ["faces/happy", "faces/sad", "game"]
    assert at.finished


def test_made_anew_at_the_gate_it_is_held_again_by_its_new_content():
    inventory = Inventory()
    at, _ = begun(inventory)
    old = inventory.last["hero"]
    rejected = fold([Decision("hero", "reject", old, note="dull")])["hero"]
    again = at.decided("hero", rejected, "rejected: dull")
    assert [a.address for a in again] == ["hero"]
    assert not at.awaits_review
    assert work_off(at, inventory, again) == ["hero"]
    assert inventory.last["hero"] != old
    assert list(at.held) == ["hero"]
    both = fold([Decision("hero", "reject", old, note="dull"), Decision("hero", "approve", inventory.last["hero"])])
    assert work_off(at, inventory, at.decided("hero", both["hero"])) == ["faces/happy", "faces/sad", "game"]


def test_approving_the_old_content_at_the_gate_brings_it_back():
    inventory = Inventory()
    at, _ = begun(inventory)
    old = inventory.last["hero"]
    reject = Decision("hero", "reject", old)
    work_off(at, inventory, at.decided("hero", fold([reject])["hero"]))
    free = at.decided("hero", fold([reject, Decision("hero", "approve", old)])["hero"])
    assert at.assets["hero"].record.sha256 == old
    assert work_off(at, inventory, free) == ["faces/happy", "faces/sad", "game"]


def test_two_gates_hold_each_their_own():
    inventory = Inventory()
    specs = [*GATED[:2], image("place", "faces").model_copy(update={"review": "gate"}), GATED[3]]
    at, _ = begun(inventory, specs)
    assert sorted(at.held) == ["hero", "place"]
    assert waiting_reviews(at) == {"faces": ["hero"], "game": ["hero", "place"]}
    assert work_off(at, inventory, at.decided("hero", approved(inventory))) == ["faces/happy", "faces/sad"]
    assert at.awaits_review
    assert work_off(at, inventory, at.decided("place", approved(inventory, "place"))) == ["game"]
    assert at.finished


def test_a_gate_in_a_fan_out_waits_for_each_of_them():
    inventory = Inventory()
    specs = [
        image("faces", "faces", expressions=["happy", "sad"]).model_copy(update={"review": "gate"}),
        image("moment", "moment", "faces"),
    ]
    at, _ = begun(inventory, specs)
    assert at.decided("faces/sad", approved(inventory, "faces/sad")) == []
    assert work_off(at, inventory, at.decided("faces/happy", approved(inventory, "faces/happy"))) == ["moment"]


def test_placeholders_and_what_is_locked_are_not_held():
    at = state(GATED, Inventory())
    first, *_ = at.start()
    record = Inventory().make(first, "card")
    assert [a.address for a in at.settle(first, "placeholder", record)] == ["faces/happy", "faces/sad"]
    inventory = Inventory()
    begun(inventory)
    locked = [GATED[0].model_copy(update={"locked": True}), *GATED[1:]]
    assert begun(inventory, locked)[1] == ["faces/happy", "faces/sad", "game"]


def test_what_is_looked_at_afterwards_holds_nothing():
    specs = [GATED[0].model_copy(update={"review": "after"}), *GATED[1:]]
    at, made = begun(Inventory(), specs)
    assert made == ["hero", "place", "faces/happy", "faces/sad", "game"]
    assert at.finished


def test_a_decision_about_what_is_not_held_counts_from_the_next_run_on():
    inventory = Inventory()
    at, _ = begun(inventory)
    place = fold([Decision("place", "reject", inventory.last["place"])])["place"]
    assert at.decided("place", place) == []
    assert work_off(at, inventory, at.decided("hero", approved(inventory))) == ["faces/happy", "faces/sad", "game"]
    assert at.finished
