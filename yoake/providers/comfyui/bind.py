"""From a workflow's graph and a request to what is posted to ComfyUI.

Only values are put into the graph, into places that the manifest names; which nodes there are is decided by the
manifest's `skip` and by whether a value is given, never by what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from math import ceil, isfinite
from typing import Any

from yoake.errors import InvalidRequestError
from yoake.library.graphs import is_link
from yoake.library.manifest import Workflow
from yoake.library.wiring import Frames, Skip, place_of
from yoake.providers.base import Input, Request
from yoake.providers.comfyui.prepare import address_of, prepared
from yoake.providers.comfyui.prompts import rendered
from yoake.providers.comfyui.sizes import generated_size
from yoake.providers.comfyui.upstream import chosen_pictures

_UNSAFE = re.compile(r"[^a-z0-9_-]+")
_DEFAULT_SECONDS = 4.0


def uploads_of(workflow: Workflow, request: Request) -> list[Input]:
    """The files that must be uploaded before `bind`, each once; some are made from upstream files in `request.folder`.

    Raises:
        InvalidRequestError: `comfyui.no-input`, where nothing upstream can feed an input that the graph needs;
            `process.unreadable`, for an upstream picture that cannot be decoded.
    """
    uploads: dict[str, Input] = {}
    for name, source in chosen_pictures(workflow, request).items():
        wanted = workflow.inputs[name]
        if address_of(source, wanted) not in uploads:
            uploads[address_of(source, wanted)] = prepared(name, source, wanted, workflow, request)
    return list(uploads.values())


def bind(workflow: Workflow, request: Request, uploaded: Mapping[str, str]) -> dict[str, Any]:
    """A copy of the workflow's graph with this request's values in its inputs.

    Args:
        uploaded: address of each of `uploads_of` -> the name that the server gave it.

    Raises:
        InvalidRequestError: `comfyui.no-graph`, `comfyui.no-input`, `comfyui.parameter`, `comfyui.bad-prompt`,
            `comfyui.bad-setting`.
    """
    if not workflow.graph:
        raise InvalidRequestError(
            "comfyui.no-graph",
            f"{request.address}: the workflow {workflow.name} has no graph, so ComfyUI cannot make it.",
            next_step=f"Put {workflow.name}.json beside its manifest (docs/workflows.md), or use another provider.",
        )
    graph: dict[str, Any] = deepcopy(dict(workflow.graph))
    pictures = chosen_pictures(workflow, request)
    for place, value in _values(workflow, request, pictures, uploaded):
        node, name = place_of(place)
        graph[node]["inputs"][name] = _fitted(workflow, request, place, value, graph[node]["inputs"][name])
    for skip in workflow.skip:
        if skip.without not in pictures and request.params.get(skip.without) in (None, ""):
            _leave_out(graph, skip)
    return _needed(graph, [output.node for output in workflow.outputs])


def outline(workflow: Workflow, params: Mapping[str, Any]) -> dict[str, Any]:
    """The workflow's graph as these parameters would have it, without anything upstream: what a server must have.

    Names (of LoRAs, samplers) are put in and nodes that nothing is given for are left out, as in `bind`.
    """
    graph: dict[str, Any] = deepcopy(dict(workflow.graph))
    given = {name: params.get(name, parameter.default) for name, parameter in workflow.parameters.items()}
    for name, places in workflow.bind.items():
        for node, entry in map(place_of, places):
            if isinstance(given.get(name), str) and isinstance(graph[node]["inputs"][entry], str):
                graph[node]["inputs"][entry] = given[name]
    for skip in workflow.skip:
        if skip.without not in workflow.inputs and given.get(skip.without) in (None, ""):
            _leave_out(graph, skip)
    return _needed(graph, [output.node for output in workflow.outputs])


def _values(
    workflow: Workflow, request: Request, pictures: Mapping[str, Input], uploaded: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    """Every place that is set, with its value; places whose value is not given keep the graph's own."""
    size = generated_size(workflow, request)
    computed: dict[str, Any] = {
        "seed": request.seed,
        "name": "yoake/" + (_UNSAFE.sub("_", request.address.lower()).strip("_")[:80] or "asset"),
        "width": size[0] if size else None,
        "height": size[1] if size else None,
    }
    for name, places in workflow.bind.items():
        value = request.params.get(name) if name in workflow.parameters else computed[name]
        if value is not None:
            yield from ((place, value) for place in places)
    if workflow.frames is not None:
        count = frame_count(workflow.frames, request)
        yield from ((place, count) for place in workflow.frames.to)
    for name, source in pictures.items():
        wanted = workflow.inputs[name]
        yield from ((place, uploaded[address_of(source, wanted)]) for place in wanted.to)
    for name, prompt in workflow.prompts.items():
        text = rendered(name, prompt, workflow, request, pictures)
        yield from ((place, text) for place in prompt.to)


def frame_count(frames: Frames, request: Request) -> int:
    """How many frames are generated for the length that is asked for."""
    seconds = request.params.get("duration_seconds")
    length = float(seconds) if isinstance(seconds, int | float) and not isinstance(seconds, bool) else _DEFAULT_SECONDS
    count = ceil(length * frames.per_second / frames.step) * frames.step + frames.extra
    most = (frames.most - frames.extra) // frames.step * frames.step + frames.extra
    return max(1, min(count, most))


def _fitted(workflow: Workflow, request: Request, place: str, value: Any, before: Any) -> Any:
    """A value as the graph's own value at that place is one: a text, a whole number, a number or yes and no."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    if isinstance(before, str) and isinstance(value, str):
        return value
    if isinstance(before, bool):
        if isinstance(value, bool):
            return value
    elif isinstance(before, int | float) and number:
        least, most = workflow.limits.get(place, (value, value))
        value = min(most, max(least, value))
        return round(value) if isinstance(before, int) else float(value)
    raise InvalidRequestError(
        "comfyui.parameter",
        f"{request.address}: {str(value)[:40]!r} does not fit into {place} of the workflow {workflow.name}, "
        f"which holds {str(before)[:40]!r}.",
        next_step="Correct the parameter, or the manifest's `bind`.",
    )


def _leave_out(graph: dict[str, Any], skip: Skip) -> None:
    gone = graph.pop(skip.node)
    instead = {slot: gone["inputs"][name] for slot, name in skip.through.items()}
    instead |= {slot: [node, output] for slot, (node, output) in skip.instead.items()}
    for node in graph.values():
        for name, value in node["inputs"].items():
            if is_link(value) and str(value[0]) == skip.node and value[1] in instead:
                node["inputs"][name] = list(instead[value[1]])


def _needed(graph: dict[str, Any], outputs: list[str]) -> dict[str, Any]:
    """The nodes that the outputs need; ComfyUI would check the others' files too."""
    seen: set[str] = set()
    stack = list(outputs)
    while stack:
        at = stack.pop()
        if at not in seen:
            seen.add(at)
            stack.extend(str(value[0]) for value in graph[at]["inputs"].values() if is_link(value))
    return {key: node for key, node in graph.items() if key in seen}
