"""A line for one resource when the server fails it: forgotten and unanswered leases, errors in between."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from uuid import UUID, uuid4

import httpx
import pytest

import flows.lease_line
import flows.lease_set
from flows.lease_line import LeaseLine
from flows.limits import LeaseGoneError, Limit


class Server:
    """A limit of one slot, and whatever is to go wrong."""

    def __init__(self) -> None:
        self.slots, self.taken = 1, 0
        self.changes = 0
        self.leases: set[UUID] = set()
        self.down = False
        self.freed: list[tuple[str, int]] = []

    def _call(self) -> None:
        if self.down:
            raise httpx.ConnectError("connection refused")

    async def read(self, name: str) -> Limit | None:
        self._call()
        return Limit(name, self.slots, self.taken, str(self.changes), True, 0.0)

    async def take(self, name: str, slots: int) -> UUID | None:
        self._call()
        if self.taken + slots > self.slots:
            return None
        self.taken += slots
        self.changes += 1
        lease = uuid4()
        self.leases.add(lease)
        return lease

    async def renew(self, lease: UUID) -> None:
        self._call()
        if lease not in self.leases:
            raise LeaseGoneError(str(lease))

    async def give_back(self, lease: UUID) -> None:
        self._call()
        if lease in self.leases:
            self.leases.remove(lease)
            self.taken -= 1
            self.changes += 1

    async def free(self, name: str, slots: int, seconds: float) -> None:
        self._call()
        self.freed.append((name, slots))
        self.taken -= slots

    async def pending_tasks(self, tag: str) -> int:
        self._call()
        return 0


class Scene:
    """A line on that server."""

    def __init__(self) -> None:
        self.server = Server()
        self.granted, self.lost = 0, list[str]()
        self.line = LeaseLine("gpu-0", self.server, False, self._granted, lambda _, why: self.lost.append(why))  # type: ignore[arg-type]

    def _granted(self, _: str) -> None:
        self.granted += 1

    async def until(self, true: Callable[[], object]) -> None:
        deadline = time.monotonic() + 10
        while not true():
            assert time.monotonic() < deadline, "it did not come about in time"
            await asyncio.sleep(0.005)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {
        "LOOK_SECONDS": 0.02,
        "LINGER_SECONDS": 0.02,
        "POLL_SECONDS": 0.02,
        "CLOSED_SECONDS": 0.02,
        "BACKOFF_SECONDS": (0.02, 0.02),
    }.items():
        monkeypatch.setattr(flows.lease_line, name, seconds)
    monkeypatch.setattr(flows.lease_set, "RENEW_SECONDS", 0.02)


def play(scene: Scene, script: Callable[[], object]) -> None:
    async def whole() -> None:
        running = asyncio.create_task(scene.line.run())
        scene.line.want()
        await scene.until(lambda: scene.granted)
        await script()  # type: ignore[misc]
        scene.line.close()
        await asyncio.wait_for(running, 5)

    asyncio.run(whole())
    assert scene.server.taken == 0


def test_a_server_that_forgot_the_lease_but_not_the_slot():
    scene = Scene()

    async def script() -> None:
        scene.server.leases.clear()
        await scene.until(lambda: scene.granted == 2)
        assert scene.server.freed == [("tag:gpu-0", 1)]
        assert scene.lost == ["gpu-0 is no longer reserved for this run: the server no longer knows its lease."]

    play(scene, script)


def test_a_short_silence_costs_nothing():
    scene = Scene()

    async def script() -> None:
        scene.server.down = True
        await scene.until(lambda: scene.line._failures > 3)
        scene.server.down = False
        await scene.until(lambda: scene.line._failures == 0)
        assert scene.line.held_since is not None
        assert not scene.lost

    play(scene, script)


def test_after_a_long_silence_the_lease_counts_as_lost(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flows.lease_set, "LOST_SECONDS", 0.1)
    scene = Scene()

    async def script() -> None:
        scene.server.down = True
        await scene.until(lambda: scene.lost)
        assert "gpu-0 is no longer reserved for this run: the server has not answered" in scene.lost[0]
        assert scene.line.held_since is None
        await scene.until(lambda: len(scene.lost) == 2)
        assert scene.lost[1].startswith("The Prefect server cannot be asked for gpu-0 (ConnectError")
        scene.server.down = False
        await scene.until(lambda: scene.granted == 2)

    play(scene, script)


def test_idle_gives_back_after_a_moment_and_work_takes_it_again():
    scene = Scene()

    async def script() -> None:
        scene.line.idle()
        await scene.until(lambda: scene.server.taken == 0)
        scene.line.want()
        await scene.until(lambda: scene.granted == 2)

    play(scene, script)


def test_a_limit_of_no_slots_is_closed_until_somebody_opens_it():
    scene = Scene()

    async def script() -> None:
        scene.line.idle()
        await scene.until(lambda: scene.server.taken == 0)
        scene.server.slots = 0
        scene.line.want()
        calls = scene.granted
        await scene.until(lambda: scene.line._poke.is_set() is False)
        assert scene.granted == calls
        scene.server.slots = 1
        await scene.until(lambda: scene.granted == 2)

    play(scene, script)


def test_only_long_enough_stretches_end():
    line = Scene().line
    line.held_since = time.monotonic() - 60
    assert not line.should_yield(switch=True)
    line.waiters = 1
    assert line.should_yield(switch=True)
    assert not line.should_yield(switch=False)
    line.held_since -= 60
    assert line.should_yield(switch=False)
    line.waiters = 0
    assert not line.should_yield(switch=True)
    line.held_since -= 480
    assert line.should_yield(switch=False)
