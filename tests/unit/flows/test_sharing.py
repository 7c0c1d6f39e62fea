"""What is asked for, kept and given up follows from the scheduler's state."""

from __future__ import annotations

from typing import Any

import pytest

from flows.sharing import share, shared_resources
from yoake.nodes.models import NodeFile
from yoake.scheduler import Demand, Scheduler

NODE = NodeFile.model_validate(
    {
        "gpus": {"gpu-0": {"vram_gb": 24}, "gpu-1": {"vram_gb": 24}},
        "services": {
            "comfyui-0": {"kind": "comfyui", "url": "http://127.0.0.1:8188", "gpu": "gpu-0"},
            "comfyui-1": {"kind": "comfyui", "url": "http://127.0.0.1:8189", "gpu": "gpu-1"},
            "suno": {"kind": "suno", "block": "suno/main", "slots": 2},
        },
        "cpu": {"slots": 2},
    }
)


class Book:
    """Stands in for `Leases`: what is held is what the test says."""

    def __init__(self) -> None:
        self.resources = shared_resources(NODE.machine())
        self.wanted: set[str] = set()
        self.holds: set[str] = set()
        self.due: dict[str, str] = {}
        self.gave_way: list[str] = []

    def want(self, resource: str) -> None:
        self.wanted.add(resource)

    def idle(self, resource: str) -> None:
        self.wanted.discard(resource)

    def held(self, resource: str) -> bool:
        return resource in self.holds

    def should_yield(self, resource: str, *, switch: bool) -> bool:
        return self.due.get(resource) in ("always", "switch" if switch else None)

    def give_way(self, resource: str) -> None:
        self.gave_way.append(resource)
        self.holds.discard(resource)


@pytest.fixture
def book() -> Any:
    return Book()


def picture(scheduler: Scheduler, name: str, model: str = "sdxl") -> None:
    scheduler.add(name, Demand(("comfyui",), model=model, vram_gb=10))
    scheduler.ready(name, 0.0)


def test_cpu_work_asks_for_nothing(book: Any):
    scheduler = Scheduler(NODE.machine())
    scheduler.add("sketch", Demand(("sketch",)))
    scheduler.ready("sketch", 0.0)
    share(scheduler, book)
    assert book.resources == ["gpu-0", "gpu-1", "suno"]
    assert book.wanted == set()
    assert len(scheduler.grants(0.0)) == 1


def test_work_starts_only_on_what_is_held(book: Any):
    scheduler = Scheduler(NODE.machine())
    picture(scheduler, "a")
    picture(scheduler, "b")
    share(scheduler, book)
    assert book.wanted == {"gpu-0", "gpu-1"}
    assert scheduler.grants(0.0) == []
    book.holds.add("gpu-1")
    share(scheduler, book)
    assert [g.resource for g in scheduler.grants(0.0)] == ["gpu-1"]


def test_a_gpu_stays_wanted_while_its_last_job_runs(book: Any):
    scheduler = Scheduler(NODE.machine())
    book.holds |= {"gpu-0", "gpu-1"}
    picture(scheduler, "a")
    share(scheduler, book)
    (grant,) = scheduler.grants(0.0)
    share(scheduler, book)
    assert book.wanted == {grant.resource}
    scheduler.finished("a", 1.0)
    share(scheduler, book)
    assert book.wanted == set()


def test_giving_way_waits_for_what_runs_and_starts_nothing_new(book: Any):
    scheduler = Scheduler(NODE.machine())
    book.holds.add("gpu-0")
    picture(scheduler, "a")
    picture(scheduler, "b")
    share(scheduler, book)
    (grant,) = scheduler.grants(0.0)
    book.due["gpu-0"] = "always"
    share(scheduler, book)
    assert scheduler.grants(0.0) == []
    assert book.gave_way == []
    scheduler.finished(grant.asset, 1.0)
    share(scheduler, book)
    assert book.gave_way == ["gpu-0"]
    assert scheduler.grants(1.0) == []


def test_a_model_switch_is_a_moment_to_give_way(book: Any):
    scheduler = Scheduler(NODE.machine())
    book.holds.add("gpu-0")
    picture(scheduler, "a")
    picture(scheduler, "b")
    share(scheduler, book)
    scheduler.grants(0.0)
    book.due["gpu-0"] = "switch"
    scheduler.finished("a", 1.0)
    share(scheduler, book)
    assert book.gave_way == []  # b needs the model that is loaded
    scheduler.grants(1.0)
    scheduler.finished("b", 2.0)
    picture(scheduler, "c", model="flux")
    share(scheduler, book)
    assert book.gave_way == ["gpu-0"]
