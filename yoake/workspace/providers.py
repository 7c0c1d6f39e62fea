"""Which provider makes a spec's assets on this machine, and what that takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yoake.build.tools import tools_present
from yoake.definition.models import TaskSpec
from yoake.graph.expansion import category_of, manifest_of
from yoake.library.manifest import Library, Workflow
from yoake.providers.registry import is_known, provider_settings
from yoake.scheduler import Demand
from yoake.words import AssetType

BUILTIN_TYPES: frozenset[AssetType] = frozenset(("data_process", "external_api", "integrate", "build"))
SKETCH_SECONDS: dict[str, float] = {
    "llm_gen": 0.3, "text_gen": 0.2, "character": 0.3, "background": 1.0, "ui": 0.4, "event": 1.2, "image_gen": 0.5,
    "video_gen": 4.0, "animatediff": 4.0, "voice_gen": 0.4, "bgm_gen": 3.0, "se_gen": 0.3,
}  # fmt: skip
"""What a sketch takes on one core, in seconds, by asset type or picture category; until the catalog knows better."""
BUILTIN_SECONDS: dict[str, float] = {
    "data_process": 0.5, "external_api": 5.0, "integrate": 1.0, "package": 3.0, "lint": 5.0, "play": 10.0,
}  # fmt: skip
TIMEOUT_SECONDS = 600.0
"""How long an asset may take where neither its spec nor its type's defaults say."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who makes a spec's assets."""

    provider: str
    settings: dict[str, Any]
    """Part of the fingerprint."""
    estimate_seconds: float
    note: str = ""
    """Why it is not the provider that was asked for."""


def choose(spec: TaskSpec, library: Library) -> Choice:
    """The provider of a spec: the one it names (its type's default is filled in), else the embedded one."""
    category = category_of(spec, library)
    target = spec.params.get("target") if spec.type == "build" else None
    if spec.type in BUILTIN_TYPES:
        settings = provider_settings("builtin", spec.type, category, target)
        key = str(spec.params.get("step", "package")) if spec.type == "build" else spec.type
        if key in ("lint", "play"):
            settings = {**settings, "possible": tools_present(spec.params["target"], key)}  # type: ignore[arg-type]
        return Choice("builtin", settings, spec.estimate_seconds or BUILTIN_SECONDS.get(key, 1.0))
    named = spec.provider
    provider = named if named is not None and is_known(named) else "sketch"
    note = f"no {named} on this machine: sketch stands in" if named not in (None, provider) else ""
    settings = provider_settings(provider, spec.type, category, None)
    key = category if spec.type == "image_gen" else spec.type
    return Choice(provider, settings, spec.estimate_seconds or SKETCH_SECONDS.get(key, 1.0), note)


def demand_of(choice: Choice, spec: TaskSpec, rank: float) -> Demand:
    """What the scheduler is told about one asset of a spec."""
    # whatever is no service works on this machine's CPU slots, as the sketch does
    kind = "builtin" if choice.provider == "builtin" else "sketch"
    return Demand(kinds=(kind,), estimate_seconds=choice.estimate_seconds, rank=rank, priority=spec.priority)


def wants_alpha(spec: TaskSpec, library: Library) -> bool | None:
    """Whether its picture must be transparent around (True), must not be (False), or may be either (None)."""
    manifest = manifest_of(spec, library)
    if not isinstance(manifest, Workflow) or manifest.makes != "image" or category_of(spec, library) == "ui":
        return None  # a title picture is opaque, a button is not
    return manifest.alpha
