"""When a run that crashed is started again no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.schemas.objects import State, StateType

from flows.rerun import BY_ITSELF, keeps_crashing

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)


def states(*crashes: int, last: str | None = BY_ITSELF) -> list[State]:
    """A run that crashed these many minutes ago and was started again each time."""
    found = []
    for number, minutes in enumerate(crashes):
        moment = NOW - timedelta(minutes=minutes)
        message = last if number == len(crashes) - 1 else BY_ITSELF
        found += [
            State(type=StateType.RUNNING, timestamp=moment - timedelta(seconds=9)),
            State(type=StateType.CRASHED, timestamp=moment),
            State(type=StateType.SCHEDULED, timestamp=moment + timedelta(seconds=15), message=message),
        ]
    return found[::-1]


@pytest.mark.parametrize(
    ("crashes", "last", "left_alone"),
    [
        ((9,), BY_ITSELF, False),
        ((30, 9), BY_ITSELF, False),
        ((50, 30, 9), BY_ITSELF, True),
        ((61, 30, 9), BY_ITSELF, False),
        ((50, 30, 9), "Retried via CLI", False),
        ((50, 30, 9), None, False),
    ],
)
def test_the_third_crash_within_an_hour_ends_it_unless_a_person_wants_it(
    crashes: tuple[int, ...], last: str | None, left_alone: bool
):
    assert keeps_crashing(states(*crashes, last=last), NOW) is left_alone
