"""What ComfyUI's `/system_stats` says of its device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_GB = 1024.0**3


@dataclass(frozen=True, slots=True)
class Stats:
    """Version and memory, in GB (2**30 bytes)."""

    version: str
    total_gb: float | None
    """VRAM of its device; none where it runs on a CPU."""
    used_gb: float | None
    """In use by whoever."""
    held_gb: float
    """Reserved by ComfyUI's own PyTorch, in use or not: what nobody else can have."""


def read_stats(said: Any) -> Stats | None:
    """The first device's statistics; none where they have another form."""
    system, devices = (said.get("system"), said.get("devices")) if isinstance(said, dict) else (None, None)
    if not isinstance(system, dict) or not isinstance(devices, list) or not devices:
        return None
    device, version = devices[0], str(system.get("comfyui_version", ""))[:40]
    if not isinstance(device, dict):
        return None
    if device.get("type") == "cpu":
        return Stats(version, None, None, 0.0)
    figures = [device.get(key) for key in ("vram_total", "vram_free", "torch_vram_total")]
    if not all(isinstance(figure, int | float) and figure >= 0 for figure in figures):
        return None
    total, free, held = (float(figure) / _GB for figure in figures if isinstance(figure, int | float))
    return Stats(version, total, max(0.0, total - free), held)
