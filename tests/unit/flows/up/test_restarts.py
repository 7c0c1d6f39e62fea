"""Restarts: soon, later, and rarely where something is wrong for good."""

from __future__ import annotations

from flows.up.restarts import OFTEN_SECONDS, Restarts


def test_each_wait_is_twice_the_one_before():
    restarts = Restarts()
    assert [restarts.died(now) for now in (0.0, 1.0, 2.0, 3.0)] == [0.5, 1.0, 2.0, 4.0]
    assert not restarts.often


def test_five_within_a_minute_are_too_many():
    restarts = Restarts()
    assert [restarts.died(now) for now in range(5)][-1] == OFTEN_SECONDS
    assert restarts.often


def test_what_dies_once_a_minute_starts_at_once_each_time():
    restarts = Restarts()
    assert {restarts.died(now * 60.0) for now in range(20)} == {0.5}
    assert not restarts.often


def test_old_deaths_are_forgotten():
    restarts = Restarts()
    for now in range(5):
        restarts.died(now)
    assert restarts.died(62.5) == 2.0  # those of the seconds 3 and 4, and this one
    assert not restarts.often
