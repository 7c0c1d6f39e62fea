"""A posted graph as the simulated ComfyUI sees it: order, sizes, models, memory, time and what is cached."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.simulators import comfyui_nodes as nodes

Graph = dict[str, Any]
_LOADERS = ("CheckpointLoaderSimple", "ImageOnlyCheckpointLoader", "UNETLoader", "ADE_LoadAnimateDiffModel")
_SIZES = (
    ("xl", 6.5, 9), ("flux", 12, 20), ("wan", 10, 18), ("ltx", 9, 12), ("ace", 7, 10),
    ("stable_audio", 5, 6), ("stable-audio", 5, 6), ("hunyuan", 8, 12), ("mm", 2, 2), ("sd15", 2.5, 4),
)  # fmt: skip
"""Part of a file's name, GB in VRAM, seconds to load; the first that fits."""
GB_PER_MEGAPIXEL = 3.0
GB_PER_MEGAPIXEL_OF_CLIP = 0.5
SECONDS_PER_STEP = 0.3
"""For a megapixel."""


def is_link(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)


def links(graph: Graph, node: str) -> Iterator[str]:
    for value in graph[node]["inputs"].values():
        if is_link(value):
            yield value[0]


def order(graph: Graph, wanted: list[str]) -> list[str]:
    """The nodes that run, each after what it needs; of those that can, what saves or shows something goes first."""
    needed: list[str] = []
    todo = list(reversed(wanted))
    while todo:
        node = todo.pop()
        if node not in needed:
            needed.append(node)
            todo += links(graph, node)
    waiting, done = sorted(needed, key=list(graph).index), []
    while waiting:
        ready = [node for node in waiting if all(source in done for source in links(graph, node))]
        chosen = next((n for n in ready if nodes.is_output(graph[n]["class_type"])), ready[0])
        waiting.remove(chosen)
        done.append(chosen)
    return done


def upstream(graph: Graph, node: str) -> list[str]:
    return order(graph, [node])


@dataclass(frozen=True)
class Model:
    file: str
    gb: float
    seconds: float


def models(graph: Graph) -> list[Model]:
    found = []
    for entry in graph.values():
        if entry["class_type"] in _LOADERS:
            file = next(v for k, v in entry["inputs"].items() if k.endswith("_name"))
            gb, seconds = next(((g, s) for part, g, s in _SIZES if part in file.lower()), (4.0, 6.0))
            found.append(Model(file, gb, seconds))
    return found


@dataclass(frozen=True)
class Shape:
    """What flows into an output node."""

    width: int
    height: int
    frames: int
    seconds: float
    alpha: bool


def shape(graph: Graph, node: str, size_of_upload: Callable[[str], tuple[int, int]]) -> Shape:
    width = height = 512
    frames, seconds, alpha = 1, 5.0, False
    for name in upstream(graph, node):
        kind, values = graph[name]["class_type"], graph[name]["inputs"]
        if kind in ("LoadImage",):
            width, height = size_of_upload(str(values["image"]))
        elif isinstance(values.get("width"), int) and isinstance(values.get("height"), int):
            new_width, new_height = values["width"], values["height"]
            width, height = new_width or width * new_height // height, new_height or height * new_width // width
        if kind == "ImageScaleBy" and isinstance(values.get("scale_by"), int | float):
            width, height = int(width * values["scale_by"]), int(height * values["scale_by"])
        elif kind == "ImageUpscaleWithModel":
            width, height = width * 4, height * 4
        elif kind == "ImageBatch":
            frames *= 2
        elif kind in ("JoinImageWithAlpha", "RMBG"):
            alpha = True
        frames = max(frames, *(v for k in ("batch_size", "length", "amount") if isinstance(v := values.get(k), int)), 1)
        for key in ("seconds", "duration", "seconds_total"):
            if isinstance(values.get(key), int | float):
                seconds = float(values[key])
    return Shape(min(width, 4096), min(height, 4096), frames, seconds, alpha)


def megapixels(graph: Graph) -> tuple[float, bool]:
    """Pixels of everything that is sampled, and whether it is a clip."""
    area, count, clip = 0.0, 1, False
    for entry in graph.values():
        values = entry["inputs"]
        sizes = [values.get("width"), values.get("height")]
        if all(isinstance(side, int) for side in sizes):
            area = max(area, sizes[0] * sizes[1] / 2**20)
        length, batch = values.get("length"), values.get("batch_size")
        clip = clip or (isinstance(length, int) and length > 1) or entry["class_type"].startswith("ADE_")
        count = max(count, *(v for v in (length, batch) if isinstance(v, int)), 1)
    return (area or 1.0) * count, clip


def working_gb(graph: Graph) -> float:
    """Memory for sampling, beside the models; none where nothing is sampled."""
    if not any("KSampler" in e["class_type"] or e["class_type"] == "SamplerCustom" for e in graph.values()):
        return 0.0
    area, clip = megapixels(graph)
    return area * (GB_PER_MEGAPIXEL_OF_CLIP if clip else GB_PER_MEGAPIXEL)


def steps(graph: Graph, node: str) -> tuple[int, float]:
    """Steps of a node, and simulated seconds for each; (0, 0) where it takes none."""
    kind, values = graph[node]["class_type"], graph[node]["inputs"]
    if kind == "TestSlow":
        return int(values["steps"]), float(values["step_s"])
    if kind == "KSampler":
        area, clip = megapixels(graph)
        return int(values["steps"]), SECONDS_PER_STEP * area * (0.2 if clip else 1)
    if kind == "SamplerCustom":
        return 20, SECONDS_PER_STEP * megapixels(graph)[0] * 0.2
    return 0, 0.0


def key(graph: Graph, node: str, content: Callable[[str], str]) -> str:
    """What a node's result depends on: the same key, and ComfyUI does not run it again.

    Args:
        content: digest of an uploaded file.
    """
    entry = graph[node]
    parts: list[Any] = [entry["class_type"]]
    for name, value in sorted(entry["inputs"].items()):
        parts.append([name, [key(graph, value[0], content), value[1]] if is_link(value) else value])
        if entry["class_type"] in ("LoadImage", "LoadImageMask") and name == "image":
            parts.append(content(str(value)))
    if entry["class_type"] == "TestNaN":
        parts.append(id(entry))
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def output_nodes(graph: Graph) -> list[str]:
    return [n for n, e in graph.items() if e["class_type"] in nodes.classes() and nodes.is_output(e["class_type"])]
