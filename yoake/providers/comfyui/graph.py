"""A workflow graph in ComfyUI's API format, looked at before it is posted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from yoake.errors import InvalidRequestError
from yoake.providers.comfyui.nodes import MODEL_FOLDERS, Field, NodeClass, is_link, is_model_file, named


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """Something that a graph needs and a server does not have."""

    kind: Literal["node", "model", "other"]
    sentence: str
    name: str = ""
    """Of the node class or the model file."""
    folder: str = ""
    """Below ComfyUI's `models/`, where the input that names a model file tells."""


def check_form(graph: Any, asset: str) -> None:
    """Refuses what is no graph: ComfyUI answers it with a bare `500`, or worse, accepts it.

    Raises:
        InvalidRequestError: `comfyui.no-graph`.
    """
    fault = ""
    if not isinstance(graph, dict) or not graph:
        fault = "it is no mapping of nodes"
    elif isinstance(graph.get("nodes"), list):
        fault = "it is in the format of ComfyUI's editor"
    elif not all(
        isinstance(n, dict) and n.get("class_type") and isinstance(n.get("inputs"), dict) for n in graph.values()
    ):
        fault = "a node has no class_type or no inputs"
    if fault:
        raise InvalidRequestError(
            "comfyui.no-graph",
            f"The workflow of {asset} is no graph that ComfyUI can run: {fault}.",
            next_step="Save it with `Export (API)` in ComfyUI.",
        )


def shortcomings(
    graph: Mapping[str, Any], classes: Mapping[str, NodeClass | None], service: str
) -> Iterator[Shortcoming]:
    """Each thing that the graph needs and the server does not have.

    Args:
        classes: every class of the graph -> what the server says of it; none where it has no such class.
    """
    unknown = sorted({entry["class_type"] for entry in graph.values() if classes[entry["class_type"]] is None})
    for name in unknown:
        yield Shortcoming("node", f"{service} has no node {name}; install the custom nodes that bring it.", name)
    for node, entry in graph.items():
        known = classes[entry["class_type"]]
        if known is not None:
            place = f"{entry['class_type']} (node {node})"
            yield from _of_node(place, entry["inputs"], known, graph, classes, service)


def _of_node(
    place: str,
    inputs: Mapping[str, Any],
    known: NodeClass,
    graph: Mapping[str, Any],
    classes: Mapping[str, NodeClass | None],
    service: str,
) -> Iterator[Shortcoming]:
    for name, field in known.fields.items():
        if name not in inputs:
            if field.required:
                yield Shortcoming("other", f"{place} needs {name}.")
        elif is_link(inputs[name]):
            yield from _of_link(place, name, inputs[name], graph, classes)
        else:
            yield from _of_value(place, name, inputs[name], field, service)


def _of_link(
    place: str, name: str, link: list[Any], graph: Mapping[str, Any], classes: Mapping[str, NodeClass | None]
) -> Iterator[Shortcoming]:
    source = graph.get(link[0])
    if source is None:
        yield Shortcoming("other", f"{place} takes {name} from node {link[0]}, which does not exist.")
        return
    known = classes[source["class_type"]]
    if known is not None and known.outputs is not None and not 0 <= link[1] < known.outputs:
        told = f"{place} takes {name} from output {link[1]} of {source['class_type']}, which has {known.outputs}."
        yield Shortcoming("other", told)


def _of_value(place: str, name: str, value: Any, field: Field, service: str) -> Iterator[Shortcoming]:
    if field.options is not None and not field.upload and value not in field.options:
        if is_model_file(name, value):
            told = f"Model file {value} is not on {service}; {named(field.options)}."
            yield Shortcoming("model", told, str(value), MODEL_FOLDERS.get(name, ""))
        else:
            yield Shortcoming("other", f"{place}: {name} may not be {value!r}; {named(field.options)}.")
    if field.type in ("INT", "FLOAT") and isinstance(value, int | float):
        if field.minimum is not None and value < field.minimum:
            yield Shortcoming("other", f"{place}: {name} is {value}, and must be at least {field.minimum:g}.")
        if field.maximum is not None and value > field.maximum:
            yield Shortcoming("other", f"{place}: {name} is {value}, and may be at most {field.maximum:g}.")
