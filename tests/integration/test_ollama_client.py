"""Ollama's traps, one test each, at a simulated server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.samples.service_work import Told, passes, request, setting, upstream, work
from tests.simulators.gpu import Clock, Gpu
from tests.simulators.ollama import OllamaSimulator
from yoake.errors import InvalidRequestError, OutOfMemoryError, YoakeError
from yoake.providers.base import Input, Product
from yoake.providers.clients import ServiceAddress
from yoake.providers.ollama import OllamaClient
from yoake.providers.ollama import client as client_module
from yoake.providers.waiting import BusyError
from yoake.words import Language

MODEL = "llama3-8b"


@pytest.fixture
def ollama() -> Iterator[OllamaSimulator]:
    with OllamaSimulator(clock=Clock(2000)) as running:
        yield running


@pytest.fixture
async def client(ollama: OllamaSimulator) -> AsyncIterator[OllamaClient]:
    made = client_of(ollama)
    yield made
    await made.close()


def client_of(ollama: OllamaSimulator, **settings: str) -> OllamaClient:
    return OllamaClient(ServiceAddress("ollama", "ollama", ollama.url, settings={"settle_seconds": "0", **settings}))


async def written(client: OllamaClient, folder: Path, told: Told | None = None, **more: Any) -> Product:
    asked = request(folder, "llm_gen", template="world_setting", params={"place_count": 2})
    product = await client.make(work(asked, told, **{"model": MODEL, **more}))
    passes(product, asked, "world_setting")
    return product


async def refused(client: OllamaClient, folder: Path, **more: Any) -> YoakeError:
    with pytest.raises(YoakeError) as caught:
        await written(client, folder, **more)
    return caught.value


# --- answers ---------------------------------------------------------------------------------------------------------


async def test_an_answer_comes_in_pieces_because_stream_defaults_to_true(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    told = Told()
    product = await written(client, tmp_path, told)
    assert len(told.progress) > 5
    assert product.path.name == "world_setting.json"
    assert product.meta == {"schema": "world_setting", "places": product.meta["places"]}
    assert product.credits[0].licence.startswith("META LLAMA 3")
    assert ollama.bodies[0]["stream"] is True


async def test_a_schema_a_seed_and_a_context_length_are_asked_for(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    await written(client, tmp_path)
    (body,) = ollama.bodies
    assert body["options"]["seed"] == 7
    assert body["options"]["num_ctx"] == 16_384
    assert body["options"]["num_predict"] == 16_384
    assert body["format"]["required"] == ["title", "genre", "era", "summary", "themes", "places"]
    assert "maxLength" not in json.dumps(body["format"]), "long repetitions make the grammar slow"
    assert "think" not in body, "a model that cannot think refuses the very field"


@pytest.mark.parametrize("fault", ["cut-off", "no-json", "wrong-schema", "blank"])
async def test_an_answer_that_cannot_be_used_is_asked_for_again(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path, fault: str
):
    ollama.faults.script("answer", fault)
    told = Told()
    await written(client, tmp_path, told)
    first, second = ollama.bodies
    assert len(second["messages"]) > len(first["messages"])
    assert second["options"]["seed"] != first["options"]["seed"]
    assert told.done == 1
    assert told.progress[-1][1] == "writing again (1)"


async def test_the_model_is_told_what_was_wrong(ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path):
    ollama.faults.script("answer", "wrong-schema")
    await written(client, tmp_path)
    told = ollama.bodies[1]["messages"]
    assert told[-2] == {"role": "assistant", "content": '{"title": "x"}'}
    assert "genre: Field required" in told[-1]["content"]


async def test_a_model_that_never_gets_it_right_is_given_up_after_three_repairs(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    ollama.faults.script("answer", *["wrong-schema"] * 4)
    error = await refused(client, tmp_path)
    assert error.code == "ollama.bad-answer"
    assert not error.transient
    assert len(ollama.bodies) == 4


async def test_a_code_fence_and_thoughts_are_no_reason_to_ask_again(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    ollama.faults.script("answer", "fence", "thinking")
    for name in ("fence", "thinking"):
        (tmp_path / name).mkdir()
        await written(client, tmp_path / name)
    assert len(ollama.bodies) == 2


async def test_a_failure_inside_a_stream_is_an_error_line_under_200(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    ollama.faults.script("answer", "stream-error")
    error = await refused(client, tmp_path)
    assert (error.code, error.transient) == ("ollama.failed", True)
    assert "unexpected EOF" in error.message


async def test_a_stream_that_ends_without_done_is_no_answer(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    ollama.faults.script("answer", "no-done")
    assert (await refused(client, tmp_path)).code == "ollama.failed"


# --- models ----------------------------------------------------------------------------------------------------------


async def test_a_model_that_is_missing_is_told_with_what_there_is(client: OllamaClient, tmp_path: Path):
    error = await refused(client, tmp_path, model="qwen3-14b")
    assert isinstance(error, InvalidRequestError)
    assert error.code == "ollama.model-missing"
    assert "It has llama3:8b" in error.message
    assert "ollama pull qwen3:14b" in error.next_step


async def test_a_model_that_vanishes_between_two_requests_is_missing_too(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    ollama.faults.script("answer", "vanished")
    assert (await refused(client, tmp_path)).code == "ollama.model-missing"


async def test_a_setting_names_the_tag_of_a_model(tmp_path: Path):
    with OllamaSimulator(clock=Clock(2000), models={"gemma3:4b": (4, 1), "qwen3:8b": (6, 1)}) as ollama:
        client = client_of(ollama, **{"model.llama3-8b": "qwen3:8b"})
        await written(client, tmp_path)
        assert ollama.bodies[0]["model"] == "qwen3:8b"
        await client.close()


@pytest.mark.parametrize("fault", ["oom", None])
async def test_out_of_memory_has_an_error_of_its_own(tmp_path: Path, fault: str | None):
    gpu = Gpu("gpu-0", 24 if fault else 4, Clock(2000))
    with OllamaSimulator(gpu=gpu) as ollama:
        ollama.faults.script("answer", fault)
        client = client_of(ollama)
        error = await refused(client, tmp_path)
        assert isinstance(error, OutOfMemoryError)
        assert error.code == "ollama.out-of-memory"
        await client.close()


async def test_a_full_queue_is_worth_waiting_for(ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path):
    ollama.faults.script("POST /api/chat", "503")
    error = await refused(client, tmp_path)
    assert isinstance(error, BusyError)
    assert (error.code, error.wait_seconds) == ("service.busy", 1.0)


# --- VRAM ------------------------------------------------------------------------------------------------------------


async def test_unload_waits_until_ps_no_longer_lists_the_model(tmp_path: Path):
    # at this speed the model is listed for a fifth of a second after the server has answered
    with OllamaSimulator(clock=Clock(50), unload_seconds=10, models={"llama3:8b": (7, 1)}) as ollama:
        client = client_of(ollama)
        await written(client, tmp_path)
        assert (await client.condition()).loaded == {"llama3:8b": 7.0}
        # by a manifest's name, by a tag, by the name of something else, and in all
        asked = (MODEL, "llama3:8b", "qwen3-8b", None)
        assert [await client.vram_held_gb(one) for one in asked] == [7.0, 7.0, 0.0, 7.0]
        await client.unload(MODEL)
        assert (await client.condition()).loaded == {}
        assert ollama.requests.count("GET /api/ps") > 3
        await client.close()


async def test_a_model_that_does_not_go_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(client_module, "FREE_SECONDS", 0.3)
    with OllamaSimulator(clock=Clock(2000), unload_seconds=1e6) as ollama:
        client = client_of(ollama)
        await written(client, tmp_path)
        with pytest.raises(YoakeError) as caught:
            await client.unload()
        assert caught.value.code == "service.not-freed"
        await client.close()


async def test_unloading_what_is_not_loaded_asks_for_nothing(ollama: OllamaSimulator, client: OllamaClient):
    await client.unload(MODEL)
    await client.unload()
    assert "POST /api/generate" not in ollama.requests


async def test_keep_alive_needs_a_unit(ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path):
    async with httpx.AsyncClient() as plain:
        answer = await plain.post(f"{ollama.url}/api/generate", json={"model": "llama3:8b", "keep_alive": "300"})
    assert (answer.status_code, answer.json()) == (400, {"error": 'time: missing unit in duration "300"'})
    await written(client, tmp_path)
    assert ollama.bodies[0]["keep_alive"] == "30m"


async def test_cancelling_stops_the_model_because_the_connection_closes(tmp_path: Path):
    with OllamaSimulator(clock=Clock(20), models={"llama3:8b": (7, 0)}) as ollama:
        client = client_of(ollama)
        making = asyncio.ensure_future(written(client, tmp_path))
        while not ollama.journal.entries("job"):
            await asyncio.sleep(0.01)
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        (job,) = ollama.journal.entries("job")
        while job.ended is None:
            await asyncio.sleep(0.01)
        assert job.outcome == "cancelled"
        await client.close()


# --- prompts ---------------------------------------------------------------------------------------------------------


async def test_a_scenario_and_its_dialogue_follow_what_they_build_on(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    people = setting(tmp_path)
    world = upstream(tmp_path, "world_setting", places=[{"id": "cafe", "kind": "cafe"}, {"id": "park", "kind": "park"}])
    params = {"chapters": 2, "scenes_per_chapter": 2, "endings": 2, "with_lines": False, "times_of_day": ["day"]}
    asked = request(tmp_path, "llm_gen", template="main_scenario", inputs=(people, world), params=params)
    scenario = await client.make(work(asked, model=MODEL))
    passes(scenario, asked, "scenario")
    assert scenario.meta == {"schema": "scenario", "scenes": 6, "endings": scenario.meta["endings"]}
    document = json.loads(scenario.path.read_text(encoding="utf-8"))
    assert {s["place"] for c in document["chapters"] for s in c["scenes"]} <= {"cafe", "park"}
    scene = document["chapters"][0]["scenes"][0]
    (tmp_path / "dialogue").mkdir()
    story = Input("scenario", "scenario", scenario.path, scenario.media_type, scenario.meta)
    asked = request(
        tmp_path / "dialogue", "llm_gen", template="dialogue", item=scene, inputs=(people, world, story),
        params={"lines_per_scene": 6},
    )  # fmt: skip
    dialogue = await client.make(work(asked, model=MODEL))
    passes(dialogue, asked, "dialogue")
    assert dialogue.meta["scene"] == scene["id"]
    prompt = ollama.bodies[-1]["messages"][-1]["content"]
    assert document["logline"] in prompt, "the scenario is among the inputs"
    lines = json.loads(dialogue.path.read_text(encoding="utf-8"))["lines"]
    assert [line["id"] for line in lines] == [f"{scene['id']}_l{n:02d}" for n in range(1, len(lines) + 1)]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("template", ["character_setting", "world_setting", "main_scenario", "dialogue"])
async def test_every_template_gets_a_text_in_both_languages(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path, template: str, language: Language
):
    scene = {
        "id": "ch1_s1", "title": "Dawn", "summary": "They meet.", "place": "cafe", "time_of_day": "day",
        "weather": "clear", "mood": "calm", "characters": ["hero", "sakura"], "outfit": "uniform", "event": None,
        "lines": [], "next": None, "choice": None, "ending": "end",
    }  # fmt: skip
    asked = request(
        tmp_path, "llm_gen", template=template, language=language, item=scene if template == "dialogue" else None,
        params={"characters": ["hero", "sakura"]} if template == "character_setting" else {},
    )  # fmt: skip
    product = await client.make(work(asked, model=MODEL))
    passes(product, asked, product.meta["schema"])
    assert len(ollama.bodies) == 1
    if template == "character_setting":
        assert product.meta["characters"] == ["hero", "sakura"]


async def test_a_prompt_without_a_template_becomes_a_text(client: OllamaClient, tmp_path: Path):
    asked = request(tmp_path, "text_gen", prompt="星にまつわる短い詩を書いてください。")
    product = await client.make(work(asked, model=MODEL))
    passes(product, asked, "text")
    assert (product.path.name, product.meta) == ("text.json", {"schema": "text"})


async def test_nothing_to_ask_is_told_before_anything_is_asked(
    ollama: OllamaSimulator, client: OllamaClient, tmp_path: Path
):
    with pytest.raises(InvalidRequestError) as caught:
        await client.make(work(request(tmp_path, "text_gen"), model=MODEL))
    assert caught.value.code == "ollama.no-prompt"
    assert not ollama.requests
