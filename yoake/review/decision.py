"""One decision of a person about one asset, and what all decisions about it add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

DecisionKind = Literal["approve", "reject", "redo", "pick", "lock", "unlock"]
Source = Literal["prefect", "gallery", "cli"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, about which content, and why."""

    address: str
    kind: DecisionKind
    sha256: str
    """The content that was looked at; for `pick`, the content of the candidate that was picked."""
    by: str = ""
    source: Source = "cli"
    note: str = ""
    """Why; for `reject` and `redo` it is given to the prompt as well."""
    seed: int | None = None
    """For `redo`: the seed to use instead of the next one."""
    prompt: str | None = None
    """For `redo`: the prompt to use instead of the spec's own."""
    decided_at: str = ""
    """ISO 8601, UTC; empty until it is recorded."""
    id: int = 0
    """Its place among all decisions of the catalog; 0 until it is recorded."""
    present: str = ""
    """The asset's content as its last run left it when this was decided: what is made together, candidates and all, is
    rejected and taken back together. Empty: `sha256` itself."""

    @property
    def group(self) -> str:
        """What this decision shares with all others that were made before the asset was made anew."""
        return self.present or self.sha256


@dataclass(frozen=True, slots=True)
class Standing:
    """What all decisions about an asset add up to."""

    approved: frozenset[str] = frozenset()
    """Contents (SHA-256) that may pass the asset's gate."""
    round: int = 0
    """How many times it was asked for anew: decides its seed."""
    seed: int | None = None
    """The seed that a person named for this round; none: the round's own."""
    prompt: str | None = None
    """The prompt that a person named in place of the spec's."""
    notes: tuple[str, ...] = ()
    """What reviewers missed in earlier rounds, oldest first: goes into the prompt."""
    picked: str | None = None
    """Content (SHA-256) of the candidate that a person picked; counts while it is among the candidates."""
    locked: str | None = None
    """Content (SHA-256) that it is locked to."""

    @property
    def is_revised(self) -> bool:
        """Whether it is to be made otherwise than its spec alone says."""
        return self.round > 0


NO_STANDING = Standing()
"""What holds where nobody has decided anything."""


@dataclass(slots=True)
class _Folding:
    asked_anew: list[Decision] = field(default_factory=list)
    standing: Standing = NO_STANDING


def fold(decisions: Iterable[Decision]) -> dict[str, Standing]:
    """Address -> what its decisions, oldest first, add up to.

    The later decision takes the place of the earlier one as long as the asset was not made anew between them: content
    that is approved, picked or locked after it or another candidate was rejected is not made anew, and content that is
    rejected after it was approved is.
    """
    found: dict[str, _Folding] = {}
    for decision in decisions:
        held = found.setdefault(decision.address, _Folding())
        standing = held.standing
        accepts = decision.kind in ("approve", "pick", "lock")
        if accepts or decision.kind in ("reject", "redo"):
            held.asked_anew = [d for d in held.asked_anew if d.group != decision.group and d.sha256 != decision.sha256]
        if accepts:
            standing = replace(standing, approved=standing.approved | {decision.sha256})
        match decision.kind:
            case "pick":
                standing = replace(standing, picked=decision.sha256)
            case "approve" | "lock" if standing.picked is not None:
                standing = replace(standing, picked=decision.sha256)  # it is wanted, not the one that was picked before
        match decision.kind:
            case "lock":
                standing = replace(standing, locked=decision.sha256)
            case "unlock":
                standing = replace(standing, locked=None)
            case "reject" | "redo":
                held.asked_anew.append(decision)
                # a pick stays: what is made anew has other candidates, and whoever takes this back wants it again
                standing = replace(standing, approved=standing.approved - {decision.sha256})
        held.standing = replace(
            standing,
            round=len(held.asked_anew),
            seed=held.asked_anew[-1].seed if held.asked_anew else None,
            prompt=next((d.prompt for d in reversed(held.asked_anew) if d.prompt), None),
            notes=tuple(d.note for d in held.asked_anew if d.note),
        )
    return {address: held.standing for address, held in found.items()}
