"""The routes of the simulated ComfyUI that show something: files, history, jobs, nodes and models; and uploads."""

from __future__ import annotations

import io
import json
import posixpath
import re
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from PIL import Image

from tests.simulators import comfyui_nodes as nodes

if TYPE_CHECKING:
    from tests.simulators.comfyui import ComfyUiSimulator

_MEDIA = {
    ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif", ".webm": "video/webm",
    ".mp4": "video/mp4", ".mov": "video/quicktime", ".flac": "audio/flac", ".mp3": "audio/mpeg", ".opus": "audio/ogg",
    ".wav": "audio/x-wav", ".glb": "model/gltf-binary",
}  # fmt: skip
_STATUSES = ("pending", "in_progress", "completed", "failed", "cancelled")
_FOLDERS = ("output", "temp", "input")
_MODEL_FOLDERS = (
    "checkpoints", "configs", "loras", "vae", "text_encoders", "diffusion_models", "clip_vision", "style_models",
    "embeddings", "diffusers", "vae_approx", "controlnet", "gligen", "upscale_models", "latent_upscale_models",
    "custom_nodes", "hypernetworks", "photomaker", "classifiers", "model_patches", "audio_encoders",
    "background_removal", "animatediff_models",
)  # fmt: skip


def _json(document: Any, status: int = 200) -> Response:
    return Response(json.dumps(document), status, media_type="application/json; charset=utf-8")


def register_views(app: FastAPI, prefix: str, sim: ComfyUiSimulator) -> None:
    worker = sim.worker

    async def view(request: Request) -> Response:
        return _view(sim, request)

    async def upload(request: Request) -> Response:
        return _upload(sim, request.headers.get("content-type", ""), await request.body())

    async def history_of(prompt_id: str) -> Response:
        if not prompt_id:
            return Response(status_code=404, media_type="application/octet-stream")
        record = worker.history.get(prompt_id)
        return _json({} if record is None else {prompt_id: record})

    async def history(request: Request) -> Response:
        limit = request.query_params.get("max_items")
        most = len(worker.history) if limit is None else int(limit)
        return _json(dict(list(worker.history.items())[-most:] if most else []))

    async def job(prompt_id: str) -> Response:
        found = next((j for j in _jobs(sim, whole=True) if j["id"] == prompt_id), None)
        return _json({"error": "Job not found"}, 404) if found is None else _json(found)

    async def jobs(request: Request) -> Response:
        wanted = [s for s in request.query_params.get("status", "").split(",") if s]
        wrong = [s for s in wanted if s not in _STATUSES]
        if wrong:
            told = f"Invalid status value(s): {', '.join(wrong)}. Valid values: {', '.join(_STATUSES)}"
            return _json({"error": told}, 400)
        found = [j for j in _jobs(sim, whole=False) if not wanted or j["status"] in wanted]
        page = {"offset": 0, "limit": None, "total": len(found), "has_more": False}
        return _json({"jobs": found, "pagination": page})

    async def object_info() -> Response:
        known = sorted(nodes.classes() - sim.missing_nodes)
        return _json({name: nodes.described(name, sim.listing) for name in known})

    async def object_info_of(name: str) -> Response:
        known = name in nodes.classes() - sim.missing_nodes
        return _json({name: nodes.described(name, sim.listing)} if known else {})

    async def models() -> Response:
        return _json(list(_MODEL_FOLDERS))

    async def models_in(folder: str) -> Response:
        return _json(sim.models.get(folder, [])) if folder in _MODEL_FOLDERS else Response(status_code=404)

    async def embeddings() -> Response:
        return _json([])

    async def features() -> Response:
        from tests.simulators.comfyui import FEATURES

        return _json(FEATURES)

    for path, handler, methods in (
        ("/view", view, ["GET", "HEAD"]),
        ("/upload/image", upload, ["POST"]),
        ("/history/{prompt_id:path}", history_of, ["GET"]),
        ("/history", history, ["GET"]),
        ("/object_info", object_info, ["GET"]),
        ("/object_info/{name:path}", object_info_of, ["GET"]),
        ("/models", models, ["GET"]),
        ("/models/{folder}", models_in, ["GET"]),
        ("/embeddings", embeddings, ["GET"]),
        ("/features", features, ["GET"]),
    ):
        app.add_api_route(f"{prefix}{path}", handler, methods=methods)
    if prefix:
        app.add_api_route("/api/jobs", jobs, methods=["GET"])
        app.add_api_route("/api/jobs/{prompt_id:path}", job, methods=["GET"])


def _view(sim: ComfyUiSimulator, request: Request) -> Response:
    query = request.query_params
    name, subfolder, folder = query.get("filename"), query.get("subfolder", ""), query.get("type", "output")
    if name is None:
        return Response(status_code=404)
    if not name or name.startswith("/") or ".." in name or folder not in _FOLDERS:
        return Response(status_code=400)
    if ".." in subfolder.split("/") or subfolder.startswith("/"):
        return Response(status_code=403)
    data = sim.files.get(folder, subfolder, posixpath.basename(name))
    if data is None:
        return Response(status_code=404)
    kind = _MEDIA.get(posixpath.splitext(name)[1], "application/octet-stream")
    headers = {"content-disposition": f'filename="{name.encode("ascii", "replace").decode()}"'}
    if "preview" in query or query.get("channel") == "rgb":
        data, kind = _converted(data, query.get("preview", "png").partition(";")[0])
        return Response(data, 200, headers, kind)
    headers["accept-ranges"] = "bytes"
    part = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("range", ""))
    if part:
        first, last = int(part[1]), min(int(part[2]), len(data) - 1)
        headers["content-range"] = f"bytes {first}-{last}/{len(data)}"
        return Response(data[first : last + 1], 206, headers, kind)
    return Response(b"" if request.method == "HEAD" else data, 200, {**headers, "content-length": str(len(data))}, kind)


def _converted(data: bytes, kind: str) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").save(buffer, kind.upper())
    return buffer.getvalue(), f"image/{kind}"


def _upload(sim: ComfyUiSimulator, content_type: str, body: bytes) -> Response:
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    parts = _parts(body, boundary[1].encode()) if boundary else {}
    filename, data = parts.get("image", ("", b""))
    fields = {key: value.decode() for key, (file, value) in parts.items() if not file}
    folder, subfolder = fields.get("type", "input"), fields.get("subfolder", "")
    if not filename or ".." in filename or ".." in subfolder.split("/"):
        return Response(status_code=400)
    if folder not in _FOLDERS:
        return Response("500 Internal Server Error\n\nServer got itself in trouble", 500, media_type="text/plain")
    overwrite = fields.get("overwrite") in ("true", "1")
    name = sim.files.upload(folder, subfolder, posixpath.basename(filename), data, overwrite)
    return _json({"name": name, "subfolder": subfolder, "type": folder})


def _parts(body: bytes, boundary: bytes) -> dict[str, tuple[str, bytes]]:
    """Name -> (file name, content) of a multipart body."""
    found = {}
    for piece in body.split(b"--" + boundary)[1:-1]:
        head, _, content = piece.strip(b"\r\n").partition(b"\r\n\r\n") if b"\r\n\r\n" in piece else (b"", b"", b"")
        content = piece[piece.index(b"\r\n\r\n") + 4 : -2]
        said = head.decode("utf-8", "replace")
        name = re.search(r'[; ]name="([^"]*)"', said)
        filename = re.search(r'filename="([^"]*)"', said)
        if name:
            found[name[1]] = (filename[1] if filename else "", content)
    return found


def _jobs(sim: ComfyUiSimulator, *, whole: bool) -> list[dict[str, Any]]:
    worker = sim.worker
    rows = []
    waiting = [(item, "pending") for item in sorted(worker.pending, key=lambda item: item[0])]
    running = [(worker.running, "in_progress")] if worker.running else []
    for (number, prompt_id, _, extra, _), status in waiting + running:
        row = {"id": prompt_id, "status": status, "priority": number, "create_time": extra["create_time"],
               "outputs_count": 0}  # fmt: skip
        workflow = (extra.get("extra_pnginfo") or {}).get("workflow", {}).get("id")
        rows.append(row if workflow is None else {**row, "workflow_id": workflow})
    for record in reversed(list(worker.history.values())):
        rows.append(_ended(record, whole))
    return rows


def _ended(record: dict[str, Any], whole: bool) -> dict[str, Any]:
    number, prompt_id, graph, extra, _ = record["prompt"]
    status, outputs = record["status"], record["outputs"]
    words = dict(status["messages"])
    state = "completed" if status["status_str"] == "success" else "failed"
    state = "cancelled" if "execution_interrupted" in words else state
    last = status["messages"][-1][1]
    row: dict[str, Any] = {
        "id": prompt_id, "status": state, "priority": number, "create_time": extra["create_time"],
        "execution_start_time": words["execution_start"]["timestamp"], "execution_end_time": last["timestamp"],
    }  # fmt: skip
    if state == "failed":
        row["execution_error"] = last
    entries = [(n, k, e) for n, made in outputs.items() for k, es in made.items() if k != "animated" for e in es]
    row["outputs_count"] = len(entries)
    shown = [e for e in entries if isinstance(e[2], dict) and e[1] != "latents"]
    if shown:
        node, kind, entry = next((e for e in shown if e[2]["type"] == "output"), shown[0])
        row["preview_output"] = {**entry, "nodeId": node, "mediaType": kind}
    workflow = (extra.get("extra_pnginfo") or {}).get("workflow", {}).get("id")
    if workflow is not None:
        row["workflow_id"] = workflow
    if whole:
        row |= {"outputs": outputs, "execution_status": status, "workflow": {"prompt": graph, "extra_data": extra}}
    return row
