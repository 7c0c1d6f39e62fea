"""A night as a project: the YAML file, a small library of workflows and templates, and the node file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from benchmarks.live.night import Night, Spec
from benchmarks.live.products import PICTURE_SIDE

CPU_PROVIDER = "bench_cpu"
PROJECT, NODES = "night.yaml", "nodes.yaml"
TITLE = {"en": "Benchmark", "ja": "計測"}
ITEMS: dict[str, Any] = {
    "vary": {"items": "item"},
    "parameters": {
        "items": {"type": "list", "description": "one asset each"},
        "item": {"type": "string", "description": "which one"},
    },
}
WORKFLOWS: dict[str, dict[str, Any]] = {
    "bench_picture": {"category": "background", "makes": "image", "width": PICTURE_SIDE, "height": PICTURE_SIDE},
    "bench_sound": {"category": "se", "makes": "sound"},
    "bench_music": {"category": "bgm", "makes": "music"},
}
TEMPLATES = {"bench_text": "text", "bench_lines": "dialogue"}
SHORT_MUSIC = {"min_seconds": 0.5}
"""The check of music wants five seconds; a shorter piece is cheaper to check, which is not what is measured."""


def write_project(night: Night, folder: Path) -> tuple[Path, Path]:
    """Writes everything into a folder.

    Returns:
        The project file and the node file.
    """
    for kind, entries in (("comfyui", WORKFLOWS), ("prompts", {k: _template(v) for k, v in TEMPLATES.items()})):
        place = folder / "workflows" / kind
        place.mkdir(parents=True)
        for name, entry in entries.items():
            common = {"title": TITLE, "estimate_seconds": 10}
            _write(place / f"{name}.yaml", {**common, **(ITEMS if kind == "comfyui" else {}), **entry})
            if kind == "prompts":
                (place / f"{name}.j2").write_text("計測用の文です。\n", encoding="utf-8")
    tasks = [_task(spec, night) for spec in night.specs.values()]
    _write(folder / PROJECT, {"project": "night", "title": "計測の夜", "tasks": tasks})
    _write(folder / NODES, _nodes(night))
    return folder / PROJECT, folder / NODES


def _template(result: str) -> dict[str, Any]:
    return {"category": "scenario", "result": result}


def _task(spec: Spec, night: Night) -> dict[str, Any]:
    demand = spec.demand
    task: dict[str, Any] = {
        "id": spec.id,
        "depends_on": list(spec.before),
        "provider": CPU_PROVIDER if demand.kinds == ("sketch",) else demand.kinds[0],
        "estimate_seconds": demand.estimate_seconds,
    }
    if demand.model is not None:
        task |= {"model": demand.model, "vram_gb": demand.vram_gb}
    if spec.items and not spec.dynamic:
        task["params"] = {"items": list(spec.items)}
    match demand.kinds[0]:
        case "comfyui":
            task |= {"type": "image_gen", "workflow": "bench_picture"}
        case "ollama":
            task |= {"type": "llm_gen", "template": "bench_lines" if night.lines_of(spec.id) else "bench_text"}
        case "audioldm":
            task |= {"type": "se_gen", "workflow": "bench_sound"}
        case "suno":
            task |= {"type": "bgm_gen", "workflow": "bench_music", "quality": SHORT_MUSIC}
        case "voicevox":
            task |= {"type": "voice_gen", "params": {"character": spec.id} if spec.dynamic else {"text": "はい。"}}
        case "sketch":
            task |= {"type": "text_gen", "prompt": "計測用の文"}
        case other:
            raise ValueError(f"nothing makes {other} here")
    return task


def _nodes(night: Night) -> dict[str, Any]:
    services: dict[str, dict[str, Any]] = {}
    for service in night.machine.services:
        if service.pool is None:
            entry: dict[str, Any] = {"kind": service.kind, "url": f"http://{service.name}.invalid"}
            entry |= {"gpu": service.gpu} if service.gpu else {}
            entry |= {"per_minute": service.per_minute} if service.per_minute else {}
            services[service.name] = entry | {"slots": service.slots}
    models = {
        spec.demand.model: {"vram_gb": spec.demand.vram_gb, "load_seconds": spec.demand.load_seconds}
        for spec in night.specs.values()
        if spec.demand.model is not None
    }
    return {
        "gpus": {gpu.name: {"vram_gb": gpu.vram_gb} for gpu in night.machine.gpus},
        "services": services,
        "cpu": {"slots": night.machine.pools[0].slots},
        "models": models,
    }


def _write(path: Path, data: Any) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")
