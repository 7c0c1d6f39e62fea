"""Simulates an AudioLDM service with the interface of docs/services.md.

Its own faults, picked at the place `sound`: `oom`, `silent`, `busy` (429).
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import numpy as np
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from tests.simulators.gpu import OutOfVram
from tests.simulators.simulator import GoneError, Simulator, run, while_there
from tests.simulators.sounds import effect, wav

RATE = 16_000
MODEL = "audioldm2"


class Order(BaseModel):
    """The body of `POST /generate`."""

    prompt: Annotated[str, Field(min_length=1)]
    negative_prompt: str = ""
    duration_seconds: Annotated[float, Field(gt=0, le=60)] = 5.0
    steps: Annotated[int, Field(ge=1, le=500)] = 50
    guidance_scale: float = 3.5
    seed: int = 0


class AudioLdmSimulator(Simulator):
    """One service, which works on one sound at a time."""

    kind = "audioldm"

    def __init__(self, name: str = "", *, vram_gb: float = 6.0, load_seconds: float = 8.0, **common: Any) -> None:
        super().__init__(name, **common)
        self.vram_gb, self.load_seconds = vram_gb, load_seconds
        self.orders: list[Order] = []

    def app(self) -> FastAPI:
        self.gpu.release(self.name)
        self._turn = asyncio.Lock()
        app = FastAPI(openapi_url=None)
        app.add_api_route("/health", self._health)
        app.add_api_route("/generate", self._generate, methods=["POST"])
        app.add_api_route("/unload", self._unload, methods=["POST"])
        return app

    def _health(self) -> dict[str, Any]:
        return {
            "status": "ok", "version": "1.0", "models": [MODEL], "loaded": dict(self.gpu.loaded(self.name)),
            "vram_used_gb": self.gpu.used_gb, "vram_total_gb": self.gpu.vram_gb,
        }  # fmt: skip

    async def _generate(self, request: Request, order: Order) -> Response:
        self.orders.append(order)
        fault = self.faults.pick("sound")
        if fault == "busy":
            return JSONResponse({"error": "job queue is full"}, 429, headers={"retry-after": "7"})
        if fault == "oom":
            return JSONResponse({"error": "CUDA out of memory. Tried to allocate 2.00 GiB"}, 500)
        try:
            return await while_there(request, self._made(order, silent=fault == "silent"))
        except GoneError:
            return Response(status_code=499)
        except OutOfVram as error:
            return JSONResponse({"error": f"CUDA out of memory: {error}"}, 507)

    async def _made(self, order: Order, *, silent: bool) -> Response:
        async with self._turn:
            await self.gpu.bring(self.name, MODEL, self.vram_gb, self.load_seconds)
            with self.gpu.job(self.name, f"sound-{len(self.orders)}", model=MODEL, prompt=order.prompt):
                await self.clock.sleep(order.steps * 0.1)
                if silent:
                    return Response(wav(np.zeros(RATE), RATE), media_type="audio/wav")
                data = await asyncio.to_thread(effect, order.seed, order.duration_seconds, RATE)
                return Response(data, media_type="audio/wav")

    async def _unload(self) -> dict[str, Any]:
        async with self._turn:
            self.gpu.release(self.name)
        return {}


if __name__ == "__main__":
    run(AudioLdmSimulator)
