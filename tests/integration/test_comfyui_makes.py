"""Assets made by the shipped workflows at a simulated ComfyUI, from request to checked product."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.samples.comfyui_graphs import HASTY
from tests.samples.service_work import Told, library, work
from tests.samples.workflow_requests import Upstream, request_for
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock, Gpu
from yoake.errors import InvalidRequestError, OutOfMemoryError, YoakeError
from yoake.providers.base import Input, Product, Request
from yoake.providers.clients import ServiceAddress, client_for
from yoake.providers.comfyui.client import ComfyUiClient
from yoake.quality.check import check
from yoake.quality.subject import Subject

PARAMS: dict[str, dict[str, Any]] = {
    "animatediff_clip": {"character": "hero", "duration_seconds": 1},
    "background": {"place": "roof"},
    "background_flux": {"place": "roof"},
    "bgm": {"mood": "calm", "duration_seconds": 12},
    "character_fullbody": {"character": "hero"},
    "event_cg": {"characters": ["hero", "sakura"], "place": "roof"},
    "expression_variation": {"character": "hero", "expression": "happy"},
    "outfit_variation": {"character": "hero", "outfit": "yukata"},
    "sound_effect": {"kind": "door_open"},
    "time_of_day_variation": {"place": "roof", "time_of_day": "night"},
    "ui_parts": {"part": "text_window"},
    "wan_i2v": {"character": "hero", "duration_seconds": 1},
}
NO_UPSTREAM_RULE = ("upscale", "hunyuan3d")
"""They take any one picture."""


@pytest.fixture
def comfyui() -> Iterator[ComfyUiSimulator]:
    with ComfyUiSimulator(gpu=Gpu("gpu-0", 48, Clock(5000))) as running:
        yield running


def client_at(comfyui: ComfyUiSimulator) -> ComfyUiClient:
    return ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", comfyui.url), HASTY)


class Game(Upstream):
    """What comes before, in the sizes of a game."""

    def person(self, address: str, size: tuple[int, int] = (768, 1344), **meta: Any) -> Input:
        return super().person(address, size, **meta)

    def place(self, address: str, size: tuple[int, int] = (1280, 720), **meta: Any) -> Input:
        return super().place(address, size, **meta)


def passes(product: Product, asked: Request) -> None:
    """The product is the only file in its folder and passes the automatic check of its kind."""
    workflow = library().workflows[asked.workflow or ""]
    assert [p.name for p in asked.folder.iterdir()] == [product.path.name]
    alpha = workflow.alpha if workflow.makes == "image" else None
    subject = Subject(product.path, product.media_type, asked.type, asked.category, alpha=alpha, meta=product.meta)
    report = check(subject)
    assert not report.findings, report.findings


def asked_for(name: str, folder: Path, **more: Any) -> Request:
    upstream = Game(folder)
    inputs = (
        [upstream.person("char_image_hero", character="hero")] if name in NO_UPSTREAM_RULE else upstream.everything()
    )
    return request_for(library().workflows[name], folder, inputs, **{**PARAMS.get(name, {}), **more})


@pytest.mark.parametrize("name", sorted(library().workflows))
async def test_a_shipped_workflow_makes_a_good_asset(comfyui, tmp_path, name):
    workflow, asked, told = library().workflows[name], asked_for(name, tmp_path), Told()
    client = client_at(comfyui)
    assert await client.shortcomings(workflow.graph) == []
    product = await client.make(work(asked, told, workflow=workflow, timeout_seconds=60))
    await client.close()
    if workflow.makes == "mesh":
        assert product.media_type == "model/gltf-binary"
    else:
        passes(product, asked)
    assert (told.done, len(told.begun)) == (1, 1)
    assert told.progress[-1] == (1.0, "done")
    assert {credit.name for credit in product.credits} == {model.file for model in workflow.models}


async def test_the_seed_decides_what_is_made(comfyui, tmp_path):
    from dataclasses import replace

    client, made = client_at(comfyui), []
    for number, seed in enumerate((1, 1, 2)):
        folder = tmp_path / str(number)
        folder.mkdir()
        asked = replace(asked_for("sound_effect", folder), seed=seed)
        await client.make(work(asked, workflow=library().workflows["sound_effect"]))
    made = [entry.facts["graph"] for entry in comfyui.journal.entries()]
    await client.close()
    assert made[0] == made[1] != made[2]


async def test_a_job_of_an_earlier_run_is_resumed(comfyui, tmp_path):
    comfyui.gpu.clock.speed = 100.0
    first, told = client_at(comfyui), Told()
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    making = asyncio.ensure_future(
        first.make(work(asked_for("background", folders[0]), told, workflow=library().workflows["background"]))
    )
    deadline = time.monotonic() + 5
    while not comfyui.journal.entries():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)
    second = client_at(comfyui)
    asked = asked_for("background", folders[1])
    workflow = library().workflows["background"]
    product = await second.make(work(asked, workflow=workflow, job_id=told.begun[0]))
    passes(product, asked)
    await making
    assert comfyui.requests.count("POST /prompt") == 1
    # and a job that the server has forgotten is begun anew
    folder = tmp_path / "third"
    folder.mkdir()
    await second.make(work(asked_for("background", folder), workflow=workflow, job_id="forgotten"))
    assert comfyui.requests.count("POST /prompt") == 2
    await first.close()
    await second.close()


async def test_a_job_of_an_earlier_run_that_failed_is_begun_anew(comfyui, tmp_path):
    client, told = client_at(comfyui), Told()
    workflow = library().workflows["background"]
    comfyui.faults.script("run KSampler", "oom")
    with pytest.raises(OutOfMemoryError):
        await client.make(work(asked_for("background", tmp_path), told, workflow=workflow))
    folder = tmp_path / "again"
    folder.mkdir()
    asked = asked_for("background", folder)
    passes(await client.make(work(asked, told, workflow=workflow, job_id=told.begun[0])), asked)
    assert len(set(told.begun)) == 2
    await client.close()


async def test_what_does_not_fit_is_told_as_out_of_memory(comfyui, tmp_path):
    comfyui.gpu.vram_gb = 8
    client, told = client_at(comfyui), Told()
    workflow = library().workflows["background"]
    with pytest.raises(OutOfMemoryError) as caught:
        await client.make(work(asked_for("background", tmp_path), told, workflow=workflow))
    assert "asset/one" in caught.value.message
    assert told.done == 0, "the place goes back with the error: what it tells is known before another job starts there"
    folder = tmp_path / "smaller"
    folder.mkdir()
    passes(await client.make(work(asked := asked_for("background", folder, resolution=512), workflow=workflow)), asked)
    await client.close()


async def test_without_a_workflow_nothing_can_be_made(comfyui, tmp_path):
    client = client_at(comfyui)
    with pytest.raises(InvalidRequestError) as caught:
        await client.make(work(asked_for("background", tmp_path), workflow=None))
    assert caught.value.code == "comfyui.no-workflow"
    await client.close()


async def test_a_workflow_that_makes_something_else_is_noticed(comfyui, tmp_path):
    workflow = library().workflows["bgm"].model_copy(update={"makes": "mesh"})
    client = client_at(comfyui)
    with pytest.raises(YoakeError) as caught:
        await client.make(work(asked_for("bgm", tmp_path), workflow=workflow))
    assert caught.value.code == "comfyui.wrong-kind"
    await client.close()


async def test_the_time_limit_stops_the_job_at_the_server_too(comfyui, tmp_path):
    comfyui.gpu.clock.speed = 1.0
    client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", comfyui.url), replace(HASTY, idle=60, stall=60))
    asked = work(asked_for("background", tmp_path), workflow=library().workflows["background"], timeout_seconds=3)
    with pytest.raises(YoakeError) as caught:  # three seconds: on a busy machine the job has begun by then, too
        await client.make(asked)
    assert (caught.value.code, caught.value.transient) == ("service.timeout", True)
    assert comfyui.journal.entries()[0].outcome == "cancelled"
    await client.close()


async def test_its_condition_names_version_models_and_memory(comfyui):
    client = client_for(ServiceAddress("comfyui-0", "comfyui", comfyui.url))
    condition = await client.condition()
    assert condition.version == "0.12.1"
    assert "animagine-xl-4.0-opt.safetensors" in condition.models
    assert (condition.vram_used_gb, condition.vram_total_gb) == (0.0, 48.0)
    await client.close()
