"""Whatever people decide in whatever order: what was accepted last about the present content holds."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoake.review.decision import Decision, DecisionKind, Standing, fold
from yoake.review.rules import Situation, judge
from yoake.review.sentences import SENTENCES, sentence

A, B, C = "a" * 64, "b" * 64, "c" * 64


def made(kind: str, sha256: str = A, **more: object) -> Decision:
    return Decision("hero", kind, sha256, by="sato", decided_at="2026-11-28T08:00:00", **more)  # type: ignore[arg-type]


def situation(*before: Decision, status: str = "made", sha256: str | None = A) -> Situation:
    return Situation("hero", status, sha256, {1: A, 2: B}, before)


def standing(*decisions: Decision) -> Standing:
    return fold(decisions).get("hero", Standing())


def test_a_rejection_asks_anew_with_its_note():
    found = standing(made("reject", note="too dark"), made("redo", B, note="smile", seed=7, prompt="a hero"))
    assert (found.round, found.notes, found.seed, found.prompt) == (2, ("too dark", "smile"), 7, "a hero")
    assert not found.approved


def test_the_later_decision_on_the_same_content_takes_the_place_of_the_earlier():
    assert standing(made("reject", note="no"), made("approve")) == Standing(approved=frozenset((A,)))
    assert standing(made("approve"), made("reject", note="no")).round == 1
    assert standing(made("approve"), made("reject")).approved == frozenset()
    assert standing(made("pick", B), made("reject", B)).approved == frozenset()
    assert standing(made("lock"), made("unlock")).locked is None


@pytest.mark.parametrize(
    ("before", "decision", "key", "accepted", "recorded"),
    [
        ([], made("approve"), "approve", True, True),
        ([made("approve")], made("approve"), "approved-already", True, False),
        ([made("approve")], made("reject"), "reject-instead", True, True),
        ([made("reject")], made("approve"), "approve-instead", True, True),
        ([made("reject", note="x")], made("reject", note="x"), "asked-already", True, False),
        ([made("reject", note="x")], made("reject", note="y"), "reject-instead", True, True),
        ([], made("reject", C), "superseded", False, False),
        ([], made("pick", C), "no-candidate", False, False),
        ([], made("pick", B), "pick", True, True),
        ([made("pick", B)], made("pick", B), "picked-already", True, False),
        ([made("lock")], made("reject"), "locked", False, False),
        ([made("lock")], made("pick", B), "locked", False, False),
        ([made("lock")], made("lock"), "locked-already", True, False),
        ([made("lock")], made("unlock"), "unlocked", True, True),
        ([], made("unlock"), "not-locked", True, False),
        ([], made("redo", seed=2**32), "bad-seed", False, False),
        ([], made("redo", seed=-1), "bad-seed", False, False),
        ([], made("reject", note="x" * 2001), "too-long", False, False),
    ],
)
def test_what_becomes_of_it(before: list[Decision], decision: Decision, key: str, accepted: bool, recorded: bool):
    found = judge(decision, situation(*before))
    assert (found.key, found.accepted, found.recorded) == (key, accepted, recorded)


def test_what_has_no_file_or_is_not_real_is_not_approved():
    assert judge(made("approve"), situation(status="", sha256=None)).key == "unknown"
    assert judge(made("approve"), situation(status="failed", sha256=None)).key == "no-file"
    assert judge(made("approve"), situation(status="placeholder")).key == "placeholder"
    assert judge(made("reject"), situation(status="placeholder")).accepted


@given(st.lists(st.tuples(st.sampled_from(get_args(DecisionKind)), st.sampled_from((A, B, C)), st.text(max_size=3))))
def test_any_order_leaves_what_was_accepted_last(wanted: list[tuple[str, str, str]]):
    accepted: list[Decision] = []
    for number, (kind, sha256, note) in enumerate(wanted, 1):
        decision = replace(made(kind, sha256, note=note), id=number)
        ruling = judge(decision, situation(*accepted))
        assert ruling.accepted or not ruling.recorded
        if not ruling.recorded:
            continue
        before = standing(*accepted)
        accepted.append(decision)
        after = standing(*accepted)
        if kind in ("approve", "pick", "lock"):
            assert decision.sha256 in after.approved
        if kind in ("reject", "redo"):
            assert decision.sha256 not in after.approved
            assert after.round >= 1
        assert (
            (after.locked == decision.sha256) if kind == "lock" else (kind == "unlock" or after.locked == before.locked)
        )
        assert fold(accepted) == fold(tuple(accepted))
    assert judge(made("approve"), situation(*accepted, made("approve"))).recorded is False


def test_every_ruling_has_a_sentence_in_both_languages():
    assert SENTENCES["en"].keys() == SENTENCES["ja"].keys()
    now = situation(made("approve"))
    told = sentence(judge(made("reject", note="暗い"), now), made("reject", note="暗い"), now, "ja")
    assert (
        told == "hero を却下しました（メモをプロンプトに追加）。前の判断（sato、2026-11-28 08:00、承認）に代わります。"
    )
    now = situation(made("approve"))
    told = sentence(judge(made("approve"), now), made("approve"), now, "en")
    assert told == "hero was approved by sato at 2026-11-28 08:00 UTC already; nothing has changed."
