"""The course of tries: each kind of trouble has its bound, and it always ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yoake.errors import OutOfMemoryError, QualityError, UnreachableError, YoakeError
from yoake.providers.waiting import BusyError
from yoake.recovery.course import PEERS, SEEDS, SIZES, WAITS, Course, Step

QUALITY = QualityError("image.blank", "Blank.")
FULL = OutOfMemoryError("a.full", "Full.")
GONE = UnreachableError("a.gone", "Gone.", transient=True)
BUSY = BusyError("a.busy", "Busy.", wait_seconds=7)
TRANSIENT = YoakeError("a.odd", "Odd.", transient=True)
PERMANENT = YoakeError("a.no", "No.")


def steps(course: Course, error: YoakeError, *, smallest: bool = False) -> int:
    count = 0
    while course.after(error, smallest=smallest) is not None:
        count += 1
    return count


def test_a_failed_check_gets_other_seeds():
    course = Course()
    assert steps(course, QUALITY) == SEEDS - 1
    assert course.seed_number == SEEDS - 1


def test_one_seed_alone_where_each_try_is_paid():
    assert Course(seeds=1).after(QUALITY, smallest=False) is None


def test_nothing_smaller_than_the_smallest():
    assert Course().after(FULL, smallest=False) == Step()
    assert Course().after(FULL, smallest=True) is None


def test_a_lost_service_does_not_count_against_the_asset_but_not_for_ever():
    course = Course()
    assert course.after(GONE, smallest=False) == Step(counts=False)
    assert steps(course, GONE) == PEERS - 1


def test_a_service_that_asks_for_patience_gets_it():
    assert Course().after(BUSY, smallest=False) == Step(7.0, counts=False)
    assert steps(Course(), BUSY) == WAITS


@pytest.mark.parametrize("error", [TRANSIENT, PERMANENT, YoakeError("run.stopping", "Stopped.")])
def test_all_else_is_not_for_this_task_run(error: YoakeError):
    assert Course().after(error, smallest=False) is None


@given(st.lists(st.sampled_from([QUALITY, FULL, GONE, BUSY]), min_size=40, max_size=80))
def test_whatever_happens_it_ends(errors: list[YoakeError]):
    course = Course()
    assert any(course.after(error, smallest=False) is None for error in errors) or len(errors) <= (
        SEEDS + SIZES + PEERS + WAITS
    )
