"""The Prefect task of each asset type."""

from __future__ import annotations

from typing import Any

from prefect import Task

from tasks.build import build
from tasks.image import image_gen
from tasks.integrate import integrate
from tasks.music import bgm_gen
from tasks.process import data_process, external_api
from tasks.sound import se_gen
from tasks.text import llm_gen, text_gen
from tasks.video import animatediff, video_gen
from tasks.voice import voice_gen
from yoake.words import AssetType

TASKS: dict[AssetType, Task[Any, Any]] = {
    "llm_gen": llm_gen,
    "text_gen": text_gen,
    "image_gen": image_gen,
    "video_gen": video_gen,
    "animatediff": animatediff,
    "voice_gen": voice_gen,
    "bgm_gen": bgm_gen,
    "se_gen": se_gen,
    "data_process": data_process,
    "external_api": external_api,
    "integrate": integrate,
    "build": build,
}
ANEW: dict[AssetType, Task[Any, Any]] = {
    asset_type: task.with_options(refresh_cache=True) for asset_type, task in TASKS.items()
}
"""The same tasks for what Prefect's memory of results must not answer; made once, since making one costs more than a
submit."""
