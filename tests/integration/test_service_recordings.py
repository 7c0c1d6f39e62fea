"""The simulators answer what the real services answered: same status, same form, for every recorded exchange."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ROOT
from tests.simulators.gpu import Clock
from tests.simulators.ollama import OllamaSimulator
from tests.simulators.suno import SunoSimulator
from tests.simulators.voicevox import VoicevoxSimulator

RECORDINGS = ROOT.parent / "shared" / "recordings"
NOT_ASKED = (
    "/singers", "/engine_manifest", "/presets", "/setting", "/nope", "/speaker_info", "/docs", "/initialize_speaker",
    "/is_initialized_speaker", "/accent_phrases", "/validate_kana", "/audio_query_from_preset", "/morphable_targets",
    "/synthesis_morphing", "/mora_data", "/import_user_dict",
)  # fmt: skip
"""Paths of VOICEVOX that no client of Yoake asks for, so the simulator does not have them."""


def read(name: str) -> Any:
    return json.loads((RECORDINGS / name).read_text(encoding="utf-8"))


def form(value: Any) -> Any:
    """Keys and kinds of a JSON value; of a list, its first element's. Whole and broken numbers are one kind."""
    if isinstance(value, dict):
        return {key: form(one) for key, one in sorted(value.items())}
    if isinstance(value, list):
        return [form(value[0])] if value else []
    if value is None or isinstance(value, bool):
        return type(value).__name__
    return "number" if isinstance(value, int | float) else "text"


def exchanges(name: str) -> Iterator[Any]:
    for one in read(f"voicevox/{name}.json")["exchanges"]:
        request, response = one.get("request"), one.get("response")
        if not request or not response or request["path"].startswith(NOT_ASKED):
            continue
        if request.get("headers") or response["status"] == 405 or "user_dict_word/" in request["path"]:
            continue  # foreign origins, which no client has, and ids that only that engine knew
        yield pytest.param(request, response, id=f"{name} {request['method']} {request['path'][:60]} {one['note']}")


VOICEVOX = [
    *exchanges("01_info"), *exchanges("02_talk"), *exchanges("03_user_dict"), *exchanges("04_errors_fresh_connections"),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Iterator[VoicevoxSimulator]:
    # recorded without `--enable_cancellable_synthesis`
    with VoicevoxSimulator(clock=Clock(1e5), mock=True, cancellable=False) as running:
        yield running


@pytest.mark.parametrize(("request_", "response"), VOICEVOX)
def test_voicevox_answers_as_recorded(engine: VoicevoxSimulator, request_: dict[str, Any], response: dict[str, Any]):
    if request_["path"] == "/user_dict":
        engine.dictionary.clear()
        if response["json"]:
            httpx.post(
                f"{engine.url}/user_dict_word?surface=魔導王&pronunciation=マドウオウ&accent_type=1", trust_env=False
            )
    answer = httpx.request(
        request_["method"], engine.url + request_["path"], json=request_.get("json"), trust_env=False, timeout=30
    )
    assert answer.status_code == response["status"]
    assert answer.headers.get("content-type", "").partition(";")[0] == response["headers"]["content-type"]
    if "json" in response:
        mine, theirs = answer.json(), response["json"]
        if isinstance(theirs, dict) and "accent_phrases" in theirs:
            assert bool(mine["accent_phrases"]) is bool(theirs["accent_phrases"])
            mine, theirs = without_moras(mine), without_moras(theirs)
        if request_["path"] == "/user_dict" and theirs:
            mine, theirs = next(iter(mine.values())), next(iter(theirs.values()))
        assert form(mine) == form(theirs)
    elif response["headers"]["content-type"] == "audio/wav":
        # channels, rate and width stand in the header's first 36 bytes, after the size
        silent = response["headers"]["content-length"] == "44"
        assert (len(answer.content) == 44) is silent
        assert answer.content[:4] + answer.content[8:16] == b"RIFFWAVEfmt "


def without_moras(query: dict[str, Any]) -> dict[str, Any]:
    """The first mora's consonant may be there or not, depending on the reading."""
    phrases = [{**p, "moras": [], "pause_mora": None} for p in query["accent_phrases"]]
    moras = [set(m) for p in query["accent_phrases"] for m in p["moras"]]
    assert all(m == {"text", "consonant", "consonant_length", "vowel", "vowel_length", "pitch"} for m in moras)
    return {**query, "accent_phrases": phrases}


def test_voicevox_header_is_the_recorded_one(engine: VoicevoxSimulator):
    recorded = [one["wav"] for one in read("voicevox/02_talk.json")["exchanges"] if "wav" in one][:2]
    query = httpx.post(
        f"{engine.url}/audio_query", params={"text": "こんにちは、世界。", "speaker": 0}, trust_env=False
    ).json()
    for wanted, changes in zip(recorded, ({}, {"outputSamplingRate": 48000, "outputStereo": True}), strict=True):
        body = httpx.post(
            f"{engine.url}/synthesis", params={"speaker": 0}, json=query | changes, trust_env=False
        ).content
        theirs = bytes.fromhex(wanted["header_hex"])
        assert (body[:4], body[8:40]) == (theirs[:4], theirs[8:40]), "all but the sizes"


# --- Ollama: shapes read from source ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ollama() -> Iterator[OllamaSimulator]:
    with OllamaSimulator(clock=Clock(1e5), models={"m:latest": (5, 1)}) as running:
        yield running


def asked(ollama: OllamaSimulator, path: str, body: Any = None) -> httpx.Response:
    method = "GET" if body is None else "POST"
    return httpx.request(method, ollama.url + path, json=body, trust_env=False, timeout=30)


def test_ollama_answers_in_the_forms_of_its_source(ollama: OllamaSimulator):
    shapes = read("ollama/shapes_from_source.json")
    body = {"model": "m", "messages": [{"role": "user", "content": "Say hello."}], "stream": False}
    chat = asked(ollama, "/api/chat", body).json()
    # the shape names what only thinking models send, and figures that are absent where they are 0
    theirs = shapes["chat"]["response"]
    assert set(chat) <= set(theirs)
    assert set(theirs) - set(chat) <= {"prompt_eval_count", "prompt_eval_duration"}
    assert chat["message"].keys() == {"role", "content"}
    assert isinstance(chat["message"]["content"], str)
    assert form(asked(ollama, "/api/ps").json()["models"][0] | {"details": {}}) == form(
        shapes["ps"]["response"]["models"][0]
    )
    tags = asked(ollama, "/api/tags").json()["models"][0]
    assert form(tags) == form(shapes["tags"]["response"]["models"][0])
    generate = asked(ollama, "/api/generate", shapes["generate"]["unload"]["request"]).json()
    assert form(generate) == form(shapes["generate"]["unload"]["response"])
    unloaded = asked(ollama, "/api/chat", shapes["chat"]["unload"]["request"]).json()
    assert form(unloaded) == form(shapes["chat"]["unload"]["response"])
    assert asked(ollama, "/").text == "Ollama is running"
    assert set(asked(ollama, "/api/version").json()) == {"version"}


def test_ollama_streams_unless_told_otherwise(ollama: OllamaSimulator):
    body = {"model": "m", "messages": [{"role": "user", "content": "Say hello."}]}
    answer = asked(ollama, "/api/chat", body)
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["done"] for line in lines] == [False] * (len(lines) - 1) + [True]
    assert lines[-1]["done_reason"] == "stop"


def test_ollama_refuses_as_in_its_source(ollama: OllamaSimulator):
    errors = {one["when"]: one for one in read("ollama/shapes_from_source.json")["errors"]}
    cases = {
        "model not pulled (generate/chat/show)": asked(ollama, "/api/show", {"model": "x"}),
        "empty body": httpx.post(f"{ollama.url}/api/chat", trust_env=False),
        "chat without model": asked(ollama, "/api/chat", {"messages": []}),
    }
    for when, answer in cases.items():
        assert (answer.status_code, answer.json()) == (errors[when]["status"], errors[when]["body"]), when


# --- Suno: shapes read from source and documents ---------------------------------------------------------------------


def test_the_self_hosted_wrapper_answers_in_the_forms_of_its_source():
    shapes = read("suno/shapes_from_source_and_docs.json")["gcui_suno_api"]
    with SunoSimulator(clock=Clock(1)) as suno:
        order = shapes["POST /api/custom_generate"]["request"]
        clips = httpx.post(f"{suno.url}/api/custom_generate", json=order, trust_env=False).json()
        theirs = shapes["POST /api/generate"]["response"]
        assert len(clips) == len(theirs) == 2
        assert form(clips) == form(theirs)
        (clip, _) = httpx.get(
            f"{suno.url}/api/get", params={"ids": ",".join(c["id"] for c in clips)}, trust_env=False
        ).json()
        assert clip["status"] in shapes["status"]
        assert clip.keys() ^ clips[0].keys() == {"error_message", "negative_tags"}
        limit = httpx.get(f"{suno.url}/api/get_limit", trust_env=False).json()
        assert form(limit) == form(shapes["GET /api/get_limit"])
        suno.account.credits = 0
        assert httpx.post(f"{suno.url}/api/custom_generate", json=order, trust_env=False).status_code == 402


def test_the_hosted_look_alike_answers_in_the_forms_of_its_documents():
    shapes = read("suno/shapes_from_source_and_docs.json")["hosted_sunoapi_org_and_kie_ai"]
    with SunoSimulator(clock=Clock(1e6), flavour="hosted") as suno:
        order = shapes["POST https://api.sunoapi.org/api/v1/generate"]
        mine = httpx.post(f"{suno.url}/api/v1/generate", json=order["request"], trust_env=False).json()
        assert form(mine) == form(order["response"])
        params = {"taskId": mine["data"]["taskId"]}
        info = httpx.get(f"{suno.url}/api/v1/generate/record-info", params=params, trust_env=False).json()
        assert form(info) == form(shapes["GET /api/v1/generate/record-info?taskId="])
        assert info["data"]["status"] in shapes["status"]


def test_every_recording_is_there():
    assert {p.name for p in (RECORDINGS / "voicevox").iterdir()} >= {"01_info.json", "06_cancellable.json"}
    assert len(VOICEVOX) > 30
    assert Path(RECORDINGS / "ollama").is_dir()
