"""Reads a graph backwards: which text is the prompt, which the negative one, where files come from and go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yoake.library.graphs import is_link

Graph = Mapping[str, Any]
_TEXTS = ("text", "prompt", "tags", "text_g", "text_l", "clip_l", "t5xxl")
"""Inputs that hold a prompt, by how likely."""
_OUTPUTS = (
    ("SaveImage", "image"), ("SaveAnimated", "video"), ("SaveWEBM", "video"), ("SaveVideo", "video"),
    ("VHS_VideoCombine", "video"), ("SaveAudio", "audio"), ("SaveGLB", "mesh"), ("PreviewImage", "image"),
    ("PreviewAudio", "audio"), ("PreviewVideo", "video"),
)  # fmt: skip
"""Beginning of a class -> kind of file that it writes; previews last."""


def literals(graph: Graph, *names: str) -> Iterator[tuple[str, Any]]:
    """Places of the given inputs that hold a value of their own, with that value."""
    for key, node in graph.items():
        for name in names:
            value = node["inputs"].get(name)
            if value is not None and not is_link(value):
                yield f"{key}.{name}", value


def outputs_of(graph: Graph) -> list[tuple[str, str]]:
    """Nodes that write files, with the kind; previews only where nothing is saved."""
    found = [
        (key, kind, start.startswith("Preview"))
        for key, node in graph.items()
        for start, kind in _OUTPUTS
        if node["class_type"].startswith(start)
    ]
    saved = [(key, kind) for key, kind, preview in found if not preview]
    return saved or [(key, kind) for key, kind, _ in found]


def prompt_places(graph: Graph) -> tuple[list[str], list[str]]:
    """Places of the positive and of the negative prompts, followed from the samplers' links."""
    positive: dict[str, None] = {}
    negative: dict[str, None] = {}
    for node in graph.values():
        for name, value in node["inputs"].items():
            if is_link(value) and name in ("positive", "conditioning") and _is_sampler(node):
                positive |= dict.fromkeys(_texts_behind(graph, value, "positive"))
            elif is_link(value) and name == "negative" and _is_sampler(node):
                negative |= dict.fromkeys(_texts_behind(graph, value, "negative"))
    # a negative that is the positive, zeroed out, is none
    return list(positive), [place for place in negative if place not in positive]


def _is_sampler(node: Mapping[str, Any]) -> bool:
    return "Sampler" in node["class_type"] or "Guider" in node["class_type"]


def _texts_behind(graph: Graph, link: list[Any], side: str) -> Iterator[str]:
    """The texts that a conditioning is made of; nodes that pass on both sides keep them apart."""
    stack, seen = [(str(link[0]), side)], set()
    while stack:
        key, now = stack.pop()
        if (key, now) in seen:
            continue
        seen.add((key, now))
        inputs = graph[key]["inputs"]
        own = [name for name in _TEXTS if isinstance(inputs.get(name), str)]
        if own:
            yield from (f"{key}.{name}" for name in own)
            continue
        both = is_link(inputs.get("positive")) and is_link(inputs.get("negative"))
        for name, value in inputs.items():
            wanted = name == now if both else name not in ("clip", "vae", "model", "image", "pixels", "latent")
            if is_link(value) and wanted:
                stack.append((str(value[0]), now))
