"""Whose VRAM it is: the best way to tell what one model of one service takes, where several share a GPU.

In this order:

1. What the service says of the model itself (Ollama's `/api/ps`): exact.
2. What the service's process holds (ComfyUI's PyTorch, `/system_stats`), and where the GPU is local what the driver
   counts beyond that: CUDA's context, ONNX models and the like, which PyTorch does not know.
3. What is in use on the whole GPU (the driver, else the service) less what its other services hold.

Where the second and third cannot tell whose it is (a service that says nothing, a game that somebody plays meanwhile),
less is said rather than more: a peak is remembered for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from yoake.errors import YoakeError
from yoake.providers.service import ServiceClient
from yoake.vram.meter import Reading
from yoake.vram.nvml import NVML, Nvml

BESIDES_GB = 2.0
"""The most that a process is believed to hold besides what PyTorch knows; more is somebody else's."""


@runtime_checkable
class TellsVram(Protocol):
    """A client whose service tells what it holds, by a single light request."""

    async def vram_held_gb(self, model: str | None = None) -> float | None:
        """GB of VRAM that the service holds for a model, or in all; all of it, where it can't tell models apart.

        Raises:
            YoakeError: `service.unreachable`.
        """


TELLS_MODELS_APART = frozenset(("ollama",))
"""Kinds whose figure is the model's alone."""


def reader_for(
    client: ServiceClient,
    model: str | None,
    *,
    gpu: int | None,
    others: Sequence[ServiceClient] = (),
    beside_gb: float = 0.0,
    nvml: Nvml = NVML,
) -> Reading:
    """How to read what a model takes while a service works with it.

    Args:
        client: the service that works.
        gpu: NVML's index of its GPU; none where that is not on this machine.
        others: the other services on the same GPU.
        beside_gb: what other models in the same service are counted with, in GB; a service that cannot tell models
            apart keeps them as long as there is room.
    """
    if client.kind in TELLS_MODELS_APART:
        return lambda: held_by(client, model)
    source = _Source(client, gpu, tuple(others), beside_gb, nvml)
    return source.read


async def held_by(client: ServiceClient, model: str | None = None) -> float | None:
    """GB of VRAM that a service holds for a model, or in all; none where it does not tell.

    Raises:
        YoakeError: `service.unreachable`.
    """
    if isinstance(client, TellsVram):
        return await client.vram_held_gb(model)
    condition = await client.condition()
    if client.kind not in TELLS_MODELS_APART and not condition.loaded:
        return None
    return sum(condition.loaded.values()) if model is None else condition.loaded.get(model)


@dataclass(frozen=True, slots=True)
class _Source:
    """A service that cannot tell its models apart."""

    client: ServiceClient
    gpu: int | None
    others: tuple[ServiceClient, ...]
    beside_gb: float
    nvml: Nvml

    async def read(self) -> float | None:
        own, rest = await asyncio.gather(held_by(self.client), self._without_others())
        if own is not None and rest is not None:
            own = max(own, min(rest, own + BESIDES_GB))
        used = own if own is not None else rest
        return None if used is None else max(0.0, used - self.beside_gb)

    async def _without_others(self) -> float | None:
        device = await self._device()
        if device is None:
            return None
        try:
            held = await asyncio.gather(*map(held_by, self.others))
        except YoakeError:
            return None  # one of them does not answer, and may still hold whatever it had
        shares = [share for share in held if share is not None]
        return max(0.0, device - sum(shares)) if len(shares) == len(held) else None

    async def _device(self) -> float | None:
        if self.gpu is not None:
            # in a thread: a driver in trouble may take seconds to answer
            return await asyncio.to_thread(self.nvml.used_gb, self.gpu)
        if isinstance(self.client, TellsVram):
            return None  # its own figure is all that can be had from afar
        return (await self.client.condition()).vram_used_gb
