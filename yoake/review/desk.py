"""The one path of all decisions, whoever makes them: the Prefect form, the web gallery, the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

from yoake.review.decision import Decision
from yoake.review.rules import NAME_LENGTH, Ruling, Situation
from yoake.review.sentences import sentence
from yoake.words import Language

UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""What no note needs and a terminal or a page might obey."""


class Book(Protocol):
    """Where decisions are kept (`yoake.catalog.reviews.Reviews`)."""

    def decide(self, project: str, wanted: Decision) -> tuple[Ruling, Situation, Decision]:
        """Judges a decision and records it if it holds, in one transaction."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a decision."""

    accepted: bool
    changed: bool
    """Whether anything is otherwise than before; false for a repetition."""
    key: str
    """Which rule it was (`yoake.review.rules`)."""
    sentence: str


def decide(book: Book, project: str, decision: Decision, language: Language = "en") -> Answer:
    """Judges and records one decision.

    Args:
        decision: without `sha256` it is about the present content; for `pick`, `sha256` is the candidate's.
        language: of the answer.
    """
    clean = replace(
        decision,
        note=_clean(decision.note),
        prompt=_clean(decision.prompt) if decision.prompt else None,
        by=_clean(decision.by).replace("\n", " ")[:NAME_LENGTH] or "?",
    )
    ruling, situation, made = book.decide(project, clean)
    return Answer(ruling.accepted, ruling.recorded, ruling.key, sentence(ruling, made, situation, language))


def _clean(text: str) -> str:
    return UNPRINTED.sub("", text.replace("\r\n", "\n")).strip()
