"""From the files that ComfyUI made to the asset, as the workflow's manifest says under `post`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from yoake.errors import InvalidRequestError
from yoake.library.manifest import Workflow
from yoake.providers.base import Request


def post_process(files: list[Path], workflow: Workflow, request: Request) -> Path:
    """The finished asset, in `request.folder`, made from the downloaded outputs (in the order of `workflow.outputs`).

    The first file counts: of a batch, the others are other tries.

    Raises:
        InvalidRequestError: `process.unreadable`, `process.empty`, for a file that cannot be decoded or holds nothing;
            `comfyui.no-input`.
        QualityError: `image.blank`, where nothing is left of a picture whose ground was removed.
        YoakeError: `video.convert`.
    """
    if not files:
        raise InvalidRequestError(
            "comfyui.no-output",
            f"{request.address}: the workflow {workflow.name} left no file behind.",
            next_step="Look whether the nodes under `outputs` in its manifest are the ones that save.",
        )
    # nothing that was uploaded is a result: processors look at the request's inputs
    alone = replace(request, params={}, item=None)
    if workflow.makes == "image":
        from yoake.providers.comfyui.post_picture import finished_picture

        return finished_picture(files[0], workflow, request, alone)
    if workflow.makes == "video":
        from yoake.providers.comfyui.post_video import finished_video

        return finished_video(files[0], workflow, request)
    if workflow.makes in ("music", "sound"):
        from yoake.providers.comfyui.post_sound import finished_sound

        return finished_sound(files[0], workflow, request, alone)
    return files[0]
