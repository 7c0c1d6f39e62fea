"""A service that hangs is told from one that is slow at its work."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import cast

import pytest

from yoake.errors import UnreachableError, YoakeError
from yoake.making import service_desk
from yoake.making.service_desk import ServiceDesk
from yoake.providers.base import Product, Request
from yoake.providers.clients import ServiceAddress, register_client
from yoake.providers.service import Condition, Work
from yoake.scheduler.demand import Grant


class Hanging:
    """Takes every question and answers none."""

    kind = "comfyui"

    def __init__(self, address: ServiceAddress) -> None:
        self.name = address.name

    async def make(self, work: Work) -> Product:
        return await asyncio.Event().wait()  # type: ignore[return-value]

    async def condition(self) -> Condition:
        return await asyncio.Event().wait()  # type: ignore[return-value]

    async def unload(self, model: str | None = None) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        return None


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[ServiceDesk]:
    monkeypatch.setattr(service_desk, "CONDITION_SECONDS", 0.05)
    register_client("comfyui", Hanging)
    desk = ServiceDesk([ServiceAddress("comfyui-0", "comfyui", "http://127.0.0.1:9")])
    yield desk
    desk.close()
    register_client("comfyui", None)


async def test_a_service_that_hangs_is_unreachable(desk: ServiceDesk):
    with pytest.raises(UnreachableError, match="does not answer within"):
        await desk.condition("comfyui-0")
    with pytest.raises(UnreachableError, match="does not answer within"):
        await desk.holdings("comfyui-0", ["sdxl"])


def test_a_stop_ends_a_pause(desk: ServiceDesk):
    desk.cancel_all()
    with pytest.raises(YoakeError, match="stopped"):
        desk.pause(60)


class BrokenOff(Hanging):
    """A client whose library breaks the call off by itself."""

    async def make(self, work: Work) -> Product:
        raise asyncio.CancelledError


def test_a_call_that_nobody_broke_off_is_not_taken_for_a_stop(desk: ServiceDesk):
    register_client("comfyui", BrokenOff)
    grant, work = Grant("hero", "comfyui-0", "comfyui-0", None), Work(cast("Request", None))
    with pytest.raises(UnreachableError, match="broken off") as broken:
        desk.make(grant, work)
    assert broken.value.transient
    desk.cancel_all()
    with pytest.raises(YoakeError) as stopped:
        desk.make(grant, work)
    assert stopped.value.code == "run.stopping"
