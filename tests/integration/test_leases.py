"""Runs share resources by Prefect's limits: never more than there is, a turn for all, nothing kept by the dead."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

import flows.lease_line
import flows.lease_set
import flows.leases
from flows.leases import Leases
from flows.limits import Limits
from flows.setup import limits_of
from flows.sharing import share, shared_resources
from tests.conftest import ROOT
from tests.integration.servers import postgres
from tests.samples.strangers import Book
from yoake.nodes.models import NodeFile
from yoake.scheduler import Demand, Scheduler

KILLED = "gpu-of-the-killed"


@contextmanager
def client_of(api: str) -> Iterator[str]:
    """This process and its children as clients of the server."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: api}):
        yield api


@pytest.fixture
def api(prefect_api: str) -> Iterator[str]:
    with client_of(prefect_api):
        yield prefect_api


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of a second instead of minutes."""
    monkeypatch.setattr(flows.lease_line, "STRETCH_SECONDS", 1.0)
    monkeypatch.setattr(flows.lease_line, "SWITCH_SECONDS", 0.5)
    monkeypatch.setattr(flows.lease_line, "LOOK_SECONDS", 0.3)
    monkeypatch.setattr(flows.lease_line, "LINGER_SECONDS", 0.3)
    monkeypatch.setattr(flows.lease_line, "PATIENCE_SECONDS", (1.0, 2.0))


def limit(api: str, name: str, slots: int = 1, decay: float = 0.0) -> None:
    body = {"name": name, "limit": slots, "slot_decay_per_second": decay}
    httpx.post(f"{api}/v2/concurrency_limits/", json=body).raise_for_status()


def taken(api: str, name: str) -> int:
    return int(httpx.get(f"{api}/v2/concurrency_limits/{name}").json()["active_slots"])


def program(api: str, *args: object) -> subprocess.Popen[str]:
    env = {**os.environ, "PREFECT_API_URL": api, "PREFECT_LOGGING_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "tests.samples.strangers", *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def killed(prefect_api: str) -> Iterator[Future[float]]:
    """After how many seconds the slots of a killed holder came back; watched while the other tests run."""
    name = f"tag:{KILLED}"
    limit(prefect_api, name)
    holder = program(prefect_api, "hold", KILLED)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    began = time.monotonic()
    assert taken(prefect_api, name) == 1

    def watch() -> float:
        while taken(prefect_api, name):
            assert time.monotonic() - began < 120, "they never came back"
            time.sleep(0.5)  # between two looks
        return time.monotonic() - began

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(watch)


async def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come about in time"
        await asyncio.sleep(0.02)


class Driver:
    """A run in small: one service on one GPU, pictures of 50 ms without end, driven as a real run is."""

    def __init__(self, who: str, gpu: str, book: Book) -> None:
        self.who, self.gpu, self.book = who, gpu, book
        file = {
            "gpus": {gpu: {"vram_gb": 24}},
            "services": {"comfyui": {"kind": "comfyui", "url": "http://127.0.0.1:8188", "gpu": gpu}},
        }
        self.machine = NodeFile.model_validate(file).machine()
        self.wake = asyncio.Event()
        self.lost: list[str] = []

    async def run(self, over: Callable[[], bool]) -> None:
        scheduler, jobs, number = Scheduler(self.machine), set[asyncio.Task[None]](), 0
        self.leases = Leases(
            shared_resources(self.machine), lambda _: self.wake.set(), lambda _, why: self.lost.append(why)
        )
        try:
            while not over():
                if not scheduler.active():
                    number += 1
                    scheduler.add(f"picture-{number}", Demand(("comfyui",), model="sdxl", vram_gb=10))
                    scheduler.ready(f"picture-{number}", time.monotonic())
                share(scheduler, self.leases)
                for grant in scheduler.grants(time.monotonic()):
                    jobs.add(asyncio.create_task(self.job(scheduler, grant.asset)))
                try:
                    await asyncio.wait_for(self.wake.wait(), 0.3)
                except TimeoutError:
                    continue
                self.wake.clear()
        finally:
            await asyncio.gather(*jobs)
            await self.leases.close()

    async def job(self, scheduler: Scheduler, asset: str) -> None:
        began = time.monotonic()
        await asyncio.sleep(0.05)  # its work
        self.book.used(self.who, began)
        scheduler.finished(asset, time.monotonic())
        self.wake.set()


def two_runs(api: str, gpu: str, book: Book) -> None:
    async def both() -> None:
        enough = lambda: book.path.exists() and len(book.stretches()) >= 5  # noqa: E731
        drivers = [Driver(who, gpu, book) for who in ("one", "two")]
        await asyncio.wait_for(asyncio.gather(*(d.run(enough) for d in drivers)), 60)
        assert not any(d.lost for d in drivers)

    asyncio.run(both())
    assert book.most_at_once() == 1
    assert taken(api, f"tag:{gpu}") == taken(api, f"waiting:{gpu}") == 0


def test_two_runs_take_turns(killed: Future[float], api: str, quick: None, tmp_path: Path):
    limit(api, "tag:gpu-two")
    limit(api, "waiting:gpu-two", 100)
    two_runs(api, "gpu-two", Book(tmp_path / "book"))


@pytest.mark.parametrize(("at_once", "in_turn"), [(6, 0), (0, 60)], ids=["at-once", "in-turn"])
def test_a_foreign_flow_shares_with_a_run(
    killed: Future[float], api: str, quick: None, tmp_path: Path, at_once: int, in_turn: int
):
    gpu, book = f"gpu-foreign-{at_once}", Book(tmp_path / "book")
    limit(api, f"tag:{gpu}")
    foreign = program(api, "flow", gpu, book.path, at_once, in_turn)
    driver = Driver("run", gpu, book)
    asyncio.run(asyncio.wait_for(driver.run(lambda: foreign.poll() is not None), 120))
    assert foreign.returncode == 0
    assert book.most_at_once() == 1
    assert not driver.lost
    turns = book.stretches()
    assert at_once <= sum(who == "stranger" for _, _, who in book.entries()) < 60
    least = 1 if at_once else 2  # six short tasks may fit into one turn, and nobody waits after them
    assert turns.count("run") >= least
    assert turns.count("stranger") >= least
    assert taken(api, f"tag:{gpu}") == 0


def test_all_slots_of_a_service_are_collected_from_those_who_have_one_each(
    killed: Future[float], api: str, quick: None, tmp_path: Path
):
    """Strangers never give two slots back at the same time; two runs that have one each do not wait for ever."""
    limit(api, "tag:songs", 2)

    async def scene() -> list[str]:
        strangers = Limits()
        first, second = await strangers.take("tag:songs", 1), await strangers.take("tag:songs", 1)
        assert first
        assert second
        order: list[str] = []
        runs = [Leases(["songs"], lambda _, n=n: order.append(n), print) for n in ("one", "two")]
        for run in runs:
            run.want("songs")
        await strangers.give_back(first)
        await until(lambda: taken(api, "tag:songs") == 2)
        assert not order
        await strangers.give_back(second)
        await until(lambda: len(order) == 1)
        holder = runs[0] if runs[0].held("songs") else runs[1]
        assert taken(api, "tag:songs") == 2
        holder.idle("songs")
        await until(lambda: len(order) == 2)
        for run in runs:
            await run.close()
        await strangers.close()
        return order

    assert sorted(asyncio.run(scene())) == ["one", "two"]
    assert taken(api, "tag:songs") == 0


def test_nothing_is_asked_until_something_is_wanted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flows.leases, "Limits", lambda *_: pytest.fail("the server was asked"))

    async def scene() -> None:
        leases = Leases(["gpu-0"], print, print)
        leases.idle("gpu-0")
        assert not leases.held("gpu-0")
        await leases.close()

    asyncio.run(scene())


def test_without_limits_everything_is_granted_by_one_look(api: str, monkeypatch: pytest.MonkeyPatch):
    calls: list[str] = []
    request = Limits._request

    def counted(self: Limits, method: object, path: str, **given: object) -> Awaitable[httpx.Response]:
        calls.append(path)
        return request(self, method, path, **given)

    monkeypatch.setattr(Limits, "_request", counted)

    async def scene() -> None:
        granted: list[str] = []
        leases = Leases(["free-0", "free-1"], granted.append, print)
        leases.want("free-0")
        await until(lambda: granted == ["free-0"])
        leases.want("free-1")
        await until(lambda: granted == ["free-0", "free-1"])
        await leases.spend("free-1")
        assert not leases.should_yield("free-0")
        leases.give_way("free-0")
        await leases.close()

    asyncio.run(scene())
    assert len(calls) == 1


def test_a_lease_that_was_taken_away_is_told_and_asked_for_again(api: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flows.lease_set, "RENEW_SECONDS", 0.2)
    monkeypatch.setattr(flows.lease_line, "LOOK_SECONDS", 0.2)
    limit(api, "tag:gpu-lost")
    given: list[object] = []
    take = Limits.take

    async def watched(self: Limits, name: str, slots: int) -> object:
        given.append(await take(self, name, slots))
        return given[-1]

    monkeypatch.setattr(Limits, "take", watched)

    async def scene() -> None:
        granted: list[str] = []
        lost: list[str] = []
        leases = Leases(["gpu-lost"], granted.append, lambda _, why: lost.append(why))
        leases.want("gpu-lost")
        await until(lambda: granted)
        somebody = Limits()
        await somebody.give_back(given[0])
        await until(lambda: len(granted) == 2)
        assert lost == ["gpu-lost is no longer reserved for this run: the server no longer knows its lease."]
        await leases.close()
        await somebody.close()

    asyncio.run(scene())
    assert taken(api, "tag:gpu-lost") == 0


def test_closing_while_it_is_being_granted_leaves_nothing_taken(api: str):
    limit(api, "tag:gpu-hasty")

    async def scene(turns: int) -> None:
        leases = Leases(["gpu-hasty"], print, print)
        leases.want("gpu-hasty")
        for _ in range(turns):
            await asyncio.sleep(0.003)
        await leases.close()

    for turns in range(0, 40, 4):
        asyncio.run(scene(turns))
        assert taken(api, "tag:gpu-hasty") == 0


def test_calls_are_spaced_out_across_runs(api: str):
    limit(api, "songs-rate", 1, decay=2.0)

    async def scene() -> list[float]:
        runs = [Leases(["songs"], print, print) for _ in range(2)]
        times: list[float] = []

        async def call(run: Leases) -> None:
            await run.spend("songs")
            times.append(time.monotonic())

        await asyncio.gather(*(call(run) for run in runs * 2))
        for run in runs:
            await run.close()
        return times

    times = sorted(asyncio.run(scene()))
    assert len(times) == 4
    assert all(later - earlier >= 0.4 for earlier, later in pairwise(times))


def test_what_setup_makes_is_what_a_run_asks_for(api: str):
    node = NodeFile.model_validate({"gpus": {"gpu-0": {"vram_gb": 8}}})
    assert limits_of(node) == {"tag:gpu-0": (1, 0.0), "waiting:gpu-0": (1000, 0.0)}


def test_the_slots_of_a_killed_run_come_back(killed: Future[float]):
    """A minute after its last renewal, here the taking itself, and up to 5 seconds until the server looks."""
    seconds = killed.result(150)
    print(f"after {seconds:.1f} s")
    assert 50 < seconds < 80


@pytest.mark.slow
def test_two_runs_take_turns_on_postgresql(quick: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from flows.server import start_server

    with postgres(tmp_path / "pg") as url:
        monkeypatch.setenv("YOAKE_PREFECT_DATABASE", url.replace("postgresql://", "postgresql+asyncpg://"))
        server = start_server(tmp_path / "home")
        try:
            server.wait()
            with client_of(server.api):
                limit(server.api, "tag:gpu-pg")
                limit(server.api, "waiting:gpu-pg", 100)
                two_runs(server.api, "gpu-pg", Book(tmp_path / "book"))
        finally:
            server.stop()
