"""Rows of finished assets, and what the catalog should make of their times."""

from __future__ import annotations

from typing import Any


def made(number: int = 1) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The other rows of a finished asset."""
    product = {
        "fingerprint": f"{number:064d}", "project": "p", "address": f"a{number}", "sha256": "s", "size": 1,
        "media_type": "image/png", "suffix": ".png", "meta": {}, "credits": [], "seconds": 1.0, "provider": "comfyui",
        "degraded": False, "made_at": "t", "run_id": "r",
    }  # fmt: skip
    stored = {"sha256": "s", "suffix": ".png", "size": 1, "signature": "1"}
    attempt = {
        "run_id": "r", "project": "p", "address": f"a{number}", "fingerprint": f"{number:064d}", "number": 1,
        "started_at": "t", "seconds": 1.0, "outcome": "made", "error_code": None, "error_message": None,
        "provider": "comfyui", "service": "comfyui-0", "model": "sdxl", "seed": 1, "settings": {}, "measures": {},
        "peak_vram_gb": None,
    }  # fmt: skip
    return product, stored, attempt


def expected(times: list[float]) -> tuple[float, float]:
    """Mean and deviation after these times, by the formula of docs/catalog.md."""
    mean, deviation = times[0], 0.0
    for number, seconds in enumerate(times[1:], 2):
        weight = 1 / min(number, 20)
        mean, deviation = mean + (seconds - mean) * weight, deviation + (abs(seconds - mean) - deviation) * weight
    return mean, deviation
