"""Waiting until unloaded VRAM is really free."""

from __future__ import annotations

import pytest

from yoake.errors import YoakeError
from yoake.vram.room import wait_until_free


def telling(*values: float | None):
    left = list(values)

    async def read() -> float | None:
        return left.pop(0) if len(left) > 1 else left[0]

    read.left = left  # type: ignore[attr-defined]
    return read


async def test_it_returns_once_there_is_room():
    read = telling(20.0, 20.0, 4.0, 99.0)
    await wait_until_free(read, 16, 24, 10)
    assert read.left == [99.0]


async def test_where_nobody_tells_nothing_is_waited_for():
    await wait_until_free(telling(None), 16, 24, 0)


@pytest.mark.parametrize("wanted", [24, 48])
async def test_a_model_that_wants_the_whole_card_gets_what_a_card_can_give(wanted: float):
    await wait_until_free(telling(0.8), wanted, 24, 0)


async def test_where_it_stays_taken_there_is_a_sentence():
    with pytest.raises(YoakeError) as caught:
        await wait_until_free(telling(19.5), 10, 24, 0.05, gpu="gpu-0")
    assert caught.value.code == "vram.not-free"
    assert caught.value.transient
    assert "gpu-0 should have 10 GB of VRAM free and has 4.5." in str(caught.value)
