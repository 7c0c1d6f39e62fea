"""People decide while runs come and go: after each run the asset is what was accepted last, or was made anew."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from yoake.review.decision import Decision, Standing, fold
from yoake.review.rules import ACCEPTS, ASKS_ANEW, Ruling, Situation, judge


@dataclass
class Game:
    """One asset with three candidates: what the catalog knows of it, and what a run makes of the decisions."""

    round: int = 0
    content: str = "0-1"
    decisions: list[Decision] = field(default_factory=list)

    @property
    def candidates(self) -> dict[int, str]:
        return {number: f"{self.round}-{number}" for number in (1, 2, 3)}

    @property
    def standing(self) -> Standing:
        return fold(self.decisions).get("hero", Standing())

    def situation(self) -> Situation:
        return Situation("hero", "made", self.content, self.candidates, tuple(self.decisions))

    def decide(self, kind: str, number: int | None, note: str) -> tuple[Ruling, Decision]:
        now = self.situation()
        about = f"{self.round}-{number}" if number else now.present
        identifier = len(self.decisions) + 1
        made = Decision("hero", kind, about, by="sato", note=note, present=self.content, id=identifier)  # type: ignore[arg-type]
        ruling = judge(made, now)
        if ruling.recorded:
            self.decisions.append(made)
        return ruling, made

    def run(self) -> None:
        standing = self.standing
        if standing.locked is not None:
            self.content = standing.locked
            return
        self.round = standing.round
        found = self.candidates
        self.content = standing.picked if standing.picked in found.values() else found[1]


KINDS = ("approve", "reject", "reject", "redo", "pick", "pick", "lock", "unlock", "run", "run", "run")
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from((None, 1, 2, 3)), st.sampled_from(("", "too dark"))),
    min_size=2,
    max_size=14,
)


@settings(max_examples=400)
@given(STEPS)
def test_the_last_accepted_decision_is_what_the_next_run_does(steps: list[tuple[str, int | None, str]]):
    game, last = Game(), None
    for kind, number, note in steps:
        if kind == "run":
            before, locked = game.content, game.standing.locked is not None
            game.run()
            if last is not None and last.kind in ACCEPTS:
                assert game.content == last.sha256
                assert game.content in game.standing.approved
            elif last is not None and not locked:
                assert game.content != before
                assert game.content not in game.standing.approved
            last = None
            continue
        ruling, made = game.decide(kind, number, note)
        if ruling.accepted and kind in ACCEPTS | ASKS_ANEW:
            last = made
        elif ruling.accepted and ruling.recorded and kind == "unlock":
            last = None  # what it is then made of, earlier decisions say


def test_a_rejection_is_taken_back_by_picking_another_candidate_until_a_run_has_made_it_anew():
    game = Game()
    game.decide("reject", None, "too dark")
    ruling, _ = game.decide("pick", 2, "")
    assert (ruling.key, ruling.before and ruling.before.kind) == ("pick-instead", "reject")
    assert game.standing.round == 0
    game.run()
    assert game.content == "0-2"
    game.decide("reject", None, "too bright")
    game.run()
    game.decide("pick", 3, "")
    assert game.standing.round == 1
    assert game.standing.notes == ("too bright",)


def test_two_who_choose_differently_are_told_of_each_other():
    game = Game()
    game.decide("approve", None, "")
    ruling, _ = game.decide("pick", 2, "")
    assert (ruling.key, ruling.before and ruling.before.kind) == ("pick-instead", "approve")
    ruling, _ = game.decide("pick", 3, "")
    assert (ruling.key, ruling.before and ruling.before.sha256) == ("pick-instead", "0-2")
    ruling, _ = game.decide("approve", 1, "")
    assert (ruling.key, ruling.accepted) == ("other-candidate", False)
    ruling, _ = game.decide("approve", None, "")
    assert (ruling.key, ruling.before and ruling.before.sha256) == ("approved-already", "0-3")


def test_a_rejection_of_what_was_picked_is_taken_back_with_its_pick():
    game = Game()
    game.decide("pick", 2, "")
    game.decide("reject", None, "no")
    game.run()
    game.decide("pick", 2, "")
    game.run()
    assert (game.round, game.content) == (1, "1-2")
    game.decide("reject", None, "no")
    ruling, _ = game.decide("approve", None, "")
    assert (ruling.key, ruling.before and ruling.before.kind) == ("approve-instead", "reject")
    game.run()
    assert (game.round, game.content) == (1, "1-2")


def test_who_unlocks_after_another_is_told_so():
    game = Game()
    assert game.decide("unlock", None, "")[0].key == "not-locked"
    game.decide("lock", None, "")
    game.decide("unlock", None, "")
    ruling, _ = game.decide("unlock", None, "")
    assert (ruling.key, ruling.before and ruling.before.kind) == ("unlocked-already", "unlock")
