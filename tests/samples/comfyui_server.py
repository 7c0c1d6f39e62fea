"""Clients of a simulated ComfyUI, other people's prompts at it, and waiting for what it does."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx

from tests.samples.comfyui_graphs import HASTY
from tests.simulators.comfyui import ComfyUiSimulator
from yoake.providers.clients import ServiceAddress
from yoake.providers.comfyui.client import ComfyUiClient
from yoake.providers.comfyui.server import ComfyUiServer


def server_at(comfyui: ComfyUiSimulator) -> ComfyUiServer:
    return ComfyUiServer(ServiceAddress("comfyui-0", "comfyui", comfyui.url), HASTY)


def client_at(comfyui: ComfyUiSimulator) -> ComfyUiClient:
    return ComfyUiClient(ServiceAddress("comfyui-0", "comfyui", comfyui.url), HASTY)


async def until(condition: Any, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it does not come true"
        await asyncio.sleep(0.005)


def posted(comfyui: ComfyUiSimulator, graph: dict[str, Any], **more: Any) -> str:
    """A prompt by somebody else."""
    answer = httpx.post(f"{comfyui.url}/prompt", json={"prompt": graph, **more})
    return str(answer.json()["prompt_id"])
