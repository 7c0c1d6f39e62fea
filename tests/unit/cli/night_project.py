"""A random game of the benchmark as a project file and a node file."""

from __future__ import annotations

import json
from random import Random

from benchmarks.schedule.graphs import MODELS, game
from yoake.scheduler.graph import Job


def project(specs: int, seed: int) -> str:
    """A game of so many task specs, with durations, models and VRAM written into them."""
    tasks = [_task(job) for job in game(specs, Random(seed), fan_out=False).jobs]
    return "project: night\ntasks:\n" + "\n".join(f"- {json.dumps(task)}" for task in tasks)


def node_file(gpus: int, vram_gb: float, *, llm_on_gpu: bool) -> str:
    """Machines with any number of GPUs: a ComfyUI on each, AudioLDM on the last, Ollama perhaps on the first."""
    services = {
        f"comfyui-{i}": {"kind": "comfyui", "url": f"http://127.0.0.1:{8188 + i}", "gpu": f"gpu-{i}"}
        for i in range(gpus)
    }
    services["audioldm"] = {"kind": "audioldm", "url": "http://127.0.0.1:7860", "gpu": f"gpu-{gpus - 1}"}
    services["ollama"] = {"kind": "ollama", "url": "http://127.0.0.1:11434", "slots": 2}
    if llm_on_gpu:
        services["ollama"]["gpu"] = "gpu-0"
    services["voicevox"] = {"kind": "voicevox", "url": "http://127.0.0.1:50021", "slots": 4}
    services["suno"] = {"kind": "suno", "block": "suno/main", "slots": 4, "per_minute": 2}
    return json.dumps(
        {
            "gpus": {f"gpu-{i}": {"vram_gb": vram_gb} for i in range(gpus)},
            "services": services,
            "cpu": {"slots": 3},
            "models": {m.name: {"vram_gb": m.vram_gb, "load_seconds": m.load_seconds} for m in MODELS.values()},
        }
    )


def _task(job: Job) -> dict[str, object]:
    d = job.demand
    task: dict[str, object] = {
        "id": job.asset.replace("/", "_"),
        "depends_on": [name.replace("/", "_") for name in job.depends_on],
        "estimate_seconds": round(d.estimate_seconds, 2),
    }
    if d.model is not None:
        task |= {"model": d.model, "vram_gb": d.vram_gb}
    kind = d.kinds[0]
    if kind == "ollama":
        return task | {"type": "llm_gen", "template": "main_scenario"}
    if kind == "audioldm":
        return task | {"type": "se_gen", "provider": "audioldm", "workflow": "sound_effect", "params": {"kind": "bell"}}
    if kind == "voicevox":
        return task | {"type": "voice_gen", "params": {"text": "おはよう。"}}
    if kind == "suno":
        return task | {"type": "bgm_gen", "provider": "suno", "workflow": "bgm", "params": {"mood": "calm"}}
    if kind == "builtin":
        return task | {"type": "integrate"}
    clip = d.model == MODELS["clip"].name
    made = (
        {"type": "animatediff", "workflow": "animatediff_clip"}
        if clip
        else {"type": "image_gen", "workflow": "background"}
    )
    return task | made | {"params": {"place": "classroom"}}
