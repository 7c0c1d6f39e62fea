"""Data: workflows with their manifests (`comfyui/`) and prompt templates with their result schemas (`prompts/`)."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
