"""Which provider makes a spec's assets on this machine, and what that takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yoake.build.tools import tools_present
from yoake.definition.models import TaskSpec
from yoake.graph.expansion import category_of, manifest_of
from yoake.library.manifest import Library, Workflow
from yoake.nodes.models import BUILTIN_SERVICES, NodeFile, ServiceKind
from yoake.providers.clients import KINDS_OF_TYPE, LANGUAGES_OF_KIND, has_client
from yoake.providers.registry import is_known, provider_settings
from yoake.scheduler import Demand
from yoake.words import AssetType, Language

BUILTIN_TYPES: frozenset[AssetType] = frozenset(("data_process", "external_api", "integrate", "build"))
SKETCH_SECONDS: dict[str, float] = {
    "llm_gen": 0.3, "text_gen": 0.2, "character": 0.3, "background": 1.0, "ui": 0.4, "event": 1.2, "image_gen": 0.5,
    "video_gen": 4.0, "animatediff": 4.0, "voice_gen": 0.4, "bgm_gen": 3.0, "se_gen": 0.3,
}  # fmt: skip
"""What a sketch takes on one core, in seconds, by asset type or picture category; until the catalog knows better."""
BUILTIN_SECONDS: dict[str, float] = {
    "data_process": 0.5, "external_api": 5.0, "integrate": 1.0, "package": 3.0, "lint": 5.0, "play": 10.0,
}  # fmt: skip
SERVICE_SECONDS: dict[str, float] = {"voicevox": 2.0, "suno": 90.0}
"""What a job takes at a service without manifests of its own (architecture document 3.3)."""
MODEL_KINDS = frozenset(("comfyui", "ollama", "audioldm"))
"""Kinds that load the model which a manifest names; others are one program with one model of their own."""
LOAD_SECONDS_PER_GB = 1.0
"""What loading a model takes where the node file does not say: from a good disk, about a second a GB."""
TIMEOUT_SECONDS = 600.0
"""How long an asset may take where neither its spec nor its type's defaults say."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who makes a spec's assets, and what that takes of the machine."""

    provider: str
    settings: dict[str, Any]
    """Part of the fingerprint."""
    estimate_seconds: float
    note: str = ""
    """Why it is not the provider that was asked for."""
    kinds: tuple[str, ...] = ("sketch",)
    """Kinds of service, or a single service's name, that can make it; `sketch` and `builtin` work on CPU slots."""
    model: str | None = None
    """What the service must load."""
    vram_gb: float = 0.0
    load_seconds: float = 0.0
    refused: str = ""
    """Why no service of the node file could ever make it: something stands in for it at once."""

    @property
    def served(self) -> bool:
        """Whether an external service makes it."""
        return self.kinds[0] not in BUILTIN_SERVICES


def choose(spec: TaskSpec, library: Library, node: NodeFile, language: Language) -> Choice:
    """The provider of a spec: the one it names (its type's default is filled in), else what the node file offers.

    Where the node file has no such service, the embedded provider stands in, with a note.
    """
    category = category_of(spec, library)
    target = spec.params.get("target") if spec.type == "build" else None
    if spec.type in BUILTIN_TYPES:
        settings = provider_settings("builtin", spec.type, category, target)
        key = str(spec.params.get("step", "package")) if spec.type == "build" else spec.type
        if key in ("lint", "play"):
            settings = {**settings, "possible": tools_present(spec.params["target"], key)}  # type: ignore[arg-type]
        seconds = spec.estimate_seconds or BUILTIN_SECONDS.get(key, 1.0)
        return Choice("builtin", settings, seconds, kinds=("builtin",))
    named = spec.provider
    found = _service(spec, node, language)
    if found is not None:
        return _served(spec, library, node, *found)
    provider = named if named is not None and is_known(named) else "sketch"
    note = f"no {named} on this machine: sketch stands in" if named not in (None, provider) else ""
    settings = provider_settings(provider, spec.type, category, None)
    key = category if spec.type == "image_gen" else spec.type
    return Choice(provider, settings, spec.estimate_seconds or SKETCH_SECONDS.get(key, 1.0), note)


def _service(spec: TaskSpec, node: NodeFile, language: Language) -> tuple[ServiceKind, str] | None:
    """Kind of service, and that kind or the one service that the spec names; none where nothing serves it."""
    possible = KINDS_OF_TYPE.get(spec.type, ())
    if spec.provider is not None:
        named = node.services.get(spec.provider)
        for kind in possible:
            if kind == (named.kind if named is not None else spec.provider):
                return (kind, spec.provider) if has_client(kind) and node.services_of(kind) else None
        return None
    if spec.type == "text_gen":
        return None  # on the CPU unless it says otherwise (architecture document 3.2)
    for kind in possible:
        speaks = language in LANGUAGES_OF_KIND.get(kind, (language,))
        drawn = kind != "comfyui" or spec.workflow is not None
        if speaks and drawn and has_client(kind) and node.services_of(kind):
            return kind, kind
    return None


def _served(spec: TaskSpec, library: Library, node: NodeFile, kind: ServiceKind, which: str) -> Choice:
    manifest = manifest_of(spec, library) if kind in MODEL_KINDS else None
    model = spec.model or (manifest.model if manifest else None) or (kind if kind in node.models else None)
    entry = node.models.get(model) if model is not None else None
    vram_gb = spec.vram_gb
    if vram_gb is None:
        vram_gb = entry.vram_gb if entry is not None else (manifest.vram_gb if manifest else 0.0)
    load_seconds = entry.load_seconds if entry is not None else vram_gb * LOAD_SECONDS_PER_GB
    seconds = spec.estimate_seconds or SERVICE_SECONDS.get(kind) or (manifest.estimate_seconds if manifest else 10.0)
    return Choice(
        kind,
        {"name": kind, "model": model},
        seconds,
        kinds=(which,),
        model=model,
        vram_gb=vram_gb,
        load_seconds=load_seconds,
        refused=_refusal(node, which, model or kind, vram_gb),
    )


def _refusal(node: NodeFile, which: str, model: str, vram_gb: float) -> str:
    """Why a model can be loaded nowhere; empty where it fits on some GPU, or where a service needs none."""
    services = [s for name, s in node.services.items() if which in (name, s.kind)]
    rooms = [node.gpus[s.gpu].vram_gb if s.gpu is not None else None for s in services]
    known = [room for room in rooms if room is not None]
    if len(known) < len(rooms) or not known or vram_gb <= max(known):
        return ""
    return f"{model} needs {vram_gb:g} GB of VRAM, the largest GPU with {which} has {max(known):g}"


def demand_of(choice: Choice, spec: TaskSpec, rank: float) -> Demand:
    """What the scheduler is told about one asset of a spec."""
    return Demand(
        kinds=("builtin",) if choice.refused else choice.kinds,
        model=None if choice.refused else choice.model,
        vram_gb=0.0 if choice.refused else choice.vram_gb,
        load_seconds=0.0 if choice.refused else choice.load_seconds,
        estimate_seconds=1.0 if choice.refused else choice.estimate_seconds,
        rank=rank,
        priority=spec.priority,
    )


def wants_alpha(spec: TaskSpec, library: Library) -> bool | None:
    """Whether its picture must be transparent around (True), must not be (False), or may be either (None)."""
    manifest = manifest_of(spec, library)
    if not isinstance(manifest, Workflow) or manifest.makes != "image" or category_of(spec, library) == "ui":
        return None  # a title picture is opaque, a button is not
    return manifest.alpha
