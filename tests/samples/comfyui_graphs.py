"""Small ComfyUI graphs for tests, and clients that lose patience soon."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yoake.providers.comfyui.patience import Patience

HASTY = Patience(
    socket=1, submit=3, idle=0.3, stall=0.4, silence=0.3, poll=0.02, watch=0.2, cancel=3, free=1, probe=1, retry=0.01
)
"""For servers on loopback with a fast clock."""


def node(class_type: str, /, **inputs: Any) -> dict[str, Any]:
    return {"class_type": class_type, "inputs": inputs}


def slow(steps: int = 4, step_s: float = 1.0, seed: int = 1, prefix: str = "slow", **more: Any) -> dict[str, Any]:
    """A picture that takes its time, in simulated seconds."""
    return {
        "1": node("EmptyImage", width=64, height=64, batch_size=1, color=255),
        "2": node("TestSlow", image=["1", 0], steps=steps, step_s=step_s, seed=seed, preview=True),
        "3": node("SaveImage", images=["2", 0], filename_prefix=prefix),
        **more,
    }


def raising(kind: str, **more: Any) -> dict[str, Any]:
    """A graph whose second node fails in a certain way."""
    return {
        "1": node("EmptyImage", width=64, height=64, batch_size=1, color=255),
        "2": node("TestRaise", image=["1", 0], kind=kind, seed=1),
        "3": node("SaveImage", images=["2", 0], filename_prefix="raised"),
        **more,
    }


def sdxl(width: int = 512, height: int = 512, batch: int = 1, steps: int = 4, seed: int = 1) -> dict[str, Any]:
    """Text to picture, with a model that must be loaded."""
    return {
        "4": node("CheckpointLoaderSimple", ckpt_name="sd_xl_base_1.0.safetensors"),
        "5": node("EmptyLatentImage", width=width, height=height, batch_size=batch),
        "6": node("CLIPTextEncode", text="a girl", clip=["4", 1]),
        "7": node("CLIPTextEncode", text="blurred", clip=["4", 1]),
        "3": node("KSampler", model=["4", 0], seed=seed, steps=steps, cfg=7.0, sampler_name="euler",
                  scheduler="normal", positive=["6", 0], negative=["7", 0], latent_image=["5", 0], denoise=1.0),
        "8": node("VAEDecode", samples=["3", 0], vae=["4", 2]),
        "9": node("SaveImage", images=["8", 0], filename_prefix="sdxl"),
    }  # fmt: skip


def skeleton(root: Path, name: str) -> dict[str, Any]:
    """A graph that a real server has validated."""
    graph: dict[str, Any] = json.loads((root / f"{name}.json").read_text(encoding="utf-8"))
    return graph
