"""The node file as data: `NodeFile` (docs/nodes.md explains every key)."""

from __future__ import annotations

import os
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from yoake.scheduler.machine import Gpu, Machine, Pool, Service

ServiceKind = Literal["comfyui", "ollama", "voicevox", "suno", "audioldm", "http"]
ONE_AT_A_TIME: frozenset[str] = frozenset({"comfyui", "audioldm"})
"""Kinds whose server works on one job after the other."""
CPU_POOL = "cpu"
GPU_POOL = "gpu"
"""The work pool of GPUs that name no other."""
BUILTIN_SERVICES = ("sketch", "builtin")
"""Services that every machine has: they run on its CPU slots and need nothing installed."""

NodeName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
ADDRESS = r"^https?://[^\s/@]+(/[^\s]*)?$"
"""Of a service, without a password."""
STORE_BLOCK = "block:asset-storage/"
"""Before the name of a Prefect block that holds the address and the keys of the asset storage."""
Host = Annotated[str, StringConstraints(pattern=r"^(\*\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?$")]


def _as_text(value: Any) -> Any:
    """A number as it was written; settings are text."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


SettingName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Setting = Annotated[str, BeforeValidator(_as_text), StringConstraints(max_length=400)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GpuEntry(_Model):
    """One graphics card."""

    vram_gb: float = Field(gt=0, le=1024, description="VRAM that models may fill, in GB")
    nvml: int | None = Field(None, ge=0, le=63, description="it is in this machine: its number in nvidia-smi")
    uuid: str | None = Field(
        None, pattern=r"^GPU-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", description="the same, by its UUID"
    )

    pool: NodeName = Field(GPU_POOL, description="the Prefect work pool whose workers serve it")

    @property
    def local(self) -> bool:
        """Whether it is said to be in this machine, so that its driver can be asked."""
        return self.nvml is not None or self.uuid is not None


class ServiceEntry(_Model):
    """One service, and where its work happens."""

    kind: ServiceKind
    url: str | None = Field(None, pattern=ADDRESS, max_length=400, description="goes before the block's")
    block: str | None = Field(
        None,
        pattern=r"^[a-z0-9-]{1,64}/[a-z0-9-]{1,64}$",
        description="Prefect block with its address, token and settings: its kind and its name, `suno/main`",
    )
    settings: dict[SettingName, Setting] = Field(
        default_factory=dict, max_length=100, description="further settings of its kind; each goes before the block's"
    )
    token_env: str | None = Field(
        None,
        pattern=r"^[A-Z][A-Z0-9_]{0,63}$",
        description="environment variable with its token, `SUNO_TOKEN`; goes before the block's",
    )
    gpu: NodeName | None = Field(None, description="the GPU of `gpus` that it runs on; none for CPU and elsewhere")
    slots: int = Field(1, ge=1, le=256, description="jobs at a time")
    per_minute: int | None = Field(None, ge=1, le=6000, description="jobs that may start in any 60 seconds")


class CpuEntry(_Model):
    """The CPU work of this machine."""

    slots: Annotated[int, Field(ge=1, le=1024)] | Literal["auto"] = "auto"


class ModelEntry(_Model):
    """What a model costs on this hardware."""

    vram_gb: float = Field(gt=0, le=1024)
    load_seconds: float = Field(0.0, ge=0, le=3600)


class NodeFile(_Model):
    """A whole node file."""

    gpus: dict[NodeName, GpuEntry] = Field(default_factory=dict, max_length=64)
    services: dict[NodeName, ServiceEntry] = Field(default_factory=dict, max_length=256)
    cpu: CpuEntry = CpuEntry()
    models: dict[str, ModelEntry] = Field(default_factory=dict, max_length=1000)
    hosts: list[Host] = Field(
        default_factory=list, max_length=256, description="hosts that external_api may call; every other is refused"
    )
    dask: str | None = Field(None, pattern=r"^(tcp|tls)://[^\s/]+:[0-9]{1,5}$", description="a running Dask scheduler")
    store: str = Field(
        "out/",
        min_length=1,
        max_length=1000,
        description="a folder, s3://bucket/prefix, or a Prefect block with the address and its keys",
    )
    catalog: str = Field("sqlite", pattern=r"^(sqlite|postgresql(\+[a-z0-9]+)?://.+)$", max_length=1000)

    def cpu_slots(self) -> int:
        """CPU jobs at a time; `auto` is one a core of this machine."""
        return (os.cpu_count() or 1) if self.cpu.slots == "auto" else self.cpu.slots

    @property
    def remote_store(self) -> str | None:
        """Where assets go, for `open_store`; none for the output folder."""
        return self.store if "://" in self.store or self.store.startswith(STORE_BLOCK) else None

    def services_of(self, kind: ServiceKind) -> dict[str, ServiceEntry]:
        """The services of a kind, by name."""
        return {name: s for name, s in self.services.items() if s.kind == kind}

    def machine(self) -> Machine:
        """What the scheduler shares out: the GPUs and services, and the built-in services on the CPU slots."""
        slots = self.cpu_slots()
        services = [
            Service(name, s.kind, gpu=s.gpu, slots=s.slots, per_minute=s.per_minute)
            for name, s in self.services.items()
        ]
        services += [Service(name, name, pool=CPU_POOL, slots=slots) for name in BUILTIN_SERVICES]
        gpus = tuple(Gpu(name, g.vram_gb) for name, g in self.gpus.items())
        return Machine(gpus, (Pool(CPU_POOL, slots),), tuple(services))
