"""How long a service that asks to come back later is waited for."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoake.providers.waiting import LONGEST_WAIT_SECONDS, USUAL_WAIT_SECONDS, BusyError, retry_after

NOW = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("12", 12.0), (" 2.5 ", 2.5), ("86400", LONGEST_WAIT_SECONDS), ("1e300", LONGEST_WAIT_SECONDS),
        (None, USUAL_WAIT_SECONDS), ("", USUAL_WAIT_SECONDS), ("-3", USUAL_WAIT_SECONDS), ("0", USUAL_WAIT_SECONDS),
        ("nan", USUAL_WAIT_SECONDS), ("later", USUAL_WAIT_SECONDS), ("inf", LONGEST_WAIT_SECONDS),
        ("Sun, 22 Nov 2026 10:00:30 GMT", 30.0), ("Sun, 22 Nov 2026 09:00:00 GMT", USUAL_WAIT_SECONDS),
        ("Sun, 22 Nov 2026 10:00:30 -0000", 30.0),
    ],
)  # fmt: skip
def test_a_header_is_understood_or_ignored(header: str | None, seconds: float):
    assert retry_after(header, NOW) == seconds


@given(st.text(max_size=60))
def test_whatever_a_service_says_the_wait_is_sensible(header: str):
    assert 0 < retry_after(header, NOW) <= LONGEST_WAIT_SECONDS


def test_the_wait_survives_the_way_between_processes():
    error = BusyError("suno.rate", "Slower.", wait_seconds=7.5, next_step="Wait.", transient=True)
    again = pickle.loads(pickle.dumps(error))
    assert (again.wait_seconds, str(again), again.transient) == (7.5, str(error), True)
