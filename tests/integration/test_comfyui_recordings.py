"""The simulated ComfyUI answers as the real one did: every recorded exchange is replayed against it.

Compared are status, content type and the form of each answer: its keys and the kinds of their values.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from tests.simulators.comfyui import MODELS, ComfyUiSimulator
from tests.simulators.gpu import Clock
from yoake.providers.comfyui.failures import failed, failure
from yoake.providers.comfyui.outputs import files_in, silent_nodes

RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings" / "comfyui"
FREE_FORM = frozenset(("traceback", "current_inputs", "current_outputs", "input_config", "workflow", "system", "meta"))
"""Keys whose content depends on the nodes and the machine."""
SPEED = 2.0
SESSIONS = {
    "queue and files": (
        ["01_prompt_ok_ws_sequence", "02_same_prompt_again_cached", "03_no_client_id_run", "04_other_clients_view",
         "05_previews_with_metadata", "10_prompt_errors_http", "20_runtime_errors", "21_cancel_interrupt_queue",
         "30_upload_and_view", "31_connection_lifecycle"],
        {}, SPEED,
    ),
    "media": (["40_media_outputs"], {"checkpoints": []}, 500.0),
    "custom nodes": (["50_animatediff_vhs"], {}, 500.0),
}  # fmt: skip
"""What was recorded of one server, one after the other; the models that it had; how fast the clock runs."""
NOT_HERE = ("zero-byte checkpoint", "truncated checkpoint", "checkpoint removed", "101 MiB")
"""Notes of exchanges in which somebody changed the server's disk meanwhile, or that take long."""


def exchanges_of(name: str) -> list[dict[str, Any]]:
    path = RECORDINGS / f"{name}.json"
    if not path.is_file():
        pytest.skip("the recordings of a real ComfyUI are not here")
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["exchanges"]
    return [e for e in found if not any(part in (e.get("note") or "") for part in NOT_HERE)]


def difference(said: Any, recorded: Any, place: str = "") -> str:
    """Where two answers differ in form; empty where the same code reads both. An empty list is any list."""
    if isinstance(recorded, dict) and isinstance(said, dict):
        if set(said) != set(recorded):
            return f"{place} has {sorted(said)}, recorded {sorted(recorded)}"
        pairs = ((said[k], recorded[k], f"{place}/{k}") for k in recorded if k not in FREE_FORM)
        return next((wrong for pair in pairs if (wrong := difference(*pair))), "")
    if isinstance(recorded, list) and isinstance(said, list):
        if place.endswith("/errors"):  # the real server walks over a set
            said, recorded = sorted(said, key=str), sorted(recorded, key=str)
        pairs = ((s, r, f"{place}/{n}") for n, (s, r) in enumerate(zip(said, recorded, strict=False)))
        return next((wrong for pair in pairs if (wrong := difference(*pair))), "")
    if isinstance(recorded, str) and re.search(
        r"/(type|status|status_str|exception_type|class_type|mediaType)$", place
    ):
        return "" if said == recorded else f"{place} is {said!r}, recorded {recorded!r}"
    return "" if kind_of(said) == kind_of(recorded) else f"{place} is {said!r}, recorded {str(recorded)[:80]!r}"


def difference_of_classes(said: dict[str, Any], recorded: dict[str, Any]) -> str:
    """Of node classes, the simulator tells the inputs that workflows use: all required ones, of the same kind."""
    for name, known in recorded.items():
        if set(said[name]) < {"input", "output", "output_node", "name"}:
            return f"{name} has {sorted(said[name])}"
        ours, theirs = said[name]["input"], known["input"]
        kinds = [
            [(field, spec[0] if isinstance(spec[0], str) else "list") for field, spec in sorted(group.items())]
            for group in (ours["required"], theirs["required"])
        ]
        if kinds[0] != kinds[1] or not set(ours.get("optional", {})) <= set(theirs.get("optional", {})):
            return f"{name} takes {kinds[0]}, recorded {kinds[1]}"
        if said[name]["output"] != known["output"] or said[name]["output_node"] != known["output_node"]:
            return f"{name} gives {said[name]['output']}, recorded {known['output']}"
    return "" if set(said) == set(recorded) else f"{sorted(said)}, recorded {sorted(recorded)}"


def kind_of(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    return "number" if isinstance(value, int | float) else type(value)


class Replay:
    """One recording and one fresh server; ids that the servers chose are translated."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=10)
        self.ids: dict[str, str] = {}

    def translated(self, text: str) -> str:
        for old, new in self.ids.items():
            text = text.replace(old, new)
        return text

    def request(self, request: dict[str, Any]) -> httpx.Response:
        path = self.translated(request["path"])
        headers = {k: v for k, v in request.get("headers", {}).items() if k.lower() == "origin"}
        if "json" in request:
            body = json.loads(self.translated(json.dumps(request["json"])))
            return self.http.request(request["method"], path, json=body, headers=headers)
        if "raw" in request:
            headers["content-type"] = request.get("content_type") or ""
            return self.http.request(request["method"], path, content=request["raw"].encode(), headers=headers)
        if "multipart_files" in request:
            files = {k: (v[0], content_of(v[0], v[1]), v[2]) for k, v in request["multipart_files"].items()}
            return self.http.post(path, files=files, data=request.get("multipart_fields", {}))
        if request.get("range"):
            headers["range"] = request["range"]
        return self.http.request(request["method"], path, headers={**headers, **request.get("headers", {})})

    def check(self, exchange: dict[str, Any], name: str) -> None:
        request, recorded = exchange["request"], exchange["response"]
        deadline = time.monotonic() + 4
        while True:
            answer = self.request(request)
            wrong = self.difference(recorded, answer)
            if not wrong or request["method"] != "GET" or time.monotonic() > deadline:
                break
            time.sleep(0.02)
        assert not wrong, f"{name}: {request['method']} {request['path']} ({exchange.get('note')}): {wrong}"
        said = recorded.get("json")
        if request["path"] == "/prompt" and isinstance(said, dict) and "prompt_id" in said:
            self.ids[said["prompt_id"]] = answer.json()["prompt_id"]
        if request["path"].startswith("/history/") and said:
            self.ids |= renamed(next(iter(said.values())), next(iter(answer.json().values())))

    def difference(self, recorded: dict[str, Any], answer: httpx.Response) -> str:
        if answer.status_code != recorded["status"]:
            return f"{answer.status_code}, recorded {recorded['status']}: {answer.text[:300]}"
        kind = (recorded.get("headers") or {}).get("content-type")
        if kind and answer.headers.get("content-type", "").partition(";")[0] != kind.partition(";")[0]:
            return f"{answer.headers.get('content-type')}, recorded {kind}"
        if "json" not in recorded:
            return ""
        expected = json.loads(self.translated(json.dumps(recorded["json"])))
        if "/object_info/" in str(answer.url):
            return difference_of_classes(answer.json(), expected)
        return difference(answer.json(), expected)


def renamed(recorded: dict[str, Any], said: dict[str, Any]) -> dict[str, str]:
    """Recorded file name -> ours: nodes that could run in any order share one counter."""
    names = [
        [entry["filename"] for _, made in sorted(record["outputs"].items()) for entry in files_of(made)]
        for record in (recorded, said)
    ]
    return {old: new for old, new in zip(*names, strict=True) if old != new}


def files_of(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for entries in made.values() for entry in entries if isinstance(entry, dict)]


def content_of(name: str, size: int) -> bytes:
    """Bytes of a recorded upload, of which only name and size are known: a picture of that size, or junk."""
    from PIL import Image

    from tests.simulators.comfyui_media import png

    if size < 20 or not name.endswith(".png"):
        return b"j" * size
    assert Image
    return png(32, 32, size, name.startswith("rgba"), size)


class Listener:
    """Sockets of all clients that a recording names; collects what they are told."""

    def __init__(self, url: str, clients: set[str]) -> None:
        self.url, self.clients, self.heard = url.replace("http", "ws"), clients, set()
        self.sequence: list[str] = []

    async def run(self, metadata: bool) -> None:
        async def one(client: str) -> None:
            async with connect(f"{self.url}/ws?clientId={client}", max_size=None, proxy=None) as socket:
                if metadata:
                    await socket.send(
                        json.dumps({"type": "feature_flags", "data": {"supports_preview_metadata": True}})
                    )
                self.ready -= 1
                async for message in socket:
                    if isinstance(message, bytes):
                        self.note("binary", {"event_type": int.from_bytes(message[:4], "big")})
                    else:
                        said = json.loads(message)
                        self.note(said["type"], said["data"])

        self.ready = len(self.clients)
        await asyncio.gather(*(one(c) for c in self.clients))

    def note(self, kind: str, data: dict[str, Any]) -> None:
        self.sequence.append(kind)
        self.heard.add(signature(kind, data))


def signature(kind: str, data: dict[str, Any]) -> str:
    if kind == "binary":
        return f"binary {data['event_type']}"
    if kind == "executing" and data.get("node") is None:
        return "executing none"
    return f"{kind} {sorted(data)}"


def recorded_messages(exchanges: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for exchange in exchanges:
        for key, value in exchange.items():
            if isinstance(value, list) and re.match(r"ws|websocket", key):
                for message in value:
                    if isinstance(message, dict) and "text" in message:
                        yield message["text"]["type"], message["text"]["data"]
                    elif isinstance(message, dict) and "binary" in message:
                        yield "binary", message["binary"]


@pytest.mark.parametrize("session", SESSIONS)
def test_the_simulator_answers_as_the_recorded_server(session):
    names, models, speed = SESSIONS[session]
    recordings = {name: exchanges_of(name) for name in names}
    with ComfyUiSimulator(clock=Clock(speed), models=models) as server:
        replay = Replay(server.url)
        for name, exchanges in recordings.items():
            for exchange in exchanges:
                if "placeholder model files" in (exchange.get("note") or ""):
                    server.models = {folder: list(files) for folder, files in MODELS.items()}
                if "request" in exchange:
                    replay.check(exchange, name)


@pytest.mark.parametrize("session", SESSIONS)
def test_the_client_reads_what_the_recorded_server_said(session):
    """Every recorded job: what ended well gives its files, and of the rest each has a reason."""
    reasons = {}
    for name in SESSIONS[session][0]:
        for exchange in exchanges_of(name):
            path, said = exchange.get("request", {}).get("path", ""), exchange.get("response", {}).get("json")
            if not path.startswith("/history/") or not said:
                continue
            record = next(iter(said.values()))
            files, what = files_in(record), exchange.get("note") or path
            assert files is not None
            if failed(record):
                reasons[what] = failure(record, "comfyui-0", "hero", str).code
            elif silent_nodes(record):
                reasons[what] = "nothing"
            else:
                assert files or "text" in str(record["outputs"])
    assert set(reasons.values()) <= {
        "comfyui.failed", "comfyui.out-of-memory", "comfyui.gpu-failed", "comfyui.interrupted", "nothing",
    }  # fmt: skip
    lacking = [what for what, code in reasons.items() if code == "comfyui.out-of-memory"]
    assert all("OutOfMemory" in what or "out of memory" in what for what in lacking)
    if session == "queue and files":
        assert len(lacking) == 2
        assert sum(code == "nothing" for code in reasons.values()) == 3, "two blocked, one cached without a client"


@pytest.mark.parametrize(
    "name",
    [
        "01_prompt_ok_ws_sequence",
        "02_same_prompt_again_cached",
        "03_no_client_id_run",
        "05_previews_with_metadata",
        "20_runtime_errors",
        "21_cancel_interrupt_queue",
    ],
)
async def test_the_simulator_sends_the_messages_of_the_recorded_server(name):
    exchanges = exchanges_of(name)
    before = exchanges_of("01_prompt_ok_ws_sequence") if name.startswith("02") else []
    recorded = {signature(*message) for message in recorded_messages(exchanges)}
    prompts = [e["request"]["json"] for e in exchanges if "json" in e.get("request", {})]
    prompts = [prompt for prompt in prompts if "prompt" in prompt]
    clients = {prompt.get("client_id", "bystander") for prompt in prompts}
    with ComfyUiSimulator(clock=Clock(SPEED), models={}) as server:
        listener = Listener(server.url, clients)
        listening = asyncio.ensure_future(listener.run(metadata=name.startswith("05")))
        while getattr(listener, "ready", 1):
            await asyncio.sleep(0.01)
        replay = Replay(server.url)
        for exchange in before + exchanges:
            if "request" in exchange:
                await asyncio.to_thread(replay.check, exchange, name)
        deadline = time.monotonic() + 3
        while recorded - listener.heard and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        listening.cancel()
    assert recorded - listener.heard == set(), "the real server also says"
    more = {"binary 1", "status ['sid', 'status']"} | (
        {"progress ['max', 'node', 'prompt_id', 'value']"} if before else set()
    )
    assert listener.heard - recorded <= more, "the real server never says"
    if name.startswith("01"):
        assert listener.sequence[-5:] == ["executed", "progress_state", "execution_success", "status", "executing"]
