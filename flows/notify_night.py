"""The message in the morning: what the night has made, what it could not, and where to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.notify import LISTED, try_to_send
from flows.notify_words import TEXTS, TROUBLED, harmless
from yoake.words import Language


@dataclass(frozen=True, slots=True)
class NightPart:
    """What became of one project in a night."""

    project: str
    title: str
    counts: Mapping[str, int] = field(default_factory=dict)
    """Assets by status (`RunState.counts`)."""
    degraded: int = 0
    """Assets that were made with less than was asked for."""
    waiting: int = 0
    """Assets that wait for a person."""
    troubles: Sequence[str] = ()
    """A line for each asset that could not be made, `ADDRESS: REASON`; or why the project was not run at all."""
    report: str = ""
    """Where the report is."""
    review: str = ""
    """Where the review of the morning is (an address in the Prefect UI)."""

    @property
    def needs_somebody(self) -> bool:
        """Whether something is not as it was asked for."""
        return bool(self.troubles) or bool(self.degraded) or any(self.counts.get(kind) for kind in TROUBLED)


async def tell_of_night(
    block: str | None, parts: Sequence[NightPart], language: Language, said: Callable[[str], None]
) -> None:
    """Sends the message of a night; also where all is well.

    Args:
        block: type and name of the block, `slack-webhook/main`; none where nobody wants messages.
        said: told in a sentence that it could not be sent.
    """
    if block is not None:
        await try_to_send(block, *night_message(parts, language), said)


def night_message(parts: Sequence[NightPart], language: Language) -> tuple[str, str]:
    """Subject and body of a night's message."""
    texts = TEXTS[language]
    if not parts:
        return texts["nothing"], texts["nothing"]
    key = "night_trouble" if any(part.needs_somebody for part in parts) else "night"
    separator = "、" if language == "ja" else ", "
    subject = texts[key].format(titles=separator.join(harmless(part.title) for part in parts))
    return subject, "\n\n".join("\n".join(_lines(part, texts)) for part in parts)


def _lines(part: NightPart, texts: Mapping[str, Any]) -> list[str]:
    head = texts["night_line"].format(
        title=harmless(part.title), made=part.counts.get("made", 0), kept=part.counts.get("up-to-date", 0)
    )
    numbers = {kind: part.counts.get(kind, 0) for kind in TROUBLED}
    numbers |= {"degraded": part.degraded, "left": part.counts.get("left", 0), "review": part.waiting}
    lines = [", ".join([head, *(f"{texts[kind]}: {count}" for kind, count in numbers.items() if count)])]
    lines += [f"- {harmless(trouble)}" for trouble in part.troubles[:LISTED]]
    if len(part.troubles) > LISTED:
        lines.append(texts["more"].format(count=len(part.troubles) - LISTED))
    if part.report:
        lines.append(texts["report"].format(place=part.report))
    if part.review:
        lines.append(texts["morning"].format(place=part.review))
    return lines
