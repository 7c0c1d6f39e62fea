"""What the decisions of people change about an asset before it is made: its seed, its prompt, its notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from yoake.definition.models import TaskSpec
from yoake.fingerprint import seed_of
from yoake.review.decision import Decision, Standing, fold

ROUND = 1000
"""Numbers of a seed from one round to the next: recovery and candidates use none of those."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What people have decided about a project's assets."""

    standings: Mapping[str, Standing] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Address -> who last asked for it anew, and why: `rejected by Aki: six fingers`."""
    last_id: int = 0
    """The last decision that counts here."""

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Reviewed:
        """What decisions, oldest first, add up to."""
        listed = list(decisions)
        reasons = {d.address: reason_of(d) for d in listed if d.kind in ("reject", "redo")}
        return cls(fold(listed), reasons, max((d.id for d in listed), default=0))


def reason_of(decision: Decision) -> str:
    """Why an asset is made anew, in words: `rejected by Aki: six fingers`."""
    what = "rejected" if decision.kind == "reject" else "asked for anew"
    who = f" by {' '.join(decision.by.split())}" if decision.by.strip() else ""
    note = " ".join(decision.note.split())
    return f"{what}{who}{f': {note}' if note else ''}"


def revised_seed(project_seed: int, address: str, standing: Standing) -> int:
    """The seed of an asset in the round that it is in, 0 <= seed < 2**32."""
    if not standing.is_revised:
        return seed_of(project_seed, address)
    return standing.seed if standing.seed is not None else seed_of(project_seed, address, ROUND * standing.round)


def revised_prompt(spec: TaskSpec, standing: Standing) -> str | None:
    """The prompt that a person named, else the spec's."""
    return standing.prompt if standing.is_revised and standing.prompt else spec.prompt


def revised_notes(standing: Standing) -> list[str]:
    """What reviewers missed in earlier rounds, oldest first."""
    return list(standing.notes) if standing.is_revised else []
