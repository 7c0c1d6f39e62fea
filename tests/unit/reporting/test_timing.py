"""The timeline: tries side by side, and few bars however many tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from yoake.reporting.timing import MOST_LANES, timeline, timing

BEGIN = datetime(2026, 11, 22, 21, tzinfo=UTC)


def tried(address: str, start: float, seconds: float, outcome: str = "made") -> SimpleNamespace:
    started = (BEGIN + timedelta(seconds=start)).isoformat()
    return SimpleNamespace(address=address, started_at=started, seconds=seconds, outcome=outcome)


def test_tries_at_the_same_time_lie_in_different_lanes():
    line = timeline([tried("a", 0, 6), tried("b", 1, 2), tried("c", 4, 6)], {"a": "ui", "b": "se", "c": "bgm"})
    assert line is not None
    assert line.lanes == 2
    assert [(b.label, b.lane) for b in line.bars] == [("a", 0), ("b", 1), ("c", 1)]
    assert line.bars[2].start == pytest.approx(0.4)
    assert line.seconds == pytest.approx(10)
    assert line.ticks == (0, *range(1, 11))


def test_ten_thousand_tries_are_some_hundred_bars():
    line = timeline([tried(f"a{i}", i * 0.01, 0.01) for i in range(10_000)], {})
    assert line is not None
    assert len(line.bars) < 400
    assert sum(b.count for b in line.bars) == 10_000


def test_a_failed_try_is_never_hidden_among_others():
    line = timeline([tried(f"a{i}", i * 0.01, 0.01, "failed" if i == 500 else "made") for i in range(1_000)], {})
    assert line is not None
    assert [b.label for b in line.bars if b.failed] == ["a500"]


def test_more_at_once_than_lanes_share_one():
    line = timeline([tried(f"a{i}", 0, 10) for i in range(40)], {})
    assert line is not None
    assert line.lanes == MOST_LANES


def test_retries_are_counted():
    found = timing([], {}, [tried("a", 0, 1, "failed"), tried("a", 2, 1), tried("b", 0, 1)])
    assert (found.tries, found.retries, found.failed, found.retried) == (3, 1, 1, (("a", 2),))
    assert timing([], {}, []).timeline is None
