"""From error to action, as one table (docs/recovery.md shows it to people); the first rule that fits counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from yoake.errors import (
    InvalidRequestError,
    MissingToolError,
    OutOfMemoryError,
    QualityError,
    UnreachableError,
    YoakeError,
)

Action = Literal["stop", "wait", "later", "smaller", "peer", "another-seed", "retry", "give-up"]
"""What is done.

stop: nothing; the run ends. wait: as long as the service asks for, then the same again. later: nothing now; the next
run tries again. smaller: again with less. peer: again at another service, or at this one once it is back.
another-seed: again with another seed. retry: the same again after a pause (`RETRY_DELAYS`). give-up: at once what
comes after the last try. That is, for all of them but `stop`, the fallback provider, then `on_failure`.
"""
RETRY_DELAYS = (2.0, 4.0, 8.0)
"""Seconds before the second, third and fourth try of something transient (architecture document 7.2)."""
SHORT_WAIT_SECONDS = 300.0
"""A service that asks for more than this has no quota left: nothing of the night is spent on waiting for it."""
POISON = 3
"""So many attempts in a row that took their process with them make an asset one that is left alone."""
STOPPING = "run.stopping"
"""Code of the error by which work ends when the run is stopped: no attempt has failed, nothing stands in."""
LOST = "make.worker-died"
"""Code of an attempt that took its process with it."""
PAID = frozenset(("suno",))
"""Kinds of service where every order costs: none is sent twice, and no second seed is tried."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what an error must be like, and what is done then."""

    name: str
    """As docs/recovery.md calls it."""
    action: Action
    kind: type[YoakeError] = YoakeError
    codes: frozenset[str] = field(default_factory=frozenset)
    """Only errors with these codes; empty for any."""
    transient: bool | None = None
    waits: bool = False
    """Only errors that say how long to wait (`wait_seconds`)..."""
    longest_wait_seconds: float = float("inf")
    """...and no longer than this."""

    def fits(self, error: YoakeError) -> bool:
        """Whether the rule is about this error."""
        wait: float | None = getattr(error, "wait_seconds", None)
        return (
            isinstance(error, self.kind)
            and (not self.codes or error.code in self.codes)
            and (self.transient is None or error.transient == self.transient)
            and (not self.waits or (wait is not None and wait <= self.longest_wait_seconds))
        )


TABLE: tuple[Rule, ...] = (
    Rule("the run is stopped", "stop", codes=frozenset((STOPPING,))),
    Rule("busy, for a short time", "wait", waits=True, longest_wait_seconds=SHORT_WAIT_SECONDS),
    Rule("no quota left", "later", waits=True),
    Rule("out of memory", "smaller", kind=OutOfMemoryError),
    Rule("service does not answer", "peer", kind=UnreachableError),
    Rule("fails its check", "another-seed", kind=QualityError),
    Rule("invalid request", "give-up", kind=InvalidRequestError),
    Rule("program missing", "give-up", kind=MissingToolError),
    Rule("answers nonsense", "retry", codes=frozenset(("service.bad-answer",))),
    Rule(name="transient", action="retry", transient=True),
    Rule("permanent", "give-up"),
)


def rule_for(error: YoakeError) -> Rule:
    """The rule that an error falls under; the last one takes every error."""
    return next(rule for rule in TABLE if rule.fits(error))


def action_for(error: YoakeError) -> Action:
    """What is done about an error."""
    return rule_for(error).action
