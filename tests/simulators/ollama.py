"""Simulates an Ollama server: models that are loaded into a pretended GPU, and answers that follow a JSON schema.

Its own faults, picked at the place `answer`: `cut-off` (`done_reason: length` in the midst of the JSON), `no-json`,
`wrong-schema`, `fence` (JSON in a code fence), `blank` (white space without an end), `thinking` (thoughts first),
`stream-error` (an error line under 200), `no-done` (the stream just ends), `oom`, `vanished` (the model is gone).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from tests.simulators.gpu import OutOfVram
from tests.simulators.ollama_requests import RefusalError, body_of, keep_alive_of, refuse
from tests.simulators.simulator import GoneError, Simulator, run, while_there
from tests.simulators.writing import kind_of, written

CREATED = "2026-11-22T10:00:00.123456789Z"
GB = 2**30
PIECES = 12
"""A long answer comes in so many pieces."""


class OllamaSimulator(Simulator):
    """One server.

    Args:
        models: tag -> (GB of VRAM, seconds to load).
        characters_per_second: simulated speed of writing.
        unload_seconds: simulated time until an unloaded model is no longer listed.
    """

    kind = "ollama"

    def __init__(
        self,
        name: str = "",
        *,
        models: Mapping[str, tuple[float, float]] | None = None,
        characters_per_second: float = 200.0,
        unload_seconds: float = 1.0,
        **common: Any,
    ) -> None:
        super().__init__(name, **common)
        self.models = dict(models or {"llama3:8b": (7.0, 6.0)})
        self.characters_per_second = characters_per_second
        self.unload_seconds = unload_seconds
        self.bodies: list[dict[str, Any]] = []
        """Every chat request's body."""
        self._loaded: dict[str, int] = {}
        """Tag -> context length."""
        self._number = 0

    def app(self) -> FastAPI:
        # a started server has nothing loaded, whatever it had before
        self.gpu.release(self.name)
        self._loaded.clear()
        self._turn = asyncio.Lock()
        app = FastAPI(openapi_url=None)
        app.add_api_route("/", lambda: PlainTextResponse("Ollama is running"))
        app.add_api_route("/api/version", lambda: {"version": "0.12.6"})
        app.add_api_route("/api/tags", self._tags)
        app.add_api_route("/api/ps", self._ps)
        app.add_api_route("/api/show", self._show, methods=["POST"])
        app.add_api_route("/api/generate", self._generate, methods=["POST"])
        app.add_api_route("/api/chat", self._chat, methods=["POST"])
        app.add_exception_handler(RefusalError, refuse)
        return app

    def _entry(self, tag: str) -> dict[str, Any]:
        size = int(self.models[tag][0] * GB)
        return {
            "name": tag, "model": tag, "size": size, "digest": f"{abs(hash(tag)):064x}"[-64:],
            "details": {"parent_model": "", "format": "gguf", "family": "llama", "families": ["llama"],
                        "parameter_size": "8.0B", "quantization_level": "Q4_0"},
        }  # fmt: skip

    def _tags(self) -> dict[str, Any]:
        extra = {"modified_at": "2026-05-04T17:37:44.706015396-07:00", "capabilities": ["completion", "tools"]}
        return {"models": [self._entry(tag) | extra for tag in self.models]}

    def _ps(self) -> dict[str, Any]:
        return {
            "models": [
                self._entry(tag)
                | {"expires_at": "2026-11-22T14:38:31.83753-07:00", "size_vram": int(self.models[tag][0] * GB),
                   "context_length": context}
                for tag, context in self._loaded.items()
            ]
        }  # fmt: skip

    async def _show(self, request: Request) -> dict[str, Any]:
        tag = self._known(await body_of(request))
        entry = next(one for one in self._tags()["models"] if one["name"] == tag)
        return {
            "license": "META LLAMA 3 COMMUNITY LICENSE AGREEMENT\n\nMeta Llama 3 ...",
            "details": entry["details"],
            "model_info": {},
            "capabilities": entry["capabilities"],
        }

    async def _generate(self, request: Request) -> Response:
        body = await body_of(request)
        tag = self._known(body)
        keep = keep_alive_of(body.get("keep_alive"))
        if not body.get("prompt"):
            if keep == 0:
                if tag in self._loaded:
                    self.later(self._unloaded(tag))
                return JSONResponse(self._frame(tag, {"response": ""}, "unload"))
            await self._load(tag, body)
            return JSONResponse(self._frame(tag, {"response": ""}, "load"))
        return await self._answered(request, body, tag, lambda piece: {"response": piece})

    async def _chat(self, request: Request) -> Response:
        body = await body_of(request)
        tag = self._known(body)
        self.bodies.append(body)
        keep = keep_alive_of(body.get("keep_alive"))
        if not body.get("messages"):
            if keep == 0 and tag in self._loaded:
                self.later(self._unloaded(tag))
            return JSONResponse(self._frame(tag, _message(""), "unload" if keep == 0 else "load"))
        return await self._answered(request, body, tag, _message)

    def _known(self, body: Mapping[str, Any]) -> str:
        name = body.get("model")
        if not name:
            raise RefusalError(400, "model is required")
        tag = name if ":" in name else f"{name}:latest"
        if tag not in self.models:
            raise RefusalError(404, f"model '{name}' not found")
        return str(tag)

    async def _load(self, tag: str, body: Mapping[str, Any]) -> None:
        gb, seconds = self.models[tag]
        context = int((body.get("options") or {}).get("num_ctx") or 4096)
        if self._loaded.get(tag) not in (None, context):
            self.gpu.release(self.name, tag)  # another context length means loading anew
            self._loaded.pop(tag, None)
        try:
            try:
                await self.gpu.bring(self.name, tag, gb, seconds)
            except OutOfVram:
                self.gpu.release(self.name)  # Ollama makes room among its own models
                self._loaded.clear()
                await self.gpu.bring(self.name, tag, gb, seconds)
        except OutOfVram as error:
            raise RefusalError(500, f"llama-server reported out-of-memory during startup: {error}") from error
        self._loaded[tag] = context

    async def _unloaded(self, tag: str) -> None:
        async with self._turn:
            await self.clock.sleep(self.unload_seconds)
            self._loaded.pop(tag, None)
            await self.clock.sleep(0.5)  # the figures come down later than the list
            if tag not in self._loaded:
                self.gpu.release(self.name, tag)

    async def _answered(self, request: Request, body: dict[str, Any], tag: str, wrapped: Any) -> Response:
        pieces: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        work = asyncio.ensure_future(self._work(body, tag, wrapped, pieces))
        try:
            first = await while_there(request, _first(pieces, work))
        except GoneError:
            work.cancel()
            return JSONResponse({"error": "request canceled"}, 499)
        if body.get("stream", True):
            return StreamingResponse(_lines(request, first, pieces, work), media_type="application/x-ndjson")
        whole, text = first, ""
        while first is not None:
            if "error" in first:
                return JSONResponse(first, 500)
            whole, text = first, text + (first.get("message", {}).get("content") or first.get("response") or "")
            first = await pieces.get()
        return JSONResponse(whole | wrapped(text))

    async def _work(
        self, body: dict[str, Any], tag: str, wrapped: Any, pieces: asyncio.Queue[dict[str, Any] | None]
    ) -> None:
        async with self._turn:
            fault = self.faults.pick("answer")
            if fault == "vanished":
                raise RefusalError(404, f'model "{tag}" not found, try pulling it first')
            if fault == "oom":
                raise RefusalError(500, "CUDA error: out of memory")
            await self._load(tag, body)
            self._number += 1
            seed = int((body.get("options") or {}).get("seed") or 0)
            with self.gpu.job(self.name, f"chat-{self._number}", model=tag, seed=seed) as entry:
                text = await asyncio.to_thread(self._text, body, seed, fault)
                entry.facts = {"seed": seed, "characters": len(text), "fault": fault}
                await self._spoken(tag, text, fault, wrapped, pieces)

    async def _spoken(
        self, tag: str, text: str, fault: str | None, wrapped: Any, pieces: asyncio.Queue[dict[str, Any] | None]
    ) -> None:
        if fault == "thinking":
            pieces.put_nowait(self._frame(tag, {"message": {"role": "assistant", "content": "", "thinking": "Hmm."}}))
        size = max(1, -(-len(text) // PIECES))
        for start in range(0, len(text), size):
            await self.clock.sleep(size / self.characters_per_second)
            pieces.put_nowait(self._frame(tag, wrapped(text[start : start + size])))
            if fault in ("stream-error", "no-done") and start:
                if fault == "stream-error":
                    pieces.put_nowait({"error": "an error was encountered while running the model: unexpected EOF"})
                pieces.put_nowait(None)
                return
        while fault == "blank":
            await asyncio.sleep(0.001)
            pieces.put_nowait(self._frame(tag, wrapped(" \n" * 50)))
        pieces.put_nowait(self._frame(tag, wrapped(""), "length" if fault == "cut-off" else "stop", len(text)))
        pieces.put_nowait(None)

    def _text(self, body: Mapping[str, Any], seed: int, fault: str | None) -> str:
        if fault == "wrong-schema":
            return json.dumps({"title": "x"})
        messages = body.get("messages") or [{"role": "user", "content": body.get("prompt", "")}]
        prompt = next((m["content"] for m in messages if m.get("role") == "user"), "")
        wanted = body.get("format")
        kind = kind_of(wanted) if isinstance(wanted, dict) else "text"
        text = written(kind, prompt, seed)
        if fault == "cut-off":
            return text[: len(text) // 2]
        if fault == "no-json":
            return f"Sure! Here is your JSON:\n{text}"
        if fault == "fence":
            return f"```json\n{text}\n```"
        return text

    def _frame(self, tag: str, content: dict[str, Any], done: str | None = None, count: int = 0) -> dict[str, Any]:
        frame = {"model": tag, "created_at": CREATED, **content, "done": done is not None}
        if done is not None:
            frame["done_reason"] = done
        if done in ("stop", "length"):
            # figures that are 0 are absent, as `prompt_eval_count` is when the prompt is cached
            frame |= {"total_duration": 1075509083, "load_duration": 567678166, "eval_count": max(1, count // 3),
                      "eval_duration": 269000000}  # fmt: skip
        return frame


def _message(content: str) -> dict[str, Any]:
    return {"message": {"role": "assistant", "content": content}}


async def _first(pieces: asyncio.Queue[dict[str, Any] | None], work: asyncio.Future[None]) -> dict[str, Any] | None:
    """The first piece; where the work fails before it, its error."""
    waiting = asyncio.ensure_future(pieces.get())
    try:
        await asyncio.wait((waiting, work), return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done() and work.done():
            work.result()
        return await waiting
    finally:
        waiting.cancel()


async def _lines(
    request: Request,
    first: dict[str, Any] | None,
    pieces: asyncio.Queue[dict[str, Any] | None],
    work: asyncio.Future[None],
) -> AsyncIterator[bytes]:
    piece = first
    try:
        while piece is not None:
            yield json.dumps(piece, ensure_ascii=False).encode() + b"\n"
            piece = await while_there(request, pieces.get())
    except GoneError:
        return
    finally:
        work.cancel()


if __name__ == "__main__":
    run(OllamaSimulator)
