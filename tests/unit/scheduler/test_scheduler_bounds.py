"""Ranks and lower bounds."""

from __future__ import annotations

from random import Random

import pytest

from yoake.scheduler import Demand, Gpu, Job, Machine, Pool, Ranks, Service
from yoake.scheduler.bounds import lower_bound
from yoake.scheduler.graph import jobs_by_name
from yoake.scheduler.rank import ranks


def job(name: str, seconds: float, *before: str, kind: str = "comfyui", model: str | None = None, gb: float = 0) -> Job:
    return Job(name, Demand((kind,), model, gb, 10 if model else 0, seconds), before)


MACHINE = Machine(
    (Gpu("gpu-0", 12), Gpu("gpu-1", 24)),
    (Pool("cpu", 2),),
    (
        Service("c0", "comfyui", gpu="gpu-0"),
        Service("c1", "comfyui", gpu="gpu-1"),
        Service("ollama", "ollama", gpu="gpu-0", slots=2),
        Service("suno", "suno", slots=3, per_minute=2),
        Service("sketch", "sketch", pool="cpu", slots=2),
    ),
)


def bound(*jobs: Job) -> object:
    return lower_bound(jobs_by_name(jobs), MACHINE)


def test_rank_is_the_longest_remaining_path() -> None:
    jobs = jobs_by_name([job("a", 1), job("b", 2, "a"), job("c", 5, "a"), job("d", 1, "b", "c")])
    assert ranks(jobs) == {"a": 7, "b": 3, "c": 6, "d": 1}


def test_a_cycle_is_refused() -> None:
    with pytest.raises(ValueError, match="cycle"):
        ranks(jobs_by_name([job("a", 1, "b"), job("b", 1, "a")]))


def test_ranks_follow_growth() -> None:
    rng = Random(5)
    jobs = [job(f"j{i}", rng.uniform(1, 9), *(f"j{k}" for k in rng.sample(range(i), min(i, 2)))) for i in range(120)]
    growing = Ranks(jobs_by_name(jobs[:40]))
    for at in range(40, 120, 8):
        before = dict(growing.rank)
        changed = growing.add(jobs[at : at + 8])
        assert growing.rank == pytest.approx(ranks(jobs_by_name(jobs[: at + 8])))
        assert changed == {name for name, rank in before.items() if growing.rank[name] != rank}


def test_the_bound_is_the_largest_of_its_parts() -> None:
    pictures = [job(f"p{i}", 20, model="sdxl", gb=10) for i in range(10)]
    assert bound(*pictures).gpu_seconds == (200 + 10) / 2
    chain = [job("one", 100, kind="sketch"), job("two", 50, "one", kind="sketch")]
    found = bound(*pictures, *chain)
    assert found.seconds == found.critical_path_seconds == 150
    assert found.critical_path == ("one", "two")


def test_work_that_fits_one_gpu_only_is_bound_by_it() -> None:
    large = [job(f"f{i}", 30, model="flux", gb=16) for i in range(4)]
    small = [job(f"s{i}", 10, model="sdxl", gb=10) for i in range(2)]
    assert bound(*large, *small).gpu_seconds == 4 * 30 + 10


def test_calls_are_bound_by_rate_and_slots() -> None:
    quick = bound(*(job(f"s{i}", 5, kind="suno") for i in range(5)))
    assert quick.rate_seconds == 2 * 60 + 5
    slow = bound(*(job(f"s{i}", 90, kind="suno") for i in range(5)))
    assert slow.slots_seconds == 5 * 90 / 3
