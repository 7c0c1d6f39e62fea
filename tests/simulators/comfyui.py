"""A simulated ComfyUI 0.12: real HTTP and WebSocket on loopback, a pretended GPU, a clock that runs faster.

In a thread of this process:

    with ComfyUiSimulator("comfyui-0", gpu=Gpu("gpu-0", 24, Clock(speed=600))) as comfyui:
        ...  # comfyui.url, comfyui.faults, comfyui.journal, comfyui.kill(), comfyui.start()

As a process of its own, which can be killed:

    python -m tests.simulators.comfyui --port 8188 --vram 24 --speed 60 --journal run.jsonl

Then `GET /sim/journal` tells what ran when on which GPU, and `POST /sim/faults` with `{"place", "kinds"}` or
`{"place", "kind", "probability"}` makes it fail. It answers as the recordings of the real server do, traps included.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI, Request, Response, WebSocket
from starlette.exceptions import HTTPException
from starlette.websockets import WebSocketDisconnect

from tests.simulators.comfyui_files import FileArea
from tests.simulators.comfyui_validate import validate
from tests.simulators.comfyui_views import register_views
from tests.simulators.comfyui_worker import Worker
from tests.simulators.simulator import Simulator, run

LARGEST_BODY = 104_857_600
GIB = 1024**3
TROUBLE = "500 Internal Server Error\n\nServer got itself in trouble"
MODELS: Mapping[str, tuple[str, ...]] = {
    "checkpoints": ("sd_xl_base_1.0.safetensors", "sd15.safetensors", "flux1-dev-fp8.safetensors",
                    "ace_step_v1_3.5b.safetensors", "ace_step_1.5_turbo_aio.safetensors",
                    "stable-audio-open-1.0.safetensors", "ltx-video-2b-v0.9.5.safetensors",
                    "hunyuan3d-dit-v2.safetensors"),
    "diffusion_models": ("flux1-dev.safetensors", "flux1-dev-kontext_fp8_scaled.safetensors",
                         "wan2.1_i2v_480p_14B_fp8_e4m3fn.safetensors"),
    "text_encoders": ("clip_l.safetensors", "t5xxl_fp8_e4m3fn.safetensors", "t5_base.safetensors",
                      "umt5_xxl_fp8_e4m3fn_scaled.safetensors"),
    "vae": ("ae.safetensors", "wan_2.1_vae.safetensors"),
    "clip_vision": ("clip_vision_h.safetensors",),
    "loras": ("style.safetensors",),
    "upscale_models": ("4x-UltraSharp.pth",),
    "background_removal": ("birefnet.safetensors",),
    "animatediff_models": ("v3_sd15_mm.ckpt",),
}  # fmt: skip
"""Folder -> files of weights of common workflows."""
WORKFLOWS = Path(__file__).parents[2] / "workflows" / "comfyui"


@cache
def shipped_models() -> Mapping[str, Sequence[str]]:
    """Folder -> files that a simulated server has, unless it is told otherwise: what the shipped manifests name too."""
    found = {folder: list(files) for folder, files in MODELS.items()}
    for manifest in sorted(WORKFLOWS.glob("*.yaml")):
        for model in yaml.safe_load(manifest.read_text(encoding="utf-8")).get("models", []):
            files = found.setdefault(model["folder"], [])
            if model["file"] not in files:
                files.append(model["file"])
    return found


class ComfyUiSimulator(Simulator):
    """One server.

    Args:
        models: folder -> files; `shipped_models` unless given.
        newer: as the newer core: ids must be UUIDs.
    """

    kind = "comfyui"

    def __init__(
        self,
        name: str = "comfyui-0",
        *,
        models: Mapping[str, Sequence[str]] | None = None,
        newer: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(name, **more)
        given = shipped_models() if models is None else models
        self.models = {folder: list(files) for folder, files in given.items()}
        self.newer = newer
        self.files = FileArea()
        self.missing_nodes: set[str] = set()
        """Classes that this server lacks."""
        self.worker: Worker | None = None

    @property
    def busy(self) -> bool:
        """Whether a prompt runs."""
        return self.worker is not None and self.worker.running is not None

    def listing(self, source: str, folder: str) -> list[str]:
        if source == "there":
            return [folder] if self.files.has(folder) else []
        return self.files.uploads() if source == "uploads" else list(self.models.get(folder, ()))

    def app(self) -> FastAPI:
        """A started server knows nothing of queue, history and previews; what was saved is still there."""
        self.files.restart()
        self.gpu.release(self.name)
        self.worker = Worker(self.name, self.gpu, self.files, self.faults)
        return _app(self)


def answer(document: Any, status: int = 200) -> Response:
    return Response(json.dumps(document), status, media_type="application/json; charset=utf-8")


def trouble() -> Response:
    return Response(TROUBLE, 500, media_type="text/plain; charset=utf-8")


def _app(sim: ComfyUiSimulator) -> FastAPI:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    worker = sim.worker

    @app.exception_handler(HTTPException)
    async def no_route(request: Request, error: HTTPException) -> Response:
        """Unknown paths belong to the web page's files, which are only read."""
        if request.method in ("GET", "HEAD"):
            return Response(status_code=404, media_type="application/octet-stream")
        return Response("405: Method Not Allowed", 405, media_type="text/plain; charset=utf-8")

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        return trouble()

    @app.middleware("http")
    async def gate(request: Request, call_next: Any) -> Response:
        origin = request.headers.get("origin")
        if origin and origin.partition("://")[2] != request.headers.get("host"):
            return Response(status_code=403)
        if int(request.headers.get("content-length", 0)) > LARGEST_BODY:
            return Response(f"Maximum request body size {LARGEST_BODY} exceeded.", 413, media_type="text/plain")
        return await call_next(request)

    async def prompt(request: Request) -> Response:
        try:
            body = json.loads(await request.body())
            return await _post_prompt(sim, body)
        except (ValueError, AttributeError, TypeError):
            return trouble()

    async def queue(request: Request) -> Response:
        body = json.loads(await request.body())
        if body.get("clear"):
            worker.pending.clear()
        # one entry an id: `delete_queue_item` stops at the first that fits
        for prompt_id in body.get("delete", []):
            found = next((item for item in worker.pending if item[1] == prompt_id), None)
            if found is not None:
                worker.pending.remove(found)
        await worker.status()
        return Response()

    async def interrupt(request: Request) -> Response:
        try:
            wanted = json.loads(await request.body()).get("prompt_id")
        except (ValueError, AttributeError):
            wanted = None
        if wanted is None or (worker.running is not None and worker.running[1] == wanted):
            worker.interrupt.set()
        return Response()

    async def free(request: Request) -> Response:
        try:
            body = json.loads(await request.body())
        except ValueError:
            return trouble()
        if (body.get("unload_models") or body.get("free_memory")) and sim.faults.pick("free") != "ignore":
            worker.flags()
        return Response()

    async def forget(request: Request) -> Response:
        body = json.loads(await request.body())
        for prompt_id in list(worker.history) if body.get("clear") else body.get("delete", []):
            worker.history.pop(prompt_id, None)
        return Response()

    async def remaining() -> Response:
        return answer({"exec_info": {"queue_remaining": worker.remaining()}})

    async def shown_queue() -> Response:
        running = [list(worker.running)] if worker.running else []
        return answer({"queue_running": running, "queue_pending": [list(item) for item in worker.pending]})

    async def system_stats() -> Response:
        return answer(_stats(sim))

    async def socket(websocket: WebSocket) -> None:
        await _listen(sim, websocket)

    for prefix in ("", "/api"):
        app.add_api_route(f"{prefix}/prompt", prompt, methods=["POST"])
        app.add_api_route(f"{prefix}/prompt", remaining, methods=["GET"])
        app.add_api_route(f"{prefix}/queue", queue, methods=["POST"])
        app.add_api_route(f"{prefix}/queue", shown_queue, methods=["GET"])
        app.add_api_route(f"{prefix}/interrupt", interrupt, methods=["POST"])
        app.add_api_route(f"{prefix}/free", free, methods=["POST"])
        app.add_api_route(f"{prefix}/history", forget, methods=["POST"])
        app.add_api_route(f"{prefix}/system_stats", system_stats, methods=["GET"])
        app.add_api_websocket_route(f"{prefix}/ws", socket)
        register_views(app, prefix, sim)
    return app


async def _post_prompt(sim: ComfyUiSimulator, body: Any) -> Response:
    worker = sim.worker
    if "prompt" not in body:
        error = {"type": "no_prompt", "message": "No prompt provided", "details": "No prompt provided"}
        return answer({"error": {**error, "extra_info": {}}, "node_errors": {}}, 400)
    number, graph = body.get("number"), body["prompt"]
    if number is None:
        number = -worker.number if body.get("front") else worker.number
        worker.number += 1
    else:
        number = float(number)
    prompt_id = str(body.get("prompt_id") or uuid.uuid4())
    if sim.newer and prompt_id != _canonical(prompt_id):
        error = {"type": "invalid_prompt_id", "message": "prompt_id must be a valid UUID", "details": ""}
        return answer({"error": {**error, "extra_info": {}}, "node_errors": {}}, 400)
    lacking = next((n for n, e in graph.items() if e.get("class_type") in sim.missing_nodes), None)
    verdict = validate({lacking: {**graph[lacking], "class_type": "?" + graph[lacking]["class_type"]}} if lacking
                       else graph, sim.listing)  # fmt: skip
    if verdict.error is not None:
        text = json.dumps({"error": verdict.error, "node_errors": verdict.node_errors})
        return Response(text.replace('"?', '"').replace("'?", "'"), 400, media_type="application/json; charset=utf-8")
    extra = dict(body.get("extra_data") or {})
    if "client_id" in body:
        extra["client_id"] = body["client_id"]
    extra["create_time"] = int(time.time() * 1000)
    worker.put((number, prompt_id, graph, extra, verdict.outputs))
    await worker.status()
    return answer({"prompt_id": prompt_id, "number": number, "node_errors": verdict.node_errors})


def _canonical(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def _stats(sim: ComfyUiSimulator) -> dict[str, Any]:
    gpu = sim.gpu
    held = sum(gpu.loaded(sim.name).values())
    return {
        "system": {
            "os": "linux", "ram_total": 64 * GIB, "ram_free": 48 * GIB,
            "comfyui_version": "0.38.1" if sim.newer else "0.12.1", "required_frontend_version": "1.37.11",
            "installed_templates_version": None, "required_templates_version": "0.8.31", "python_version": "3.11.7",
            "pytorch_version": "2.13.0+cu130", "embedded_python": False, "argv": ["main.py"],
        },
        "devices": [{
            "name": f"cuda:0 simulated {gpu.name} : cudaMallocAsync", "type": "cuda", "index": 0,
            "vram_total": int(gpu.vram_gb * GIB), "vram_free": int(gpu.free_gb * GIB),
            "torch_vram_total": int(held * GIB), "torch_vram_free": 0,
        }],
    }  # fmt: skip


async def _listen(sim: ComfyUiSimulator, websocket: WebSocket) -> None:
    """One socket. A second one of the same client takes its place; when the first closes, both are forgotten."""
    worker = sim.worker
    fault = sim.faults.pick("socket")
    if fault == "refused":
        await websocket.close()
        return
    await websocket.accept()
    sid = websocket.query_params.get("clientId") or uuid.uuid4().hex
    worker.sockets[sid] = websocket
    worker.sockets_with_metadata.discard(sid)
    status = {"status": {"exec_info": {"queue_remaining": worker.remaining()}}, "sid": sid}
    try:
        await worker.send("status", status, sid)
        if worker.client_id == sid and worker.last_node is not None:
            await worker.send("executing", {"node": worker.last_node}, sid)
        first = True
        while True:
            message = json.loads(await websocket.receive_text())
            if first and message.get("type") == "feature_flags":
                if message["data"].get("supports_preview_metadata"):
                    worker.sockets_with_metadata.add(sid)
                await worker.send("feature_flags", FEATURES, sid)
            first = False
            if fault == "cut":
                await websocket.close(1011)
    except (WebSocketDisconnect, RuntimeError):
        pass
    finally:
        worker.sockets.pop(sid, None)


FEATURES = {
    "supports_preview_metadata": True, "max_upload_size": LARGEST_BODY, "extension": {"manager": {"supports_v4": True}}
}  # fmt: skip


if __name__ == "__main__":
    run(ComfyUiSimulator)
