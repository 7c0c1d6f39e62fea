"""Errors taken apart as they were put together."""

from __future__ import annotations

import pytest

from yoake.errors import YoakeError
from yoake.reporting.said import Said, take_apart


@pytest.mark.parametrize(
    ("message", "step"),
    [
        ("bg was not done after 600 s.", "Give it more with timeout_seconds:, or look why it is slow."),
        ("Making v1.2 broke off: ImportError: no module a.b.", "This is a defect in the provider; the log has it."),
        ("一文だけ。", "次の一文。"),
        ("Only one sentence.", ""),
    ],
)
def test_message_and_next_step_come_back(message: str, step: str):
    error = YoakeError("make.timeout", message, next_step=step)
    assert take_apart(str(error)) == Said(message, step, "make.timeout")


def test_what_is_no_error_of_ours_stays_whole():
    assert take_apart("needs bg_x, which is not there. Really.") == Said(
        "needs bg_x, which is not there. Really.", "", ""
    )
    assert take_apart("KeyError: [a]", "make.crashed") == Said("KeyError: [a]", "", "make.crashed")
