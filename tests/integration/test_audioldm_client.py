"""AudioLDM, by the small interface of docs/services.md."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.samples.service_work import Told, passes, request, work
from tests.simulators.audioldm import AudioLdmSimulator, Order
from tests.simulators.gpu import Clock, Gpu
from yoake.errors import InvalidRequestError, OutOfMemoryError, YoakeError
from yoake.providers.audioldm import AudioLdmClient
from yoake.providers.audioldm import client as client_module
from yoake.providers.base import Product
from yoake.providers.clients import ServiceAddress
from yoake.providers.waiting import BusyError


@pytest.fixture
def service() -> Iterator[AudioLdmSimulator]:
    with AudioLdmSimulator(clock=Clock(2000)) as running:
        yield running


@pytest.fixture
async def client(service: AudioLdmSimulator) -> AsyncIterator[AudioLdmClient]:
    made = client_of(service)
    yield made
    await made.close()


def client_of(service: AudioLdmSimulator) -> AudioLdmClient:
    return AudioLdmClient(ServiceAddress("audioldm", "audioldm", service.url))


async def sounded(client: AudioLdmClient, folder: Path, prompt: str | None = None, **params: Any) -> Product:
    asked = request(folder, "se_gen", prompt=prompt, params=params)
    product = await client.make(work(asked, Told()))
    passes(product, asked)
    return product


async def test_a_kind_is_asked_for_in_english_with_a_length_that_suits_it(
    service: AudioLdmSimulator, client: AudioLdmClient, tmp_path: Path
):
    product = await sounded(client, tmp_path, "放課後の廊下", kind="footsteps", steps=30, guidance=4)
    (order,) = service.orders
    assert order.prompt == "footsteps of one person walking on a wooden floor"
    assert (order.duration_seconds, order.steps, order.guidance_scale, order.seed) == (4.0, 30, 4.0, 8)
    assert product.meta == {"kind": "footsteps", "duration_seconds": product.meta["duration_seconds"], "peak_db": -3.0}
    assert 3.5 < product.meta["duration_seconds"] <= 4.0


async def test_words_of_ones_own_come_first_where_they_are_english(
    service: AudioLdmSimulator, client: AudioLdmClient, tmp_path: Path
):
    for name, params in (("kind", {"kind": "rain"}), ("none", {})):
        (tmp_path / name).mkdir()
        await sounded(client, tmp_path / name, "heavy rain on a tin roof", duration_seconds=2.5, **params)
    assert [o.prompt for o in service.orders] == ["heavy rain on a tin roof, steady rain", "heavy rain on a tin roof"]


async def test_a_prompt_in_japanese_becomes_the_kind_that_it_names(
    service: AudioLdmSimulator, client: AudioLdmClient, tmp_path: Path
):
    product = await sounded(client, tmp_path, "遠くで雷が鳴る")
    assert product.meta["kind"] == "thunder"
    assert service.orders[0].prompt.isascii()


@pytest.mark.parametrize("params", [{"kind": "explosion"}, {"duration_seconds": 600}, {"steps": "many"}])
async def test_a_parameter_that_cannot_be_is_told_before_anything_is_asked(
    service: AudioLdmSimulator, client: AudioLdmClient, tmp_path: Path, params: dict[str, Any]
):
    with pytest.raises(InvalidRequestError) as caught:
        await sounded(client, tmp_path, **params)
    assert caught.value.code == "sound.parameter"
    assert not service.requests


@pytest.mark.parametrize("fault", ["oom", None])
async def test_out_of_memory_has_an_error_of_its_own(tmp_path: Path, fault: str | None):
    with AudioLdmSimulator(gpu=Gpu("gpu-0", 24 if fault else 4, Clock(2000))) as service:
        service.faults.script("sound", fault)
        client = client_of(service)
        with pytest.raises(OutOfMemoryError) as caught:
            await sounded(client, tmp_path, kind="rain")
        assert caught.value.code == "audioldm.out-of-memory"
        await client.close()


async def test_a_full_queue_says_when_to_come_back(service: AudioLdmSimulator, client: AudioLdmClient, tmp_path: Path):
    service.faults.script("sound", "busy")
    with pytest.raises(BusyError) as caught:
        await sounded(client, tmp_path, kind="rain")
    assert (caught.value.code, caught.value.wait_seconds) == ("service.busy", 7.0)


async def test_a_silent_sound_is_none(service: AudioLdmSimulator, client: AudioLdmClient, tmp_path: Path):
    service.faults.script("sound", "silent")
    with pytest.raises(YoakeError) as caught:
        await sounded(client, tmp_path, kind="rain")
    assert caught.value.code == "audioldm.silent"
    assert list((tmp_path / "product").iterdir()) == []


async def test_unloading_waits_until_the_model_is_gone(
    service: AudioLdmSimulator, client: AudioLdmClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    await sounded(client, tmp_path, kind="click")
    assert (await client.condition()).loaded == {"audioldm2": 6.0}
    await client.unload()
    assert (await client.condition()).loaded == {}
    monkeypatch.setattr(client_module, "FREE_SECONDS", 0.2)
    await service.gpu.bring(service.name, "audioldm2", 6.0, 0)
    service.faults.script("POST /unload", "list")
    with pytest.raises(YoakeError) as caught:
        await client.unload()
    assert caught.value.code == "service.not-freed"


def test_the_documented_request_is_the_one_that_is_sent():
    page = (ROOT / "docs" / "services.md").read_text(encoding="utf-8")
    for name in Order.model_fields:
        assert f"`{name}`" in page, name
