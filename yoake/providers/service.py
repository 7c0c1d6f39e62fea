"""What a client of an external service (ComfyUI, Ollama, VOICEVOX, Suno, AudioLDM) can do.

Clients are asyncio code on one event loop of their own (`yoake.making.service_desk`); they know neither Prefect nor the
catalog. One conformance suite tries them all (tests/conformance).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from yoake.library.manifest import Template, Workflow
from yoake.providers.base import Product, Request


def _ignore(*_: object) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Work:
    """One asset on its way through a service: what the service needs to know, and whom it keeps informed.

    The callbacks are called on the clients' event loop and must return fast, save `begun`.
    """

    request: Request
    model: str | None = None
    """The model as the manifest or the spec names it (`sdxl`, `llama3-8b`)."""
    workflow: Workflow | None = None
    template: Template | None = None
    schema: str | None = None
    """Name of the text schema (`yoake.texts`) that the result must follow."""
    timeout_seconds: float = 600.0
    job_id: str | None = None
    """A job that an earlier run began at this service and that may still be there: to be resumed, never begun again."""
    begun: Callable[[str], None] = _ignore
    """Told the service's id of the job before its result is awaited; returns once that is on disk. May block."""
    progress: Callable[[float, str], None] = _ignore
    """Told the done share (0 to 1) and the step's name."""
    done_there: Callable[[], None] = _ignore
    """Told once, as soon as the service's own work has gone well and its GPU is free; downloads and checks follow."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a service says of itself."""

    version: str = ""
    models: tuple[str, ...] = ()
    """What it can load, as the service names it; empty where it does not tell."""
    loaded: Mapping[str, float] = field(default_factory=dict)
    """Model -> GB in VRAM now, where the service tells them apart."""
    vram_used_gb: float | None = None
    """VRAM in use on its device by whoever, where it tells."""
    vram_total_gb: float | None = None


class ServiceClient(Protocol):
    """A client of one service. Its methods are coroutines of one event loop; several may run at the same time."""

    name: str
    """The service's name in the node file: `comfyui-0`."""
    kind: str

    async def make(self, work: Work) -> Product:
        """Makes one asset into `work.request.folder`. When cancelled, it cancels the job at the service too.

        Raises:
            YoakeError: with a stable code; `transient` where another try may help; `service.unreachable` (transient)
                where the service itself is gone, so that its work goes to its peers; `OutOfMemoryError` for OOM.
        """

    async def condition(self) -> Condition:
        """What the service says of itself now.

        Raises:
            YoakeError: `service.unreachable`.
        """

    async def unload(self, model: str | None = None) -> None:
        """Frees a model's VRAM (all of the service's where it can't do less); returns once it is really free.

        Raises:
            YoakeError: `service.unreachable`, `service.not-freed`.
        """

    async def close(self) -> None:
        """Lets go of its connections."""
