"""What an asset needs (`Demand`) and what it gets (`Grant`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """What it takes to make one asset."""

    kinds: tuple[str, ...]
    """Kinds of service that can make it (`comfyui`), or names of single services; any of them will do."""
    model: str | None = None
    """What a GPU service must hold in VRAM."""
    vram_gb: float = 0.0
    """Size of that model with its working memory, as declared; the larger of this and the learned peak counts."""
    load_seconds: float = 0.0
    """How long loading the model takes."""
    estimate_seconds: float = 1.0
    """How long the job takes once the model is loaded."""
    rank: float = 0.0
    """Longest remaining path in seconds, this asset included (`yoake.scheduler.rank`)."""
    priority: int = 0
    """Higher goes first among assets that wait for the same model or service."""
    dependents: int = 0
    """How many assets wait for it directly (only the policy `document` asks)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """An asset's place. It holds from the moment it is handed out until `finished`, `failed` or `cancelled`."""

    asset: str
    service: str
    resource: str
    """The GPU, the CPU pool, or the service's own name where it is an API."""
    model: str | None
    free_first: tuple[tuple[str, str], ...] = ()
    """(service, model) pairs that must be out of VRAM before the job starts."""
    load_seconds: float = 0.0
    """Expected wait for the model; zero where it is resident."""
    vram_gb: float = 0.0
    """VRAM that the model is counted with; zero off the GPU."""
    beside_gb: float = 0.0
    """VRAM that other models of the same service are counted with."""
    loads: bool = False
    """Whether this job is the one that loads the model (a model switch); others may wait for the same load."""
