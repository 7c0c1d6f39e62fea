"""Sizes: what is generated, and what the asset has in the end."""

from __future__ import annotations

from math import sqrt

from yoake.library.manifest import Workflow
from yoake.providers.base import Request

_NARROWEST = 2.4
"""A picture longer than this against its other side shows things twice; it is cut or squeezed afterwards."""


def final_size(workflow: Workflow, request: Request) -> tuple[int, int] | None:
    """Width and height of the finished picture or clip; none where the file keeps its own."""
    part = workflow.sizes.get(str(request.params.get("part")))
    if part is not None:
        return part
    return (workflow.width, workflow.height) if workflow.width and workflow.height else None


def generated_size(workflow: Workflow, request: Request) -> tuple[int, int] | None:
    """Width and height that the graph is asked for: the final shape with as many pixels as `resolution` allows."""
    final = final_size(workflow, request)
    return None if final is None else fitted(final, workflow, request, workflow.side_step)


def fitted(shape: tuple[int, int], workflow: Workflow, request: Request, step: int) -> tuple[int, int]:
    """A size of about the shape whose sides are multiples of `step`, with the request's number of pixels."""
    ratio = min(_NARROWEST, max(1 / _NARROWEST, shape[0] / shape[1]))
    height = sqrt(pixels_of(workflow, request) / ratio)
    return _rounded(height * ratio, step), _rounded(height, step)


def pixels_of(workflow: Workflow, request: Request) -> float:
    """How many pixels are generated: fewer where a lower `resolution` was asked for."""
    resolution = request.params.get("resolution")
    given = isinstance(resolution, int | float) and not isinstance(resolution, bool)
    side = float(resolution) if given and resolution else 1024.0
    return workflow.pixels * (side / 1024.0) ** 2


def _rounded(side: float, step: int) -> int:
    return max(step, round(side / step) * step)
