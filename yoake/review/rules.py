"""What becomes of a decision: pure rules over what is so at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yoake.review.decision import Decision, Standing, fold

NOTE_LENGTH = 2000
PROMPT_LENGTH = 4000
NAME_LENGTH = 100
ACCEPTS = frozenset(("approve", "pick", "lock"))
ASKS_ANEW = frozenset(("reject", "redo"))


@dataclass(frozen=True, slots=True)
class Situation:
    """One asset at the moment of a decision."""

    address: str
    status: str
    """Of the asset in the catalog; empty where it is not known."""
    sha256: str | None
    """Its present content; none where it has no file."""
    candidates: Mapping[int, str] = field(default_factory=dict)
    """Number -> content (SHA-256)."""
    decisions: Sequence[Decision] = ()
    """What was decided on it before, oldest first."""

    @property
    def standing(self) -> Standing:
        """What the decisions before add up to."""
        return fold(self.decisions).get(self.address, Standing())


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of a decision.

    `key` names the sentence to tell (`yoake.review.sentences`), `before` the earlier decision that it speaks of.
    """

    accepted: bool
    key: str
    before: Decision | None = None
    recorded: bool = False
    """Whether it changes anything; false for refused decisions and for repetitions."""


def judge(decision: Decision, now: Situation) -> Ruling:
    """Whether a decision holds, and how it relates to those before.

    Args:
        decision: with `sha256` filled in: the content that was looked at, or that of the picked candidate.
    """
    if not now.status:
        return Ruling(False, "unknown")
    if len(decision.note) > NOTE_LENGTH or len(decision.prompt or "") > PROMPT_LENGTH:
        return Ruling(False, "too-long")
    if decision.seed is not None and not 0 <= decision.seed < 2**32:
        return Ruling(False, "bad-seed")
    standing = now.standing
    if decision.kind == "unlock":
        if standing.locked is None:
            return Ruling(True, "not-locked")
        return Ruling(True, "unlocked", _last(now, "lock"), recorded=True)
    if now.sha256 is None or now.status in ("failed", "blocked", "skipped"):
        return Ruling(False, "no-file")
    if now.status == "placeholder" and decision.kind in ACCEPTS:
        return Ruling(False, "placeholder")
    if decision.kind == "pick":
        if decision.sha256 not in now.candidates.values():
            return Ruling(False, "no-candidate" if now.candidates else "no-candidates")
    elif decision.sha256 != now.sha256:
        return Ruling(False, "superseded", _last_of_all(now))
    if standing.locked is not None and decision.kind != "lock" and decision.kind != "approve":
        return Ruling(False, "locked", _last(now, "lock"))
    return _beside_the_last(decision, now)


def _beside_the_last(decision: Decision, now: Situation) -> Ruling:
    """Repeats, replaces or just follows what was decided on the same content before."""
    kind = decision.kind
    about = [d for d in now.decisions if d.sha256 == decision.sha256 and d.kind != "unlock"]
    last = about[-1] if about else None
    if last is not None:
        if kind == "approve" and last.kind in ACCEPTS:
            return Ruling(True, "approved-already", last)
        if kind == last.kind == "lock" and now.standing.locked == decision.sha256:
            return Ruling(True, "locked-already", last)
        if kind == last.kind == "pick" and now.standing.picked == decision.sha256:
            return Ruling(True, "picked-already", last)
        if kind in ASKS_ANEW and last.kind in ASKS_ANEW and _same(decision, last):
            return Ruling(True, "asked-already", last)
        if (kind in ACCEPTS) != (last.kind in ACCEPTS) or (kind in ASKS_ANEW and last.kind in ASKS_ANEW):
            return Ruling(True, f"{kind}-instead", last, recorded=True)
    return Ruling(True, kind, last, recorded=True)


def _same(one: Decision, other: Decision) -> bool:
    return (one.kind, one.note, one.seed, one.prompt) == (other.kind, other.note, other.seed, other.prompt)


def _last(now: Situation, kind: str) -> Decision | None:
    return next((d for d in reversed(now.decisions) if d.kind == kind), None)


def _last_of_all(now: Situation) -> Decision | None:
    return now.decisions[-1] if now.decisions else None
