"""Proposes a manifest for a graph that somebody exported from ComfyUI."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from yoake.library.graphs import is_link
from yoake.library.wiring import UNKNOWN
from yoake.providers.comfyui.nodes import MODEL_FOLDERS, is_model_file
from yoake.providers.comfyui.trace import Graph, literals, outputs_of, prompt_places

_COSTS = (
    ("flux", "flux", 16, 40), ("wan", "wan", 16, 300), ("hunyuan3d", "hunyuan3d", 10, 90),
    ("ace_step", "ace_step", 8, 60), ("stable-audio", "stable_audio", 8, 12), ("ltx", "ltxv", 12, 120),
    ("_mm", "animatediff", 12, 150), ("xl", "sdxl", 10, 20),
)  # fmt: skip
"""Part of a model's file name -> model, VRAM in GB, and seconds an asset takes."""
_UNKNOWN_COST = (8, 30)
_CATEGORIES = {"image": "background", "mesh": "character", "video": "video", "music": "bgm", "sound": "se"}
_LONGEST = 2000


@dataclass
class Proposal:
    """A manifest as plain data, and sentences on what a person should look at."""

    manifest: dict[str, Any] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)


def propose(graph: Graph, title: str) -> Proposal:
    """Traces seed, prompts, size, steps, guidance, models, pictures and outputs.

    Args:
        graph: in API format, as `read_graph` gives it.
        title: what the workflow is called for people until somebody translates it.
    """
    outputs = outputs_of(graph)
    makes = _makes(graph, outputs)
    proposal = Proposal()
    parameters: dict[str, Any] = {}
    bind: dict[str, list[str]] = {}
    manifest = {
        "title": {"en": title, "ja": title},
        "category": _CATEGORIES[makes],
        "makes": makes,
        **_cost(graph, proposal),
    }
    size = _size(graph, bind, parameters, proposal) if makes in ("image", "video") else {}
    _numbers(graph, bind, parameters, proposal)
    prompts = _prompts(graph, parameters, proposal)
    inputs = _pictures(graph, proposal)
    models = [
        {
            "file": value,
            "folder": MODEL_FOLDERS.get(place.partition(".")[2], "models"),
            "source": UNKNOWN,
            "licence": UNKNOWN,
        }
        for place, value in _model_files(graph)
    ]
    if models:
        proposal.look.append("models: write down where people get each file, and its licence; the credits name it.")
    if not outputs:
        proposal.look.append("outputs: no node that saves a file was found; name the one whose file is wanted.")
    proposal.found += [f"{kind} from node {key} ({graph[key]['class_type']})" for key, kind in outputs]
    proposal.look.append(f"category: {_CATEGORIES[makes]} is a guess; what is it for?")
    proposal.look.append("estimate_seconds and vram_gb: put in what you measure; plans are made with them.")
    manifest |= {**size, "parameters": parameters, "models": models, "bind": bind}
    manifest |= {"inputs": inputs, "prompts": prompts}
    manifest["outputs"] = [{"node": key, "kind": kind} for key, kind in outputs]
    if size:
        manifest["post"] = {"frame": "cover"}
    proposal.manifest = {key: value for key, value in manifest.items() if value not in ({}, [])}
    return proposal


def safe_name(text: str) -> str:
    """A workflow's name made of any file name; empty where nothing is left of it."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).lstrip("_0123456789")[:64].rstrip("_")


def _makes(graph: Graph, outputs: list[tuple[str, str]]) -> str:
    kind = outputs[0][1] if outputs else "image"
    if kind != "audio":
        return kind
    return "music" if any("Ace" in node["class_type"] for node in graph.values()) else "sound"


def _cost(graph: Graph, proposal: Proposal) -> dict[str, Any]:
    files = [str(value) for _, value in _model_files(graph)]
    for part, model, vram, seconds in _COSTS:
        if any(part in PurePosixPath(file.replace("\\", "/")).name.lower() for file in files):
            return {"estimate_seconds": seconds, "model": model, "vram_gb": vram}
    name = safe_name(PurePosixPath(files[0].replace("\\", "/")).stem) if files else ""
    proposal.look.append(
        "model: give workflows that load the same files the same name, so that they share a GPU's turn."
    )
    vram, seconds = _UNKNOWN_COST
    return {"estimate_seconds": seconds, "vram_gb": vram} | ({"model": name} if name else {})


def _model_files(graph: Graph) -> list[tuple[str, Any]]:
    return [
        (f"{key}.{name}", value)
        for key, node in graph.items()
        for name, value in node["inputs"].items()
        if isinstance(value, str) and is_model_file(name, value)
    ]


def _size(graph: Graph, bind: dict[str, list[str]], parameters: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
    sized = [
        key
        for key, node in graph.items()
        if all(type(node["inputs"].get(side)) is int for side in ("width", "height"))
        and ("Latent" in node["class_type"] or is_link(node["inputs"].get("positive")))
    ]
    if not sized:
        return {}
    width, height = (graph[sized[0]]["inputs"][side] for side in ("width", "height"))
    bind["width"], bind["height"] = [f"{k}.width" for k in sized], [f"{k}.height" for k in sized]
    batches = [
        place for place, value in literals(graph, "batch_size") if place.partition(".")[0] in sized and value == 1
    ]
    parameters["resolution"] = _number(
        "integer", 1024, 512, 2048, "1024 makes as many pixels as the graph did; lowered when VRAM runs out"
    )
    if batches:
        bind["batch_size"] = batches
        parameters["batch_size"] = _number("integer", 1, 1, 8, "pictures made in one go; lowered when VRAM runs out")
    proposal.found.append(f"size {width} x {height} at node {', '.join(sized)}")
    if any("length" in graph[key]["inputs"] for key in sized):
        proposal.look.append(
            "frames: say how many frames a second are generated, if clips are to have a length of choice."
        )
    return {"width": width, "height": height, "pixels": width * height}


def _numbers(graph: Graph, bind: dict[str, list[str]], parameters: dict[str, Any], proposal: Proposal) -> None:
    seeds = [place for place, _ in literals(graph, "seed", "noise_seed")]
    if seeds:
        bind["seed"] = seeds
        proposal.found.append(f"seed at {', '.join(seeds)}")
    _bound(graph, "steps", ("steps",), bind, parameters, ("integer", 1, 150, "sampling steps"), proposal)
    guided = tuple(p for p, _ in literals(graph, "guidance"))
    strict = "how strictly the prompt is followed"
    names = ("guidance",) if guided else ("cfg",)
    _bound(graph, "guidance", names, bind, parameters, ("number", 0, 30, strict), proposal)
    if any(value < 1 for _, value in literals(graph, "denoise") if isinstance(value, int | float)):
        far = "how far the picture may move away from the one it varies"
        _bound(graph, "denoise", ("denoise",), bind, parameters, ("number", 0.05, 1, far), proposal)
    lengths = ("seconds", "seconds_total", "duration")
    _bound(graph, "duration_seconds", lengths, bind, parameters, ("number", 1, 300, "length"), proposal)
    prefixes = [place for place, _ in literals(graph, "filename_prefix")]
    if prefixes:
        bind["name"] = prefixes


def _bound(
    graph: Graph,
    name: str,
    inputs: tuple[str, ...],
    bind: dict[str, list[str]],
    parameters: dict[str, Any],
    kind: tuple[str, float, float, str],
    proposal: Proposal,
) -> None:
    """One parameter for every place that holds the same number; places with other numbers stay as they are."""
    found = [(p, v) for p, v in literals(graph, *inputs) if isinstance(v, int | float) and not isinstance(v, bool)]
    if not found:
        return
    default = found[0][1]
    bind[name] = [place for place, value in found if value == default]
    type_, least, most, description = kind
    parameters[name] = _number(type_, default, min(least, default), max(most, default), description)
    proposal.found.append(f"{name} {default:g} at {', '.join(bind[name])}")
    if others := [place for place, value in found if value != default]:
        proposal.look.append(f"{name}: {', '.join(others)} holds another number and stays as it is.")


def _number(type_: str, default: float, least: float, most: float, description: str) -> dict[str, Any]:
    return {"type": type_, "minimum": least, "maximum": most, "default": default, "description": description}


def _prompts(graph: Graph, parameters: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
    prompts: dict[str, Any] = {}
    wanted = (
        ("positive", "prompt", "plain", "what is made; left out, the words of the graph"),
        ("negative", "negative_prompt", "plain_negative", "what must not be there"),
    )
    for (side, parameter, template, description), places in zip(wanted, prompt_places(graph), strict=True):
        if not places:
            continue
        prompts[side] = {"template": template, "to": places}
        node, _, name = places[0].partition(".")
        text = str(graph[node]["inputs"][name])[:_LONGEST]
        parameters[parameter] = {"type": "string", "maximum": _LONGEST, "default": text, "description": description}
        proposal.found.append(f"{side} prompt at {', '.join(places)}")
    if prompts:
        proposal.look.append(
            "prompts: `plain` passes the task's own words on; character, place and others are made from settings."
        )
    else:
        proposal.look.append("prompts: no text was found that leads to a sampler; name its place if there is one.")
    return prompts


def _pictures(graph: Graph, proposal: Proposal) -> dict[str, Any]:
    loaders = [key for key, node in graph.items() if node["class_type"] in ("LoadImage", "LoadImageMask")]
    inputs: dict[str, dict[str, Any]] = {}
    for number, key in enumerate(loaders, 1):
        name = "picture" if number == 1 else f"picture_{number}"
        mask = graph[key]["class_type"] == "LoadImageMask"
        inputs[name] = {"to": f"{key}.image", "prepare": "face" if mask else "flat"}
        if not mask and number > 1:
            inputs[name]["nth"] = number - 1
        proposal.found.append(f"{'mask' if mask else 'picture'} at {key}.image")
    if inputs:
        proposal.look.append("inputs: say with `has` and `match` which upstream pictures are meant.")
    return inputs
