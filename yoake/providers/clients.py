"""Which client speaks to which kind of service; imported only where a run really uses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from yoake.nodes.models import ServiceKind
from yoake.providers.service import ServiceClient
from yoake.words import AssetType, Language


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Where a service is and what it takes to use it."""

    name: str
    kind: str
    url: str
    token: str | None = None
    """A secret of its own; never logged, never in an error."""
    settings: Mapping[str, str] | None = None
    """Further settings of its kind: Suno's `flavour` and `plan`."""

    def __repr__(self) -> str:
        return f"ServiceAddress({self.name!r}, {self.kind!r})"


ClientFactory = Callable[[ServiceAddress], ServiceClient]

_CLIENTS: dict[str, str] = {
    "comfyui": "yoake.providers.comfyui:ComfyUiClient",
    "ollama": "yoake.providers.ollama:OllamaClient",
    "voicevox": "yoake.providers.voicevox:VoicevoxClient",
    "suno": "yoake.providers.suno:SunoClient",
    "audioldm": "yoake.providers.audioldm:AudioLdmClient",
}
_registered: dict[str, ClientFactory] = {}

KINDS_OF_TYPE: Mapping[AssetType, tuple[ServiceKind, ...]] = {
    "image_gen": ("comfyui",),
    "video_gen": ("comfyui",),
    "animatediff": ("comfyui",),
    "llm_gen": ("ollama",),
    "text_gen": ("ollama",),
    "voice_gen": ("voicevox",),
    "bgm_gen": ("suno", "comfyui"),
    "se_gen": ("audioldm", "comfyui"),
}
"""Asset type -> kinds of service that can make it; the first that a node file has makes it where a spec names none."""
LANGUAGES_OF_KIND: Mapping[str, frozenset[Language]] = {"voicevox": frozenset(("ja",))}
"""Kinds that speak only some languages."""


def register_client(kind: str, factory: ClientFactory | None) -> None:
    """Puts another client in the place of a kind's own (benchmarks, tests); none puts the own one back."""
    if factory is None:
        _registered.pop(kind, None)
    else:
        _registered[kind] = factory


def has_client(kind: str) -> bool:
    """Whether Yoake can drive services of this kind."""
    return kind in _registered or kind in _CLIENTS


def client_for(address: ServiceAddress) -> ServiceClient:
    """A client of a service.

    Raises:
        LookupError: there is none for its kind.
    """
    if address.kind in _registered:
        return _registered[address.kind](address)
    if address.kind not in _CLIENTS:
        raise LookupError(f"nothing speaks to services of kind {address.kind}")
    module, name = _CLIENTS[address.kind].split(":")
    return cast(ClientFactory, getattr(import_module(module), name))(address)
