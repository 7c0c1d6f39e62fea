"""Reads ComfyUI graphs (API format) and checks that what a manifest says of its graph is so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from yoake.library.manifest import Workflow
from yoake.library.wiring import COMPUTED, place_of

_MOST_BYTES = 4 * 1024 * 1024
_SEEDS = frozenset(("seed", "noise_seed"))
EXPORT = (
    "this is a workflow as ComfyUI's editor saves it; export it with Workflow > Export (API) "
    "(in older versions: turn on the dev mode options, then Save (API Format))"
)


def read_graph(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The graph in a file, and what is wrong with it; an empty graph where it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return {}, [f"cannot be read: {error.strerror}"]
    if len(data) > _MOST_BYTES:
        return {}, [f"has {len(data):,} bytes; {_MOST_BYTES:,} are allowed"]
    try:
        graph = json.loads(data)
    except (ValueError, RecursionError) as error:
        return {}, [f"not JSON: {error}"]
    problems = list(_shape_problems(graph))
    return ({}, problems) if problems else (graph, [])


def is_link(value: Any) -> bool:
    """Whether an input's value is another node's output: `["4", 0]`."""
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str | int) and isinstance(value[1], int)


def _shape_problems(graph: Any) -> Iterator[str]:
    if not isinstance(graph, dict):
        yield "a mapping of node ids to nodes is expected"
        return
    if isinstance(graph.get("nodes"), list):
        yield EXPORT
        return
    for key, node in graph.items():
        fine = isinstance(node, dict) and isinstance(node.get("class_type"), str)
        if not (fine and isinstance(node.get("inputs"), dict)):
            yield f"node {key}: `class_type` and `inputs` are expected"
        elif "." in key or not key.strip():
            yield f"node {key!r}: an id without dots is expected"
    if any(not isinstance(n, dict) or not isinstance(n.get("inputs"), dict) for n in graph.values()):
        return
    needs = {key: [str(v[0]) for v in node["inputs"].values() if is_link(v)] for key, node in graph.items()}
    for key, sources in needs.items():
        for source in sources:
            if source not in graph:
                yield f"node {key}: it is wired to node {source}, which is not there"
    try:
        tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        yield f"the nodes {', '.join(map(str, error.args[1]))} are wired in a circle"


def wiring_problems(workflow: Workflow) -> Iterator[str]:
    """What a manifest says of its graph that is not so; each names key, node and input."""
    graph = workflow.graph
    wired = [*_places(workflow)]
    if not graph:
        if wired or workflow.outputs:
            yield f"outputs: there is no graph: {workflow.name}.json is missing or empty"
        return
    taken: dict[str, str] = {}
    for key, place in wired:
        if problem := _place_problem(graph, place):
            yield f"{key}: {place}: {problem}"
        elif place in taken:
            yield f"{key}: {place} is set by {taken[place]} already"
        taken[place] = key
    yield from _value_problems(workflow)
    yield from _skip_problems(workflow)
    if not workflow.outputs:
        yield "outputs: name the node whose file is wanted"
    for output in workflow.outputs:
        if output.node not in graph:
            yield f"outputs: there is no node {output.node}"
    if workflow.post.upstream is not None and workflow.post.upstream not in workflow.inputs:
        yield f"post.upstream: there is no input {workflow.post.upstream!r}"
    if workflow.post.upstream is None and (workflow.post.frame == "upstream" or workflow.post.changes != "all"):
        yield "post.upstream: name the input that the picture is a variation of"
    for key, node in graph.items():
        for name, value in node["inputs"].items():
            if name in _SEEDS and not is_link(value) and f"{key}.{name}" not in taken:
                yield f"bind.seed: nothing sets {key}.{name}, so that all assets would be alike"


def _places(workflow: Workflow) -> Iterator[tuple[str, str]]:
    """Every place that is set, with the key that sets it."""
    for name, places in workflow.bind.items():
        yield from ((f"bind.{name}", place) for place in places)
    if workflow.frames is not None:
        yield from (("frames.to", place) for place in workflow.frames.to)
    for name, source in workflow.inputs.items():
        yield from ((f"inputs.{name}.to", place) for place in source.to)
    for name, prompt in workflow.prompts.items():
        yield from ((f"prompts.{name}.to", place) for place in prompt.to)


def _place_problem(graph: Mapping[str, Any], place: str) -> str | None:
    node, name = place_of(place)
    if node not in graph:
        return f"there is no node {node}"
    inputs = graph[node]["inputs"]
    if name not in inputs:
        return f"node {node} ({graph[node]['class_type']}) has no input {name!r}; it has {', '.join(inputs) or 'none'}"
    return f"the input is wired to node {inputs[name][0]}" if is_link(inputs[name]) else None


def _value_problems(workflow: Workflow) -> Iterator[str]:
    sized = bool(workflow.width and workflow.height) or bool(workflow.sizes)
    for name in workflow.bind:
        parameter = workflow.parameters.get(name)
        if parameter is None and name not in COMPUTED:
            yield f"bind.{name}: there is no parameter of this name"
        elif parameter is not None and parameter.type in ("list", "mapping"):
            yield f"bind.{name}: a {parameter.type} cannot be put into a graph"
        elif parameter is None and name in ("width", "height") and not sized:
            yield f"bind.{name}: give the manifest a width and a height"
    for place in workflow.limits:
        if not any(place in places for places in workflow.bind.values()):
            yield f"limits: {place} is not set by `bind`"
    if workflow.frames is not None and "duration_seconds" not in workflow.parameters:
        yield "frames: there is no parameter 'duration_seconds'"
    for name, source in workflow.inputs.items():
        for own in source.match.values():
            if own not in workflow.parameters:
                yield f"inputs.{name}.match: there is no parameter {own!r}"


def _skip_problems(workflow: Workflow) -> Iterator[str]:
    for skip in workflow.skip:
        if skip.without not in workflow.parameters and skip.without not in workflow.inputs:
            yield f"skip: there is no parameter or input {skip.without!r}"
        node = workflow.graph.get(skip.node)
        if node is None:
            yield f"skip: there is no node {skip.node}"
            continue
        for name in skip.through.values():
            if not is_link(node["inputs"].get(name)):
                yield f"skip: node {skip.node} has no wired input {name!r}"
        for slot, (other, _) in skip.instead.items():
            if other not in workflow.graph or slot in skip.through:
                yield f"skip: node {skip.node}: output {slot} cannot come from node {other}"
        if any(output.node == skip.node for output in workflow.outputs):
            yield f"skip: node {skip.node} writes an output and cannot be left out"
    optional = {name for name, source in workflow.inputs.items() if source.optional}
    for name in sorted(optional - {skip.without for skip in workflow.skip}):
        yield f"inputs.{name}: it is optional, so `skip` must say which node goes without it"
