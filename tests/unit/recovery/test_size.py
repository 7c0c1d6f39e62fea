"""Sizes: lowered step by step, and never to one that is known to fail."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yoake.recovery.size import FLOOR, Size, largest_allowed, size_of, smaller, with_size

SIZES = st.builds(Size, st.integers(256, 2048), st.integers(1, 8))


def test_the_batch_goes_first_then_256_pixels_at_a_time_down_to_512():
    size, seen = Size(1280, 4), []
    while (less := smaller(size)) is not None:
        seen.append(less)
        size = less
    assert seen == [Size(1280, 1), Size(1024), Size(768), Size(512)]


def test_an_odd_resolution_ends_at_the_floor():
    assert smaller(Size(600)) == Size(512)
    assert smaller(Size(512)) is None
    assert smaller(Size(300)) is None
    assert smaller(Size(1024), 896) == Size(896)


def test_without_a_resolution_only_the_batch_can_go():
    assert size_of({"steps": 20}) is None
    assert size_of({"resolution": True}) is None
    assert size_of({"batch_size": 4}) == Size(0, 4)
    assert smaller(Size(0, 4)) == Size(0, 1)
    assert smaller(Size(0, 1)) is None


def test_parameters_that_are_not_there_are_not_added():
    assert with_size({"resolution": 1024, "steps": 20}, Size(768, 1)) == {"resolution": 768, "steps": 20}


def test_what_is_known_to_fail_is_not_tried():
    assert largest_allowed(Size(1024, 4), [Size(1024, 4)]) == Size(1024, 1)
    assert largest_allowed(Size(1024, 4), [Size(1024, 1)]) == Size(768, 1)
    assert largest_allowed(Size(768), [Size(1024, 1)]) == Size(768)


@given(SIZES, st.lists(SIZES, max_size=5))
def test_a_size_is_found_that_is_no_larger_and_not_known_to_fail_unless_it_is_the_least(asked: Size, bad: list[Size]):
    found = largest_allowed(asked, bad)
    assert asked.includes(found)
    assert smaller(found) is None or not any(found.includes(one) for one in bad)
    assert found.resolution >= min(FLOOR, asked.resolution)
