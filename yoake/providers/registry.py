"""Which function makes what, by provider and asset type, and what identifies its version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from yoake.providers.base import Product, Request
from yoake.words import AssetType, Category

Maker = Callable[[Request], Product]

YOAKE = Path(__file__).parent.parent
_EVENT = (
    "providers/sketch/event.py",
    "providers/sketch/character",
    "providers/sketch/place",
    "providers/sketch/raster.py",
)
_MOVING = ("providers/sketch/clip.py", *_EVENT)
SKETCH_SOURCES: Mapping[str, tuple[str, ...]] = {
    "llm_gen": ("providers/sketch/story", "texts"),
    "text_gen": ("providers/sketch/story", "texts"),
    "character": ("providers/sketch/character", "providers/sketch/raster.py"),
    "background": ("providers/sketch/place", "providers/sketch/raster.py"),
    "ui": ("providers/sketch/interface", "providers/sketch/place", "providers/sketch/raster.py"),
    "event": _EVENT,
    "video_gen": _MOVING,
    "animatediff": _MOVING,
    "voice_gen": ("providers/sketch/speech", "providers/sketch/sound"),
    "bgm_gen": ("providers/sketch/music", "providers/sketch/sound"),
    "se_gen": ("providers/sketch/sound",),
}
"""What a sketch is drawn by: asset type, or a picture's category, to source files below `yoake/`."""
BUILTIN_SOURCES: Mapping[str, tuple[str, ...]] = {
    "data_process": (
        "processors",
        "build/font.py",
        "providers/sketch/raster.py",
        "providers/sketch/sound/ogg.py",
        "providers/sketch/sound/levels.py",
    ),
    "external_api": ("providers/external_api.py",),
    "integrate": ("game",),
    "build:web": ("build/web", "build/font.py", "build/pack.py", "build/credits.py"),
    "build:renpy": ("build/renpy", "build/font.py", "build/pack.py", "build/credits.py"),
}


_registered: dict[str, Maker] = {}


def register(provider: str, make: Maker) -> None:
    """Adds a provider by name; task specs may then say `provider: NAME`."""
    _registered[provider] = make


def is_known(provider: str) -> bool:
    """Whether something makes assets under this name here."""
    return provider == "sketch" or provider in _registered


def maker(provider: str, asset_type: AssetType) -> Maker:
    """The function that makes assets of a type at a provider.

    Raises:
        LookupError: the provider makes no such thing (the plan has asked `makes` before).
    """
    if provider == "sketch":
        from yoake.providers.sketch import make

        return make
    if provider == "builtin" and asset_type == "data_process":
        from yoake.processors import process

        return process
    if provider in _registered:
        return _registered[provider]
    raise LookupError(f"{provider} makes no {asset_type}")


def provider_settings(provider: str, asset_type: AssetType, category: Category, target: str | None) -> dict[str, Any]:
    """Name and version-relevant settings of what makes an asset: part of its fingerprint.

    The embedded makers are versioned by their own source, so that a better drawing redraws and nothing else does.
    """
    if provider == "sketch":
        drawn = category if category in SKETCH_SOURCES else "character"
        return {
            "name": "sketch",
            "source": _source_digest(SKETCH_SOURCES[drawn if asset_type == "image_gen" else asset_type]),
        }
    if provider == "builtin":
        built = f"build:{target}" if asset_type == "build" else asset_type
        return {"name": "builtin", "source": _source_digest(BUILTIN_SOURCES[built])}
    return {"name": provider}


@cache
def _source_digest(parts: tuple[str, ...]) -> str:
    hasher = hashlib.sha256()
    for part in parts:
        path = YOAKE / part
        files = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc") if path.is_dir() else [path]
        for file in files:
            hasher.update(file.relative_to(YOAKE).as_posix().encode())
            hasher.update(file.read_bytes())
    return hasher.hexdigest()
