"""Threads wait for grants; the event loop hands them out, refuses, or ends the waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from flows.turn_board import TurnBoard
from yoake.errors import YoakeError
from yoake.making.turns import turn_of
from yoake.scheduler.demand import Grant


@dataclass
class Desk:
    """Notes what the threads say."""

    said: list[tuple[str, ...]] = field(default_factory=list)
    grant_when_asked: Callable[[str], None] | None = None

    def asked(self, address: str) -> None:
        self.said.append(("asked", address))
        if self.grant_when_asked:
            self.grant_when_asked(address)

    def place_free(self, address: str) -> None:
        self.said.append(("free", address))

    def service_trouble(self, service: str, error: YoakeError) -> None:
        self.said.append(("trouble", service))

    def model_stayed(self, service: str, model: str) -> None:
        self.said.append(("stayed", service, model))


def grant(asset: str) -> Grant:
    return Grant(asset, "comfyui", "gpu-0", "sdxl")


@pytest.fixture
async def board() -> tuple[TurnBoard, Desk]:
    board, desk = TurnBoard(), Desk()
    board.open(asyncio.get_running_loop(), desk, lambda what, *details: what(*details))
    return board, desk


async def test_a_grant_that_came_first_is_taken_at_once(board: tuple[TurnBoard, Desk]):
    turns, desk = board
    turns.offer(grant("a"))
    taken = await asyncio.wait_for(asyncio.to_thread(turns.take, "a"), 5)
    assert taken.service == "comfyui"
    assert desk.said == [], "nobody had to ask"


async def test_who_is_expected_waits_without_asking(board: tuple[TurnBoard, Desk]):
    turns, desk = board
    turns.expect("a")
    waiting = asyncio.create_task(asyncio.to_thread(turns.take, "a"))
    await asyncio.sleep(0)
    turns.offer(grant("a"))
    assert (await asyncio.wait_for(waiting, 5)).asset == "a"
    assert desk.said == []


async def test_another_try_asks_and_a_turn_is_given_back_once(board: tuple[TurnBoard, Desk]):
    turns, desk = board
    desk.grant_when_asked = lambda address: turns.offer(grant(address))

    def work() -> None:
        for _ in range(2):
            with turn_of(turns, "a") as turn:
                turn.give_back()

    await asyncio.wait_for(asyncio.to_thread(work), 5)
    await asyncio.sleep(0)
    assert desk.said == [("asked", "a"), ("free", "a")] * 2


async def test_a_refusal_is_raised_where_the_thread_waits(board: tuple[TurnBoard, Desk]):
    turns, _ = board
    turns.refuse("a", YoakeError("service.unreachable", "comfyui does not answer."))
    with pytest.raises(YoakeError, match="does not answer"):
        await asyncio.wait_for(asyncio.to_thread(turns.take, "a"), 5)


async def test_nobody_waits_any_more_after_the_end(board: tuple[TurnBoard, Desk]):
    turns, _ = board
    turns.expect("early")
    early = asyncio.create_task(asyncio.to_thread(turns.take, "early"))
    await asyncio.sleep(0)
    turns.close(YoakeError("run.stopping", "The run is being stopped."))
    for waiting in (early, asyncio.create_task(asyncio.to_thread(turns.take, "late"))):
        with pytest.raises(YoakeError, match="stopped"):
            await asyncio.wait_for(waiting, 5)


async def test_a_failed_work_gives_its_place_back(board: tuple[TurnBoard, Desk]):
    turns, desk = board
    turns.offer(grant("a"))

    def work() -> None:
        with turn_of(turns, "a"):
            raise YoakeError("comfyui.failed", "It broke.")

    with pytest.raises(YoakeError, match="broke"):
        await asyncio.wait_for(asyncio.to_thread(work), 5)
    await asyncio.sleep(0)
    assert desk.said == [("free", "a")]
