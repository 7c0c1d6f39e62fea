"""The peak of what is read while something happens."""

from __future__ import annotations

import asyncio

import pytest

from yoake.errors import YoakeError
from yoake.vram.meter import PeakMeter


class Readings:
    """Tells one value after the other, the last one for ever; an exception among them is raised."""

    def __init__(self, *values: float | Exception | None) -> None:
        self.values = list(values)
        self.count = 0
        self.all_told = asyncio.Event()

    async def __call__(self) -> float | None:
        self.count += 1
        value = self.values.pop(0) if len(self.values) > 1 else self.values[0]
        if len(self.values) == 1:
            self.all_told.set()
        if isinstance(value, Exception):
            raise value
        return value


async def test_the_highest_reading_counts():
    read = Readings(2.0, 9.5, None, 3.0, 0.0)
    async with PeakMeter(read, every_seconds=0.001) as meter:
        await asyncio.wait_for(read.all_told.wait(), 5)
    assert meter.peak_gb == 9.5


async def test_where_nobody_tells_there_is_no_peak():
    read = Readings(None, None, None)
    async with PeakMeter(read, every_seconds=0.001) as meter:
        await asyncio.wait_for(read.all_told.wait(), 5)
    assert meter.peak_gb is None


async def test_a_reading_that_fails_is_left_out_and_told_once(caplog: pytest.LogCaptureFixture):
    down = YoakeError("service.unreachable", "comfyui-0 does not answer.")
    read = Readings(down, 4.0, down, ValueError("odd"), 1.0, 1.0)
    async with PeakMeter(read, every_seconds=0.001) as meter:
        await asyncio.wait_for(read.all_told.wait(), 5)
    assert (meter.peak_gb, meter.failures) == (4.0, 3)
    assert len(caplog.records) == 1
    assert "comfyui-0 does not answer" in caplog.text


async def test_what_comes_after_stop_is_somebody_elses():
    read = Readings(5.0, 5.0)
    async with PeakMeter(read, every_seconds=0.001) as meter:
        await asyncio.wait_for(read.all_told.wait(), 5)
        meter.stop()
        read.values = [50.0]
        await asyncio.sleep(0.02)
    assert meter.peak_gb == 5.0


async def test_an_error_inside_goes_through_and_the_reading_ends():
    read = Readings(5.0)

    async def breaks_off() -> None:
        async with PeakMeter(read, every_seconds=0.001):
            await asyncio.wait_for(read.all_told.wait(), 5)
            raise YoakeError("comfyui.failed", "It broke off.")

    with pytest.raises(YoakeError):
        await breaks_off()
    count = read.count
    await asyncio.sleep(0.02)
    assert read.count == count


async def test_a_reading_that_hangs_holds_nothing_up():
    async def hangs() -> float:
        await asyncio.Event().wait()
        return 1.0

    async with asyncio.timeout(5):
        async with PeakMeter(hangs) as meter:
            await asyncio.sleep(0)
    assert meter.peak_gb is None
