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
    """Its content as its last run left it; none where it has no file."""
    candidates: Mapping[int, str] = field(default_factory=dict)
    """Number -> content (SHA-256)."""
    decisions: Sequence[Decision] = ()
    """What was decided on it before, oldest first."""

    @property
    def standing(self) -> Standing:
        """What the decisions before add up to."""
        return fold(self.decisions).get(self.address, Standing())

    @property
    def present(self) -> str | None:
        """The content that it has by now: that of the candidate that was picked since, else what its last run left."""
        picked, made_together = self.standing.picked, self.candidates.values()
        return picked if self.sha256 in made_together and picked in made_together else self.sha256


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
            before = _last(now, "unlock")
            return Ruling(True, "unlocked-already" if before else "not-locked", before)
        return Ruling(True, "unlocked", _last(now, "lock"), recorded=True)
    if now.sha256 is None or now.status in ("failed", "blocked", "skipped"):
        return Ruling(False, "no-file")
    if now.status == "placeholder" and decision.kind in ACCEPTS:
        return Ruling(False, "placeholder")
    if decision.kind == "pick":
        if decision.sha256 not in now.candidates.values():
            return Ruling(False, "no-candidate" if now.candidates else "no-candidates")
    elif decision.sha256 != now.present:
        other = decision.sha256 in now.candidates.values() and now.present in now.candidates.values()
        return Ruling(False, "other-candidate" if other else "superseded", _last_of_all(now))
    if standing.locked is not None and decision.kind != "lock" and decision.kind != "approve":
        return Ruling(False, "locked", _last(now, "lock"))
    return _beside_the_last(decision, now)


def _beside_the_last(decision: Decision, now: Situation) -> Ruling:
    """Repeats, replaces or just follows what was decided before the asset was made anew."""
    kind, standing = decision.kind, now.standing
    together = {
        now.sha256,
        decision.sha256,
        *(now.candidates.values() if now.sha256 in now.candidates.values() else ()),
    }
    since = [d for d in now.decisions if d.kind != "unlock" and (d.group in together or d.sha256 in together)]
    last = since[-1] if since else None
    if last is None:
        return Ruling(True, kind, recorded=True)
    same_content = last.sha256 == decision.sha256
    if same_content:
        if kind == "approve" and last.kind in ACCEPTS:
            return Ruling(True, "approved-already", last)
        if kind == last.kind == "lock" and standing.locked == decision.sha256:
            return Ruling(True, "locked-already", last)
        if kind == last.kind == "pick" and standing.picked == decision.sha256:
            return Ruling(True, "picked-already", last)
        if kind in ASKS_ANEW and last.kind in ASKS_ANEW and _same(decision, last):
            return Ruling(True, "asked-already", last)
    both_accept = kind in ACCEPTS and last.kind in ACCEPTS
    if not (both_accept and same_content):
        return Ruling(True, f"{kind}-instead", last, recorded=True)
    return Ruling(True, kind, last, recorded=True)


def _same(one: Decision, other: Decision) -> bool:
    return (one.kind, one.note, one.seed, one.prompt) == (other.kind, other.note, other.seed, other.prompt)


def _last(now: Situation, kind: str) -> Decision | None:
    return next((d for d in reversed(now.decisions) if d.kind == kind), None)


def _last_of_all(now: Situation) -> Decision | None:
    return now.decisions[-1] if now.decisions else None
