"""The GPUs behind a run's services: who shares which, and which of them this machine can measure itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from yoake.nodes.models import NodeFile
from yoake.vram.nvml import NVML, LocalGpu, Nvml
from yoake.vram.room import wait_until_free

ROOM_SECONDS = 30.0
"""How long the driver may take to have unloaded memory back."""


@dataclass
class Cards:
    """Belongs to one event loop."""

    gpu_of: Mapping[str, str] = field(default_factory=dict)
    """Service -> its GPU."""
    local: Mapping[str, tuple[int | None, str | None]] = field(default_factory=dict)
    """GPU of this machine -> its index or UUID for NVML."""
    vram_gb: Mapping[str, float] = field(default_factory=dict)
    """GPU -> its VRAM in GB, as the node file says."""
    nvml: Nvml = NVML
    _found: dict[str, LocalGpu | None] = field(default_factory=dict)

    def neighbours(self, service: str) -> list[str]:
        """The other services on the same GPU."""
        gpu = self.gpu_of.get(service)
        return [name for name, other in self.gpu_of.items() if gpu is not None and other == gpu and name != service]

    def place_of(self, service: str) -> str:
        """What decides how much fits at a service: the size of its GPU (`12 GB`), else its own name."""
        gb = self.vram_gb.get(self.gpu_of.get(service, ""))
        return service if gb is None else f"{gb:g} GB"

    async def card(self, service: str) -> LocalGpu | None:
        """The GPU of a service, where it is in this machine and its driver answers."""
        gpu = self.gpu_of.get(service)
        if gpu is None or gpu not in self.local:
            return None
        if gpu not in self._found:
            index, uuid = self.local[gpu]
            # in a thread: the driver's first answer may take a second
            self._found[gpu] = await asyncio.to_thread(self.nvml.find, index=index, uuid=uuid)
        return self._found[gpu]

    async def wait_for_room(self, service: str, wanted_gb: float) -> None:
        """Waits until what was unloaded is really gone, where the GPU can be asked.

        Raises:
            YoakeError: `vram.not-free` (transient).
        """
        card = await self.card(service)
        if card is None:
            return

        async def used() -> float | None:
            return await asyncio.to_thread(self.nvml.used_gb, card.index)

        await wait_until_free(used, wanted_gb, card.total_gb, ROOM_SECONDS, gpu=self.gpu_of[service])


def cards_of(node: NodeFile) -> Cards:
    """The GPUs of a node file."""
    return Cards(
        gpu_of={name: service.gpu for name, service in node.services.items() if service.gpu is not None},
        vram_gb={name: gpu.vram_gb for name, gpu in node.gpus.items()},
        local={name: (gpu.nvml, gpu.uuid) for name, gpu in node.gpus.items() if gpu.local},
    )
