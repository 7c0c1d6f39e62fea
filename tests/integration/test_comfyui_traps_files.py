"""Every known trap of ComfyUI in files, node lists and memory, and what holds for servers of any kind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.samples.comfyui_graphs import node, sdxl, slow
from tests.samples.comfyui_server import client_at, posted, server_at, until
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock, Gpu
from yoake.errors import InvalidRequestError, OutOfMemoryError, YoakeError
from yoake.providers.comfyui.progress import Progress
from yoake.providers.comfyui.server import ComfyUiServer, new_job_id

SPEED = 100.0


@pytest.fixture
def comfyui() -> Iterator[ComfyUiSimulator]:
    with ComfyUiSimulator(clock=Clock(SPEED)) as running:
        yield running


@pytest.fixture
async def server(comfyui: ComfyUiSimulator) -> AsyncIterator[ComfyUiServer]:
    made = server_at(comfyui)
    yield made
    await made.close()


async def test_15_an_upload_is_used_by_the_name_of_the_reply(comfyui, server, tmp_path):
    picture = tmp_path / "hero.png"
    Image.new("RGB", (32, 48), "red").save(picture)
    name = await server.upload(picture, "image/png")
    comfyui.files.put("input", "", name, b"somebody else's")
    renamed = await server.upload(picture, "image/png")
    assert renamed == name.replace(".png", " (1).png")
    graph = {"1": node("LoadImage", image=renamed), "2": node("SaveImage", images=["1", 0], filename_prefix="copy")}
    assert len(await server.run(graph)) == 1


async def test_15_the_same_upload_twice_is_one_file(comfyui, server, tmp_path):
    picture = tmp_path / "hero.png"
    Image.new("RGB", (32, 48), "red").save(picture)
    assert await server.upload(picture) == await server.upload(picture)
    assert len(comfyui.files.uploads()) == 1


async def test_15_an_upload_that_is_too_large_is_said_before_it_travels(comfyui, server, tmp_path):
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    with pytest.raises(InvalidRequestError) as caught:
        await server.upload(huge)
    assert caught.value.code == "comfyui.upload-too-large"
    assert comfyui.requests == []


async def test_16_a_file_is_asked_for_by_name_subfolder_and_type(server, tmp_path):
    (output,) = await server.run(slow(prefix="日本語/桜 &%?"))
    assert (output.subfolder, output.folder) == ("日本語", "output")
    path = await server.download(output, tmp_path)
    assert path == tmp_path / "output-000.png"
    (preview,) = await server.run({
        "1": node("EmptyImage", width=64, height=64, batch_size=1, color=255),
        "2": node("PreviewImage", images=["1", 0]),
    })  # fmt: skip
    assert preview.folder == "temp"
    await server.download(preview, tmp_path, 1)


async def test_17_a_prefix_that_leads_out_fails_at_run_time_as_an_error(server):
    with pytest.raises(YoakeError) as caught:
        await server.run(slow(prefix="../evil"))
    assert caught.value.code == "comfyui.failed"
    assert "outside the output folder" in caught.value.message


IMAGES = node("EmptyImage", width=64, height=64, batch_size=4, color=255)
AUDIO = node("EmptyAudio", duration=1.0, sample_rate=44100, channels=2)
SAVERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "SaveImage": (node("SaveImage", images=["1", 0], filename_prefix="a"), "images", ".png"),
    "SaveAnimatedWEBP": (node("SaveAnimatedWEBP", images=["1", 0], filename_prefix="a", fps=8.0, lossless=False,
                              quality=80, method="default"), "images", ".webp"),
    "SaveWEBM": (node("SaveWEBM", images=["1", 0], filename_prefix="a", codec="vp9", fps=8.0, crf=32.0), "images",
                 ".webm"),
    "SaveVideo": (node("SaveVideo", video=["3", 0], filename_prefix="a", format="auto", codec="auto"), "images",
                  ".mp4"),
    "VHS mp4": (node("VHS_VideoCombine", images=["1", 0], frame_rate=8, loop_count=0, filename_prefix="a",
                     format="video/h264-mp4", pingpong=False, save_output=True), "gifs", ".mp4"),
    "VHS gif": (node("VHS_VideoCombine", images=["1", 0], frame_rate=8, loop_count=0, filename_prefix="a",
                     format="image/gif", pingpong=False, save_output=True), "gifs", ".gif"),
    "SaveAudio": (node("SaveAudio", audio=["2", 0], filename_prefix="audio/a"), "audio", ".flac"),
    "SaveAudioMP3": (node("SaveAudioMP3", audio=["2", 0], filename_prefix="audio/a", quality="V0"), "audio", ".mp3"),
    "SaveAudioOpus": (node("SaveAudioOpus", audio=["2", 0], filename_prefix="a", quality="128k"), "audio", ".ogg"),
}  # fmt: skip


@pytest.mark.parametrize("saver", SAVERS)
async def test_18_every_kind_of_output_is_fetched(server, tmp_path, saver):
    save, key, suffix = SAVERS[saver]
    graph = {"1": IMAGES, "2": AUDIO, "3": node("CreateVideo", images=["1", 0], fps=8.0), "9": save}
    outputs = await server.run(graph)
    assert {o.kind for o in outputs} == {key}
    for number, output in enumerate(outputs):
        assert (await server.download(output, tmp_path, number)).suffix == suffix
    assert len(outputs) == (4 if saver == "SaveImage" else 1)


async def test_18_a_text_is_no_file(server):
    graph = slow(**{"8": node("PrimitiveString", value="hello"), "9": node("PreviewAny", source=["8", 0])})
    assert [o.node for o in await server.run(graph)] == ["3"]


async def test_19_both_forms_of_lists_are_understood_and_unknown_classes_too(comfyui, server):
    graph = sdxl() | {
        "20": node("UpscaleModelLoader", model_name="8x.pth"),
        "21": node("ImageUpscaleWithModel", upscale_model=["20", 0], image=["8", 0]),
        "22": node("SaveImage", images=["21", 0], filename_prefix="big"),
        "23": node("NoSuchNode", anything=1),
    }
    comfyui.models |= {"checkpoints": ["sd15.safetensors"], "upscale_models": ["4x-UltraSharp.pth"]}
    assert [s.sentence for s in await server.shortcomings(graph)] == [
        "comfyui-0 has no node NoSuchNode; install the custom nodes that bring it.",
        "Model file sd_xl_base_1.0.safetensors is not on comfyui-0; it has: sd15.safetensors.",
        "Model file 8x.pth is not on comfyui-0; it has: 4x-UltraSharp.pth.",
    ]


async def test_19_a_sound_graph_lacks_nothing(server):
    assert await server.shortcomings(sdxl()) == []
    graph = {
        "1": node("LoadImage", image="uploaded later.png"),
        "2": node("SaveImage", images=["1", 0], filename_prefix="x"),
    }
    assert await server.shortcomings(graph) == []


async def test_19_what_else_is_wrong_with_a_graph_is_said_before_the_night(server):
    graph = sdxl()
    graph["3"]["inputs"] |= {"steps": 0, "sampler_name": "bogus", "latent_image": ["99", 0], "model": ["4", 7]}
    del graph["8"]["inputs"]["vae"]
    told = "\n".join(s.sentence for s in await server.shortcomings(graph))
    assert "steps is 0, and must be at least 1" in told
    assert "sampler_name may not be 'bogus'" in told
    assert "takes latent_image from node 99, which does not exist" in told
    assert "takes model from output 7 of CheckpointLoaderSimple, which has 3" in told
    assert "VAEDecode (node 8) needs vae" in told


async def test_20_transparency_survives_where_the_graph_joins_it(comfyui, server, tmp_path):
    picture = tmp_path / "in.png"
    Image.new("RGBA", (32, 48), (10, 20, 30, 128)).save(picture)
    name = await server.upload(picture, "image/png")
    graph = {
        "1": node("LoadImage", image=name),
        "2": node("SaveImage", images=["1", 0], filename_prefix="rgb"),
        "3": node("JoinImageWithAlpha", image=["1", 0], alpha=["1", 1]),
        "4": node("SaveImage", images=["3", 0], filename_prefix="rgba"),
    }
    modes = {}
    for number, output in enumerate(await server.run(graph)):
        with Image.open(await server.download(output, tmp_path, number)) as made:
            modes[output.node] = made.mode
    assert modes == {"2": "RGB", "4": "RGBA"}


async def test_21_unloading_waits_until_the_memory_is_free(comfyui):
    client = client_at(comfyui)
    server = server_at(comfyui)
    await server.run(sdxl())
    assert comfyui.gpu.used_gb > 5
    comfyui.gpu.clock.speed = 10.0
    posted(comfyui, slow(steps=2, seed=5))
    await until(lambda: comfyui.busy)
    await client.unload()
    assert comfyui.worker.running is None, "the flag acts after the current prompt"
    assert comfyui.gpu.used_gb == 0
    await client.close()
    await server.close()


async def test_21_memory_that_never_gets_free_is_an_error(comfyui):
    comfyui.faults.script("free", "ignore")
    server = server_at(comfyui)
    await server.run(sdxl())
    client = client_at(comfyui)
    with pytest.raises(YoakeError) as caught:
        await client.unload()
    assert caught.value.code == "service.not-freed"
    assert "6.5 GB" in caught.value.message
    await client.close()
    await server.close()


async def test_newer_servers_take_only_uuids_and_get_them(tmp_path):
    with ComfyUiSimulator(clock=Clock(SPEED), newer=True) as newer:
        server = server_at(newer)
        assert len(await server.run(slow())) == 1
        await server.close()


async def test_a_reply_that_is_lost_after_acceptance_loses_no_work(comfyui, server):
    comfyui.faults.script("POST /prompt", "lost-reply")
    assert len(await server.run(slow())) == 1
    assert comfyui.requests.count("POST /prompt") == 1


async def test_a_job_of_an_earlier_run_is_waited_for_not_begun_again(comfyui, server):
    comfyui.gpu.clock.speed = 10.0
    job = new_job_id()
    posted(comfyui, slow(steps=3), prompt_id=job, client_id=job)
    heard: list[Progress] = []
    outputs = await server.run(slow(steps=3), job_id=job, resume=True, progress=heard.append)
    assert len(outputs) == 1
    assert comfyui.requests.count("POST /prompt") == 1
    assert heard


async def test_somebody_who_interrupts_our_job_is_told_apart_from_a_failure(comfyui, server):
    comfyui.gpu.clock.speed = 1.0
    running = asyncio.ensure_future(server.run(slow(steps=1000)))
    await until(lambda: comfyui.journal.entries())
    httpx.post(f"{comfyui.url}/interrupt")
    with pytest.raises(YoakeError) as caught:
        await running
    assert (caught.value.code, caught.value.transient) == ("comfyui.interrupted", True)


async def test_two_services_share_one_card_and_the_journal_shows_it(tmp_path):
    gpu = Gpu("gpu-0", 12, Clock(1000))
    with ComfyUiSimulator("comfyui-0", gpu=gpu) as one, ComfyUiSimulator("comfyui-1", gpu=gpu) as two:
        first, second = server_at(one), server_at(two)
        await first.run(sdxl())
        with pytest.raises(OutOfMemoryError):
            await second.run(sdxl())
        client = client_at(one)
        await client.unload()
        assert len(await second.run(sdxl(seed=2))) == 1
        for closing in (first, second, client):
            await closing.close()
    assert [(e.service, e.outcome) for e in gpu.journal.entries()] == [
        ("comfyui-0", "done"), ("comfyui-1", "out-of-memory"), ("comfyui-1", "done"),
    ]  # fmt: skip
    assert all(e.peak_vram_gb <= 12 for e in gpu.journal.entries())


def test_every_graph_that_a_real_server_accepted_is_accepted():
    folder = Path(__file__).parents[3] / "shared" / "workflow-skeletons"
    if not folder.is_dir():
        pytest.skip("the graphs that a real ComfyUI validated are not here")
    from tests.simulators.comfyui_validate import validate

    results = json.loads((folder / "_validation_results.json").read_text(encoding="utf-8"))
    for name, result in results.items():
        graph = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        asked = {v for n in graph.values() for v in n["inputs"].values() if isinstance(v, str)}
        verdict = validate(graph, lambda source, folder, asked=asked: [folder] if source == "there" else sorted(asked))
        *_, expected = result.values()
        assert (verdict.error is None) == (expected["status"] == 200), (name, verdict)
