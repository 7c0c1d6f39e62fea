"""ComfyUI and Ollama tell what they hold by one light request each; answers as the real servers shape them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from yoake.errors import UnreachableError
from yoake.providers.clients import ServiceAddress
from yoake.providers.comfyui.client import ComfyUiClient
from yoake.providers.ollama.client import GB, OllamaClient
from yoake.vram.attribution import TellsVram, held_by

GIB = 2**30


@asynccontextmanager
async def answering(answers: Mapping[str, Any], asked: list[str] | None = None) -> AsyncIterator[str]:
    """A server with a JSON answer for each path; yields its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        if asked is not None:
            asked.append(path)
        body = json.dumps(answers[path]).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def stats(kind: str = "cuda") -> dict[str, Any]:
    device = {
        "name": "cuda:0 NVIDIA GeForce RTX 4090", "type": kind, "index": 0, "vram_total": 24 * GIB,
        "vram_free": 12 * GIB, "torch_vram_total": 9 * GIB, "torch_vram_free": 1 * GIB,
    }  # fmt: skip
    return {"system": {"comfyui_version": "0.12.1"}, "devices": [device]}


LOADED = {
    "models": [
        {"name": "llama3:8b", "model": "llama3:8b", "size": 8 * GB, "size_vram": 6.5 * GB},
        {"name": "gemma:2b", "model": "gemma:2b", "size": 2 * GB, "size_vram": 2 * GB},
    ]
}


@pytest.mark.parametrize(("kind", "held"), [("cuda", 9.0), ("cpu", None)])
async def test_comfyui_holds_what_its_pytorch_has_reserved(kind: str, held: float | None):
    asked: list[str] = []
    async with answering({"/system_stats": stats(kind)}, asked) as url:
        client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", url))
        assert isinstance(client, TellsVram)
        assert await held_by(client, "sdxl") == held
        await client.close()
    assert asked == ["/system_stats"]


async def test_ollama_tells_each_model_under_the_manifests_name():
    asked: list[str] = []
    async with answering({"/api/ps": LOADED}, asked) as url:
        client = OllamaClient(ServiceAddress("ollama", "ollama", url, settings={"model.writer": "gemma:2b"}))
        assert isinstance(client, TellsVram)
        assert await held_by(client, "llama3-8b") == pytest.approx(6.5)
        assert await held_by(client, "writer") == pytest.approx(2.0)
        assert await held_by(client, "mistral") == 0.0
        assert await held_by(client) == pytest.approx(8.5)
        await client.close()
    assert set(asked) == {"/api/ps"}


async def test_a_service_that_is_gone_is_an_error():
    client = ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", "http://127.0.0.1:9"))
    with pytest.raises(UnreachableError):
        await held_by(client)
    await client.close()
