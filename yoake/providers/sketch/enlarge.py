"""`enlarged`: the same picture with more pixels (workflow `upscale`); resampled, as no model is there to add detail."""

from __future__ import annotations

from dataclasses import replace

from yoake.processors.inputs import every, is_picture
from yoake.processors.resize import ResizeParams, resize
from yoake.providers.base import Input, Product, Request

_FOLD = 4
"""What the workflow's model enlarges by before `scale_by`."""


def enlarged(request: Request) -> Product:
    """Resamples the upstream picture.

    Raises:
        InvalidRequestError: `process.no-input`, `process.unreadable`, `process.parameter`.
    """
    factor = request.params.get("scale_by")
    scale = _FOLD * float(factor) if isinstance(factor, int | float) and not isinstance(factor, bool) else _FOLD / 2
    params = ResizeParams(input=None, width=None, height=None, scale=scale)
    return resize(replace(request, inputs=(the_picture(request),)), params)


def the_picture(request: Request) -> Input:
    """The upstream picture that the parameters name, else the first."""
    wanted = {key: request.params.get(key) for key in ("character", "place")}
    pictures = every(request, is_picture)
    return max(pictures, key=lambda p: sum(v is not None and p.meta.get(k) == v for k, v in wanted.items()))
