"""From a workflow's graph and a request to what is posted to ComfyUI."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from yoake.library.manifest import Workflow
from yoake.providers.base import Input, Request


def uploads_of(workflow: Workflow, request: Request) -> list[Input]:
    """The files that must be uploaded before `bind`, each once; some are made from upstream files in `request.folder`.

    Raises:
        InvalidRequestError: `comfyui.no-input`, where nothing upstream can feed an input that the graph cannot do without.
    """
    return []


def bind(workflow: Workflow, request: Request, uploaded: Mapping[str, str]) -> dict[str, Any]:
    """A copy of the workflow's graph with this request's values in its inputs.

    Args:
        uploaded: address of each of `uploads_of` -> the name that the server gave it.
    """
    return deepcopy(dict(workflow.graph))
