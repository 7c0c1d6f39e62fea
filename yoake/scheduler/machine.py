"""What there is to schedule on: GPUs, CPU pools and services (without addresses: those are the driver's)."""

from __future__ import annotations

from dataclasses import dataclass

EXCLUSIVE_KINDS = frozenset({"comfyui", "audioldm"})
"""Jobs of these kinds fill a GPU's compute: two of them never share one (parallelism matrix, architecture 6.1)."""

FREES_ALL_KINDS = frozenset({"comfyui", "audioldm"})
"""Services that can only unload everything at once, and only between jobs (ComfyUI's `POST /free`)."""


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics card: its name (`gpu-0`) and the VRAM, in GB, that models may fill."""

    name: str
    vram_gb: float


@dataclass(frozen=True, slots=True)
class Pool:
    """CPU slots that several services share."""

    name: str
    slots: int


@dataclass(frozen=True, slots=True)
class Service:
    """Something that makes assets, on a GPU, in a CPU pool, or elsewhere (an API: neither `gpu` nor `pool`)."""

    name: str
    kind: str
    gpu: str | None = None
    pool: str | None = None
    slots: int = 1
    """Jobs at a time. Kinds that are exclusive on a GPU take one, whatever stands here."""
    per_minute: int | None = None
    """Jobs that may start in any 60 seconds; none where there is no limit."""

    @property
    def exclusive(self) -> bool:
        """Whether its jobs keep other exclusive jobs off their GPU."""
        return self.gpu is not None and self.kind in EXCLUSIVE_KINDS

    @property
    def frees_all(self) -> bool:
        """Whether unloading one model unloads all of its models, and only while no job runs."""
        return self.kind in FREES_ALL_KINDS

    @property
    def resource(self) -> str:
        """What a job there occupies: the GPU, the pool, or the service itself."""
        return self.gpu or self.pool or self.name


@dataclass(frozen=True, slots=True)
class Machine:
    """Everything a run may use."""

    gpus: tuple[Gpu, ...]
    pools: tuple[Pool, ...]
    services: tuple[Service, ...]

    def __post_init__(self) -> None:
        gpus = {g.name for g in self.gpus}
        pools = {p.name for p in self.pools}
        names = [s.name for s in self.services]
        if len(names) != len(set(names)):
            raise ValueError("two services share a name")
        for service in self.services:
            if service.gpu is not None and service.gpu not in gpus:
                raise ValueError(f"service {service.name}: no GPU {service.gpu}")
            if service.pool is not None and service.pool not in pools:
                raise ValueError(f"service {service.name}: no CPU pool {service.pool}")
