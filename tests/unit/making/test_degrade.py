"""Out of memory: made smaller, remembered, and made again in full when a person asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.making.served import Bench, order
from yoake.errors import OutOfMemoryError
from yoake.providers.service import Work

NewBench = Callable[..., Bench]


@pytest.fixture
def small_gpu(tmp_path: Path) -> Iterator[NewBench]:
    """A bench whose services have room for `fits` pixels."""
    benches: list[Bench] = []

    def new(fits: dict[str, int], *services: str, gb: float = 12.0) -> Bench:
        def answer(name: str, work: Work) -> None:
            asked.append((name, work.request.params["resolution"], work.request.params.get("batch_size", 1)))
            if asked[-1][1] * asked[-1][2] > fits[name]:
                raise OutOfMemoryError("comfyui.out-of-memory", "Full.")

        asked: list[tuple[str, int, int]] = []
        bench = Bench(tmp_path, {"comfyui": answer}, *services, gb=gb)
        bench.asked = asked  # type: ignore[attr-defined]
        benches.append(bench)
        return bench

    yield new
    for bench in benches:
        bench.close()


def test_it_is_made_smaller_until_it_fits_and_says_so(small_gpu: NewBench):
    bench = small_gpu({"comfyui-0": 800}, "comfyui-0")
    outcome = bench.make(order(params={"resolution": 1280, "batch_size": 4}))
    assert outcome.kind == "made"
    assert outcome.record is not None
    assert outcome.record["degraded"] is True
    assert outcome.record["meta"]["degraded"] == {
        "asked": {"resolution": 1280, "batch_size": 4}, "made": {"resolution": 768, "batch_size": 1},
        "why": "comfyui.out-of-memory", "service": "comfyui-0",
    }  # fmt: skip
    assert outcome.note.startswith("degraded: resolution 768 instead of 1280, batch size 1 instead of 4")
    assert bench.attempts() == [("again", "comfyui.out-of-memory", "comfyui-0")] * 3 + [("made", None, "comfyui-0")]
    (product,) = bench.catalog.products("p")
    assert product.degraded
    (learned,) = bench.catalog.experience()
    assert learned.resolution == "768"


def test_the_next_one_starts_with_what_fits_also_in_another_run(small_gpu: NewBench):
    bench = small_gpu({"comfyui-0": 800}, "comfyui-0")
    bench.make(order())
    bench.close()
    bench = small_gpu({"comfyui-0": 800}, "comfyui-0")
    outcome = bench.make(order(address="b", fingerprint="e" * 64, run_id="later"))
    assert outcome.record is not None
    assert outcome.record["degraded"] is True
    assert bench.asked == [("comfyui-0", 768, 1)]


def test_a_larger_gpu_starts_afresh(small_gpu: NewBench):
    bench = small_gpu({"comfyui-0": 800}, "comfyui-0")
    bench.make(order())
    bench.close()
    bench = small_gpu({"comfyui-0": 1024}, "comfyui-0", gb=24)
    outcome = bench.make(order(address="b", fingerprint="e" * 64))
    assert outcome.record is not None
    assert outcome.record["degraded"] is False


def test_the_smallest_size_is_tried_every_time(small_gpu: NewBench):
    bench = small_gpu({"comfyui-0": 400}, "comfyui-0")
    assert bench.make(order()).kind == "placeholder"
    assert bench.attempts()[-1] == ("placeholder", "comfyui.out-of-memory", "comfyui-0")
    bench.asked.clear()
    assert bench.make(order(address="b", fingerprint="e" * 64)).kind == "placeholder"
    assert bench.asked == [("comfyui-0", 512, 1)]


def before(bench: Bench) -> dict[str, Any]:
    record = bench.make(order()).record
    assert record is not None
    bench.asked.clear()
    return record


def test_asked_for_again_it_is_made_in_full_where_there_is_room_now(small_gpu: NewBench):
    fits = {"comfyui-0": 800}
    bench = small_gpu(fits, "comfyui-0")
    was = before(bench)
    fits["comfyui-0"] = 1024
    outcome = bench.make(order(anew=True, before=was, run_id="later"))
    assert outcome.record is not None
    assert outcome.record["degraded"] is False
    assert bench.asked == [("comfyui-0", 1024, 1)]
    bench.asked.clear()
    bench.make(order(address="b", fingerprint="e" * 64, run_id="later"))
    assert bench.asked == [("comfyui-0", 1024, 1)], "that it did not fit is forgotten"


def test_asked_for_again_without_room_it_stays_and_costs_one_try_for_all(small_gpu: NewBench):
    bench = small_gpu({"comfyui-0": 800}, "comfyui-0")
    was = before(bench)
    outcome = bench.make(order(anew=True, before=was, run_id="later"))
    assert (outcome.kind, outcome.error_code) == ("made", "comfyui.out-of-memory")
    assert outcome.record == was
    assert bench.asked == [("comfyui-0", 1024, 1)]
    second = bench.make(order(address="b", fingerprint="e" * 64, anew=True, before=was, run_id="later"))
    assert (second.record, second.error_code) == (was, "make.no-room")
    assert bench.asked == [("comfyui-0", 1024, 1)]


def test_something_better_than_before_replaces_it_though_it_is_still_degraded(small_gpu: NewBench):
    fits = {"comfyui-0": 512}
    bench = small_gpu(fits, "comfyui-0")
    was = before(bench)
    fits["comfyui-0"] = 800
    outcome = bench.make(order(anew=True, before=was, run_id="later"))
    assert outcome.record is not None
    assert outcome.record["meta"]["degraded"]["made"]["resolution"] == 768
