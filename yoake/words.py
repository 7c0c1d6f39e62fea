"""The closed vocabularies that several layers share (docs/glossary.md explains each)."""

from __future__ import annotations

from typing import Literal, get_args

AssetType = Literal[
    "llm_gen",
    "text_gen",
    "image_gen",
    "video_gen",
    "animatediff",
    "voice_gen",
    "bgm_gen",
    "se_gen",
    "data_process",
    "external_api",
    "integrate",
    "build",
]
Category = Literal["character", "background", "event", "ui", "scenario", "voice", "bgm", "se", "video", "build"]
Queue = Literal["gpu", "cpu", "api"]
Language = Literal["ja", "en"]

ASSET_TYPES: tuple[AssetType, ...] = get_args(AssetType)
CATEGORIES: tuple[Category, ...] = get_args(Category)

QUEUE_OF_TYPE: dict[AssetType, Queue] = {
    "llm_gen": "gpu",
    "text_gen": "cpu",
    "image_gen": "gpu",
    "video_gen": "gpu",
    "animatediff": "gpu",
    "voice_gen": "cpu",
    "bgm_gen": "api",
    "se_gen": "gpu",
    "data_process": "cpu",
    "external_api": "api",
    "integrate": "cpu",
    "build": "cpu",
}

CATEGORY_OF_TYPE: dict[AssetType, Category] = {
    "llm_gen": "scenario",
    "text_gen": "scenario",
    "image_gen": "character",
    "video_gen": "video",
    "animatediff": "video",
    "voice_gen": "voice",
    "bgm_gen": "bgm",
    "se_gen": "se",
    "data_process": "ui",
    "external_api": "scenario",
    "integrate": "build",
    "build": "build",
}
"""Used where neither the spec nor its workflow's manifest names a category."""
