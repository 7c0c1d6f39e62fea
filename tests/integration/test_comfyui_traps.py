"""Every known trap of ComfyUI in running jobs, each with what the client makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from websockets.asyncio.client import connect

from tests.samples.comfyui_graphs import node, raising, sdxl, slow
from tests.samples.comfyui_server import client_at, posted, server_at, until
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock
from yoake.errors import InvalidRequestError, OutOfMemoryError, UnreachableError, YoakeError
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
    client = client_at(comfyui)
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
    client = client_at(comfyui)
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
