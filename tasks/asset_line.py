"""What is said of an asset when its task run ends: one line of the log, and the message of its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yoake.errors import YoakeError
from yoake.making.order import Order, Outcome

NAMED = ("sharpness", "lufs", "characters", "motion", "seconds", "bytes")
"""What a check measured and people can make something of; the first that there is says how an asset passed."""
LONGEST = 600
"""Characters of a line; what a service answered may be long."""


def line_of(order: Order, outcome: Outcome) -> str:
    """One line: `hero/happy: made by comfyui-0 (sdxl), seed 123, 21.4 s, check passed (sharpness 71.3)`."""
    if outcome.kind != "made" or outcome.seed is None:
        became = {"placeholder": "a placeholder stands in", "skipped": "left out", "made": "as it was"}[outcome.kind]
        return one_line(f"{order.address}: {became}: {why(outcome)}")
    record = outcome.record or {}
    degraded = degraded_of(record)
    provider = degraded.get("made", {}).get("provider", order.provider)
    model = f" ({order.model})" if order.model and provider == order.provider else ""
    parts = [
        f"{order.address}: made by {outcome.service or provider}{model}",
        f"seed {outcome.seed}",
        duration(record.get("seconds", 0.0)),
    ]
    if outcome.measures:
        parts.append(f"check passed{checked(outcome.measures, ' ({})')}")
    line = ", ".join(parts)
    return one_line(f"{line}; {why(outcome)}" if degraded else line)


def duration(seconds: float) -> str:
    """A length of time: `0.42 s`, `21.4 s`, `12 min 5 s`."""
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < 120:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 120:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def why(outcome: Outcome) -> str:
    """Why an asset is not as it was ordered, with the code in front: `[image.blank] hero has only one colour.`"""
    code = outcome.error_code or degraded_of(outcome.record or {}).get("why", "")
    note = outcome.note.removesuffix(f" ({code})").removesuffix(f" [{code}]")
    return one_line(f"[{code}] {note}" if code else note)


def coded(error: YoakeError) -> str:
    """An error with its code in front, as the message of a state."""
    said = str(error).removesuffix(f" [{error.code}]")
    return one_line(" ".join((f"[{error.code}] {said}", *getattr(error, "__notes__", ()))))


def checked(measures: Mapping[str, Any], form: str = "{}") -> str:
    """The measure that says most, such as `sharpness 71.3`; empty where there is none."""
    for name in NAMED:
        value = measures.get(name)
        if isinstance(value, int | float):
            return form.format(f"{name} {value:.4g}" if abs(value) < 10_000 else f"{name} {value:.0f}")
    return ""


def degraded_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """In what way an asset was made with less than was asked for; empty for one that was not."""
    found = record.get("meta", {}).get("degraded") if record.get("degraded") else None
    return found if isinstance(found, Mapping) else {}


def one_line(text: str) -> str:
    """A text without line breaks and control characters, and not endless."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return clean if len(clean) <= LONGEST else f"{clean[: LONGEST - 1]}…"
