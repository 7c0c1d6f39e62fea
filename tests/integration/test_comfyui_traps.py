"""Every known trap of ComfyUI, each with what the client makes of it. The numbers are those of the list of traps."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from websockets.asyncio.client import connect

from tests.samples.comfyui_graphs import HASTY, node, raising, sdxl, slow
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock, Gpu
from yoake.errors import InvalidRequestError, OutOfMemoryError, UnreachableError, YoakeError
from yoake.providers.clients import ServiceAddress
from yoake.providers.comfyui.client import ComfyUiClient
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


def server_at(comfyui: ComfyUiSimulator, **more: Any) -> ComfyUiServer:
    return ComfyUiServer(ServiceAddress("comfyui-0", "comfyui", comfyui.url), HASTY, **more)


async def until(condition: Any, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it does not come true"
        await asyncio.sleep(0.005)


def posted(comfyui: ComfyUiSimulator, graph: dict[str, Any], **more: Any) -> str:
    """A prompt by somebody else."""
    answer = httpx.post(f"{comfyui.url}/prompt", json={"prompt": graph, **more})
    return str(answer.json()["prompt_id"])


async def test_01_the_same_prompt_again_gives_its_files(server):
    first = await server.run(slow())
    second = await server.run(slow())
    assert [o.filename for o in second] == [o.filename for o in first] == ["slow_00001_.png"]


async def test_01_empty_outputs_are_not_a_success(comfyui, server):
    job = new_job_id()
    await server.run(slow())
    posted(comfyui, slow(), prompt_id=job)
    with pytest.raises(YoakeError) as caught:
        await server.run(slow(), job_id=job, resume=True)
    assert caught.value.code == "comfyui.no-output"


async def test_02_success_before_the_history_is_written_loses_nothing(comfyui, server):
    comfyui.faults.chance("history", "late", 1.0)
    assert len(await server.run(slow())) == 1


async def test_03_events_before_the_reply_are_not_missed(comfyui, server):
    comfyui.faults.script("POST /prompt", "slow-reply")
    heard: list[Progress] = []
    await server.run(slow(), progress=heard.append)
    assert heard[-1].share == 1.0


async def test_04_a_job_that_nobody_knows_any_more_is_lost_not_pending(comfyui, server):
    comfyui.gpu.clock.speed = 1.0
    running = asyncio.ensure_future(server.run(slow(steps=100)))
    await until(lambda: comfyui.journal.entries())
    waiting = asyncio.ensure_future(server.run(slow(seed=2)))
    await until(lambda: comfyui.worker.pending)
    httpx.post(f"{comfyui.url}/queue", json={"clear": True})
    with pytest.raises(YoakeError) as caught:
        await waiting
    assert (caught.value.code, caught.value.transient) == ("comfyui.job-lost", True)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_04_a_restart_forgets_the_job(comfyui, server):
    comfyui.gpu.clock.speed = 1.0
    running = asyncio.ensure_future(server.run(slow(steps=100)))
    await until(lambda: comfyui.journal.entries())
    comfyui.kill()
    comfyui.start()
    with pytest.raises(YoakeError) as caught:
        await running
    assert caught.value.code in ("comfyui.job-lost", "service.unreachable", "service.cut-off")
    assert caught.value.transient


async def test_05_a_branch_dropped_without_a_word_is_refused(comfyui, server):
    graph = slow(**{
        "8": node("LoadImage", image="nope.png"),
        "9": node("SaveImage", images=["8", 0], filename_prefix="lost"),
    })  # fmt: skip
    with pytest.raises(InvalidRequestError) as caught:
        await server.run(graph, asset="a picture")
    assert caught.value.code == "comfyui.invalid-workflow"
    assert "LoadImage (node 8)" in caught.value.message
    assert "nope.png" in caught.value.message
    await until(lambda: not comfyui.busy and not comfyui.worker.pending)


async def test_06_a_missing_model_file_is_named_with_what_there_is(comfyui, server):
    comfyui.models["checkpoints"] = ["sd15.safetensors", "other.safetensors"]
    with pytest.raises(InvalidRequestError) as caught:
        await server.run(sdxl(), asset="char_hero")
    assert caught.value.code == "comfyui.missing-model"
    assert caught.value.message == (
        "Model file sd_xl_base_1.0.safetensors for char_hero is not on comfyui-0; "
        "it has: sd15.safetensors, other.safetensors."
    )
    assert "models/checkpoints/" in caught.value.next_step


async def test_06_long_lists_that_the_refusal_leaves_out_are_looked_up(comfyui, server):
    comfyui.models["checkpoints"] = [f"model{n:02}.safetensors" for n in range(30)]
    with pytest.raises(InvalidRequestError) as caught:
        await server.run(sdxl())
    assert "model00.safetensors" in caught.value.message
    assert "and 25 more." in caught.value.message


async def test_06_a_missing_custom_node_is_named(comfyui, server):
    comfyui.missing_nodes.add("KSampler")
    with pytest.raises(InvalidRequestError) as caught:
        await server.run(sdxl())
    assert caught.value.code == "comfyui.missing-node"
    assert "no node KSampler" in caught.value.message


async def test_06_other_mistakes_name_node_and_input(server):
    graph = sdxl()
    graph["3"]["inputs"] |= {"sampler_name": "bogus", "steps": 0}
    with pytest.raises(InvalidRequestError) as caught:
        await server.run(graph)
    assert caught.value.code == "comfyui.invalid-workflow"
    assert "KSampler (node 3)" in caught.value.message


@pytest.mark.parametrize("graph", [{}, [], {"nodes": [], "links": [], "version": 0.4}, {"1": {"inputs": {}}}, None])
async def test_07_what_is_no_graph_is_not_even_posted(comfyui, server, graph):
    with pytest.raises(InvalidRequestError) as caught:
        await server.run(graph)
    assert caught.value.code == "comfyui.no-graph"
    assert "POST /prompt" not in comfyui.requests


async def test_07_a_bare_500_is_a_failure_that_may_pass(comfyui, server):
    comfyui.faults.script("POST /prompt", "5xx")
    with pytest.raises(YoakeError) as caught:
        await server.run(slow())
    assert (caught.value.code, caught.value.transient) == ("service.server-error", True)


async def test_08_a_failure_at_run_time_is_told_without_dumps(server):
    graph = raising("value_error", **{"4": node("PreviewImage", images=["1", 0])})
    with pytest.raises(YoakeError) as caught:
        await server.run(graph, asset="char_hero")
    assert caught.value.code == "comfyui.failed"
    assert "TestRaise (node 2): ValueError: test: bad value 1" in caught.value.message
    assert "char_hero" in caught.value.message
    assert "tensor" not in str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("kind", ["cuda_oom", "cudnn_oom"])
async def test_09_out_of_memory_has_many_names(server, kind):
    with pytest.raises(OutOfMemoryError) as caught:
        await server.run(raising(kind))
    assert caught.value.code == "comfyui.out-of-memory"


async def test_09_the_memory_of_the_cpu_runs_out_too(server):
    graph = slow()
    graph["1"]["inputs"] |= {"width": 16384, "height": 16384, "batch_size": 4096}
    with pytest.raises(OutOfMemoryError):
        await server.run(graph)


async def test_09_an_overcommitted_card_really_runs_out_of_memory(comfyui, server):
    comfyui.gpu.vram_gb = 10
    with pytest.raises(OutOfMemoryError):
        await server.run(sdxl(2048, 2048))
    assert comfyui.gpu.used_gb == 0, "ComfyUI unloads everything after that"
    assert len(await server.run(sdxl(512, 512))) == 1
    assert comfyui.journal.entries()[0].outcome == "out-of-memory"


async def test_09_an_error_that_breaks_the_gpu_is_no_lack_of_memory(server):
    with pytest.raises(UnreachableError) as caught:
        await server.run(raising("cuda_runtime"))
    assert caught.value.code == "comfyui.gpu-failed"


async def test_09_a_service_with_a_broken_gpu_must_first_show_that_it_works(comfyui):
    client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", comfyui.url), HASTY)
    client._stuck = True
    comfyui.faults.script("run ImageBlur", "broken-gpu")
    with pytest.raises(UnreachableError):
        await client.condition()
    assert (await client.condition()).version == "0.12.1"
    await client.close()


async def test_10_a_blocked_output_is_no_success(server):
    with pytest.raises(YoakeError) as caught:
        await server.run(raising("block"))
    assert caught.value.code == "comfyui.no-output"
    assert "blocked by test" in caught.value.message


async def test_10_an_output_blocked_in_silence_is_no_success(server):
    graph = raising("block_silent", **{"4": node("SaveImage", images=["1", 0], filename_prefix="fine")})
    with pytest.raises(YoakeError) as caught:
        await server.run(graph)
    assert caught.value.code == "comfyui.no-output"
    assert "node 3" in caught.value.message


async def test_11_a_running_job_is_really_cancelled(comfyui, server):
    comfyui.gpu.clock.speed = 1.0
    running = asyncio.ensure_future(server.run(slow(steps=1000)))
    await until(lambda: comfyui.journal.entries())
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert comfyui.worker.running is None
    assert comfyui.journal.entries()[0].outcome == "cancelled"


async def test_11_a_waiting_job_is_really_cancelled_and_the_running_one_goes_on(comfyui, server):
    comfyui.gpu.clock.speed = 1.0
    other = posted(comfyui, slow(steps=1000))
    await until(lambda: comfyui.busy)
    waiting = asyncio.ensure_future(server.run(slow(seed=2)))
    await until(lambda: comfyui.worker.pending)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert comfyui.worker.pending == []
    assert comfyui.worker.running[1] == other


async def test_11_a_job_cancelled_while_it_is_handed_in_does_not_stay_behind(comfyui, server):
    comfyui.gpu.clock.speed = 1.0
    comfyui.faults.script("POST /prompt", "slow-reply")
    running = asyncio.ensure_future(server.run(slow(steps=1000)))
    await until(lambda: comfyui.journal.entries())
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert comfyui.worker.running is None


async def test_12_progress_of_others_is_not_ours(comfyui, server):
    posted(comfyui, slow(steps=20, step_s=2, seed=99, prefix="other"))
    heard: list[Progress] = []
    await server.run(slow(steps=3), progress=heard.append)
    shares = [p.share for p in heard]
    assert shares == sorted(shares)
    assert {p.step for p in heard} <= {"waiting", "EmptyImage", "SaveImage", "TestSlow", "done"} | {
        f"TestSlow {n}/3" for n in (1, 2, 3)
    }


async def test_12_progress_tells_share_step_and_preview(server):
    heard: list[Progress] = []
    await server.run(slow(steps=4), progress=heard.append)
    assert any(p.step == "TestSlow 2/4" for p in heard)
    assert sum(p.preview is not None and p.preview.startswith(b"\xff\xd8\xff") for p in heard) == 4
    assert heard[-1] == Progress(1.0, "done")


@pytest.mark.parametrize("fault", ["refused", "cut"])
async def test_13_without_a_socket_the_job_is_followed_by_polling(comfyui, server, fault):
    comfyui.faults.script("socket", fault)
    assert len(await server.run(slow())) == 1


async def test_13_a_socket_that_falls_silent_is_no_end(comfyui, server):
    comfyui.gpu.clock.speed = 10.0
    running = asyncio.ensure_future(server.run(slow(steps=3), job_id="11111111-1111-4111-8111-111111111111"))
    await until(lambda: comfyui.busy)
    # somebody takes our place on the socket and leaves
    async with connect(f"{comfyui.url.replace('http', 'ws')}/ws?clientId=11111111-1111-4111-8111-111111111111"):
        pass
    assert len(await running) == 1


async def test_13_a_run_survives_a_short_interruption(comfyui, server):
    comfyui.faults.chance("GET /history", "5xx", 0.5)
    comfyui.faults.script("socket", "cut")
    assert len(await server.run(slow())) == 1


async def test_14_a_dead_worker_thread_is_noticed_behind_healthy_looks(comfyui, server):
    comfyui.gpu.clock.speed = 1.0
    posted(comfyui, slow(steps=1000))
    await until(lambda: comfyui.busy)
    posted(comfyui, slow(seed=3))
    for seed in (1, 2):
        posted(comfyui, slow(seed=seed), number=5000, prompt_id="x1")
    httpx.post(f"{comfyui.url}/interrupt")
    await until(lambda: comfyui.worker.task.done())
    client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", comfyui.url), HASTY)
    assert httpx.get(f"{comfyui.url}/system_stats").status_code == 200
    with pytest.raises(UnreachableError) as caught:
        await server.run(slow())
    assert caught.value.code == "comfyui.stuck"
    # a client that has seen it does not believe the statistics until something runs again
    client._stuck = True
    with pytest.raises(UnreachableError):
        await client.condition()
    comfyui.kill()
    comfyui.start()
    assert (await client.condition()).version == "0.12.1"
    await client.close()


async def test_14_a_job_without_progress_is_given_up(comfyui, server):
    comfyui.faults.script("run TestSlow", "stall")
    with pytest.raises(YoakeError) as caught:
        await server.run(slow())
    assert (caught.value.code, caught.value.transient) == ("comfyui.stalled", True)
    assert comfyui.worker.running is None, "and it is stopped"


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
    assert await server.missing(graph) == [
        "comfyui-0 has no node NoSuchNode; install the custom nodes that bring it.",
        "Model file sd_xl_base_1.0.safetensors is not on comfyui-0; it has: sd15.safetensors.",
        "Model file 8x.pth is not on comfyui-0; it has: 4x-UltraSharp.pth.",
    ]


async def test_19_a_sound_graph_lacks_nothing(server):
    assert await server.missing(sdxl()) == []
    assert await server.missing({"1": node("LoadImage", image="uploaded later.png"),
                                 "2": node("SaveImage", images=["1", 0], filename_prefix="x")}) == []  # fmt: skip


async def test_19_what_else_is_wrong_with_a_graph_is_said_before_the_night(server):
    graph = sdxl()
    graph["3"]["inputs"] |= {"steps": 0, "sampler_name": "bogus", "latent_image": ["99", 0], "model": ["4", 7]}
    del graph["8"]["inputs"]["vae"]
    told = "\n".join(await server.missing(graph))
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
    client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", comfyui.url), HASTY)
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
    client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", comfyui.url), HASTY)
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
        client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", one.url), HASTY)
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
