"""Whether what was unloaded is really gone, before something else takes its place."""

from __future__ import annotations

import asyncio

from yoake.errors import YoakeError
from yoake.vram.meter import Reading

ALWAYS_TAKEN_GB = 1.0
"""What the driver and a desktop have of every card. Whoever wants all of a card must not wait for that."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.5


async def wait_until_free(
    read_used: Reading, wanted_gb: float, total_gb: float, deadline_seconds: float, *, gpu: str = "the GPU"
) -> None:
    """Waits until there is room on a GPU. Where its use cannot be read, there is nothing to wait for.

    Services answer an unload before the driver has the memory back (up to 1.5 s for Ollama), hence the waiting.

    Args:
        read_used: tells the GB in use on the GPU by whoever.
        wanted_gb: what is about to be loaded.
        total_gb: the GPU's size.
        gpu: its name, for the message.

    Raises:
        YoakeError: `vram.not-free` (transient): something that Yoake did not load fills it.
    """
    wanted = min(wanted_gb, total_gb)
    clock = asyncio.get_running_loop().time
    until, pause = clock() + deadline_seconds, _FIRST_PAUSE
    while True:
        used = await read_used()
        if used is None or total_gb - used + ALWAYS_TAKEN_GB >= wanted:
            return
        if clock() + pause > until:
            raise YoakeError(
                "vram.not-free",
                f"{gpu} should have {wanted:g} GB of VRAM free and has {max(0.0, total_gb - used):.1f}.",
                next_step="Look which other program uses it (nvidia-smi), or lower its `vram_gb` in the node file.",
                transient=True,
            )
        await asyncio.sleep(pause)
        pause = min(_LONGEST_PAUSE, pause * 2)
