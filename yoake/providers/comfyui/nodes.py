"""What the nodes of a ComfyUI server take, read from `/object_info`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MODEL_SUFFIXES = (".safetensors", ".sft", ".ckpt", ".pt", ".pth", ".bin", ".gguf", ".onnx")
MODEL_FOLDERS: Mapping[str, str] = {
    "ckpt_name": "checkpoints",
    "lora_name": "loras",
    "vae_name": "vae",
    "unet_name": "diffusion_models",
    "clip_name": "text_encoders",
    "clip_name1": "text_encoders",
    "clip_name2": "text_encoders",
    "control_net_name": "controlnet",
    "bg_removal_name": "background_removal",
    "style_model_name": "style_models",
}
"""Input of a loader -> folder below ComfyUI's `models/` that it lists."""
_LONGEST_NAME = 80
_LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a node class."""

    type: str
    """`INT`, `FLOAT`, `STRING`, `BOOLEAN`, `COMBO`, or the type of a link: `MODEL`."""
    required: bool
    options: tuple[Any, ...] | None = None
    """What a `COMBO` allows."""
    minimum: float | None = None
    maximum: float | None = None
    upload: bool = False
    """Whether it lists files that are uploaded first, so that today's list says nothing."""


@dataclass(frozen=True, slots=True)
class NodeClass:
    """A node class of a server."""

    fields: Mapping[str, Field]
    outputs: int | None
    """How many outputs it has; none where it does not say."""


def node_class(info: Any) -> NodeClass | None:
    """A class as `/object_info/NAME` describes it under its name; none where it has another form."""
    inputs = info.get("input") if isinstance(info, dict) else None
    if not isinstance(inputs, dict):
        return None
    fields = {}
    for group in ("required", "optional"):
        entries = inputs.get(group, {})
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            fields[str(name)] = _field(entry, required=group == "required")
    output = info.get("output")
    return NodeClass(fields, len(output) if isinstance(output, list | tuple) else None)


def combo_options(config: Any) -> tuple[Any, ...] | None:
    """What a combo allows: `[[...], {}]` in older definitions, `["COMBO", {"options": [...]}]` in newer ones."""
    if not isinstance(config, list) or not config:
        return None
    if isinstance(config[0], list):
        return tuple(config[0])
    settings = config[1] if len(config) > 1 else None
    options = settings.get("options") if config[0] == "COMBO" and isinstance(settings, dict) else None
    return tuple(options) if isinstance(options, list) else None


def _field(entry: Any, *, required: bool) -> Field:
    if not isinstance(entry, list) or not entry:
        return Field("*", required)
    settings = entry[1] if len(entry) > 1 and isinstance(entry[1], dict) else {}
    options = combo_options(entry)
    bounds = [settings.get(key) for key in ("min", "max")]
    low, high = (bound if isinstance(bound, int | float) else None for bound in bounds)
    return Field(
        "COMBO" if options is not None or isinstance(entry[0], list) else str(entry[0]),
        required,
        options,
        low,
        high,
        upload=any(str(key).endswith("_upload") and value for key, value in settings.items()),
    )


def is_model_file(field: str, value: Any) -> bool:
    """Whether an input names a file of weights."""
    return field in MODEL_FOLDERS or (isinstance(value, str) and value.lower().endswith(MODEL_SUFFIXES))


def named(options: Sequence[Any] | None) -> str:
    """`it has: a, b and 3 more`, for a sentence."""
    if options is None:
        return "it does not say what it has"
    if not options:
        return "it has none"
    shown: list[str] = []
    for option in options:
        name = str(option)[:_LONGEST_NAME]
        if shown and sum(map(len, shown)) + len(name) > _LONGEST_LIST:
            break
        shown.append(name)
    rest = len(options) - len(shown)
    return f"it has: {', '.join(shown)}{f' and {rest} more' if rest else ''}"


def is_link(value: Any) -> bool:
    """Whether an input's value is another node's output: `["4", 0]`."""
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], int)
