"""Every error that reaches a person: what happened, to what, and what to do next, under a stable code."""

from __future__ import annotations


class YoakeError(Exception):
    """An error with a stable code (`family.kind`, listed in docs/errors.md) and a next step.

    Args:
        code: stable identifier, such as `image.blank`.
        message: one sentence: what happened, to which asset, on which service.
        next_step: one sentence: what a person can do about it; may be empty.
        transient: whether the same call may succeed a little later.
    """

    def __init__(self, code: str, message: str, *, next_step: str = "", transient: bool = False) -> None:
        super().__init__(code, message, next_step, transient)
        self.code = code
        self.message = message
        self.next_step = next_step
        self.transient = transient

    def __str__(self) -> str:
        tail = f" {self.next_step}" if self.next_step else ""
        return f"{self.message}{tail} [{self.code}]"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.message, self.next_step, self.transient))


def _rebuild(kind: type[YoakeError], code: str, message: str, next_step: str, transient: bool) -> YoakeError:
    error = kind.__new__(kind)
    YoakeError.__init__(error, code, message, next_step=next_step, transient=transient)
    return error


class InvalidRequestError(YoakeError):
    """What was asked cannot be made as asked; trying again changes nothing."""


class QualityError(YoakeError):
    """The asset was made but fails its type's automatic check; another seed may pass."""


class MissingToolError(YoakeError):
    """A program or package that this step needs is not installed here."""


class OutOfMemoryError(YoakeError):
    """A GPU ran out of VRAM; the same asset at a lower resolution may fit."""


class UnreachableError(YoakeError):
    """A service does not answer: nothing is wrong with the asset, and its peers may make it."""
