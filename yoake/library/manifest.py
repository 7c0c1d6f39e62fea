"""Manifests: what a workflow (`workflows/comfyui/NAME.yaml`) or template (`workflows/prompts/NAME.yaml`) offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from yoake.library.wiring import (
    CustomNodes,
    Frames,
    ModelFile,
    Name,
    Output,
    Place,
    Places,
    Post,
    PromptText,
    Skip,
    UpstreamPicture,
)
from yoake.words import Category


class Titles(BaseModel):
    """A title for people, in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: str = Field(min_length=1, max_length=120)
    ja: str = Field(min_length=1, max_length=120)


class Parameter(BaseModel):
    """One parameter: its type, bounds and default; required where it has no default and is not `optional`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: Literal["string", "integer", "number", "boolean", "list", "mapping"]
    description: str = Field(min_length=1, max_length=400)
    default: Any = None
    optional: bool = Field(True, description="whether it may be left out")
    choices: list[str | int] | None = Field(None, description="allowed values (of each element, for a list)")
    minimum: float | None = None
    maximum: float | None = Field(None, description="upper bound; of the length, for a string or a list")


class Manifest(BaseModel):
    """What both kinds share."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")
    title: Titles
    category: Category
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    vary: dict[str, str] = Field(
        default_factory=dict,
        description="list parameter -> the parameter that each item sets: `{expressions: expression}`; "
        "several make every combination",
    )
    uses: dict[str, str] = Field(
        default_factory=dict,
        description="upstream template -> the part of its result that is used: "
        "`{character_setting: 'characters/{character}'}`; a change elsewhere in it remakes nothing",
    )
    match: dict[str, str] = Field(
        default_factory=dict,
        description="which upstream assets are used: `{character: characters}` uses one that has a parameter "
        "`character` only where that is (in) this asset's parameter `characters`",
    )
    estimate_seconds: float = Field(gt=0, le=86_400)
    model: str | None = Field(None, max_length=80, description="what a provider must load into VRAM")
    vram_gb: float = Field(0, ge=0, le=1024)


class Workflow(Manifest):
    """A workflow for pictures, video, music, sound or 3D models, with the ComfyUI graph that makes them, if any."""

    makes: Literal["image", "video", "music", "sound", "mesh"]
    width: int | None = Field(None, ge=16, le=8192)
    height: int | None = Field(None, ge=16, le=8192)
    sizes: dict[str, tuple[int, int]] = Field(
        default_factory=dict, description="parameter `part` -> width and height, where it decides them (interface)"
    )
    pixels: int = Field(
        1024 * 1024, ge=4096, le=1 << 26, description="how many pixels are generated where `resolution` is 1024"
    )
    side_step: int = Field(64, ge=8, le=256, description="generated sides are multiples of this")
    alpha: bool | None = Field(
        False, description="whether the picture has a transparent background; null where it may have one or not"
    )
    models: list[ModelFile] = Field(default_factory=list, description="model files that ComfyUI needs")
    custom_nodes: list[CustomNodes] = Field(default_factory=list)
    bind: dict[str, Places] = Field(
        default_factory=dict, description="parameter, or seed, width, height, name -> where it goes: `3.steps`"
    )
    limits: dict[Place, tuple[float, float]] = Field(
        default_factory=dict, description="least and most that a place in the graph takes"
    )
    frames: Frames | None = None
    inputs: dict[Name, UpstreamPicture] = Field(default_factory=dict)
    prompts: dict[Name, PromptText] = Field(default_factory=dict)
    skip: list[Skip] = Field(default_factory=list)
    outputs: list[Output] = Field(default_factory=list)
    post: Post = Post()
    graph: dict[str, Any] = Field(
        default_factory=dict, description="NAME.json, ComfyUI's API format; filled in on loading", repr=False
    )
    sources: dict[str, str] = Field(
        default_factory=dict, description="the templates that `prompts` names; filled in on loading", repr=False
    )


class Template(Manifest):
    """A prompt template whose answer follows a schema of `yoake.texts`."""

    result: str = Field(description="the schema's name: `character_setting`, `scenario`, ... or `text`")
    source: str = Field("", description="the template itself (NAME.j2), filled in on loading", repr=False)


@dataclass(frozen=True)
class Library:
    """All workflows and templates by name, each with the SHA-256 of its content."""

    workflows: dict[str, Workflow] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    content: dict[str, str] = field(default_factory=dict)
    """`workflow:NAME` or `template:NAME` -> SHA-256 over its files; part of every fingerprint."""
