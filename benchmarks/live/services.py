"""Simulated services: what stands in the place of ComfyUI, Ollama, VOICEVOX, Suno and AudioLDM, and of CPU work."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from benchmarks.live.machine import SimulatedMachine
from benchmarks.live.night import Night
from benchmarks.live.products import MUSIC_SECONDS, dialogue, picture, sound, text
from benchmarks.live.project import CPU_PROVIDER
from yoake.providers.base import Product, Request
from yoake.providers.clients import ServiceAddress, register_client
from yoake.providers.registry import register
from yoake.providers.service import Condition, Work

KINDS = ("comfyui", "ollama", "voicevox", "suno", "audioldm")


class SimulatedClient:
    """A `ServiceClient` of one service of a simulated machine."""

    def __init__(self, address: ServiceAddress, machine: SimulatedMachine) -> None:
        self.name, self.kind, self._machine = address.name, address.kind, machine

    async def make(self, work: Work) -> Product:
        """Takes the time that the asset takes, then writes its file."""
        work.begun(work.request.address)
        with self._machine.job(work.request.address, self.name) as (wait, seconds):
            await asyncio.sleep(wait)
            await asyncio.sleep(seconds)
        work.done_there()
        return write(work.request, self._machine.night)

    async def condition(self) -> Condition:
        """What is in its VRAM."""
        return Condition(version="simulated", loaded=self._machine.loaded(self.name))

    async def unload(self, model: str | None = None) -> None:
        """Frees a model, or all where its kind can do no less."""
        await asyncio.sleep(self._machine.unload(self.name, model))

    async def close(self) -> None:
        """There is no connection."""


def install(machine: SimulatedMachine) -> None:
    """Puts the simulated services in the places of the real ones, and CPU work that only takes its time."""
    for kind in KINDS:
        register_client(kind, lambda address: SimulatedClient(address, machine))

    def make(request: Request) -> Product:
        with machine.job(request.address, "sketch") as (_, seconds):
            time.sleep(seconds)
        return write(request, machine.night)

    register(CPU_PROVIDER, make)


def write(request: Request, night: Night) -> Product:
    """The file of an asset, small and real."""
    address = request.address
    match request.type:
        case "image_gen":
            return _put(request.folder / "made.png", picture(address), "image/png")
        case "llm_gen" if lines := night.lines_of(address):
            return _put(request.folder / "made.json", dialogue(address, lines), "application/json")
        case "llm_gen" | "text_gen":
            return _put(request.folder / "made.json", text(address), "application/json")
        case "bgm_gen":
            return _put(request.folder / "made.wav", sound(address, MUSIC_SECONDS), "audio/wav")
        case _:
            return _put(request.folder / "made.wav", sound(address), "audio/wav")


def _put(path: Path, data: bytes, media_type: str) -> Product:
    path.write_bytes(data)
    return Product(path, media_type)
