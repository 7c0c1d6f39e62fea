"""From the files that ComfyUI made to the asset."""

from __future__ import annotations

from pathlib import Path

from yoake.library.manifest import Workflow
from yoake.providers.base import Request


def post_process(files: list[Path], workflow: Workflow, request: Request) -> Path:
    """The finished asset, in `request.folder`, made from the downloaded outputs (in the order of `workflow.outputs`).

    Raises:
        InvalidRequestError: `process.unreadable`, for a picture that cannot be decoded.
    """
    return files[0]
