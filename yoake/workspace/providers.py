"""Which provider makes a spec's assets on this machine, and what that takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from yoake.build.tools import tools_present
from yoake.definition.models import TaskSpec
from yoake.graph.expansion import category_of, manifest_of
from yoake.library.manifest import Library, Workflow
from yoake.making.kind_of_work import KindOfWork, kind_of_work
from yoake.nodes.models import BUILTIN_SERVICES, NodeFile, ServiceKind
from yoake.providers.clients import KINDS_OF_TYPE, LANGUAGES_OF_KIND, has_client
from yoake.providers.registry import is_known, provider_settings
from yoake.scheduler import Demand
from yoake.words import AssetType, Language
from yoake.workspace.experience import UNKNOWN_DEVIATION, Experience

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
SHORTEST_SECONDS = 0.01
"""No asset counts for less, whatever was measured."""
TIMEOUT_SECONDS = 600.0
"""How long an asset may take where neither its spec nor its type's defaults say."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who makes a spec's assets, and what that takes of the machine."""

    provider: str
    settings: dict[str, Any]
    """Part of the fingerprint."""
    estimate_seconds: float
    """How long one asset takes: as the catalog remembers, else as the spec says, else as the manifest does."""
    note: str = ""
    """Why it is not the provider that was asked for."""
    kinds: tuple[str, ...] = ("sketch",)
    """Kinds of service, or a single service's name, that can make it; `sketch` and `builtin` work on CPU slots."""
    model: str | None = None
    """What the service must load."""
    vram_gb: float = 0.0
    """What the model counts with: the larger of what is declared and what was measured."""
    load_seconds: float = 0.0
    refused: str = ""
    """Why no service of the node file could ever make it: something stands in for it at once."""
    deviation_share: float = UNKNOWN_DEVIATION
    """By what share of it `estimate_seconds` may be off, on average."""

    @property
    def served(self) -> bool:
        """Whether an external service makes it."""
        return self.kinds[0] not in BUILTIN_SERVICES


def choose(
    spec: TaskSpec, library: Library, node: NodeFile, language: Language, experience: Experience | None = None
) -> Choice:
    """The provider of a spec: the one it names (its type's default is filled in), else what the node file offers.

    Where the node file has no such service, the embedded provider stands in, with a note.

    Args:
        experience: what the catalog remembers; without it only what is declared counts.
    """
    known = experience or Experience()
    found = None if spec.type in BUILTIN_TYPES else _service(spec, node, language)
    if spec.type in BUILTIN_TYPES:
        choice = _builtin(spec, library)
    elif found is not None:
        choice = _served(spec, library, node, known, *found)
    else:
        choice = _embedded(spec, library)
    work = _work_of(spec, library, choice)
    seconds = known.seconds(work)
    if seconds is None:
        return choice
    return replace(choice, estimate_seconds=max(SHORTEST_SECONDS, seconds), deviation_share=known.deviation_share(work))


def _work_of(spec: TaskSpec, library: Library, choice: Choice) -> KindOfWork:
    """What the work of a spec's assets is remembered as."""
    manifest = manifest_of(spec, library)
    params = dict(spec.params)
    if manifest is not None and "resolution" in manifest.parameters:
        params.setdefault("resolution", manifest.parameters["resolution"].default)
    return kind_of_work(choice.provider, spec.type, spec.workflow or spec.template, choice.model, params)


def _builtin(spec: TaskSpec, library: Library) -> Choice:
    target = spec.params.get("target") if spec.type == "build" else None
    settings = provider_settings("builtin", spec.type, category_of(spec, library), target)
    key = str(spec.params.get("step", "package")) if spec.type == "build" else spec.type
    if key in ("lint", "play"):
        settings = {**settings, "possible": tools_present(spec.params["target"], key)}  # type: ignore[arg-type]
    seconds = spec.estimate_seconds or BUILTIN_SECONDS.get(key, 1.0)
    return Choice("builtin", settings, seconds, kinds=("builtin",))


def _embedded(spec: TaskSpec, library: Library) -> Choice:
    category, named = category_of(spec, library), spec.provider
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


def _served(
    spec: TaskSpec, library: Library, node: NodeFile, experience: Experience, kind: ServiceKind, which: str
) -> Choice:
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
        vram_gb=_counted(vram_gb, experience.peak_gb(model), _rooms(node, which)),
        load_seconds=load_seconds,
        refused=_refusal(node, which, model or kind, vram_gb),
    )


def _refusal(node: NodeFile, which: str, model: str, vram_gb: float) -> str:
    """Why a model can be loaded nowhere; empty where it fits on some GPU, or where a service needs none."""
    rooms = _rooms(node, which)
    known = [room for room in rooms if room is not None]
    if len(known) < len(rooms) or not known or vram_gb <= max(known):
        return ""
    return f"{model} needs {vram_gb:g} GB of VRAM, the largest GPU with {which} has {max(known):g}"


def _rooms(node: NodeFile, which: str) -> list[float | None]:
    """VRAM of the GPUs that a kind of service, or one service, runs on; none for one that runs on no GPU of ours."""
    services = [s for name, s in node.services.items() if which in (name, s.kind)]
    return [node.gpus[s.gpu].vram_gb if s.gpu is not None else None for s in services]


def _counted(declared_gb: float, peak_gb: float | None, rooms: list[float | None]) -> float:
    """The larger of declared and measured; what was measured on a large GPU must not shut a smaller one out.

    A service uses what there is, so that a peak may well be above a smaller card on which the model works as declared.
    (`Scheduler.learn_vram` counts the whole peak where there is room for it.)
    """
    fitting = [room for room in rooms if room is not None and room >= declared_gb]
    if peak_gb is None or not fitting:
        return declared_gb
    return max(declared_gb, min(peak_gb, *fitting))


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
